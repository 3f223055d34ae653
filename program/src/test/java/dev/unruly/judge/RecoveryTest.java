package dev.unruly.judge;

import static dev.unruly.judge.Stories.OVER;
import static dev.unruly.judge.Stories.STALL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.model.Experiment;
import dev.unruly.model.Outcome;
import dev.unruly.model.Phase;
import dev.unruly.model.Phases;
import dev.unruly.model.Recovery;
import dev.unruly.model.RunResult;
import dev.unruly.model.Verdict;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Whether and how a system came back is told from stories whose end is known.
final class RecoveryTest {

    private static final double RATE = 40;
    private static final Experiment STALLED = Cast.stall(RATE);

    @ParameterizedTest
    @CsvSource({"10, 0", "10, 15", "40, 0", "40, 1", "40, 7", "40, 20", "100, 3", "100, 35"})
    void aSystemThatComesBackDoesSoInTheRightSecond(double rate, int after) {
        RunResult result = Stories.recovering(Cast.stall(rate), rate, OVER + after).result();

        assertThat(result.recovery()).as(result.why()).isEqualTo(Recovery.RECOVERED);
        assertThat(result.timeToRecoverSeconds()).isBetween(after - 2.0, after + 2.0);
        assertThat(result.verdict()).isEqualTo(Verdict.HOLDS);
        assertThat(result.why()).contains("stayed so");
    }

    @Test
    void whatNeverWentWrongHasRecoveredAtOnce() {
        RunResult result = Stories.recovering(STALLED, RATE, 0).result();

        assertThat(result.recovery()).isEqualTo(Recovery.RECOVERED);
        assertThat(result.timeToRecoverSeconds()).isZero();
    }

    @Test
    void aSlowSlideAfterAGoodMinuteIsNotARecovery() {
        RunResult result =
                Stories.stalled(STALLED, RATE)
                        .until(OVER + 150)
                        .weather(s ->
                                s < OVER + 60
                                        ? Weather.CALM
                                        : Weather.CALM.good(1 - 0.004 * (s - OVER - 60)))
                        .result();

        assertThat(result.recovery()).as(result.why()).isEqualTo(Recovery.NOT_RECOVERED);
        assertThat(result.verdict()).isEqualTo(Verdict.FAILS);
    }

    @Test
    void twiceAsSlowForEverIsNotARecovery() {
        RunResult result =
                Stories.stalled(STALLED, RATE)
                        .until(OVER + 90)
                        .weather(s -> s < STALL ? Weather.CALM : Weather.CALM.slower(2.5))
                        .result();

        assertThat(result.recovery()).as(result.why()).isEqualTo(Recovery.NOT_RECOVERED);
    }

    @Test
    void aBacklogThatWillBeEmptyIsASlowDrain() {
        RunResult result =
                Stories.stalled(STALLED, RATE)
                        .until(OVER + 100)
                        .weather(s ->
                                s < STALL
                                        ? Weather.CALM
                                        : Weather.CALM.slower(12).inFlight(900 - 7 * (s - STALL)))
                        .result();

        assertThat(result.recovery()).as(result.why()).isEqualTo(Recovery.SLOW_DRAIN);
        assertThat(result.why()).contains("would be gone in about");
        assertThat(result.verdict()).isEqualTo(Verdict.FAILS);
    }

    @Test
    void twoStableStatesAtOneLoadAreMetastable() {
        RunResult result = Stories.metastable(STALLED, RATE).result();

        assertThat(result.recovery()).as(result.why()).isEqualTo(Recovery.METASTABLE);
        assertThat(result.verdict()).isEqualTo(Verdict.FAILS);
        assertThat(result.timeToRecoverSeconds()).isNaN();
        assertThat(result.why())
                .contains("database stands still for 5 s")
                .contains("each request needed was sent 8.0 times (baseline 1.0)")
                .contains("two stable states at one load");
    }

    @Test
    void withoutReliefItIsNotKnownWhetherItIsMetastable() {
        RunResult result =
                Stories.stalled(STALLED, RATE)
                        .until(140)
                        .weather(s -> s < STALL ? Weather.CALM : Weather.COLLAPSED)
                        .result();

        assertThat(result.recovery()).isEqualTo(Recovery.NOT_RECOVERED);
        assertThat(result.why()).contains("arrivals were not cut");
    }

    @Test
    void withoutAmplificationTheCauseIsUnseen() {
        RunResult result =
                Stories.metastable(STALLED, RATE)
                        .weather(s ->
                                s < STALL || s >= 155
                                        ? Weather.CALM
                                        : s < 140
                                                ? Weather.COLLAPSED.attempts(1)
                                                : Weather.CALM.load(0).inFlight(0))
                        .result();

        assertThat(result.recovery()).as(result.why()).isEqualTo(Recovery.NOT_RECOVERED);
        assertThat(result.why()).contains("nothing was amplified");
    }

    @Test
    void aDependencyThatIsAskedMoreOftenIsAmplificationToo() {
        RunResult result =
                Stories.metastable(STALLED, RATE)
                        .fanOut(3)
                        .weather(s ->
                                s < STALL || s >= 155
                                        ? Weather.CALM
                                        : s < 140
                                                ? Weather.COLLAPSED.attempts(1)
                                                : Weather.CALM.load(0).inFlight(0))
                        .result();

        assertThat(result.recovery()).as(result.why()).isEqualTo(Recovery.METASTABLE);
    }

