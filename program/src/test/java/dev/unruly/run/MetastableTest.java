package dev.unruly.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.backend.Blueprint;
import dev.unruly.backend.Link;
import dev.unruly.backend.Link.Connecting;
import dev.unruly.backend.Page;
import dev.unruly.backend.Station;
import dev.unruly.backend.Step;
import dev.unruly.chance.Distribution;
import dev.unruly.engine.Plan;
import dev.unruly.model.Quiet;
import dev.unruly.model.Recovery;
import dev.unruly.model.RunResult;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Huang et al., "Metastable Failures in the Wild" (OSDI 2022), theorem 2, judged as any other run:
/// a system of capacity C whose clients repeat a request up to r times comes back by itself from
/// any trigger below C / (1 + r), and may not above it.
///
/// 20 servers of 20 ms (C = 1,000/s), an endless queue first come first served, clients who wait
/// for half a second, and for ten seconds a tenth of the capacity.
class MetastableTest {

    private static final String EXPERIMENT =
            """
            name: theorem-2
            target: http://127.0.0.1:8080
            seed: @seed@
            population: it.population.yaml
            dependencies:
              server: { listen: "127.0.0.1:9000", upstream: "127.0.0.1:9001", protocol: http }
              disks:  { listen: "127.0.0.1:9002", upstream: "127.0.0.1:9003", protocol: http }
            arrivals: [ { poisson: { rate: @rate@/s } } ]
            phases: { warm-up: 2s, baseline: 30s, watch: @watch@s, relief: 600s }
            triggers: [ { fault: { at: 0s, for: 10s, on: disks, latency: { times-observed: 10 } } } ]
            """;

    @TempDir private Path folder;

    /// Close below the edge a backlog takes minutes to drain; the judge waits for three times as
    /// long as it is told to watch.

    @ParameterizedTest
    @CsvSource({
        "0, 850, 60, RECOVERED, 40, 60",
        "1, 450, 60, RECOVERED, 60, 95",
        "1, 550, 60, METASTABLE, 0, 0",
        "3, 240, 120, RECOVERED, 130, 260",
        "3, 300, 60, METASTABLE, 0, 0",
    })
    void comesBackBelowTheStableCapacityOnly(
            int retries, int rate, int watch, Recovery recovery, double least, double most) {
        for (int seed = 1; seed <= 3; seed++) {
            RunResult result = played(retries, rate, watch, seed);
            assertThat(result.recovery()).as("seed %d: %s", seed, result.why()).isEqualTo(recovery);
            if (recovery == Recovery.RECOVERED) {
                assertThat(result.timeToRecoverSeconds()).isBetween(least, most);
            } else {
                assertThat(result.goodput().watch()).isLessThan(0.05);
                assertThat(result.amplification().watch()).isGreaterThan(0.9 * (1 + retries));
            }
        }
    }

    private RunResult played(int retries, int rate, int watch, int seed) {
        String text =
                EXPERIMENT
                        .replace("@rate@", "" + rate)
                        .replace("@watch@", "" + watch)
                        .replace("@seed@", "" + seed);
        var experiment = Rehearsal.experiment(folder, Rehearsal.retrying(retries), text);
        return new Simulation(Plan.of(experiment), server(), new Quiet()).play(false);
    }

    private static Blueprint server() {
        var work = new Step.Work(new Distribution.Constant(0.02));
        var places = new Step.In("places", List.of(new Step.Ask("disks", List.of(work))));
        return new Blueprint(
                List.of(Station.patient("places", 20)),
                List.of(
                        new Link("server", Connecting.BY_ITSELF),
                        new Link("disks", Connecting.BY_ITSELF)),
                List.of(),
                List.of(Page.all(List.of(new Step.Ask("server", List.of(places))))));
    }
}
