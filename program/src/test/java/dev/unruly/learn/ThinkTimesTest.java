package dev.unruly.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.unruly.chance.Distribution;
import dev.unruly.chance.Distribution.LogLogistic;
import dev.unruly.chance.Draws;
import dev.unruly.chance.Empirical;
import dev.unruly.chance.Purpose;
import dev.unruly.chance.Seed;
import dev.unruly.learn.Learned.Basis;
import dev.unruly.learn.Learned.ThinkTime;
import dev.unruly.stats.IntervalSample;
import org.junit.jupiter.api.Test;

final class ThinkTimesTest {

    private static final Draws DRAWS = new Seed(50).stream("thinking");
    private static final Distribution USUAL = new LogLogistic(1.5, 40);

    /// Two humps that no family has.
    private static final Distribution ODD =
            Empirical.of(new double[] {0, 0.5, 0.500001, 1}, new double[] {1, 2, 300, 400});

    @Test
    void aFamilyIsTakenFromThirtyTimesOn() {
        ThinkTime few = ThinkTimes.of(sample(USUAL, ThinkTimes.LEAST - 1), ThinkTimes.PRIOR);
        assertThat(few.basis()).isEqualTo(Basis.PRIOR);
        assertThat(few.distribution()).isEqualTo(ThinkTimes.PRIOR.distribution());
        assertThat(few.sample()).isEqualTo(ThinkTimes.LEAST - 1);
        ThinkTime enough = ThinkTimes.of(sample(USUAL, ThinkTimes.LEAST), ThinkTimes.PRIOR);
        assertThat(enough.basis()).isEqualTo(Basis.FAMILY);
        assertThat(enough.parameters()).hasSize(2);
        assertThat(enough.median().low()).isLessThan(40);
        assertThat(enough.median().high()).isGreaterThan(40);
    }

    @Test
    void aStateOfFewTakesTheFitOfAll() {
        ThinkTime all = ThinkTimes.of(sample(USUAL, 3_000), ThinkTimes.PRIOR);
        ThinkTime few = ThinkTimes.of(sample(ODD, 3), all);
        assertThat(few.basis()).isEqualTo(Basis.POOLED);
        assertThat(few.distribution()).isEqualTo(all.distribution());
        ThinkTime none = ThinkTimes.of(sample(ODD, 0), all);
        assertThat(none.basis()).isEqualTo(Basis.POOLED);
        assertThat(none.sample()).isZero();
    }

    @Test
    void quantilesStandForThemselvesFromTwoHundredOn() {
        int enough = ThinkTimes.ENOUGH_FOR_QUANTILES;
        ThinkTime few = ThinkTimes.of(sample(ODD, enough - 1), ThinkTimes.PRIOR);
        assertThat(few.basis()).isEqualTo(Basis.FAMILY);
        ThinkTime odd = ThinkTimes.of(sample(ODD, enough), ThinkTimes.PRIOR);
        assertThat(odd.basis()).isEqualTo(Basis.QUANTILES);
        assertThat(odd.distance()).isGreaterThan(0.1);
        assertThat(odd.distribution().quantile(0.25)).isCloseTo(1.5, within(0.3));
        assertThat(odd.distribution().quantile(0.75)).isCloseTo(350, within(20.0));
        ThinkTime usual = ThinkTimes.of(sample(USUAL, enough), ThinkTimes.PRIOR);
        assertThat(usual.basis()).isEqualTo(Basis.FAMILY);
    }

    /// All the same value: no family says that, and a state's quantiles do.
    @Test
    void aClockIsItsOwnQuantile() {
        var same = new IntervalSample(1, 1_800);
        same.add(7, 500);
        assertThat(ThinkTimes.of(same, ThinkTimes.PRIOR).basis()).isEqualTo(Basis.QUANTILES);
        assertThat(ThinkTimes.of(same, ThinkTimes.PRIOR).distribution().mean())
                .isCloseTo(7, within(0.5));
    }

    /// The median's interval holds the truth about as often as it says, whatever the family.
    @Test
    void theMedianIsHeld() {
        int held = 0;
        for (int run = 0; run < 100; run++) {
            var sample = new IntervalSample(1, 1_800);
            for (int i = 0; i < 300; i++) {
                sample.add(USUAL.quantile(DRAWS.uniform(run, i, Purpose.THINK, 1)), 1);
            }
            Figure median = ThinkTimes.of(sample, ThinkTimes.PRIOR).median();
            held += median.low() <= 40 && 40 <= median.high() ? 1 : 0;
        }
        assertThat(held).isBetween(88, 100);
    }

    private static IntervalSample sample(Distribution truth, int size) {
        var sample = new IntervalSample(0.001, 1_800);
        for (int i = 0; i < size; i++) {
            sample.add(truth.quantile(DRAWS.uniform(size, i, Purpose.THINK, 0)), 1);
        }
        return sample;
    }
}
