package dev.unruly.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.unruly.chance.Draws;
import dev.unruly.chance.Poisson;
import dev.unruly.chance.Purpose;
import dev.unruly.chance.Seed;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Student's t, and whether a backlog falls. Expected values come from SciPy 1.17.
final class DrainTest {

    private static final Draws DRAWS = new Seed(21).stream("backlog");
    private static final int RUNS = 1_000;

    @ParameterizedTest
    @CsvSource({
        "-2.5, 9, 0.016930913841492867",
        "1.3, 3, 0.85776624563605153",
        "-40, 5, 9.2059810858864771e-08",
        "0.1, 200, 0.53977775374783943",
        "-Infinity, 3, 0",
    })
    void studentCdf(double t, double degrees, double expected) {
        assertThat(Student.cdf(t, degrees)).isCloseTo(expected, within(1e-12));
    }

    @ParameterizedTest
    @CsvSource({
        "0.975, 9, 2.2621571627982049",
        "0.95, 3, 2.3533634348018233",
        "0.6, 200, 0.25368437919014747",
        "0.01, 1, -31.82051595377396",
        "0.5, 7, 0",
    })
    void studentQuantile(double p, double degrees, double expected) {
        assertThat(Student.quantile(p, degrees)).isCloseTo(expected, within(1e-9));
    }

    @Test
    void theMeanOfValues() {
        var test = TTest.of(1.2, -0.4, 0.7, 2.2, -1.1, 0.3, 0.9, 1.5);
        assertThat(test.mean()).isCloseTo(0.6625, within(1e-12));
        assertThat(test.standardError()).isCloseTo(0.37270128789688933, within(1e-12));
        assertThat(test.pDifferent(0)).isCloseTo(0.11871709333865443, within(1e-12));
        assertThat(test.pBelow(0)).isCloseTo(0.9406414533306728, within(1e-12));
        assertThat(test.pAbove(0)).isCloseTo(1 - 0.9406414533306728, within(1e-12));
        Interval interval = test.interval(0.95);
        assertThat(interval.low()).isCloseTo(-0.21879850396084877, within(1e-9));
        assertThat(interval.high()).isCloseTo(1.5437985039608488, within(1e-9));
    }

    @Test
    void valuesWithoutSpreadAreCertain() {
        assertThat(TTest.of(-3, -3).pBelow(0)).isZero();
        assertThat(TTest.of(3, 3).pBelow(0)).isEqualTo(1);
        assertThat(TTest.of(0, 0).pBelow(0)).isEqualTo(0.5);
        assertThatThrownBy(() -> TTest.of(1)).hasMessageContaining("got 1");
        assertThatThrownBy(() -> TTest.of(1, Double.NaN)).hasMessageContaining("finite");
        assertThatThrownBy(TTest::of).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void incrementsCompareTheFirstValuesOfBlocks() {
        long[] backlog = {10, 0, 0, 7, 0, 0, 5, 0};
        assertThat(TTest.increments(backlog, 3)).containsExactly(-3, -2);
        assertThat(TTest.increments(backlog, 100)).isEmpty();
        assertThat(TTest.increments(new long[0], 1)).isEmpty();
        assertThatThrownBy(() -> TTest.increments(backlog, 0)).hasMessageContaining("got 0");
    }

    @Test
    void mannKendallCountsRisesAndFalls() {
        var test = MannKendall.of(5, 6, 5, 4, 3, 3, 2, 1);
        // 1 rise, 25 falls, 2 ties; variance by hand: (8·7·21 − 2·(2·1·9)) / 18.
        assertThat(test.score()).isEqualTo(-24);
        assertThat(test.variance()).isCloseTo((8 * 7 * 21 - 36) / 18.0, within(1e-12));
        assertThat(test.pFalling()).isLessThan(0.003);
        assertThat(test.pRising()).isGreaterThan(0.997);
        assertThat(MannKendall.of(2, 2, 2).pFalling()).isEqualTo(1);
    }

    @Test
    void mannKendallIsRightForIndependentValues() {
        double falling = shareOfRuns(run -> MannKendall.of(noise(run, 60)).pFalling());
        assertThat(falling).isBetween(0.03, 0.07);
    }

    /// Why drain is not judged by it.
    @Test
    void mannKendallCallsARandomWalkFallingFarTooOften() {
        double falling = shareOfRuns(run -> MannKendall.of(doubles(walk(run, 120, 0))).pFalling());
        assertThat(falling).isBetween(0.38, 0.48);
    }

    @Test
    void incrementsCallARandomWalkFallingAsRarelyAsTheySay() {
        double falling = shareOfRuns(run -> drains(walk(run, 120, 0), 5));
        assertThat(falling).isBetween(0.03, 0.07);
    }

    /// A steady queue returns to its mean, so its increments cancel: the test errs to the safe
    /// side.
    @Test
    void incrementsCallASteadyQueueFallingMoreRarelyStill() {
        double falling =
                shareOfRuns(run -> {
                    double[] noise = noise(run, 120);
                    long[] queue = new long[noise.length];
                    Arrays.setAll(queue, i -> Math.round(100 * noise[i]));
                    return drains(queue, 5);
                });
        assertThat(falling).isLessThan(0.03);
    }

    @Test
    void incrementsSeeAQueueThatDrains() {
        double falling = shareOfRuns(run -> drains(walk(run, 120, -6), 5));
        assertThat(falling).isGreaterThan(0.95);
    }

    private static double drains(long[] backlog, int block) {
        return TTest.of(TTest.increments(backlog, block)).pBelow(0);
    }

    private static double shareOfRuns(ToDoubleFunction<Integer> pValue) {
        int found = 0;
        for (int run = 0; run < RUNS; run++) {
            found += pValue.applyAsDouble(run) < 0.05 ? 1 : 0;
        }
        return (double) found / RUNS;
    }

    private static double[] noise(int run, int size) {
        double[] noise = new double[size];
        Arrays.setAll(noise, i -> DRAWS.uniform(run, i, Purpose.JITTER, 0));
        return noise;
    }

    /// In flight per second at a busy server: 100 in, about as many out.
    private static long[] walk(int run, int size, int drift) {
        long[] walk = new long[size];
        long now = 2_000;
        for (int i = 0; i < size; i++) {
            now += Poisson.count(100 + drift, DRAWS.uniform(run, i, Purpose.START, 0));
            now -= Poisson.count(100, DRAWS.uniform(run, i, Purpose.SERVICE_TIME, 0));
            walk[i] = now;
        }
        return walk;
    }

    private static double[] doubles(long[] values) {
        return Arrays.stream(values).asDoubleStream().toArray();
    }
}
