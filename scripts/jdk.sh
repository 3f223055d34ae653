# Finds a JDK 25 or newer. Sourced by ./unruly and ./verify; plain POSIX shell.
#
# A JVM older than that stops at the flags of .mvn/jvm.config before Maven can say what is wrong,
# so the scripts look first. The newest is not the best: of several, the lowest that will do wins.

jdk_needed=25

# jdk_feature HOME: the feature number of the JDK in HOME, or nothing if there is none.
jdk_feature() {
    [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] || return 0
    if [ -r "$1/release" ] && grep -q '^JAVA_VERSION=' "$1/release"; then
        sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
    else
        "$1/bin/java" -XshowSettings:properties -version 2>&1 |
            sed -n 's/^ *java.specification.version = \([0-9]*\).*/\1/p'
    fi
}

# jdk_good HOME: whether HOME has a JDK that is new enough.
jdk_good() {
    jdk_found=$(jdk_feature "$1")
    [ -n "$jdk_found" ] && [ "$jdk_found" -ge "$jdk_needed" ]
}

# jdk_on_path: the home of the java on PATH. Links are followed; a shim is asked, which takes a JVM.
jdk_on_path() {
    jdk_java=$(command -v java) || return 0
    while [ -L "$jdk_java" ]; do
        jdk_link=$(readlink "$jdk_java")
        case $jdk_link in
        /*) jdk_java=$jdk_link ;;
        *) jdk_java=${jdk_java%/*}/$jdk_link ;;
        esac
    done
    if [ -r "${jdk_java%/bin/java}/release" ]; then
        printf '%s' "${jdk_java%/bin/java}"
    else
        java -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java.home = //p'
    fi
}

# jdk_installed: every place where a JDK may have been put, one a line.
jdk_installed() {
    for jdk_place in \
        /usr/lib/jvm/* \
        /usr/lib64/jvm/* \
        /usr/java/* \
        /opt/java/* \
        "$HOME"/.jdks/* \
        "${SDKMAN_DIR:-$HOME/.sdkman}"/candidates/java/* \
        "${ASDF_DATA_DIR:-$HOME/.asdf}"/installs/java/* \
        "${MISE_DATA_DIR:-$HOME/.local/share/mise}"/installs/java/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home \
        "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home; do
        if [ -d "$jdk_place" ]; then
            printf '%s\n' "$jdk_place"
        fi
    done
    if [ -x /usr/libexec/java_home ]; then
        /usr/libexec/java_home -v "$jdk_needed+" 2>/dev/null || :
    fi
}

# jdk_lowest: of the homes on standard input, the one with the lowest feature number that will do.
jdk_lowest() {
    jdk_best=
    jdk_best_feature=
    while IFS= read -r jdk_place; do
        if jdk_good "$jdk_place" &&
            { [ -z "$jdk_best" ] || [ "$jdk_found" -lt "$jdk_best_feature" ]; }; then
            jdk_best=$jdk_place
            jdk_best_feature=$jdk_found
        fi
    done
    printf '%s' "$jdk_best"
}

# jdk_find: sets and exports JAVA_HOME, or says what was looked at and fails.
jdk_find() {
    HOME=${HOME:-/}
    if [ -n "${UNRULY_JAVA_HOME:-}" ]; then
        if ! jdk_good "$UNRULY_JAVA_HOME"; then
            echo "UNRULY_JAVA_HOME is $UNRULY_JAVA_HOME, which has no JDK $jdk_needed or newer" >&2
            return 1
        fi
        JAVA_HOME=$UNRULY_JAVA_HOME
    elif [ -n "${JAVA_HOME:-}" ] && jdk_good "$JAVA_HOME"; then
        :
    else
        jdk_home=$(jdk_on_path)
        if [ -z "$jdk_home" ] || ! jdk_good "$jdk_home"; then
            jdk_home=$(jdk_installed | jdk_lowest)
        fi
        if [ -z "$jdk_home" ]; then
            {
                echo "Unruly needs a JDK $jdk_needed or newer, and found none."
                echo "  JAVA_HOME      ${JAVA_HOME:-is not set}"
                echo "  java on PATH   $(command -v java || echo none)" \
                    "$(java -version 2>&1 | sed -n '1s/.*version \("[^"]*"\).*/\1/p')"
                echo "  looked in      /usr/lib/jvm, java_home, ~/.jdks, SDKMAN, asdf, mise"
                echo "Install one (https://adoptium.net), or say where it is: UNRULY_JAVA_HOME=/path/to/jdk"
            } >&2
            return 1
        fi
        JAVA_HOME=$jdk_home
    fi
    export JAVA_HOME
}
