package dev.unruly.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.learn.StatesFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `unruly learn` shows and writes of a log whose writers wish its reader ill.
final class HostileLearnTest {

    /// As nginx logs them, or as a server does that escapes nothing.
    private static final List<String> PATHS =
            List.of(
                    "/\\x1B[31mred\\x07",
                    "/<script>alert(1)</script>",
                    "/a\\xE2\\x80\\xAEexe.gpj",
                    "/zero\\xE2\\x80\\x8Bwidth",
                    "/\\xEF\\xBB\\xBFmark",
                    "/C1\\xC2\\x9B31m",
                    "/line\\x0Afeed: x",
                    "/{{ evil }}",
                    "/it's: {yaml: [1]} #c",
                    "/\u00ff\u00fe",
                    "/%1b[2J%3Cimg%20src=x%20onerror=alert(1)%3E",
                    "/`id`$(id)");

    /// Controls but for tabs and line feeds, marks that are not seen, and what is no character.
    private static final String UNSEEN = "[\\p{Cntrl}\\p{Cf}\\ufffd&&[^\\t\\n]]";

    @TempDir private Path folder;

    @SuppressWarnings("NullAway.Init") // JUnit makes the folder before every test
    HostileLearnTest() {}

    private Path log() throws IOException {
        var lines = new ArrayList<String>();
        for (int user = 0; user < 150; user++) {
            for (int step = 0; step < 4; step++) {
                int second = user * 20 + step * (3 + (user + step) % 9);
                String path = PATHS.get((user * 7 + step * 5) % PATHS.size());
                lines.add(
                        "10.0.0.%d - - [17/May/2026:%02d:%02d:%02d +0000] \"GET %s HTTP/1.1\" 200 20"
                                        .formatted(
                                                user,
                                                second / 3_600,
                                                second / 60 % 60,
                                                second % 60,
                                                path)
                                + " \"-\" \"Mozilla/5.0 \\x1B[31m<b>"
                                + user
                                + "\" 0.250");
            }
        }
        lines.add("\u001b]0;title\u0007 <script>");
        return Files.write(
                folder.resolve("hostile.log"),
                String.join("\n", lines).getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void nothingOfItReachesATerminalOrAPageAsItIs() throws IOException {
        var said = new StringWriter();
        var writer = new PrintWriter(said, true);
        Path out = folder.resolve("out");

        int code = Main.run(writer, writer, "learn", log().toString(), "-o", out.toString());

        assertThat(code).as(said.toString()).isZero();
        assertThat(said.toString())
                .contains("\\x1B]0;title\\x07 <script>")
                .doesNotContainPattern(UNSEEN);
        try (var files = Files.list(folder)) {
            List<Path> written =
                    files.filter(file -> file.getFileName().toString().startsWith("out.")).toList();
            assertThat(written).hasSizeGreaterThanOrEqualTo(4);
            for (Path file : written) {
                assertThat(Files.readString(file))
                        .as(file.toString())
                        .doesNotContainPattern(UNSEEN)
                        .doesNotContain("<script>alert", "<img src");
            }
        }
        Path states = folder.resolve("out.states");
        assertThat(StatesFile.read("out.states", Files.readAllLines(states)))
                .extracting(StatesFile.Named::pattern)
                .contains("/%1B[31mred%07", "/%3Cscript%3Ealert(1)%3C/script%3E");
    }
}
