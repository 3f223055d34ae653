package dev.unruly.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.model.GeneratorSecond;
import dev.unruly.model.Outcome;
import dev.unruly.model.Recovery;
import dev.unruly.model.RunResult;
import dev.unruly.model.Verdict;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Whether the generator could have shaped the result.
final class FitnessTest {

    private static final double RATE = 40;

    @Test
    void aGeneratorThatKeptItsPromiseIsFit() {
        RunResult result = result(Backstage::calm);

        assertThat(result.generator().fit()).isTrue();
        assertThat(result.generator().reasons()).isEmpty();
        assertThat(result.generator().latenessP99()).isBetween(50e-6, 70e-6);
        assertThat(result.generator().cpuShare()).isBetween(0.2, 0.22);
        assertThat(result.verdict()).isEqualTo(Verdict.HOLDS);
    }

    @Test
    void sendingLateMakesItUnclear() {
        assertUnclear(result(s -> Backstage.late(s, 90_000_000)), "was sent more than");
    }

    @Test
    void aLatenessBelowATenthOfATypicalWaitIsNoMatter() {
        assertThat(result(s -> Backstage.late(s, 9_000_000)).generator().fit()).isTrue();
    }

    @Test
    void aBusyLoopMakesItUnclear() {
        assertUnclear(
                result(s -> Backstage.with(s, s % 4 == 0 ? 0.99 : 0.5, 0)),
                "were busy all the time in");
        assertThat(result(s -> Backstage.with(s, s % 10 == 0 ? 0.99 : 0.5, 0)).generator().fit())
                .isTrue();
    }

    @Test
    void aGeneratorThatCannotLookAtItselfMakesItUnclear() {
        assertUnclear(result(s -> Backstage.calm(s - s % 2)), "did not come to look at itself in");
        assertThat(result(s -> Backstage.calm(s - (s % 40 == 0 ? 1 : 0))).generator().fit())
                .isTrue();
    }

    @Test
    void aLongPauseMakesItUnclear() {
        assertUnclear(
                result(s -> Backstage.with(s, 0.2, s == 70 ? 251_000_000 : 1_000_000)),
                "garbage collector stopped it for");
        assertThat(result(s -> Backstage.with(s, 0.2, s == 70 ? 249_000_000 : 0)).generator().fit())
                .isTrue();
    }

    @Test
    void whatHappenedInTheWarmUpIsNoMatter() {
        assertThat(result(s -> Backstage.with(s, 0.2, s == 5 ? 900_000_000 : 0)).generator().fit())
                .isTrue();
    }

    @Test
    void figuresThatTheMachineDoesNotTellAreNotKnown() {
        RunResult result = result(s -> Backstage.with(s, -1, -1));

        assertThat(result.generator().fit()).isTrue();
        assertThat(result.generator().cpu().at(20)).isNaN();
    }

    @ParameterizedTest
    @EnumSource(
            value = Outcome.class,
            names = {"NO_PORTS", "NO_DESCRIPTORS", "NO_MEMORY"})
    void whatThisMachineCouldNotSendMakesItUnclear(Outcome outcome) {
        Story story = Stories.recovering(Cast.stall(RATE), RATE, 0);
        Ledger ledger = story.ledger();
        ledger.requested(Backstage.unsent(outcome, 70));

        assertUnclear(
                story.judge().conclude(ledger, story.header()), "1 requests could not be sent");
    }

    @Test
    void whatMayNotBeSentMakesItUnclear() {
        Story story = Stories.recovering(Cast.stall(RATE), RATE, 0);
        Ledger ledger = story.ledger();
        ledger.requested(Backstage.unsent(Outcome.HELD_BACK, 70));

        RunResult result = story.judge().conclude(ledger, story.header());

        assertUnclear(result, "1 requests were not sent, because allow-targets");
        assertThat(result.generator().reasons()).hasSize(1);
    }

    private static void assertUnclear(RunResult result, String because) {
        assertThat(result.generator().fit()).isFalse();
        assertThat(result.verdict()).isEqualTo(Verdict.UNCLEAR);
        assertThat(result.recovery()).isEqualTo(Recovery.UNCLEAR);
        assertThat(result.why()).startsWith("Nothing can be said of the system").contains(because);
    }

    private static RunResult result(IntFunction<GeneratorSecond> generator) {
        return Stories.recovering(Cast.stall(RATE), RATE, 0).generator(generator).result();
    }
}
