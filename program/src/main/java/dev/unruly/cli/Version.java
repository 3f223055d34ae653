package dev.unruly.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.IVersionProvider;

/// The version that the build wrote into the program, and the JVM under it.
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() throws IOException {
        try (var file = Version.class.getResourceAsStream("version.txt")) {
            if (file == null) {
                throw new IllegalStateException("version.txt is missing from the program");
            }
            String version = new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
            return new String[] {"unruly " + version, "on Java " + Runtime.version()};
        }
    }
}
