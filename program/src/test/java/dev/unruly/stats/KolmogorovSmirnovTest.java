package dev.unruly.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.unruly.chance.Draws;
import dev.unruly.chance.Purpose;
import dev.unruly.chance.Seed;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Expected values come from SciPy 1.17.
final class KolmogorovSmirnovTest {

    private static final Draws DRAWS = new Seed(13).stream("samples");

    @ParameterizedTest
    @CsvSource({
        "10, 0.3, 0.27053557479999946",
        "50, 0.15, 0.19026366518248072",
        "100, 0.12, 0.10330374901819939",
        "100, 0.2, 0.00055519273279887749",
        "1, 0.75, 0.5",
    })
    void smallSamplesAreExact(int size, double distance, double p) {
        assertThat(1 - KolmogorovSmirnov.exactCdf(size, distance)).isCloseTo(p, within(1e-11));
    }

    @ParameterizedTest
    @CsvSource({"1000, 0.04, 0.079339560590002245", "5000, 0.02, 0.036139413953256372"})
    void largeSamplesAreClose(int size, double distance, double p) {
        assertThat(KolmogorovSmirnov.asymptotic(size, distance)).isCloseTo(p, within(0.0005));
    }

    @Test
    void theDistanceOfASampleIsTheLargestOnEitherSide() {
        double[] sample = {0.9, 0.1, 0.4};
        var test = KolmogorovSmirnov.oneSample(sample, x -> x);
        // Steps at 1/3, 2/3, 1: the largest gap is 2/3 − 0.4 above and 0.9 − 2/3 below.
        assertThat(test.distance()).isCloseTo(2.0 / 3 - 0.4, within(1e-15));
        assertThat(sample).containsExactly(0.9, 0.1, 0.4);
    }

    @Test
    void twoSamplesMayTie() {
        double[] one = {3, 1, 4, 1, 5, 9, 2, 6};
        double[] other = {2.5, 7, 1.8, 2.8, 10, 11, 12};
        assertThat(KolmogorovSmirnov.twoSample(one, other).distance())
                .isCloseTo(0.44642857142857145, within(1e-15));
        assertThat(KolmogorovSmirnov.twoSample(one, one).distance()).isZero();
        assertThat(KolmogorovSmirnov.twoSample(one, one).p()).isEqualTo(1);
        assertThat(KolmogorovSmirnov.twoSample(new double[] {1, 2}, new double[] {3, 4}).distance())
                .isEqualTo(1);
    }

    @Test
    void equalDistributionsAreRejectedAsOftenAsTheLevelSays() {
        int small = 0;
        int two = 0;
        for (int run = 0; run < 1_000; run++) {
            small += KolmogorovSmirnov.oneSample(sample(run, 0, 50), x -> x).p() < 0.05 ? 1 : 0;
            var pair = KolmogorovSmirnov.twoSample(sample(run, 1, 200), sample(run, 2, 300));
            two += pair.p() < 0.05 ? 1 : 0;
        }
        assertThat(small).isBetween(33, 70);
        assertThat(two).isBetween(30, 70);
    }

    @Test
    void differentDistributionsAreSeen() {
        double[] shifted = Arrays.stream(sample(1, 0, 2_000)).map(x -> x + 0.06).toArray();
        assertThat(KolmogorovSmirnov.oneSample(shifted, x -> Math.min(1, x)).p()).isLessThan(1e-4);
        assertThat(KolmogorovSmirnov.twoSample(shifted, sample(2, 0, 2_000)).p()).isLessThan(0.01);
    }

    @Test
    void samplesMustHoldNumbers() {
        assertThatThrownBy(() -> KolmogorovSmirnov.oneSample(new double[0], x -> x))
                .hasMessageContaining("empty");
        assertThatThrownBy(() -> KolmogorovSmirnov.oneSample(new double[] {Double.NaN}, x -> x))
                .hasMessageContaining("NaN");
    }

    @Test
    void chiSquareComparesCounts() {
        var even = ChiSquare.uniform(16, 18, 16, 14, 12, 12);
        assertThat(even.statistic()).isCloseTo(2, within(1e-12));
        assertThat(even.degrees()).isEqualTo(5);
        assertThat(even.p()).isCloseTo(0.8491450360846096, within(1e-12));
        var uneven =
                ChiSquare.of(new long[] {16, 18, 16, 14, 12, 12}, new double[] {2, 2, 2, 2, 2, 1});
        assertThat(uneven.statistic()).isCloseTo(3.5, within(1e-12));
        assertThat(uneven.p()).isCloseTo(0.6233876277495822, within(1e-12));
        assertThatThrownBy(() -> ChiSquare.uniform(3)).hasMessageContaining("two or more");
        assertThatThrownBy(() -> ChiSquare.of(new long[] {1, 2}, new double[] {1, 0}))
                .hasMessageContaining("cell 1");
    }

    private static double[] sample(int run, int part, int size) {
        double[] sample = new double[size];
        Arrays.setAll(sample, i -> DRAWS.uniform(run, i, Purpose.VALUE, part));
        return sample;
    }
}
