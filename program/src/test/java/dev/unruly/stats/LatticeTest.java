package dev.unruly.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class LatticeTest {

    @Test
    void convolutionIsExact() {
        double[] a = {0.25, 0.5, 0.25};
        double[] b = {0.1, 0.2, 0.3, 0.4};
        assertThat(Fourier.convolve(a, b, 8))
                .containsExactly(
                        new double[] {0.025, 0.1, 0.2, 0.3, 0.275, 0.1, 0, 0}, within(1e-15));
        assertThat(Fourier.convolve(a, b, 2))
                .containsExactly(new double[] {0.025, 0.1}, within(1e-15));
        assertThat(Fourier.convolve(new double[] {2}, new double[] {3}, 1))
                .containsExactly(new double[] {6}, within(1e-15));
    }

    @Test
    void longRowsConvolveAsByHand() {
        var random = new SplittableRandom(1);
        double[] a = random.doubles(700).toArray();
        double[] b = random.doubles(500).toArray();
        double[] fast = Fourier.convolve(a, b, 1_199);
        for (int k = 0; k < 1_199; k += 37) {
            double sum = 0;
            for (int i = Math.max(0, k - 499); i <= Math.min(k, 699); i++) {
                sum += a[i] * b[k - i];
            }
            assertThat(fast[k]).isCloseTo(sum, within(1e-11));
        }
    }

    @Test
    void sumsKeepTheirMassAlsoBeyond() {
        Lattice half = Lattice.of(Cumulative.ofSample(10, 20), 1, 1, 25);
        Lattice sum = half.plus(half);
        assertThat(sum.total()).isCloseTo(1, within(1e-12));
        assertThat(sum.within(20)).isCloseTo(0.25, within(1e-12));
        assertThat(sum.beyond()).isCloseTo(0.75, within(1e-12));
        assertThat(sum.quantile(0.25)).isEqualTo(20);
        assertThat(sum.quantile(0.26)).isInfinite();
    }

    @Test
    void theKthOfSeveralIsBinomial() {
        Lattice coin = Lattice.of(Cumulative.ofSample(1, 3), 1, 1, 5);
        assertThat(Lattice.kth(1, List.of(coin, coin, coin)).within(1))
                .isCloseTo(7 / 8.0, within(1e-12));
        assertThat(Lattice.kth(2, List.of(coin, coin, coin)).within(1))
                .isCloseTo(0.5, within(1e-12));
        assertThat(Lattice.kth(3, List.of(coin, coin, coin)).within(1))
                .isCloseTo(1 / 8.0, within(1e-12));
        assertThat(Lattice.kth(3, List.of(coin, coin, coin)).within(3)).isCloseTo(1, within(1e-12));
    }

    @Test
    void partsOfCasesAddUp() {
        Lattice coin = Lattice.of(Cumulative.ofSample(1, 3), 1, 1, 5);
        assertThat(coin.upTo(2).total()).isEqualTo(0.5);
        assertThat(coin.upTo(2).plus(coin.times(0.5)).total()).isCloseTo(0.25, within(1e-12));
        assertThat(coin.upTo(2).or(coin.times(0.5)).total()).isCloseTo(1, within(1e-12));
        assertThat(Lattice.at(9, 1, 5).beyond()).isEqualTo(1);
        assertThat(Lattice.uniform(4, 1, 5).within(2)).isCloseTo(0.625, within(0.002));
        assertThat(Lattice.uniform(0.5, 1, 5).within(0)).isEqualTo(1);
    }

    @Test
    void aHedgeIsTheFirstOfTwo() {
        Lattice coin = Lattice.of(Cumulative.ofSample(1, 10), 1, 1, 12);
        Lattice hedged = coin.hedged(2, 0.5);
        assertThat(hedged.within(2)).isCloseTo(0.5, within(1e-12));
        // Of those that are late, half ask again, and half of these are there after 2 + 1.
        assertThat(hedged.within(3)).isCloseTo(0.625, within(1e-12));
        assertThat(hedged.within(10)).isCloseTo(1, within(1e-12));
    }
}
