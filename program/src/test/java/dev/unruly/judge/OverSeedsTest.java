package dev.unruly.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.unruly.model.RunResult;
import dev.unruly.model.SeedsResult;
import dev.unruly.model.Share;
import dev.unruly.model.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The verdict over seeds is that of the share which fails.
class OverSeedsTest {

    private static final double RATE = 40;
    private static final RunResult HOLDS = Stories.recovering(Cast.stall(RATE), RATE, 0).result();

    static SeedsResult.Run run(Verdict verdict) {
        RunResult r = HOLDS;
        return new SeedsResult.Run(
                "seed-1",
                new RunResult(
                        r.header(),
                        verdict,
                        r.recovery(),
                        r.timeToRecoverSeconds(),
                        r.why(),
                        r.totals(),
                        r.amplification(),
                        r.goodput(),
                        r.latency(),
                        r.regions(),
                        r.personas(),
                        r.dependencies(),
                        r.guards(),
                        r.expectations(),
                        r.generator(),
                        r.timeline(),
                        r.waits(),
                        r.failures(),
                        r.marks(),
                        r.symptoms()));
    }

    private static SeedsResult judged(
            double allow, int asked, int holds, int fails, int unclear, String stopped) {
        var runs = new ArrayList<SeedsResult.Run>();
        for (int i = 0; i < holds; i++) {
            runs.add(run(Verdict.HOLDS));
        }
        for (int i = 0; i < fails; i++) {
            runs.add(run(Verdict.FAILS));
        }
        for (int i = 0; i < unclear; i++) {
            runs.add(run(Verdict.UNCLEAR));
        }
        return OverSeeds.of("it", new Share(allow), asked, List.copyOf(runs), stopped);
    }

    @ParameterizedTest
    @CsvSource({
        "0,   10, 0, 0, HOLDS",
        "0,    9, 1, 0, FAILS",
        "0,    9, 0, 1, UNCLEAR",
        "0,    8, 1, 1, FAILS",
        "0.1,  9, 1, 0, HOLDS",
        "0.1,  8, 2, 0, FAILS",
        "0.1,  8, 1, 1, UNCLEAR",
        "0.1,  7, 2, 1, FAILS",
        "0.1, 27, 3, 0, HOLDS",
        "0.1, 26, 4, 0, FAILS",
        "1,    0, 5, 0, HOLDS"
    })
    void tooManyFailOrNotOrItIsNotKnown(
            double allow, int holds, int fails, int unclear, Verdict verdict) {
        SeedsResult result = judged(allow, holds + fails + unclear, holds, fails, unclear, "");
        assertThat(result.verdict()).as(result.why()).isEqualTo(verdict);
        assertThat(result.holds()).isEqualTo(holds);
        assertThat(result.complete()).isTrue();
    }

    @Test
    void whatIsAllowedIsOfThoseThatWereAskedFor() {
        SeedsResult result = judged(0.1, 20, 1, 2, 0, "interrupted");
        assertThat(result.verdict()).isEqualTo(Verdict.UNCLEAR);
        assertThat(judged(0.1, 20, 1, 3, 0, "interrupted").verdict()).isEqualTo(Verdict.FAILS);
        assertThat(result.complete()).isFalse();
        assertThat(result.why()).contains("Only 3 of 20 seeds were played: interrupted.");
    }

    /// Wilson's interval for 1 of 10, and for none of 10 (Newcombe, "Two-sided confidence intervals
    /// for the single proportion", 1998, gives the formula).
    @Test
    void theIntervalSaysHowLittleSoFewSeedsTell() {
        SeedsResult one = judged(0, 10, 9, 1, 0, "");
        assertThat(one.interval().low()).isCloseTo(0.0179, within(0.0001));
        assertThat(one.interval().high()).isCloseTo(0.4042, within(0.0001));
        SeedsResult none = judged(0, 10, 10, 0, 0, "");
        assertThat(none.interval().low()).isZero();
        assertThat(none.interval().high()).isCloseTo(0.2775, within(0.0001));
        assertThat(none.why())
                .contains("0 of 10 seeds fail, and none may")
                .contains("between 0.0 % and 27.8 % of all seeds fail");
    }

    @Test
    void withoutAnyRunNothingIsKnown() {
        SeedsResult result = judged(0, 3, 0, 0, 0, "hooks.reset: it broke");
        assertThat(result.verdict()).isEqualTo(Verdict.UNCLEAR);
        assertThat(result.interval().low()).isZero();
        assertThat(result.interval().high()).isEqualTo(1);
    }
}
