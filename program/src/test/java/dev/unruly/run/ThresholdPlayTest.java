package dev.unruly.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.unruly.chance.Distribution;
import dev.unruly.engine.Plan;
import dev.unruly.model.Experiment;
import dev.unruly.model.Mark;
import dev.unruly.model.Quiet;
import dev.unruly.model.RunResult;
import dev.unruly.model.RunResult.Answer;
import dev.unruly.model.Verdict;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whole runs in virtual time whose every request takes 100 ms, but for those of a stretch of ten
/// seconds in the middle, which take a second.
final class ThresholdPlayTest {

    private static final String EXPERIMENT =
            """
            name: thresholds
            target: http://127.0.0.1:8080
            population: it.population.yaml
            dependencies:
              workers: { listen: "127.0.0.1:9000", upstream: "127.0.0.1:9001", protocol: http }
            arrivals: [ { constant: { rate: 40/s } } ]
            phases: { warm-up: 5s, baseline: 30s, watch: 60s, relief: none }
            triggers: [ { fault: { at: 5s, for: 10s, on: workers, latency: { add: 900ms } } } ]
            """;

    @TempDir private Path folder;

    private RunResult played(String what) {
        String patient = Rehearsal.retrying(0).replace("timeout: 500ms", "timeout: 30s");
        Experiment experiment = Rehearsal.experiment(folder, patient, EXPERIMENT + what);
        var workers = Rehearsal.workers(1_000, new Distribution.Constant(0.1));
        return new Simulation(Plan.of(experiment), workers, new Quiet()).play(false);
    }

    @Test
    void thresholdsAreJudgedOnAllAfterTheWarmUp() {
        RunResult result =
                played(
                        """
                        thresholds:
                          http_req_duration: [ 'p(50)<200', 'avg<150', 'avg<400', 'med<150', 'max<900' ]
                          http_req_duration{name:page}: [ 'min>90', 'p(99)<400' ]
                          http_req_failed: [ 'rate<0.01' ]
                          http_reqs: [ 'count>=1000', 'count>=100000', 'rate>30', 'rate>41' ]
                        """);

        assertThat(result.expectations())
                .extracting(Answer::text, Answer::verdict)
                .as(result.expectations().toString())
                .containsExactly(
                        tuple("http_req_duration: p(50)<200", Verdict.HOLDS),
                        tuple("http_req_duration: avg<150", Verdict.FAILS),
                        tuple("http_req_duration: avg<400", Verdict.HOLDS),
                        tuple("http_req_duration: med<150", Verdict.HOLDS),
                        tuple("http_req_duration: max<900", Verdict.FAILS),
                        tuple("http_req_duration{name:page}: min>90", Verdict.HOLDS),
                        tuple("http_req_duration{name:page}: p(99)<400", Verdict.FAILS),
                        tuple("http_req_failed: rate<0.01", Verdict.HOLDS),
                        tuple("http_reqs: count>=1000", Verdict.HOLDS),
                        tuple("http_reqs: count>=100000", Verdict.FAILS),
                        tuple("http_reqs: rate>30", Verdict.HOLDS),
                        tuple("http_reqs: rate>41", Verdict.FAILS));
        assertThat(result.verdict()).isEqualTo(Verdict.FAILS);
    }

    /// Ten slow seconds of ninety are not a tenth of all wishes too late for p(80), but all of them
    /// within their own stretch.
    @Test
    void aStretchIsNotMadeGoodByTheRest() {
        RunResult result =
                played(
                        """
                        expect:
                          - p(80) < 500ms
                          - p(80) < 500ms over any 5s
                          - service p(80) of page < 500ms over any 60s
                          - p(80) < 500ms over any 5s during baseline
                          - p(80) < 500ms over any 31s during baseline
                          - p(99) at workers < 5s over any 10s
                        """);

        List<Answer> answers = result.expectations();
        assertThat(answers)
                .extracting(Answer::verdict)
                .as(answers.toString())
                .containsExactly(
                        Verdict.HOLDS,
                        Verdict.FAILS,
                        Verdict.HOLDS,
                        Verdict.HOLDS,
                        Verdict.UNCLEAR,
                        Verdict.HOLDS);
        assertThat(answers.get(1).measured())
                .startsWith("0.0 % of 200 within 500 ms")
                .contains("in the worst 5 s, from second 4");
        assertThat(answers.get(4).measured()).isEqualTo("nothing was measured in any 31 s");
    }

    @Test
    void aFailureEndsTheRunWhereThatIsAskedFor() {
        String threshold = "thresholds: { http_req_duration: [ { threshold: max<500, abortOnFail: ";
        RunResult goesOn = played(threshold + "false } ] }\n");
        RunResult ends = played(threshold + "true } ] }\n");
        RunResult late = played(threshold + "true, delayAbortEval: 50s } ] }\n");

        assertThat(goesOn.header().complete()).isTrue();
        assertThat(ends.header().complete()).isFalse();
        assertThat(ends.header().stopped())
                .isEqualTo("failed: http_req_duration: max<500 (abortOnFail)");
        assertThat(ends.header().seconds()).isBetween(40.0, 43.0);
        assertThat(late.header().seconds()).isBetween(55.0, 56.0);
        assertThat(ends.marks()).anyMatch(Mark.Guardrailed.class::isInstance);
        assertThat(ends.expectations()).extracting(Answer::verdict).containsExactly(Verdict.FAILS);
        assertThat(ends.verdict()).isEqualTo(Verdict.FAILS);
    }

    @Test
    void whatHoldsEndsNothing() {
        RunResult result =
                played(
                        """
                        thresholds:
                          http_req_duration: [ { threshold: max<5000, abortOnFail: true } ]
                        """);

        assertThat(result.header().complete()).isTrue();
        assertThat(result.expectations())
                .extracting(Answer::verdict)
                .containsExactly(Verdict.HOLDS);
    }
}
