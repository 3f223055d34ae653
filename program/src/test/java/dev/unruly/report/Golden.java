package dev.unruly.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Files that hold what is printed. `-Dunruly.golden=write` writes them anew; the difference is
/// reviewed like any other.
final class Golden {

    private static final Path FOLDER = Path.of("src/test/resources/dev/unruly/report");

    private Golden() {}

    /// Compares a text with the file of this name.
    static void check(String name, String text) throws IOException {
        Path file = FOLDER.resolve(name);
        if ("write".equals(System.getProperty("unruly.golden"))) {
            Files.createDirectories(FOLDER);
            Files.writeString(file, text, StandardCharsets.UTF_8);
        }
        assertThat(file).as("-Dunruly.golden=write makes it").exists();
        assertThat(text)
                .as("%s; if it shall look like this now: -Dunruly.golden=write", name)
                .isEqualTo(Files.readString(file, StandardCharsets.UTF_8));
    }
}
