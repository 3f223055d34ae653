package dev.unruly.cli;

import static dev.unruly.cli.LearnCommandTest.SECRETS;
import static dev.unruly.cli.LearnCommandTest.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.cli.LearnCommandTest.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `unruly learn`, from traces to files.
final class LearnTracesTest {

    @TempDir private Path folder;

    /// Spans that say who asked are people; what they know of them stays in the evidence.
    @Test
    void tracesThatSayWhoAskedArePeopleAndNoSecretLeaves() throws IOException {
        Path traces = folder.resolve("spans.json");
        Files.write(traces, spans());

        Said learned = run("learn", traces.toString(), "-o", folder.resolve("out/shop").toString());

        assertThat(learned.code()).as(learned.err()).isZero();
        assertThat(learned.out()).contains("60 people, 60 sessions of 180 steps");
        assertThat(folder.resolve("out/shop.calls.yaml")).exists();
        assertThat(Files.readString(folder.resolve("out/shop.latency.json")))
                .contains(
                        "\"shop\", \"route\": \"GET /products/{sku}\"", "\"machine-1\"", "\"db\"");
        try (var files = Files.list(folder.resolve("out"))) {
            for (Path file : files.toList()) {
                String text = Files.readString(file);
                SECRETS.forEach(
                        secret -> assertThat(text).as(file.toString()).doesNotContain(secret));
            }
        }
    }

    /// What was learned of traces is advised from and played as it is.
    @Test
    void whatTracesShowIsPlayedAsItIs() throws IOException {
        Path traces = folder.resolve("spans.json");
        Files.write(traces, spans());
        String name = folder.resolve("shop").toString();
        assertThat(run("learn", traces.toString(), "-o", name).code()).isZero();

        Said simulated =
                run(
                        "simulate",
                        name + ".experiment.yaml",
                        "--latencies",
                        name + ".latency.json",
                        "--calls",
                        name + ".calls.yaml",
                        "--out",
                        folder.resolve("run").toString());
        Said advised =
                run(
                        "advise",
                        "--latencies",
                        name + ".latency.json",
                        "--calls",
                        name + ".calls.yaml",
                        "--goal",
                        "p(50) of shop-GET-products-sku < 1s");

        assertThat(simulated.err()).isEmpty();
        assertThat(simulated.code()).isNotEqualTo(2);
        assertThat(Files.readString(folder.resolve("run/system.yaml")))
                .contains("\"GET /products/\":", "\"GET /\":", "db: 1", "machine-1: 1");
        assertThat(advised.code()).as(advised.out() + advised.err()).isZero();
        assertThat(advised.out()).contains("shop GET /products/{sku} (itself)");
    }

    /// Sixty people who look at a page and two items, each item with a call of a database by a host
    /// name, of a cache by its address, and of users by a path with an id in it; latest first.
    private static List<String> spans() {
        var lines = new ArrayList<String>();
        long begin = Instant.parse("2026-03-02T08:00:00Z").toEpochMilli() * 1_000_000;
        for (int i = 179; i >= 0; i--) {
            String trace = "%032x".formatted(i);
            long from = begin + i / 3 * 90_000_000_000L + i % 3 * 20_000_000_000L;
            String path = i % 3 == 0 ? "/" : "/products/4711-0815" + i % 7;
            String route = i % 3 == 0 ? "/" : "/products/{sku}";
            var spans = new ArrayList<String>();
            spans.add(
                    span(
                            trace,
                            1,
                            0,
                            "GET",
                            2,
                            from,
                            60,
                            "client.address",
                            "198.51.100." + i / 3,
                            "user_agent.original",
                            "Mozilla/5.0 (X11; Planted)",
                            "http.request.method",
                            "GET",
                            "http.route",
                            route,
                            "url.path",
                            path,
                            "url.query",
                            "token=s3cr3t-token"));
            spans.add(
                    span(
                            trace,
                            2,
                            1,
                            "SELECT name FROM users WHERE mail = 'bob@example.org'",
                            3,
                            from + 5_000_000,
                            10,
                            "server.address",
                            "db.secret-host.example"));
            spans.add(
                    span(
                            trace,
                            3,
                            1,
                            "GET /users/4711-0815/alice@example.org?q=hunter2",
                            3,
                            from + 20_000_000,
                            10,
                            "server.address",
                            "198.51.100.200"));
            lines.add(
                    "{\"resourceSpans\":[{\"resource\":{\"attributes\":[{\"key\":\"service.name\","
                            + "\"value\":{\"stringValue\":\"shop\"}}]},\"scopeSpans\":[{\"spans\":["
                            + String.join(",", spans)
                            + "]}]}]}");
        }
        return lines;
    }

    private static String span(
            String trace,
            int id,
            int parent,
            String name,
            int kind,
            long from,
            int millis,
            String... attributes) {
        var pairs = new ArrayList<String>();
        for (int i = 0; i < attributes.length; i += 2) {
            pairs.add(
                    "{\"key\":\"%s\",\"value\":{\"stringValue\":\"%s\"}}"
                            .formatted(attributes[i], attributes[i + 1]));
        }
        return "{\"traceId\":\"%s\",\"spanId\":\"%d\",\"parentSpanId\":\"%s\",\"name\":\"%s\",\"kind\":%d,"
                        .formatted(trace, id, parent == 0 ? "" : "" + parent, name, kind)
                + "\"startTimeUnixNano\":\"%d\",\"endTimeUnixNano\":\"%d\",\"attributes\":[%s]}"
                        .formatted(from, from + millis * 1_000_000L, String.join(",", pairs));
    }
}
