package dev.unruly.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.unruly.chance.Draws;
import dev.unruly.chance.Purpose;
import dev.unruly.chance.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Expected values come from SciPy 1.17.
final class ProportionTest {

    @ParameterizedTest
    @CsvSource({
        "4, 5, 0.3755346297625253, 0.9637758913675698, 0.28358206388191054, 0.9949492366205319",
        "45, 50, 0.7863976856252034, 0.9565242350681095, 0.7818646335657977, 0.9667249064109785",
        "0, 30, 0, 0.11351339317396875, 0, 0.11570330822202743",
        "30, 30, 0.8864866068260312, 1, 0.8842966917779725, 1",
        "1190, 1200, 0.9847282563176804, 0.9954672597562974, 0.9847282583246901,"
                + " 0.9959968183123841",
    })
    void intervals(
            double successes,
            double trials,
            double wilsonLow,
            double wilsonHigh,
            double exactLow,
            double exactHigh) {
        var proportion = new Proportion(successes, trials);
        Interval wilson = proportion.wilson(0.95);
        Interval exact = proportion.clopperPearson(0.95);
        assertThat(wilson.low()).isCloseTo(wilsonLow, within(1e-12));
        assertThat(wilson.high()).isCloseTo(wilsonHigh, within(1e-12));
        assertThat(exact.low()).isCloseTo(exactLow, within(1e-10));
        assertThat(exact.high()).isCloseTo(exactHigh, within(1e-10));
    }

    @ParameterizedTest
    @CsvSource({
        "45, 50, 0.95, 0.10361681014414394, 0.96222382701022258",
        "4, 5, 0.5, 0.96875, 0.1875",
        "1180, 1200, 0.99, 0.020716054653306684, 0.98878761023871331",
        "0, 30, 0.01, 0.73970037338828043, 1",
        "30, 30, 0.9, 1, 0.042391158275216237",
        "999000, 1000000, 0.9991, 0.00054697360076570495, 0.99951202955754526",
    })
    void exactTests(double successes, double trials, double share, double few, double many) {
        var proportion = new Proportion(successes, trials);
        assertThat(proportion.pOfSoFew(share)).isCloseTo(few, within(1e-9));
        assertThat(proportion.pOfSoMany(share)).isCloseTo(many, within(1e-9));
        assertThat(proportion.pOfSuch(share))
                .isCloseTo(Math.min(1, 2 * Math.min(few, many)), within(1e-9));
    }

    @Test
    void oneSidedBoundsAreTheEndsOfAWiderInterval() {
        var proportion = new Proportion(95, 100);
        assertThat(proportion.wilsonLower(0.975))
                .isCloseTo(proportion.wilson(0.95).low(), within(1e-15));
        assertThat(proportion.wilsonUpper(0.975))
                .isCloseTo(proportion.wilson(0.95).high(), within(1e-15));
        assertThat(proportion.wilsonLower(0.5)).isCloseTo(0.95, within(1e-15));
    }

    @Test
    void withoutTrialsNothingIsKnown() {
        var nothing = new Proportion(0, 0);
        assertThat(nothing.wilson(0.95)).isEqualTo(new Interval(0, 1));
        assertThat(nothing.clopperPearson(0.95)).isEqualTo(new Interval(0, 1));
        assertThat(nothing.pOfSoFew(0.5)).isEqualTo(1);
        assertThat(nothing.pOfSoMany(0.5)).isEqualTo(1);
        assertThat(nothing.share()).isNaN();
    }

    @Test
    void dependentTrialsWidenTheInterval() {
        var independent = new Proportion(960, 1000);
        Proportion dependent = independent.dividedBy(4);
        assertThat(dependent.share()).isEqualTo(independent.share());
        assertThat(dependent.wilson(0.95)).isEqualTo(new Proportion(240, 250).wilson(0.95));
        // Fractions of a trial are fine, and lie in between.
        assertThat(new Proportion(95.5, 100.5).pOfSoFew(0.97))
                .isBetween(
                        new Proportion(95, 100.5).pOfSoFew(0.97),
                        new Proportion(96, 100.5).pOfSoFew(0.97));
    }

    @Test
    void intervalsCoverTheTruthAsOftenAsTheySay() {
        Draws draws = new Seed(5).stream("calibration");
        int wilson = 0;
        int exact = 0;
        int rejected = 0;
        int runs = 1_000;
        for (int run = 0; run < runs; run++) {
            int hits = 0;
            for (int trial = 0; trial < 200; trial++) {
                hits += draws.uniform(run, trial, Purpose.VALUE, 0) < 0.93 ? 1 : 0;
            }
            var proportion = new Proportion(hits, 200);
            wilson += proportion.wilson(0.95).contains(0.93) ? 1 : 0;
            exact += proportion.clopperPearson(0.95).contains(0.93) ? 1 : 0;
            rejected += proportion.pOfSoFew(0.93) < 0.05 ? 1 : 0;
        }
        assertThat(wilson / (double) runs).isBetween(0.93, 0.97);
        assertThat(exact / (double) runs).isBetween(0.94, 0.99);
        assertThat(rejected / (double) runs).isLessThan(0.06);
    }

    @Test
    void countsThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> new Proportion(-1, 5)).hasMessageContaining("-1.0 of 5.0");
        assertThatThrownBy(() -> new Proportion(6, 5)).hasMessageContaining("6.0 of 5.0");
        assertThatThrownBy(() -> new Proportion(0, Double.NaN)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> new Proportion(1, 5).dividedBy(0.9))
                .hasMessageContaining("got 0.9");
        assertThatThrownBy(() -> new Proportion(1, 5).wilson(1)).hasMessageContaining("got 1.0");
        assertThatThrownBy(() -> new Proportion(1, 5).pOfSoFew(2)).hasMessageContaining("got 2.0");
        assertThatThrownBy(() -> new Interval(2, 1)).hasMessageContaining("2.0, 1.0");
    }

    @Test
    void mcNemarCountsOnlyPairsThatDiffer() {
        // Ten seeds failed before and none after: 2 · 2⁻¹⁰ and 2⁻¹⁰.
        var all = new McNemar(10, 0);
        assertThat(all.pDifferent()).isCloseTo(2.0 / 1024, within(1e-12));
        assertThat(all.pImproved()).isCloseTo(1.0 / 1024, within(1e-12));
        assertThat(new McNemar(0, 0).pDifferent()).isEqualTo(1);
        assertThat(new McNemar(3, 3).pDifferent()).isEqualTo(1);
        assertThat(new McNemar(0, 10).pImproved()).isEqualTo(1);
        assertThatThrownBy(() -> new McNemar(-1, 0)).hasMessageContaining("-1, 0");
    }

    @Test
    void holmMultipliesTheSmallestMost() {
        assertThat(Holm.adjusted(0.01, 0.04, 0.03, 0.005))
                .usingComparatorWithPrecision(1e-15)
                .containsExactly(0.03, 0.06, 0.06, 0.02);
        assertThat(Holm.adjusted(0.5, 0.9)).containsExactly(1, 1);
        assertThat(Holm.adjusted()).isEmpty();
        assertThatThrownBy(() -> Holm.adjusted(0.1, Double.NaN)).hasMessageContaining("got NaN");
    }
}
