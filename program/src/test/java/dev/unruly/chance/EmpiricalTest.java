package dev.unruly.chance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class EmpiricalTest {

    private static final Empirical SOME =
            Empirical.of(new double[] {0, 0.2, 0.5, 1}, new double[] {1, 4, 4, 10});

    @Test
    void linesConnectTheKnownQuantiles() {
        assertThat(SOME.quantile(0)).isEqualTo(1);
        assertThat(SOME.quantile(0.1)).isEqualTo(2.5);
        assertThat(SOME.quantile(0.75)).isEqualTo(7);
        assertThat(SOME.quantile(1)).isEqualTo(10);
        assertThat(SOME.cdf(2.5)).isCloseTo(0.1, within(1e-15));
        assertThat(SOME.cdf(7)).isCloseTo(0.75, within(1e-15));
        assertThat(SOME.mean()).isCloseTo(0.2 * 2.5 + 0.3 * 4 + 0.5 * 7, within(1e-12));
    }

    @Test
    void anAtomIsAllThere() {
        assertThat(SOME.quantile(0.3)).isEqualTo(4);
        assertThat(SOME.cdf(4)).isEqualTo(0.5);
        assertThat(SOME.cdf(3.999)).isLessThan(0.2);
    }

    @Test
    void nothingLiesOutside() {
        assertThat(SOME.cdf(0.99)).isZero();
        assertThat(SOME.cdf(10)).isEqualTo(1);
        assertThat(SOME.cdf(11)).isEqualTo(1);
    }

    @Test
    void aSampleIsItsOrderStatistics() {
        Empirical sample = Empirical.ofSample(3, 1, 2);
        assertThat(sample.quantile(0.5)).isEqualTo(2);
        assertThat(sample.quantile(0.25)).isEqualTo(1.5);
        Empirical one = Empirical.ofSample(5);
        assertThat(one.quantile(0.3)).isEqualTo(5);
        assertThat(one.cdf(5)).isEqualTo(1);
        assertThat(one.mean()).isEqualTo(5);
    }

    @Test
    void laterChangesOfTheArraysDoNotReachIt() {
        double[] values = {1, 2};
        Empirical empirical = Empirical.of(new double[] {0, 1}, values);
        values[1] = 100;
        assertThat(empirical.quantile(1)).isEqualTo(2);
    }

    @Test
    void whatIsNoDistributionIsRefused() {
        assertThatThrownBy(() -> Empirical.of(new double[] {0}, new double[] {1}))
                .hasMessageContaining("two or more");
        assertThatThrownBy(() -> Empirical.of(new double[] {0, 0.9}, new double[] {1, 2}))
                .hasMessageContaining("from 0 to 1");
        assertThatThrownBy(() ->
                        Empirical.of(new double[] {0, 0.5, 0.5, 1}, new double[] {1, 2, 3, 4}))
                .hasMessageContaining("must rise");
        assertThatThrownBy(() -> Empirical.of(new double[] {0, 1}, new double[] {2, 1}))
                .hasMessageContaining("must not fall");
        assertThatThrownBy(() ->
                        Empirical.of(
                                new double[] {0, 1}, new double[] {1, Double.POSITIVE_INFINITY}))
                .hasMessageContaining("finite");
        assertThatThrownBy(Empirical::ofSample).isInstanceOf(IllegalArgumentException.class);
    }
}
