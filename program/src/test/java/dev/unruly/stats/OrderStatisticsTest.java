package dev.unruly.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OrderStatisticsTest {

    @ParameterizedTest
    @CsvSource({
        "0.5, 0.95, 5",
        "0.95, 0.95, 59",
        "0.99, 0.95, 299",
        "0.999, 0.95, 2995",
        "0.9999, 0.95, 29956",
        "0.99, 0.99, 459",
    })
    void soManyAreNeeded(double share, double level, long needed) {
        assertThat(OrderStatistics.needed(share, level)).isEqualTo(needed);
        // By its definition: the largest of one fewer is not sure enough.
        assertThat(1 - StrictMath.pow(share, needed)).isGreaterThanOrEqualTo(level);
        assertThat(1 - StrictMath.pow(share, needed - 1)).isLessThan(level);
    }

    @Test
    void oneFewerGivesNoBoundAndExactlyEnoughGiveTheLargest() {
        assertThat(OrderStatistics.upper(ramp(298), 0.99, 0.95)).isEmpty();
        assertThat(OrderStatistics.upper(ramp(299), 0.99, 0.95)).hasValue(299_000);
        assertThat(OrderStatistics.lower(ramp(298), 0.01, 0.95)).isEmpty();
        assertThat(OrderStatistics.lower(ramp(299), 0.01, 0.95)).hasValue(1_000);
    }

    @Test
    void theBoundIsTheRankOfTheBinomial() {
        // Of 1,000 the 960th is the first with P(Binomial(1000, 0.95) < r) ≥ 0.9: SciPy's
        // binom.ppf(0.9, 1000, 0.95) + 1.
        long upper = OrderStatistics.upper(ramp(1_000), 0.95, 0.9).orElseThrow();
        assertThat(upper).isBetween(960_000L, 980_000L);
        long lower = OrderStatistics.lower(ramp(1_000), 0.95, 0.9).orElseThrow();
        assertThat(lower).isBetween(920_000L, 941_000L);
    }

    @Test
    void theTrueQuantileIsCoveredAsOftenAsItSays() {
        var random = new SplittableRandom(1);
        int above = 0;
        int below = 0;
        for (int run = 0; run < 1_000; run++) {
            var sample = new Latencies();
            for (int i = 0; i < 1_000; i++) {
                sample.record((long) (-1e8 * StrictMath.log(1 - random.nextDouble())));
            }
            double truth = -1e8 * StrictMath.log(0.01);
            above += OrderStatistics.upper(sample, 0.99, 0.95).orElseThrow() >= truth ? 1 : 0;
            below += OrderStatistics.lower(sample, 0.99, 0.95).orElseThrow() <= truth ? 1 : 0;
        }
        assertThat(above).isGreaterThan(940);
        assertThat(below).isGreaterThan(940);
        assertThat(above).isLessThan(995);
        assertThat(below).isLessThan(995);
    }

    @Test
    void sharesMustBeInside() {
        assertThatThrownBy(() -> OrderStatistics.needed(1, 0.95)).hasMessageContaining("got 1.0");
        assertThatThrownBy(() -> OrderStatistics.needed(0.5, 0)).hasMessageContaining("got 0.0");
    }

    /// 1 µs, 2 µs, …
    private static Latencies ramp(int count) {
        var sample = new Latencies();
        for (int i = 1; i <= count; i++) {
            sample.record(1_000L * i);
        }
        return sample;
    }
}
