package dev.unruly.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unruly.chance.Distribution;
import dev.unruly.engine.Plan;
import dev.unruly.model.Experiment;
import dev.unruly.model.Phases;
import dev.unruly.model.Quiet;
import dev.unruly.model.Recovery;
import dev.unruly.model.RunResult;
import dev.unruly.model.Verdict;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Three minutes at the most, and no word of what there was no time to see.
class QuickTest {

    private static final long SECOND = 1_000_000_000L;

    private static final String POPULATION =
            """
            personas:
              app:
                share: 100%
                journey: page
                client: { kind: app, timeout: 500ms, keep-alive: none, retries: { most: @retries@, backoff: { base: 1ms, factor: 1, most: 1ms, jitter: none } } }
                patience: 600s
                when-slow: { leave: 100% }
                when-failed: { leave: 100% }
            journeys: { page: { start: page, think: 1s, states: { page: { get: /, next: leave } } } }
            """;

    private static final String EXPERIMENT =
            """
            name: quick
            target: http://127.0.0.1:8080
            population: it.population.yaml
            dependencies: { workers: { listen: "127.0.0.1:9000", upstream: "127.0.0.1:9001", protocol: http } }
            arrivals: [ { poisson: { rate: @rate@/s } } ]
            phases: { warm-up: 30s, baseline: 60s, watch: 120s, relief: 120s }
            triggers: [ { fault: { at: 0s, for: @for@, on: workers, latency: { times-observed: 10 } } } ]
            expect: [ recovers within 30s ]
            """;

    @TempDir private Path folder;

    private Experiment experiment(int rate, int retries, String length) {
        return Rehearsal.experiment(
                folder,
                POPULATION.replace("@retries@", "" + retries),
                EXPERIMENT.replace("@rate@", "" + rate).replace("@for@", length));
    }

    private static RunResult played(Experiment experiment) {
        var workers = Rehearsal.workers(10, new Distribution.Constant(0.1));
        return new Simulation(Plan.of(experiment), workers, new Quiet()).play(false);
    }

    @Test
    void phasesShrinkAndTriggersStay() {
        Experiment all = experiment(40, 0, "10s");
        Experiment quick = Quick.of(all);
        assertThat(quick.phases())
                .isEqualTo(new Phases(10 * SECOND, 40 * SECOND, 110 * SECOND, 0, 170 * SECOND));
        assertThat(quick.triggers()).isEqualTo(all.triggers());
    }

    @Test
    void triggersThatTakeTooLongAreRefused() {
        assertThatThrownBy(() -> Quick.of(experiment(40, 0, "91s")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the triggers take 91 s")
                .hasMessageContaining("there are 90 s for them");
        assertThat(Quick.of(experiment(40, 0, "90s")).phases().watchNanos()).isEqualTo(30 * SECOND);
    }

    @Test
    void whatComesBackSoonIsSeen() {
        RunResult result = played(Quick.of(experiment(40, 0, "5s")));
        assertThat(result.recovery()).as(result.why()).isEqualTo(Recovery.RECOVERED);
        assertThat(result.header().complete()).isTrue();
        assertThat(result.header().seconds()).isLessThan(175);
    }

    /// The stall takes 90 s of three minutes; whether 30 s of calm last is not known.
    @Test
    void whatThereWasNoTimeToSeeIsNotSaid() {
        RunResult result = played(Quick.of(experiment(30, 0, "90s")));
        assertThat(result.header().seconds()).isLessThan(175);
        assertThat(result.recovery()).as(result.why()).isEqualTo(Recovery.UNCLEAR);
        assertThat(result.verdict()).isEqualTo(Verdict.UNCLEAR);
    }

    @Test
    void thatItFailsCanBeSaid() {
        RunResult result = played(Quick.of(experiment(60, 1, "10s")));
        assertThat(result.header().seconds()).isLessThan(175);
        assertThat(result.recovery()).as(result.why()).isEqualTo(Recovery.NOT_RECOVERED);
        assertThat(result.verdict()).isEqualTo(Verdict.FAILS);
    }

    /// Too little time to say that it never comes back, enough to say that it did not within 30 s.
    @Test
    void thatItWasNotWithinTheTimeCanBeSaidEarlier() {
        RunResult result = played(Quick.of(experiment(60, 1, "45s")));
        assertThat(result.recovery()).as(result.why()).isEqualTo(Recovery.UNCLEAR);
        assertThat(result.expectations().getFirst().verdict()).isEqualTo(Verdict.FAILS);
        assertThat(result.verdict()).isEqualTo(Verdict.FAILS);
    }
}
