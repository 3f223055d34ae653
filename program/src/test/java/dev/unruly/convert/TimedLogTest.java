package dev.unruly.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.unruly.model.Access;
import dev.unruly.model.Span.Ending;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Access logs, as servers and proxies write them.
final class TimedLogTest {

    private static final String COMBINED =
            "83.149.9.216 - - [17/May/2015:10:05:03 +0000] \"GET /a/b?x=1 HTTP/1.1\" 200 20 \"-\""
                    + " \"Mozilla/5.0 (X11; \\\"q\\\")\"";

    @TempDir private Path folder;
    private final List<Access> all = new ArrayList<>();

    private Skips read(String field, String... lines) throws IOException {
        Path file = folder.resolve("access.log");
        Files.write(file, List.of(lines));
        return TimedLog.read(file, LogField.of(field), all::add);
    }

    @Test
    void nginxWithNamesBehindTheCombinedFormat() throws IOException {
        read("rt:s", COMBINED + " rt=0.123 urt=\"0.100\"");

        assertThat(all)
                .containsExactly(
                        new Access(
                                "GET /a/*",
                                1_431_857_103_000_000_000L,
                                123_000_000,
                                Ending.ANSWERED,
                                false));
    }

    @Test
    void apacheWithMicrosecondsAtTheEnd() throws IOException {
        read("+1:us", COMBINED + " 45210", COMBINED.replace("\" 200", "\" 499") + " 99");

        assertThat(all)
                .extracting(Access::nanos, Access::ending)
                .containsExactly(
                        tuple(45_210_000L, Ending.ANSWERED), tuple(99_000L, Ending.CUT_OFF));
    }

    @Test
    void eachServerThatNginxAskedIsATry() throws IOException {
        Skips skips = read("urt:s", COMBINED + " urt=\"0.5, 0.020\"", COMBINED + " urt=\"-\"");

        assertThat(all)
                .extracting(Access::nanos, Access::ending, Access::retry)
                .containsExactly(
                        tuple(500_000_000L, Ending.FAILED, false),
                        tuple(20_000_000L, Ending.ANSWERED, true));
        assertThat(skips.lines())
                .singleElement()
                .asString()
                .contains("`urt` is -: nobody was asked", "access.log:2");
    }

    @Test
    void envoysDefaultFormat() throws IOException {
        String line =
                "[2024-05-18T00:00:18.500Z] \"POST /pay HTTP/1.1\" 200 - 154 20 226 200 \"10.0.0.1\""
                        + " \"ua\" \"id\" \"host\" \"10.0.2.1:80\"";
        read("duration:ms", line, line.replace("200 -", "504 UT"), line.replace("200 -", "0 DC"));

        assertThat(all)
                .extracting(Access::route, Access::nanos, Access::ending)
                .containsExactly(
                        tuple("POST /pay", 226_000_000L, Ending.ANSWERED),
                        tuple("POST /pay", 226_000_000L, Ending.CUT_OFF),
                        tuple("POST /pay", 226_000_000L, Ending.CUT_OFF));
    }

    @Test
    void jsonLines() throws IOException {
        read(
                "http.took:ms",
                "{\"time\":\"2024-05-18T00:00:18Z\",\"status\":503,\"request\":\"GET / HTTP/1.1\","
                        + "\"http\":{\"took\":1.5}}",
                "{\"ts\":1716000000.25,\"status\":\"200\",\"method\":\"PUT\",\"path\":"
                        + "\"/orders/123456\",\"http\":{\"took\":\"2\"}}");

        assertThat(all)
                .extracting(Access::route, Access::nanos, Access::ending)
                .containsExactly(
                        tuple("GET /", 1_500_000L, Ending.FAILED),
                        tuple("PUT /orders/*", 2_000_000L, Ending.ANSWERED));
    }

    @Test
    void aUnitIsNeverGuessed() {
        assertThatThrownBy(() -> LogField.of("rt"))
                .hasMessageContaining("--duration rt: a number alone does not say what it counts")
                .hasMessageContaining("rt:s");
        assertThatThrownBy(() -> LogField.of("rt:m")).hasMessageContaining("FIELD:UNIT");
    }

    @Test
    void aFieldThatIsNotThereIsAnsweredWithThoseThatAre() {
        assertThatThrownBy(() -> read("took:s", COMBINED + " rt=0.123"))
                .hasMessageEndingWith("has no field `took`; there are rt (0.123)");
        assertThatThrownBy(() -> read("took:s", COMBINED))
                .hasMessageContaining("such a log does not say how long anything took");
        assertThatThrownBy(() -> read("took:s", "what is this", ""))
                .hasMessageContaining("no line is of a log that is known");
    }

    @Test
    void brokenLinesAndDaysAreLeftOutAndSaid() throws IOException {
        Skips skips = read("rt:s", COMBINED + " rt=1", " \"curl/7.54.0\"", COMBINED + " rt=90000");

        assertThat(skips.taken()).isEqualTo(1);
        assertThat(skips.lines())
                .containsExactly(
                        "1 left out: `rt` is no time of up to a day (first: "
                                + folder.resolve("access.log")
                                + ":3)",
                        "1 left out: no line of a log that is known (first: "
                                + folder.resolve("access.log")
                                + ":2)");
    }

    @Test
    void packedLogsAndLinesThatAreTooLong() throws IOException {
        Path file = folder.resolve("access.log.gz");
        try (var out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(("x".repeat(2 << 20) + "\n\n").getBytes(StandardCharsets.UTF_8));
            out.write((COMBINED + " rt=1\n").repeat(2).getBytes(StandardCharsets.UTF_8));
        }

        Skips skips = TimedLog.read(file, LogField.of("rt:s"), all::add);

        assertThat(skips.taken()).isEqualTo(2);
        assertThat(skips.lines())
                .contains("1 left out: a line that is longer than 1 MiB (first: " + file + ":1)");
    }

    @Test
    void aRouteHasNothingThatATerminalWouldObey() throws IOException {
        String hostile = COMBINED.replace("/a/b", "/\\x1B[31m\\xE2\\x80\\xAE<b>/b");
        read("rt:s", COMBINED + " rt=1", hostile + " rt=1");

        assertThat(all).extracting(Access::route).containsExactly("GET /a/*", "GET /*");
    }

    @Test
    void aDayIsTheLongest() {
        var field = LogField.of("rt:s");

        assertThat(field.read("86400")).contains(86_400_000_000_000L);
        assertThat(field.read("86400.1")).isEmpty();
        assertThat(field.read("-1")).isEmpty();
        assertThat(field.read("0.0000000005")).contains(0L);
    }
}
