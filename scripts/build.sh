# Builds the jars that ./unruly starts, when they are missing or older than their sources.
# Sourced by ./unruly after jdk.sh and maven.sh. Everything it says goes to standard error.

# build_stale ROOT: whether anything that goes into the jars is newer than the last good build.
# A removed file shows as a newer folder.
build_stale() {
    [ -e "$1/.unruly/build/stamp" ] &&
        [ -e "$1/program/target/quick/unruly.jar" ] &&
        [ -e "$1/shop/target/quick/shop.jar" ] || return 0
    [ -n "$(find "$1/pom.xml" "$1/.mvn" \
        "$1/guard/pom.xml" "$1/guard/src/main" \
        "$1/program/pom.xml" "$1/program/src/main" "$1/examples/shop.population.yaml" \
        "$1/shop/pom.xml" "$1/shop/src/main" \
        -newer "$1/.unruly/build/stamp" 2>/dev/null | head -n 1)" ]
}

# build_lock ROOT: waits until no other invocation builds, and takes the lock. The lock is a link that
# names its owner's process: making one is atomic everywhere. One whose owner has died is put aside.
build_lock() {
    build_said=
    while ! ln -s "$$" "$1/.unruly/build/lock" 2>/dev/null; do
        build_owner=$(readlink "$1/.unruly/build/lock" || :)
        if [ -n "$build_owner" ] && ! kill -0 "$build_owner" 2>/dev/null; then
            # Of several that wait one moves it. Who moved a living one's by mistake puts it back.
            if mv "$1/.unruly/build/lock" "$1/.unruly/build/dead.$$" 2>/dev/null; then
                if [ "$(readlink "$1/.unruly/build/dead.$$")" = "$build_owner" ]; then
                    rm -f "$1/.unruly/build/dead.$$"
                else
                    mv "$1/.unruly/build/dead.$$" "$1/.unruly/build/lock"
                fi
            fi
            continue
        fi
        if [ -z "$build_said" ]; then
            echo "unruly: waiting for another build${build_owner:+ (process $build_owner)}" >&2
            build_said=yes
        fi
        sleep 1
    done
}

# build_unlock ROOT: lets the next one build.
build_unlock() {
    rm -f "$1/.unruly/build/lock"
}

# build_progress: turns Maven's log on standard input into a line per module and per 25 MB fetched.
build_progress() {
    awk '
        /^\[INFO\] Building unruly.* \[[0-9]+\/[0-9]+\]$/ {
            printf "  %s %s\n", $NF, $3; fflush()
        }
        /^\[INFO\] Downloaded from / {
            size = $0
            sub(/.*\(/, "", size)
            split(size, part, " ")
            bytes = part[1] * (part[2] == "MB" ? 1e6 : part[2] == "kB" ? 1e3 : 1)
            total += bytes
            if (int(total / 25e6) > shown) {
                shown = int(total / 25e6)
                printf "  %d MB downloaded\n", total / 1e6; fflush()
            }
        }'
}

# build_needed ROOT: brings the jars up to date, or says why it cannot and fails.
build_needed() {
    if ! build_stale "$1"; then
        return 0
    fi
    mkdir -p "$1/.unruly/build"
    build_lock "$1"
    trap 'build_unlock "$root"' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
    if build_stale "$1"; then
        build_run "$1" || exit 70
    fi
    trap - EXIT INT TERM
    build_unlock "$1"
}

# build_run ROOT: the build itself. The stamp carries the time when it began, so that what is edited
# meanwhile is built next time; there is none while a build is under way. Where dependencies may have
# changed, the old ones must not stay on the class path.
build_run() {
    if [ -e "$1/.unruly/build/log" ]; then
        echo "unruly: sources have changed, building" >&2
    else
        echo "unruly: building; the first time this downloads about 190 MB" >&2
    fi
    if [ ! -e "$1/.unruly/build/stamp" ] ||
        [ -n "$(find "$1/pom.xml" "$1/program/pom.xml" "$1/shop/pom.xml" \
            -newer "$1/.unruly/build/stamp")" ]; then
        rm -rf "$1/program/target/quick/lib" "$1/shop/target/quick/lib"
    fi
    rm -f "$1/.unruly/build/stamp" "$1/.unruly/build/failed"
    : >"$1/.unruly/build/stamp.new"
    {
        maven "$1" --batch-mode -Pquick -pl guard,program,shop package 2>&1 </dev/null ||
            : >"$1/.unruly/build/failed"
    } | tee "$1/.unruly/build/log" | build_progress >&2
    if [ -e "$1/.unruly/build/failed" ]; then
        echo "unruly: the build failed; the end of $1/.unruly/build/log:" >&2
        grep -v -e '^\[INFO\] *$' -e 'Help 1\]' "$1/.unruly/build/log" | tail -n 40 >&2
        return 1
    fi
    mv "$1/.unruly/build/stamp.new" "$1/.unruly/build/stamp"
}
