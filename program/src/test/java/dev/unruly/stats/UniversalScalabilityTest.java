package dev.unruly.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class UniversalScalabilityTest {

    /// SPEC SDM91 as in Neil Gunther's "Guerrilla capacity planning" and the R package `usl`, which
    /// fits α = 0.0277, β = 0.000104, λ = 90.0.
    @Test
    void aPublishedFitComesOut() {
        double[] users = {1, 18, 36, 72, 108, 144, 216};
        double[] perHour = {64.9, 995.9, 1652.4, 1853.2, 1828.9, 1775.0, 1702.2};
        var law = UniversalScalability.fit(users, perHour);
        assertThat(law.queueing()).isCloseTo(0.0277, within(0.0003));
        assertThat(law.agreeing()).isCloseTo(0.000104, within(0.000001));
        assertThat(law.perOne()).isCloseTo(90.0, within(0.3));
        assertThat(law.peak()).isCloseTo(96.5, within(0.7));
        assertThat(law.explained()).isGreaterThan(0.98);
        assertThat(law.agreeingInterval().contains(0.000104)).isTrue();
        assertThat(law.agreeingInterval().low()).isGreaterThan(0);
    }

    @Test
    void exactPointsGiveTheirLaw() {
        double[] ns = {1, 2, 5, 10, 20, 40, 80};
        double[] xs = Arrays.stream(ns).map(n -> law(50, 0.05, 0.001, n)).toArray();
        var law = UniversalScalability.fit(ns, xs);
        assertThat(law.perOne()).isCloseTo(50, within(1e-4));
        assertThat(law.queueing()).isCloseTo(0.05, within(1e-6));
        assertThat(law.agreeing()).isCloseTo(0.001, within(1e-7));
        assertThat(law.peak()).isCloseTo(Math.sqrt(950), within(1e-2));
        assertThat(law.at(20)).isCloseTo(law(50, 0.05, 0.001, 20), within(1e-3));
    }

    @Test
    void noQueueingIsNeverNegative() {
        double[] ns = {1, 2, 4, 8, 16, 32};
        // One more does more than its share at first: a fit would like α < 0.
        double[] xs = {10, 22, 47, 95, 160, 200};
        var law = UniversalScalability.fit(ns, xs);
        assertThat(law.queueing()).isZero();
        assertThat(law.agreeing()).isGreaterThan(0);
    }

    @Test
    void theIntervalCoversAsOftenAsItSays() {
        double[] ns = {1, 4, 8, 12, 16, 20, 30, 40, 50, 60};
        var random = new SplittableRandom(6);
        int covered = 0;
        for (int run = 0; run < 400; run++) {
            double[] xs = new double[ns.length];
            for (int i = 0; i < ns.length; i++) {
                xs[i] = law(50, 0.05, 0.001, ns[i]) + 5 * random.nextGaussian();
            }
            covered += UniversalScalability.fit(ns, xs).agreeingInterval().contains(0.001) ? 1 : 0;
        }
        assertThat(covered).isBetween(360, 396);
    }

    @Test
    void threePointsFitAnything() {
        assertThatThrownBy(() ->
                        UniversalScalability.fit(new double[] {1, 2, 3}, new double[] {1, 2, 3}))
                .hasMessageContaining("got 3");
    }

    private static double law(double lambda, double alpha, double beta, double n) {
        return lambda * n / (1 + alpha * (n - 1) + beta * n * (n - 1));
    }
}
