package dev.unruly.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.chance.Distribution;
import dev.unruly.engine.Plan;
import dev.unruly.engine.ScheduleDigest;
import dev.unruly.model.Chronicle;
import dev.unruly.model.Experiment;
import dev.unruly.model.Fault;
import dev.unruly.model.Intention;
import dev.unruly.model.Mark;
import dev.unruly.model.Phase;
import dev.unruly.model.Quiet;
import dev.unruly.model.Recovery;
import dev.unruly.model.RunResult;
import dev.unruly.model.Verdict;
import dev.unruly.model.Visit;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whole runs in virtual time: the director leads, the judge judges.
class PlayTest {

    private static final String EXPERIMENT =
            """
            name: rehearsal
            target: http://127.0.0.1:8080
            seed: @seed@
            population: it.population.yaml
            @dependencies@
            arrivals: [ { poisson: { rate: @rate@/s } } ]
            phases: { warm-up: 5s, baseline: 30s, watch: 60s, relief: @relief@ }
            triggers: @triggers@
            expect: @expect@
            abort-if: @abort@
            """;

    @TempDir private Path folder;

    private static final int FOR_GOOD = 1_000;

    private Runnable broken = () -> {};
    private int rate = 40;
    private int retries;
    private long seed = 1;
    private String dependencies =
            "dependencies: { workers: { listen: \"127.0.0.1:9000\", upstream: \"127.0.0.1:9001\","
                    + " protocol: http } }";
    private String triggers =
            "[ { fault: { at: 0s, for: 10s, on: workers, latency: { times-observed: 10 } } } ]";
    private String relief = "120s";
    private String expect = "[]";
    private String abort = "[]";

    private Experiment experiment() {
        return Rehearsal.experiment(
                folder,
                Rehearsal.retrying(retries),
                EXPERIMENT
                        .replace("@seed@", "" + seed)
                        .replace("@rate@", "" + rate)
                        .replace("@dependencies@", dependencies)
                        .replace("@triggers@", triggers)
                        .replace("@relief@", relief)
                        .replace("@expect@", expect)
                        .replace("@abort@", abort));
    }

    private Simulation simulation(Chronicle journal) {
        var seconds = new Distribution.Constant(0.1);
        return new Simulation(Plan.of(experiment()), Rehearsal.workers(10, seconds), journal);
    }

    private RunResult played() {
        return simulation(new Quiet()).play(false);
    }

    @Test
    void withoutTriggersThereIsNothingToRecoverFrom() {
        triggers = "[]";
        RunResult result = played();
        assertThat(result.recovery()).isEqualTo(Recovery.NONE);
        assertThat(result.verdict()).isEqualTo(Verdict.HOLDS);
    }

    @Test
    void aServerWhoseClientsDoNotRetryComesBack() {
        rate = 85;
        RunResult result = played();
        assertThat(result.recovery()).as(result.why()).isEqualTo(Recovery.RECOVERED);
        assertThat(result.timeToRecoverSeconds()).isBetween(20.0, 90.0);
    }

    /// Huang et al., "Metastable Failures in the Wild" (OSDI 2022), theorem 2: with one retry a
    /// load below half of capacity is safe.
    @Test
    void belowTheStableCapacityRetriesDoNoLastingHarm() {
        retries = 1;
        rate = 42;
        RunResult result = played();
        assertThat(result.recovery()).as(result.why()).isEqualTo(Recovery.RECOVERED);
    }

    @Test
    void aboveTheStableCapacityRetriesKeepItDown() {
        retries = 1;
        rate = 60;
        RunResult result = played();
        assertThat(result.recovery()).as(result.why()).isEqualTo(Recovery.METASTABLE);
        assertThat(result.verdict()).isEqualTo(Verdict.FAILS);
        assertThat(result.amplification().watch()).isBetween(1.8, 2.05);
        assertThat(result.goodput().watch()).isLessThan(0.05);
        assertThat(result.marks().stream().filter(Mark.PhaseBegan.class::isInstance))
                .extracting(m -> ((Mark.PhaseBegan) m).phase())
                .containsExactly(
                        Phase.WARM_UP,
                        Phase.BASELINE,
                        Phase.TRIGGER,
                        Phase.WATCH,
                        Phase.RELIEF,
                        Phase.RESTORE);
    }