    @Test
    void whatStaysBadAfterReliefHasNotHealed() {
        RunResult result =
                Stories.metastable(STALLED, RATE)
                        .weather(s ->
                                s < STALL
                                        ? Weather.CALM
                                        : s < 140 || s >= 155
                                                ? Weather.COLLAPSED
                                                : Weather.CALM.load(0).inFlight(0))
                        .result();

        assertThat(result.recovery()).as(result.why()).isEqualTo(Recovery.NOT_HEALED);
        assertThat(result.why()).contains("until nothing waited any more");
    }

    @Test
    void whereTheBacklogStayedThroughReliefNothingIsSaidOfHealing() {
        RunResult result =
                Stories.metastable(STALLED, RATE)
                        .weather(s ->
                                s < STALL
                                        ? Weather.CALM
                                        : s < 140 || s >= 155
                                                ? Weather.COLLAPSED
                                                : Weather.CALM.load(0).inFlight(180))
                        .result();

        assertThat(result.recovery()).as(result.why()).isEqualTo(Recovery.NOT_RECOVERED);
        assertThat(result.why()).contains("what waited did not become less");
    }

    @Test
    void goodServiceOfASmallerLoadAfterReliefProvesNothing() {
        RunResult result =
                Stories.metastable(STALLED, RATE)
                        .weather(s ->
                                s < STALL
                                        ? Weather.CALM
                                        : s < 140
                                                ? Weather.COLLAPSED
                                                : s < 155
                                                        ? Weather.CALM.load(0).inFlight(0)
                                                        : Weather.CALM.load(0.7))
                        .result();

        assertThat(result.recovery()).as(result.why()).isEqualTo(Recovery.UNCLEAR);
        assertThat(result.why()).contains("how the same load would be served");
    }

    @Test
    void noGoodStateBeforeMeansOverloaded() {
        RunResult result =
                Stories.recovering(STALLED, RATE, 0).weather(s -> Weather.CALM.good(0.8)).result();

        assertThat(result.recovery()).isEqualTo(Recovery.OVERLOADED);
        assertThat(result.verdict()).isEqualTo(Verdict.FAILS);
        assertThat(result.why()).contains("no good state to come back to");
    }

    @Test
    void tooShortAWatchIsUnclear() {
        RunResult result =
                Stories.stalled(STALLED, RATE)
                        .until(OVER + 40)
                        .weather(s -> s < STALL ? Weather.CALM : Weather.COLLAPSED)
                        .result();

        assertThat(result.recovery()).isEqualTo(Recovery.UNCLEAR);
        assertThat(result.verdict()).isEqualTo(Verdict.UNCLEAR);
        assertThat(result.why()).contains("had not come back, but 60 s must be watched");
    }

    @Test
    void wellForTooShortATimeIsUnclear() {
        RunResult result =
                Stories.stalled(STALLED, RATE)
                        .until(OVER + 62)
                        .weather(
                                s -> s < STALL || s >= OVER + 45 ? Weather.CALM : Weather.COLLAPSED)
                        .result();

        assertThat(result.recovery()).as(result.why()).isEqualTo(Recovery.UNCLEAR);
        assertThat(result.why()).contains("it had been well for 1").contains("30 s are needed");
    }

    @Test
    void aRunThatWasStoppedSaysNothingOfComingBack() {
        RunResult result =
                Stories.stalled(STALLED, RATE)
                        .until(OVER + 90, "Ctrl-C")
                        .weather(s -> s < STALL ? Weather.CALM : Weather.COLLAPSED)
                        .result();

        assertThat(result.recovery()).isEqualTo(Recovery.UNCLEAR);
        assertThat(result.why()).contains("stopped early (Ctrl-C)");
    }

    @Test
    void withoutTriggersThereIsNothingToComeBackFrom() {
        RunResult result = quiet(s -> Weather.CALM).result();

        assertThat(result.recovery()).isEqualTo(Recovery.NONE);
        assertThat(result.verdict()).isEqualTo(Verdict.HOLDS);
    }

    @Test
    void gettingWorseByItselfIsToldAlsoWithoutTriggers() {
        RunResult result = quiet(s -> s < 80 ? Weather.CALM : Weather.CALM.good(0.7)).result();

        assertThat(result.recovery()).isEqualTo(Recovery.NOT_RECOVERED);
        assertThat(result.verdict()).isEqualTo(Verdict.FAILS);
        assertThat(result.why()).contains("got worse by itself");
    }

    @Test
    void aGeneratorThatRanOutOfPortsMakesItUnclear() {
        Story story = Stories.metastable(STALLED, RATE);
        Ledger ledger = story.ledger();
        ledger.requested(Backstage.unsent(Outcome.NO_PORTS, 100));

        RunResult result = story.judge().conclude(ledger, story.header());

        assertThat(result.recovery()).isEqualTo(Recovery.UNCLEAR);
        assertThat(result.verdict()).isEqualTo(Verdict.UNCLEAR);
        assertThat(result.generator().notSent()).isEqualTo(1);
        assertThat(result.why()).contains("ran out of ports");
    }

    private static Story quiet(IntFunction<Weather> weather) {
        Experiment experiment =
                Cast.experiment(
                        "quiet",
                        RATE,
                        new Phases(10 * Cast.SECOND, 40 * Cast.SECOND, 60 * Cast.SECOND, 0),
                        List.of(),
                        List.of());
        return new Story(experiment, RATE).phase(Phase.WATCH, STALL).until(120).weather(weather);
    }
}
