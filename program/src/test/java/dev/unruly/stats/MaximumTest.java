package dev.unruly.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.unruly.chance.Draws;
import dev.unruly.chance.Normal;
import dev.unruly.chance.Purpose;
import dev.unruly.chance.Seed;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class MaximumTest {

    private static final Draws DRAWS = new Seed(1965).stream("values");

    /// A slanted bell: top at (1, −2), covariance known.
    @Test
    void theTopAndItsCovarianceAreFound() {
        Maximum top =
                Maximum.near(
                        new double[] {0, 0},
                        0.5,
                        at -> {
                            double x = at[0] - 1;
                            double y = at[1] + 2;
                            return 7 - 0.5 * (4 * x * x + 2 * x * y + y * y);
                        });
        assertThat(top.at()[0]).isCloseTo(1, within(1e-4));
        assertThat(top.at()[1]).isCloseTo(-2, within(1e-4));
        assertThat(top.value()).isCloseTo(7, within(1e-8));
        assertThat(top.covariance()[0][0]).isCloseTo(1 / 3.0, within(1e-3));
        assertThat(top.covariance()[1][1]).isCloseTo(4 / 3.0, within(1e-3));
        assertThat(top.covariance()[0][1]).isCloseTo(-1 / 3.0, within(1e-3));
        assertThat(top.standardError(0)).isCloseTo(Math.sqrt(1 / 3.0), within(1e-3));
    }

    /// The valley of Howard Rosenbrock, "An automatic method for finding the greatest or least
    /// value of a function", 1960.
    @Test
    void aBentRidgeIsClimbed() {
        Maximum top =
                Maximum.near(
                        new double[] {-1.2, 1},
                        0.5,
                        at -> {
                            double bend = at[1] - at[0] * at[0];
                            return -100 * bend * bend - (1 - at[0]) * (1 - at[0]);
                        });
        assertThat(top.at()[0]).isCloseTo(1, within(1e-3));
        assertThat(top.at()[1]).isCloseTo(1, within(1e-3));
    }

    @Test
    void aFlatTopHasNoCovariance() {
        Maximum top = Maximum.near(new double[] {0, 0}, 1, at -> -at[0] * at[0]);
        assertThat(top.standardError(1)).isNaN();
    }

    @Test
    void aMatrixTimesItsInverseIsOne() {
        double[][] matrix = {{0, 2, 1}, {1, 0, 3}, {4, 1, 0}};
        double[][] inverse = Matrix.inverse(matrix);
        for (int i = 0; i < 3; i++) {
            double[] unit = new double[3];
            unit[i] = 1;
            double[] back = Matrix.times(matrix, Matrix.times(inverse, unit));
            assertThat(back).containsExactly(unit, within(1e-12));
        }
        assertThat(Matrix.inverse(new double[][] {{1, 2}, {2, 4}})[0][0]).isNaN();
    }

    @Test
    void twoHumpsAreFoundAndOneIsNotTwo() {
        double[] one = new double[2_000];
        double[] two = new double[2_000];
        double[] weights = new double[2_000];
        Arrays.fill(weights, 1);
        for (int i = 0; i < one.length; i++) {
            double z = Normal.quantile(DRAWS.uniform(1, i, Purpose.VALUE, 0));
            one[i] = z;
            two[i] = i % 4 == 0 ? z : 6 + 2 * z;
        }
        TwoNormals humps = TwoNormals.of(two, weights);
        assertThat(humps.share()).isCloseTo(0.25, within(0.03));
        assertThat(humps.low()).isCloseTo(0, within(0.2));
        assertThat(humps.high()).isCloseTo(6, within(0.2));
        assertThat(humps.highSpread()).isCloseTo(2, within(0.2));
        assertThat(humps.gain()).isGreaterThan(100);
        assertThat(humps.separation()).isGreaterThan(3);
        assertThat(humps.valley()).isBetween(1.0, 3.0);
        assertThat(TwoNormals.of(one, weights).gain()).isNegative();
        assertThatThrownBy(() -> TwoNormals.of(new double[1], new double[1]))
                .hasMessageContaining("got 1 and 1");
    }
}