    @Test
    void threeRetriesKeepItDownAtAThirdOfCapacity() {
        retries = 3;
        rate = 33;
        RunResult result = played();
        assertThat(result.recovery()).as(result.why()).isEqualTo(Recovery.METASTABLE);
        retries = 3;
        rate = 20;
        assertThat(played().recovery()).isEqualTo(Recovery.RECOVERED);
    }

    @Test
    void whereReliefIsNotAllowedItIsNotKnownWhetherItWouldHeal() {
        retries = 1;
        rate = 60;
        relief = "none";
        RunResult result = played();
        assertThat(result.recovery()).as(result.why()).isEqualTo(Recovery.NOT_RECOVERED);
    }

    @Test
    void aServerThatIsBrokenForGoodIsNotHealedByRelief() {
        var simulation =
                simulation(
                        new Quiet() {
                            @Override
                            public void mark(Mark mark) {
                                if (mark instanceof Mark.TriggerBegan) {
                                    broken.run();
                                }
                            }
                        });
        broken = () -> simulation.backend().hurt(FOR_GOOD, "workers", new Fault.Blackhole());
        RunResult result = simulation.play(false);
        assertThat(result.recovery()).as(result.why()).isEqualTo(Recovery.NOT_HEALED);
    }

    @Test
    void moreThanItCanCarryIsOverload() {
        rate = 130;
        RunResult result = played();
        assertThat(result.recovery()).as(result.why()).isEqualTo(Recovery.OVERLOADED);
        assertThat(result.verdict()).isEqualTo(Verdict.FAILS);
    }

    @Test
    void theScheduleIsRecomputedFromWhatUsersDid() {
        triggers = "[]";
        rate = 20;
        var digest = new ScheduleDigest(Plan.of(experiment()).horizonNanos());
        RunResult result =
                simulation(
                                new Quiet() {
                                    @Override
                                    public void visits(Visit visit) {
                                        digest.visits(visit);
                                    }

                                    @Override
                                    public void wishes(Intention intention) {
                                        digest.wishes(intention);
                                    }
                                })
                        .play(false);
        assertThat(digest.sum().toString()).isEqualTo(result.header().schedule());
    }

    @Test
    void expectationsAreAnswered() {
        triggers = "[]";
        expect =
                "[ \"p(99) of page < 300ms\", \"p(50) of page < 50ms\", \"goodput >= 99%\","
                        + " \"amplification < 1.5\" ]";
        RunResult result = played();
        assertThat(result.expectations())
                .extracting(RunResult.Answer::verdict)
                .containsExactly(Verdict.HOLDS, Verdict.FAILS, Verdict.HOLDS, Verdict.HOLDS);
        assertThat(result.verdict()).isEqualTo(Verdict.FAILS);
    }

    /// Those who are under way when the trigger begins meet it, and say nothing about the baseline.
    @Test
    void whatTheTriggerMeetsIsNotTheBaseline() {
        expect = "[ \"goodput >= 99.9% during baseline\" ]";
        RunResult result = played();
        assertThat(result.expectations())
                .extracting(RunResult.Answer::verdict)
                .containsExactly(Verdict.HOLDS);
    }

    @Test
    void aGuardrailThatAbortsLetsGoOfTheFaultFirst() {
        retries = 1;
        rate = 60;
        triggers =
                "[ { fault: { at: 0s, for: 60s, on: workers, latency: { times-observed: 10 } } } ]";
        abort = "[ \"errors > 50% for 10s\" ]";
        RunResult result = played();
        assertThat(result.header().complete()).isFalse();
        assertThat(result.header().stopped()).contains("errors > 50% for 10s");
        List<Mark> marks = result.marks();
        assertThat(marks).anyMatch(Mark.Guardrailed.class::isInstance);
        assertThat(result.header().seconds()).isLessThan(35 + 30);
    }

    @Test
    void stoppedByHandSaysWhatWasMeasured() {
        var simulation = simulation(new Quiet());
        simulation.stopAt(20_000_000_000L, "interrupted");
        RunResult result = simulation.play(false);
        assertThat(result.header().stopped()).isEqualTo("interrupted");
        assertThat(result.verdict()).isEqualTo(Verdict.UNCLEAR);
        assertThat(result.totals().intents()).isGreaterThan(400);
    }

    @Test
    void theSameSeedGivesTheSameRun() {
        retries = 1;
        rate = 60;
        assertThat(played()).isEqualTo(played());
    }
}
