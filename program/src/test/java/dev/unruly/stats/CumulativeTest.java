package dev.unruly.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class CumulativeTest {

    @Test
    void aSampleIsSteps() {
        var steps = Cumulative.ofSample(4, 1, 2, 2);
        assertThat(steps.at(0.999)).isZero();
        assertThat(steps.at(1)).isEqualTo(0.25);
        assertThat(steps.at(1.999)).isEqualTo(0.25);
        assertThat(steps.at(2)).isEqualTo(0.75);
        assertThat(steps.at(4)).isEqualTo(1);
        assertThat(steps.quantile(0)).isEqualTo(1);
        assertThat(steps.quantile(0.25)).isEqualTo(1);
        assertThat(steps.quantile(0.26)).isEqualTo(2);
        assertThat(steps.quantile(0.75)).isEqualTo(2);
        assertThat(steps.quantile(0.76)).isEqualTo(4);
        assertThat(steps.quantile(1)).isEqualTo(4);
    }

    @Test
    void aHistogramIsSmoothWithinItsBuckets() {
        var histogram = new Latencies();
        for (int i = 0; i <= 1_000; i++) {
            histogram.record(1_000_000 + 1_000L * i);
        }
        var cumulative = Cumulative.of(histogram);
        for (double share = 0.01; share < 1; share += 0.01) {
            assertThat(cumulative.quantile(share)).isCloseTo(1e6 + 1e6 * share, within(3e3));
            assertThat(cumulative.at(1e6 + 1e6 * share)).isCloseTo(share, within(3e-3));
            assertThat(cumulative.at(cumulative.quantile(share))).isCloseTo(share, within(1e-9));
        }
        assertThat(cumulative.at(999_999)).isZero();
        assertThat(cumulative.quantile(1)).isEqualTo(2e6);
        assertThat(cumulative.knots()[0]).isEqualTo(1e6);
    }

    @Test
    void oneValueIsAStep() {
        var histogram = new Latencies();
        histogram.record(7, 3);
        assertThat(Cumulative.of(histogram).at(6.9)).isZero();
        assertThat(Cumulative.of(histogram).at(7)).isEqualTo(1);
        assertThat(Cumulative.of(histogram).quantile(0.5)).isEqualTo(7);
        assertThatThrownBy(() -> Cumulative.of(new Latencies())).hasMessageContaining("a value");
        assertThatThrownBy(Cumulative::ofSample).hasMessageContaining("a value");
        assertThatThrownBy(() -> Cumulative.of(histogram).quantile(2)).hasMessageContaining("2.0");
    }

    @Test
    void bootstrapIntervalsCover() {
        var random = new SplittableRandom(2);
        int covered = 0;
        for (int run = 0; run < 200; run++) {
            var sample = new Latencies();
            for (int i = 0; i < 1_000; i++) {
                sample.record((long) (-1e8 * StrictMath.log(1 - random.nextDouble())));
            }
            Interval interval = Bootstrap.interval(sample, s -> s.quantile(0.9), 0.95, 200, random);
            covered += interval.contains(1e8 * StrictMath.log(10)) ? 1 : 0;
        }
        assertThat(covered).isBetween(180, 200);
    }

    @Test
    void theSameGeneratorGivesTheSameInterval() {
        var sample = new Latencies();
        for (int i = 0; i < 100; i++) {
            sample.record((long) i * i);
        }
        Interval once =
                Bootstrap.interval(sample, Latencies::meanNanos, 0.9, 50, new SplittableRandom(4));
        Interval again =
                Bootstrap.interval(sample, Latencies::meanNanos, 0.9, 50, new SplittableRandom(4));
        assertThat(once).isEqualTo(again);
        assertThat(once.low()).isLessThan(once.high());
    }
}
