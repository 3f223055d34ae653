package dev.unruly.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Files of 1 GiB are read by a program whose heap has 96 MiB.
@Tag("nightly")
@Timeout(900)
final class AdviseMemoryIT {

    private static final long SIZE = 1L << 30;

    @TempDir private Path folder;

    private Path file(String name, String before, IntFunction<String> text, String after)
            throws IOException {
        Path file = folder.resolve(name);
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            writer.write(before);
            long written = before.length();
            for (int i = 0; written < SIZE; i++) {
                String one = text.apply(i);
                writer.write(one);
                written += one.length();
            }
            writer.write(after);
        }
        return file;
    }

    private String said(Object... more) throws IOException, InterruptedException {
        var words = new ArrayList<String>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(GatewayChild.options());
        words.addAll(List.of("-Xmx96m", "-classpath", System.getProperty("java.class.path")));
        words.addAll(List.of(Main.class.getName(), "advise"));
        for (Object one : more) {
            words.add(one.toString());
        }
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isLessThan(ExitCode.BAD_INPUT);
        return said;
    }

    @Test
    void aLog() throws IOException, InterruptedException {
        Path log =
                file(
                        "access.log",
                        "",
                        i ->
                                "10.0.0.1 - - [17/May/2015:%02d:%02d:%02d +0000] \"GET /r%d/%d HTTP/1.1\" 200 20 \"-\" \"ua\" rt=0.%03d%n"
                                        .formatted(
                                                i / 360_000 % 24,
                                                i / 6_000 % 60,
                                                i / 100 % 60,
                                                i % 90_000,
                                                i,
                                                i % 100),
                        "");

        assertThat(said("--log", log, "--dependency", "a", "--duration", "rt:s"))
                .contains("timeout: { after: 148ms");
    }

    /// Each trace has a service of its own name for the tracer, and never the same span twice.
    @Test
    void traces() throws IOException, InterruptedException {
        Path traces =
                file(
                        "otlp.json",
                        "",
                        i -> document(1_700_000_000_000_000_000L + i * 10_000_000L, i),
                        "");

        assertThat(said("--traces", traces)).contains("timeout: { after: 179ms", "shop-GET-page");
    }

    private static String document(long at, int i) {
        return "{\"resourceSpans\":[{\"resource\":{\"attributes\":[{\"key\":\"service.name\",\"value\":"
                + "{\"stringValue\":\"shop\"}}]},\"scopeSpans\":[{\"spans\":["
                + span("t" + i, "a" + i, "", 2, at, at + 90_000_000L)
                + ","
                + span("t" + i, "b" + i, "a" + i, 3, at + 1, at + 60_000_000L)
                + "]}]}]}\n";
    }

    private static String span(
            String trace, String id, String parent, int kind, long from, long to) {
        return "{\"traceId\":\"%s\",\"spanId\":\"%s\",\"parentSpanId\":\"%s\",\"name\":\"GET /page\",\"kind\":%d,\"startTimeUnixNano\":\"%d\",\"endTimeUnixNano\":\"%d\",\"attributes\":[{\"key\":\"peer.service\",\"value\":{\"stringValue\":\"bank\"}}]}"
                .formatted(trace, id, parent, kind, from, to);
    }
}
