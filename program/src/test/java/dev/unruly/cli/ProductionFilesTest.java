package dev.unruly.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Latencies and calls of production, as they are learned: simulations and faults take them as they
/// are.
final class ProductionFilesTest {

    private static final String LATENCIES =
            """
            { "format": "unruly-latency/1", "places": [
              { "dependency": "shop", "route": "GET /page",
                "answers": { "count": 5000, "quantiles": { "0.5": "60ms", "1": "200ms" } } },
              { "dependency": "shop", "part": "GET /page (itself)",
                "answers": { "count": 5000, "quantiles": { "0": "10ms", "1": "10ms" } } },
              { "dependency": "bank",
                "answers": { "count": 5000, "quantiles": { "0.5": "20ms", "0.99": "40ms", "1": "900ms" } } },
              { "dependency": "bank", "route": "POST /pay",
                "answers": { "count": 5000, "quantiles": { "0.5": "20ms", "0.99": "40ms", "1": "900ms" } } } ] }
            """;

    private static final String CALLS =
            """
            requests:
              shop-GET-page:
                of: shop GET /page
                series:
                  - shop GET /page (itself)
                  - { call: bank POST /pay, times: 2 }
                  - { call: bank POST /pay, share: 50% }
            """;

    private static final String POPULATION =
            """
            personas:
              guest: { share: 100%, journey: look, client: { kind: service }, patience: 60s, when-slow: { leave: 100% } }
            journeys:
              look:
                start: page
                think: 1s
                states:
                  page: { get: /page, next: leave }
            """;

    @TempDir private Path folder;

    private record Said(int code, String out, String err) {}

    private static Said run(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int code = Main.run(new PrintWriter(out), new PrintWriter(err), arguments);
        return new Said(code, out.toString(), err.toString());
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    @BeforeEach
    void lay() throws IOException {
        Files.writeString(folder.resolve("shop.latency.json"), LATENCIES);
        Files.writeString(folder.resolve("shop.calls.yaml"), CALLS);
        Files.writeString(folder.resolve("shop.population.yaml"), POPULATION);
        Files.writeString(
                folder.resolve("shop.experiment.yaml"), experiment("latencies: shop.latency.json"));
    }

    private static String experiment(String latencies) {
        return """
        name: production
        target: http://127.0.0.1:8080
        population: shop.population.yaml
        dependencies:
          bank: { listen: 127.0.0.1:19001, upstream: 127.0.0.1:9001, protocol: http }
        %s
        arrivals: [ { poisson: { rate: 20/s } } ]
        phases: { warm-up: 5s, baseline: 40s, watch: 60s, relief: none }
        triggers: [ { fault: { at: 5s, for: 40s, on: bank, latency: { observed: p99 } } } ]
        expect: [ "p(50) of page < 60s during baseline" ]
        """
                .formatted(latencies);
    }

    /// A page takes 10 ms by itself, and 2.5 calls of 20 ms in the median; hurt, each call takes
    /// the 40 ms longer that 99 % of production's did not exceed.
    @Test
    void aModelIsDraftedAndAFaultTakesItsQuantileFromTheFile() throws IOException {
        Said said =
                run(
                        "simulate", file("shop.experiment.yaml"),
                        "--latencies", file("shop.latency.json"),
                        "--calls", file("shop.calls.yaml"),
                        "--out", file("run"));

        assertThat(said.err()).isEmpty();
        assertThat(said.out()).contains("holds answers for 40 ms in the median");
        assertThat(Files.readString(folder.resolve("run/system.yaml")))
                .contains("\"GET /page\":", "bank: 2.5", "p99: 40ms", "places: 200");
        assertThat(folder.resolve("run/input/shop.latency.json")).exists();
        Said again =
                run(
                        "simulate", file("shop.experiment.yaml"),
                        "--system", file("run/system.yaml"),
                        "--out", file("again"));
        assertThat(again.code()).isEqualTo(said.code());
    }

    @Test
    void withoutCallsPagesTakeWhatTheyTook() throws IOException {
        Files.writeString(
                folder.resolve("shop.experiment.yaml"),
                experiment("").replaceAll("(?m)^(triggers|dependencies|  bank).*\n", ""));
        Said said =
                run(
                        "simulate", file("shop.experiment.yaml"),
                        "--latencies", file("shop.latency.json"),
                        "--out", file("run"));

        assertThat(said.err()).isEmpty();
        assertThat(Files.readString(folder.resolve("run/system.yaml")))
                .contains("\"GET /page\":", "p50: 60ms", "p100: 200ms");
    }

    @Test
    void whatNobodyMeasuredIsSaid() throws IOException {
        Files.writeString(
                folder.resolve("shop.population.yaml"), POPULATION.replace("/page", "/other"));
        Said said =
                run(
                        "simulate", file("shop.experiment.yaml"),
                        "--latencies", file("shop.latency.json"),
                        "--calls", file("shop.calls.yaml"),
                        "--out", file("run"));

        assertThat(said.err())
                .contains("note: 1 pages that people ask for were not measured", "GET /other");
        assertThat(
                        run(
                                        "simulate",
                                        file("shop.experiment.yaml"),
                                        "--calls",
                                        file("shop.calls.yaml"),
                                        "--system",
                                        "x")
                                .err())
                .contains("--calls needs --latencies FILE");
    }

    @Test
    void aLatencyFileThatIsWrongIsToldAtItsLine() throws IOException {
        Files.writeString(
                folder.resolve("shop.latency.json"),
                LATENCIES.replace("\"0.5\": \"60ms\"", "\"0.5\": 60"));

        Said checked = run("check", file("shop.experiment.yaml"));

        assertThat(checked.code()).isEqualTo(2);
        assertThat(checked.err()).contains("shop.latency.json:3:");
    }
}
