package dev.unruly.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.unruly.model.PairedResult;
import dev.unruly.model.SeedsResult;
import dev.unruly.model.Share;
import dev.unruly.model.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Seeds that were played without and with settings.
class OverPairsTest {

    private static final Verdict H = Verdict.HOLDS;
    private static final Verdict F = Verdict.FAILS;
    private static final Verdict U = Verdict.UNCLEAR;

    private static PairedResult paired(double allow, List<Verdict> before, List<Verdict> after) {
        return OverPairs.of("it", new Share(allow), before.size(), runs(before), runs(after), "");
    }

    private static List<SeedsResult.Run> runs(List<Verdict> verdicts) {
        var runs = new ArrayList<SeedsResult.Run>();
        verdicts.forEach(verdict -> runs.add(OverSeedsTest.run(verdict)));
        return runs;
    }

    @Test
    void theSeedThatSettingsAreFromIsNotCompared() {
        PairedResult one = paired(0, List.of(F), List.of(H));

        assertThat(one.pairs()).isEqualTo(new PairedResult.Pairs(0, 0, 0, 0, 0));
        assertThat(one.pairs().test().pDifferent()).isEqualTo(1);
        assertThat(one.before().verdict()).isEqualTo(F);
        assertThat(one.after().verdict()).isEqualTo(H);
    }

    @Test
    void everyOtherPairIsOfOneKind() {
        PairedResult all = paired(0, List.of(F, H, F, H, F, U, F), List.of(H, H, H, F, F, H, U));

        assertThat(all.pairs()).isEqualTo(new PairedResult.Pairs(1, 1, 1, 1, 2));
        assertThat(all.pairs().known()).isEqualTo(4);
        assertThat(all.pairs().failedBefore()).isEqualTo(2);
        assertThat(all.pairs().failedAfter()).isEqualTo(2);
        assertThat(all.after().verdict()).isEqualTo(F);
    }

    @Test
    void nineThatFailedAndHoldAreNotChance() {
        var before = new ArrayList<Verdict>();
        var after = new ArrayList<Verdict>();
        for (int i = 0; i < 10; i++) {
            before.add(F);
            after.add(H);
        }
        PairedResult all = paired(0, before, after);

        assertThat(all.pairs().test().pDifferent()).isCloseTo(2 / 512.0, within(1e-12));
        assertThat(all.after().verdict()).isEqualTo(H);
    }

    @Test
    void whatMayFailMayFailWithTheSettings() {
        List<Verdict> before = List.of(F, F, F, F);
        List<Verdict> after = List.of(H, F, H, H);

        assertThat(paired(0.24, before, after).after().verdict()).isEqualTo(F);
        assertThat(paired(0.25, before, after).after().verdict()).isEqualTo(H);
    }

    @Test
    void pairsHaveTwoHalves() {
        assertThatThrownBy(() -> paired(0, List.of(F, F), List.of(H)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("got 2 and 1");
    }
}
