package dev.unruly.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.unruly.chance.Distribution;
import dev.unruly.chance.Draws;
import dev.unruly.chance.Purpose;
import dev.unruly.chance.Seed;
import dev.unruly.stats.FamilyFit.Family;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FamilyFitTest {

    private static final Draws DRAWS = new Seed(4).stream("durations");
    private static final double INFINITE = Double.POSITIVE_INFINITY;

    /// Durations cut to whole seconds at both ends, and nothing beyond half an hour: a log's.
    @ParameterizedTest
    @EnumSource(Family.class)
    void theIntervalHoldsTheTruthAsOftenAsItSays(Family family) {
        double first = family == Family.LOGNORMAL ? 45 : 1.3;
        double second = family == Family.LOGNORMAL ? 1.4 : 50;
        int[] held = new int[2];
        for (int run = 0; run < 100; run++) {
            var sample = sample(family.of(first, second), 400, 1, 1800, run);
            FamilyFit fit = FamilyFit.of(family, sample).orElseThrow();
            held[0] += fit.interval(0).contains(first) ? 1 : 0;
            held[1] += fit.interval(1).contains(second) ? 1 : 0;
        }
        assertThat(held[0]).isBetween(88, 100);
        assertThat(held[1]).isBetween(88, 100);
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void theCriterionFindsTheFamily(Family family) {
        double first = family == Family.LOGNORMAL ? 45 : 1.6;
        double second = family == Family.LOGNORMAL ? 1.1 : 50;
        int found = 0;
        for (int run = 0; run < 10; run++) {
            var sample = sample(family.of(first, second), 2_000, 0.001, INFINITE, run);
            var fits = FamilyFit.all(sample);
            assertThat(fits).hasSize(4);
            double[] weights = FamilyFit.weights(fits);
            assertThat(weights[0] + weights[1] + weights[2] + weights[3])
                    .isCloseTo(1, within(1e-9));
            assertThat(weights[0]).isGreaterThanOrEqualTo(weights[1]);
            found += fits.getFirst().family() == family ? 1 : 0;
        }
        assertThat(found).isGreaterThanOrEqualTo(9);
    }

    /// Patience of which most is cut off by the answer.
    @Test
    void censoredWaitsCount() {
        var truth = new Distribution.Weibull(2.2, 4);
        int[] held = new int[2];
        for (int run = 0; run < 100; run++) {
            var sample = new IntervalSample(0.001, INFINITE);
            for (int i = 0; i < 600; i++) {
                double patience = truth.quantile(uniform(run, i, 0));
                double answer = -1.5 * Math.log(uniform(run, i, 1));
                if (patience < answer) {
                    sample.add(patience, 1);
                } else {
                    sample.addCensored(answer, 1);
                }
            }
            assertThat(sample.countCensored()).isGreaterThan(sample.count());
            FamilyFit fit = FamilyFit.of(Family.WEIBULL, sample).orElseThrow();
            held[0] += fit.interval(0).contains(2.2) ? 1 : 0;
            held[1] += fit.interval(1).contains(4) ? 1 : 0;
        }
        assertThat(held[0]).isBetween(88, 100);
        assertThat(held[1]).isBetween(88, 100);
    }

    /// Short times by a clock of whole seconds: those of ends, less durations that are nearly
    /// alike.
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.15, 0.6})
    void aCoarseClockMovesNothing(double took) {
        var truth = new Distribution.LogLogistic(1.8, 4);
        Blur blur = took == 0 ? Blur.READINGS : Blur.READINGS_AND_DURATION;
        int[] held = new int[2];
        double off = 0;
        for (int run = 0; run < 100; run++) {
            var sample = new IntervalSample(1, blur, INFINITE);
            for (int i = 0; i < 1_000; i++) {
                double from = 1_000 * uniform(run, i, 1);
                double to = from + truth.quantile(uniform(run, i, 0)) + took;
                sample.add(Math.max(0, Math.floor(to) - took - Math.floor(from)), 1);
            }
            FamilyFit fit = FamilyFit.of(Family.LOG_LOGISTIC, sample).orElseThrow();
            held[0] += fit.interval(0).contains(1.8) ? 1 : 0;
            held[1] += fit.interval(1).contains(4) ? 1 : 0;
            off += Math.log(fit.parameters()[1] / 4) / fit.standardErrors()[1];
        }
        assertThat(held[0]).isBetween(86, 100);
        assertThat(held[1]).isBetween(88, 100);
        assertThat(off / 100).isBetween(-0.4, 0.4);
    }

    @Test
    void oneValueIsNoFamily() {
        var sample = new IntervalSample(1, INFINITE);
        assertThat(FamilyFit.all(sample)).isEmpty();
        sample.add(3, 5);
        assertThat(FamilyFit.all(sample)).isEmpty();
        sample.addCensored(9, 5);
        assertThat(FamilyFit.all(sample)).isEmpty();
        sample.add(5, 1);
        assertThat(FamilyFit.all(sample)).isNotEmpty();
    }

    @Test
    void cellsTouchAndHoldWhatIsPutInThem() {
        var sample = new IntervalSample(0.5, 4_000);
        for (int step = 0; step <= 8_000; step++) {
            sample.add(0.5 * step, 1);
        }
        sample.add(4_001, 1);
        double[] edge = {0};
        sample.each((low, high, weight) -> {
            assertThat(low).isEqualTo(edge[0]);
            double steps = (Math.min(high, 4_000.25) - low) / 0.5;
            assertThat(weight).isCloseTo(low == 0 ? 1 : steps, within(1e-6));
            edge[0] = high;
        });
        assertThat(edge[0]).isGreaterThanOrEqualTo(4_000);
        assertThat(sample.count()).isEqualTo(8_001);
        assertThat(sample.distinct()).isLessThan(400);
        assertThat(sample.quantile(0.5)).isCloseTo(2_000, within(1.0));
    }

    @Test
    void aResolutionIsPositive() {
        assertThatThrownBy(() -> new IntervalSample(0, 1)).hasMessageContaining("got 0.0");
        assertThatThrownBy(() -> new IntervalSample(1, 0)).hasMessageContaining("1.0, 0.0");
    }

    private static IntervalSample sample(
            Distribution truth, int size, double resolution, double most, int run) {
        var sample = new IntervalSample(resolution, most);
        for (int i = 0; i < size; i++) {
            double from = 1_000 * uniform(run, i, 1);
            double to = from + truth.quantile(uniform(run, i, 0));
            double seen = Math.floor(to / resolution) - Math.floor(from / resolution);
            sample.add(resolution * seen, 1);
        }
        return sample;
    }

    private static double uniform(int run, int i, int index) {
        return DRAWS.uniform(run, i, Purpose.PATIENCE, index);
    }
}
