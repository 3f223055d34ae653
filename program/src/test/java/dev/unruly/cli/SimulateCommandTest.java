package dev.unruly.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `unruly simulate` plays an experiment against a model, and says what is wrong with what it is
/// given. Everything is virtual.
class SimulateCommandTest {

    private static final String POPULATION =
            """
            regions: { here: { share: 100%, time-zone: UTC, round-trip: 20ms, last-mile: none } }
            personas:
              app:
                share: 100%
                journey: shop
                client: { kind: app, timeout: 2s, retries: { most: 3, backoff: { base: 100ms, factor: 1, most: 100ms, jitter: none } } }
                patience: 3s
                when-slow: { refresh: 60%, leave: 40% }
                when-failed: { refresh: 60%, leave: 40% }
                tries: 4
            journeys:
              shop:
                start: home
                think: 1s
                states: { home: { get: /, next: { home: 50%, leave: 50% } } }
            """;

    private static final String EXPERIMENT =
            """
            name: small
            target: http://127.0.0.1:8080
            seed: 5
            population: it.population.yaml
            dependencies:
              edge:     { listen: "127.0.0.1:8080", upstream: "127.0.0.1:9000", protocol: http }
              database: { listen: "127.0.0.1:9001", upstream: "127.0.0.1:9002", protocol: postgres }
            arrivals: [ { poisson: { rate: 20/s } } ]
            phases: { warm-up: 5s, baseline: 30s, watch: 60s, relief: none }
            triggers: [ { fault: { at: 0s, for: 10s, on: database, stall: {} } } ]
            expect: [ recovers within 60s ]
            """;

    private static final String SYSTEM =
            """
            format: unruly-system/1
            edge: edge
            application: { places: 10, workers: 200 }
            dependencies: { database: { takes: { lognormal: { median: 100ms, sigma: 0.3 } } } }
            pages: { "GET /": { takes: 2ms, calls: { database: 1 } } }
            """;

    @TempDir private Path folder;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void lay() throws IOException {
        Files.writeString(folder.resolve("it.population.yaml"), POPULATION);
        Files.writeString(folder.resolve("it.experiment.yaml"), EXPERIMENT);
        Files.writeString(folder.resolve("system.yaml"), SYSTEM);
    }

    private int simulate(String... more) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        var arguments =
                new ArrayList<>(
                        List.of(
                                "simulate",
                                folder.resolve("it.experiment.yaml").toString(),
                                "--out",
                                folder.resolve("sim").toString()));
        arguments.addAll(List.of(more));
        return Main.run(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                arguments.toArray(String[]::new));
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    @Test
    void whatIsPlayedIsReportedAsSimulated() throws IOException {
        int code = simulate("--system", file("system.yaml"));

        assertThat(code).as("%s", err).isEqualTo(ExitCode.FAILS);
        assertThat(out.toString()).contains("not-recovered", "given", "small, simulated");
        Path sim = folder.resolve("sim");
        assertThat(sim.resolve("run.json")).content().contains("small, simulated");
        assertThat(sim.resolve("report.html")).content().contains("simulated");
        assertThat(sim.resolve("journal.bin")).isNotEmptyFile();
        assertThat(sim.resolve("system.yaml")).content().contains("places: 10");
    }

    @Test
    void aModelIsFittedFromItsRunAndComparedWithIt() {
        simulate("--system", file("system.yaml"), "--quiet");

        int code = simulate("--from", file("sim"));

        assertThat(code).as("%s", err).isEqualTo(ExitCode.FAILS);
        assertThat(out.toString())
                .contains("places                     10           this run")
                .contains("measured", "predicted", "error", "goodput, baseline");
    }

    @Test
    void settingsAreInForce() throws IOException {
        Files.writeString(
                folder.resolve("policies.yaml"),
                "policies: { edge: { bulkhead: { most: 20 } } }\n");

        int code = simulate("--system", file("system.yaml"), "--policies", file("policies.yaml"));

        assertThat(code).as("%s%s", err, out).isEqualTo(ExitCode.HOLDS);
        assertThat(out.toString()).contains("recovered");
    }

    @Test
    void theLengthAtWhichItTipsIsFound() {
        int code = simulate("--system", file("system.yaml"), "--find", "--seeds", "3");

        assertThat(code).as("%s", err).isEqualTo(ExitCode.HOLDS);
        assertThat(out.toString()).contains("It tips at about ", "Wilson 95 %");
        assertThat(folder.resolve("sim").resolve("vulnerability.csv"))
                .content()
                .startsWith("size,seconds,fallen,seeds,share,low,high\n1.0,");
    }

    @Test
    void whatIsWrongIsSaidWithItsBound() throws IOException {
        assertThat(simulate()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains("--from RUN", "--system FILE");

        assertThat(simulate("--system", file("system.yaml"), "--seeds", "0"))
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains("--seeds must be in [1, 1000], got 0");

        assertThat(simulate("--system", file("system.yaml"), "--users", "100000001"))
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains("--users must be in [1, 100000000], got 100000001");

        assertThat(simulate("--from", file("nowhere"))).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains("this is not the folder of a run");

        assertThat(simulate("--system", file("system.yaml"), "--find", "--trigger", "2"))
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains("--trigger with one of [1]");

        assertThat(simulate("--system", file("system.yaml"), "--find", "--sizes", "2"))
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains("has no size besides its length");

        Files.writeString(folder.resolve("other.yaml"), SYSTEM.replace("database", "warehouse"));
        assertThat(simulate("--system", file("other.yaml"))).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains("has no dependency called database");
    }
}
