package dev.unruly.chance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.unruly.stats.ChiSquare;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PoissonTest {

    private static final Draws DRAWS = new Seed(11).stream("clusters");

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.6, 5, 29.9, 30.1, 250, 10_000})
    void countsFollowTheDistribution(double mean) {
        var poisson = new Poisson(mean);
        // Ten cells of about equal probability, cut at whole counts.
        int[] cuts = new int[9];
        for (int i = 0; i < 9; i++) {
            cuts[i] = Poisson.count(mean, (i + 1) / 10.0);
        }
        double[] expected = new double[10];
        for (int i = 0; i < 10; i++) {
            double to = i == 9 ? 1 : poisson.cdf(cuts[i]);
            expected[i] = Math.max(1e-9, to - (i == 0 ? 0 : poisson.cdf(cuts[i - 1])));
        }
        long[] counts = new long[10];
        for (int n = 0; n < 20_000; n++) {
            int count = Poisson.count(mean, DRAWS.uniform(n, 0, Purpose.CLUSTER_SIZE, 0));
            int cell = 0;
            while (cell < 9 && count > cuts[cell]) {
                cell++;
            }
            counts[cell]++;
        }
        assertThat(ChiSquare.of(counts, expected).p()).isGreaterThan(1e-3);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.6, 29.999, 30, 1_000, 1e6})
    void theCountIsTheSmallestThatReachesTheShare(double mean) {
        var poisson = new Poisson(mean);
        for (double u : new double[] {1e-12, 1e-3, 0.1, 0.5, 0.77, 0.999, 1 - 1e-9}) {
            int count = Poisson.count(mean, u);
            assertThat(poisson.cdf(count)).isGreaterThanOrEqualTo(u * (1 - 1e-9));
            assertThat(poisson.cdf(count - 1.0)).isLessThan(u * (1 + 1e-9));
        }
    }

    @Test
    void extremeDrawsEnd() {
        assertThat(Poisson.count(0, Draws.open(-1))).isZero();
        assertThat(Poisson.count(0.6, Draws.open(0))).isZero();
        assertThat(Poisson.count(0.6, Draws.open(-1))).isBetween(12, 20);
        assertThat(Poisson.count(1e9, Draws.open(-1))).isBetween(1_000_200_000, 1_000_400_000);
        assertThat(Poisson.count(50, 0)).isZero();
    }

    @Test
    void aDistributionHasEnds() {
        assertThat(new Poisson(3).quantile(1)).isInfinite();
        assertThat(new Poisson(0).quantile(1)).isZero();
        assertThat(new Poisson(0).cdf(0)).isEqualTo(1);
        assertThat(new Poisson(3).cdf(-0.1)).isZero();
        assertThat(new Poisson(3).cdf(0.9)).isCloseTo(StrictMath.exp(-3), within(1e-14));
        assertThatThrownBy(() -> new Poisson(-1)).hasMessageContaining("got -1.0");
        assertThatThrownBy(() -> Poisson.count(1, 1)).hasMessageContaining("got 1.0");
    }

    /// A visitor brings Poisson(n) others, each of whom does so too: cluster sizes are Borel
    /// distributed, with mean 1/(1−n) and variance n/(1−n)³.
    @Test
    void clustersOfKeyedDrawsAreBorelDistributed() {
        double branching = 0.6;
        int clusters = 20_000;
        long[] sizes = new long[8];
        double sum = 0;
        for (int n = 0; n < clusters; n++) {
            int size = cluster(branching, UserNumber.of(0, n & 1023, n >> 10));
            sizes[Math.min(size, 8) - 1]++;
            sum += size;
        }
        assertThat(sum / clusters).isCloseTo(1 / (1 - branching), Percentage.withPercentage(3.5));
        double[] expected = new double[8];
        double rest = 1;
        for (int s = 1; s < 8; s++) {
            double log =
                    -branching * s
                            + (s - 1) * StrictMath.log(branching * s)
                            - Special.logGamma(s + 1);
            expected[s - 1] = StrictMath.exp(log);
            rest -= expected[s - 1];
        }
        expected[7] = rest;
        assertThat(ChiSquare.of(sizes, expected).p()).isGreaterThan(1e-3);
    }

    private static int cluster(double branching, long immigrant) {
        int size = 1;
        for (int member = 0; member < size; member++) {
            double uniform = DRAWS.uniform(immigrant, member, Purpose.CLUSTER_SIZE, 0);
            size += Poisson.count(branching, uniform);
        }
        return size;
    }
}
