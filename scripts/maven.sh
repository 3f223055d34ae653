# Runs the Maven of this repository. Sourced by ./unruly and ./verify, after jdk.sh; POSIX shell.

# maven ROOT ARGUMENT...: the wrapper in ROOT, with the JDK that jdk_find found.
#
# The wrapper pins the checksum of the zip, and asks for another archive where there is no unzip;
# every JDK can unpack a zip, so on such a machine the JDK does.
maven() {
    maven_root=$1
    shift
    if command -v unzip >/dev/null 2>&1; then
        "$maven_root/mvnw" -f "$maven_root/pom.xml" "$@"
    else
        mkdir -p "$maven_root/.unruly/tools"
        cat >"$maven_root/.unruly/tools/unzip" <<'END'
#!/bin/sh
# unzip -q ARCHIVE -d FOLDER, as mvnw calls it.
cd "$4" && "$JAVA_HOME/bin/jar" --extract --file "$2" && chmod +x "$4"/*/bin/mvn*
END
        chmod +x "$maven_root/.unruly/tools/unzip"
        PATH="$PATH:$maven_root/.unruly/tools" "$maven_root/mvnw" -f "$maven_root/pom.xml" "$@"
    fi
}
