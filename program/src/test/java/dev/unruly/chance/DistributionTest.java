package dev.unruly.chance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.unruly.chance.Distribution.Capped;
import dev.unruly.chance.Distribution.Constant;
import dev.unruly.chance.Distribution.Exponential;
import dev.unruly.chance.Distribution.Gamma;
import dev.unruly.chance.Distribution.LogLogistic;
import dev.unruly.chance.Distribution.Lognormal;
import dev.unruly.chance.Distribution.Pareto;
import dev.unruly.chance.Distribution.Truncated;
import dev.unruly.chance.Distribution.Uniform;
import dev.unruly.chance.Distribution.Weibull;
import dev.unruly.stats.KolmogorovSmirnov;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class DistributionTest {

    private static final Draws DRAWS = new Seed(7).stream("distributions");

    static Stream<Distribution> continuous() {
        return Stream.of(
                new Uniform(-2, 3),
                new Exponential(7),
                new Weibull(2.4, 3.37),
                new Weibull(0.382, 1.46),
                new LogLogistic(1.275, 53.8),
                new LogLogistic(4, 1),
                new Lognormal(50.2, 1.467),
                new Pareto(1.5, 1),
                new Gamma(0.3, 2),
                new Gamma(12.5, 0.1),
                new Truncated(new Exponential(7), 1, 70),
                new Truncated(new LogLogistic(1.275, 53.8), 0, 1800),
                Empirical.of(new double[] {0, 0.5, 0.9, 1}, new double[] {1, 5, 20, 300}));
    }

    static Stream<Distribution> all() {
        return Stream.concat(
                continuous(),
                Stream.of(
                        new Constant(3),
                        new Capped(new Exponential(7), 10),
                        new Poisson(0.6),
                        new Poisson(250),
                        new Zipf(1000, 0.9)));
    }

    @ParameterizedTest
    @MethodSource("continuous")
    void theCdfUndoesTheQuantile(Distribution distribution) {
        for (double p : new double[] {1e-9, 0.001, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 0.9999}) {
            assertThat(distribution.cdf(distribution.quantile(p))).isCloseTo(p, within(1e-10));
        }
    }

    @ParameterizedTest
    @MethodSource("continuous")
    void drawsFollowTheCdf(Distribution distribution) {
        double[] sample =
                IntStream.range(0, 4_000).mapToDouble(n -> draw(distribution, n)).toArray();
        var test = KolmogorovSmirnov.oneSample(sample, distribution::cdf);
        assertThat(test.p()).as(test.toString()).isGreaterThan(1e-3);
    }

    @ParameterizedTest
    @MethodSource("all")
    void quantilesNeverFall(Distribution distribution) {
        double before = distribution.quantile(0);
        for (int i = 1; i <= 1_000; i++) {
            double now = distribution.quantile(i / 1_000.0);
            assertThat(now).isGreaterThanOrEqualTo(before);
            before = now;
        }
    }

    /// By the definition of a quantile, for discrete ones too.
    @ParameterizedTest
    @MethodSource("all")
    void theQuantileIsTheSmallestValueThatReachesTheShare(Distribution distribution) {
        for (double p : new double[] {0.013, 0.2, 0.51, 0.87, 0.991}) {
            double x = distribution.quantile(p);
            assertThat(distribution.cdf(x)).isGreaterThanOrEqualTo(p - 1e-12);
            double less = x - 1e-6 * Math.max(1, Math.abs(x));
            assertThat(distribution.cdf(less)).isLessThan(p);
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void theMeanIsThatOfTheQuantiles(Distribution distribution) {
        // Heavy tails leave something out, so the range of p is cut on both sides of the claim.
        double end = 1 - 1e-12;
        double sum = 0;
        int cells = 60;
        double from = 0;
        for (int i = 1; i <= cells; i++) {
            double to = 1 - StrictMath.exp(StrictMath.log(1 - end) * i / cells);
            double start = from;
            sum += Special.integrate(p -> distribution.quantile(start + p), from, to);
            from = to;
        }
        assertThat(sum).isCloseTo(distribution.mean(), Percentage.withPercentage(0.6));
    }

    @Test
    void meansAreThoseOfTheBooks() {
        assertThat(new Uniform(1, 3).mean()).isEqualTo(2);
        assertThat(new Exponential(7).mean()).isEqualTo(7);
        assertThat(new Weibull(1, 5).mean()).isCloseTo(5, within(1e-12));
        assertThat(new Weibull(2, 1).mean())
                .isCloseTo(StrictMath.sqrt(StrictMath.PI) / 2, within(1e-14));
        assertThat(new LogLogistic(2, 1).mean()).isCloseTo(StrictMath.PI / 2, within(1e-14));
        assertThat(new LogLogistic(1, 1).mean()).isInfinite();
        assertThat(new Lognormal(2, 1).mean()).isCloseTo(2 * StrictMath.exp(0.5), within(1e-14));
        assertThat(new Pareto(2, 3).mean()).isEqualTo(6);
        assertThat(new Pareto(1, 3).mean()).isInfinite();
        assertThat(new Gamma(3, 2).mean()).isEqualTo(6);
        // E min(X, c) of an exponential is mean · (1 − e^(−c/mean)).
        assertThat(new Capped(new Exponential(7), 10).mean())
                .isCloseTo(7 * -StrictMath.expm1(-10.0 / 7), within(1e-10));
        assertThat(new Capped(new Exponential(7), -1).mean()).isEqualTo(-1);
        // An exponential above a is a plus a fresh exponential; between a and b the tail is
        // missing.
        double lost = StrictMath.exp(-69.0 / 7);
        assertThat(new Truncated(new Exponential(7), 1, 70).mean())
                .isCloseTo(8 - 69 * lost / (1 - lost), within(1e-9));
    }

    @Test
    void priorsGiveTheFiguresTheyWereFittedTo() {
        var mobile = new Weibull(2.40, 3.37);
        assertThat(mobile.cdf(0.4)).isCloseTo(0.006, within(0.0005));
        assertThat(mobile.cdf(3)).isCloseTo(0.53, within(0.005));
        assertThat(mobile.quantile(0.5)).isCloseTo(2.9, within(0.05));
    }

    @Test
    void theSupportEndsWhereItShould() {
        assertThat(new Weibull(2, 3).quantile(0)).isZero();
        assertThat(new Weibull(2, 3).quantile(1)).isInfinite();
        assertThat(new Weibull(2, 3).cdf(-1)).isZero();
        assertThat(new LogLogistic(2, 3).quantile(0)).isZero();
        assertThat(new LogLogistic(2, 3).quantile(1)).isInfinite();
        assertThat(new LogLogistic(2, 3).cdf(0)).isZero();
        assertThat(new Lognormal(2, 3).quantile(0)).isZero();
        assertThat(new Lognormal(2, 3).cdf(0)).isZero();
        assertThat(new Pareto(2, 3).cdf(3)).isZero();
        assertThat(new Gamma(2, 3).cdf(0)).isZero();
        assertThat(new Exponential(2).cdf(0)).isZero();
        assertThat(new Constant(2).cdf(1.99)).isZero();
        assertThat(new Constant(2).cdf(2)).isEqualTo(1);
        assertThat(new Truncated(new Exponential(7), 1, 70).quantile(0))
                .isCloseTo(1, within(1e-12));
        assertThat(new Truncated(new Exponential(1), 1, 700).quantile(1)).isEqualTo(700);
        assertThat(new Truncated(new Exponential(7), 1, 70).cdf(0.5)).isZero();
        assertThat(new Truncated(new Exponential(7), 1, 70).cdf(71)).isEqualTo(1);
        assertThat(new Capped(new Exponential(7), 10).quantile(1)).isEqualTo(10);
    }

    /// The same to the last bit on every machine and in every release.
    @Test
    void valuesStayWhatTheyAre() {
        assertThat(all().map(d -> Double.toHexString(d.quantile(0.3))))
                .containsExactly(
                        "-0x1.0p-1",
                        "0x1.3f94ac0451764p1",
                        "0x1.18ba8af4225d8p1",
                        "0x1.9264e0879d7fcp-4",
                        "0x1.bae317ee1d28fp4",
                        "0x1.9e433c22561efp-1",
                        "0x1.7427778303559p4",
                        "0x1.44b81c08f5c24p0",
                        "0x1.a106f1746467cp-6",
                        "0x1.0b1918d8af3a7p0",
                        "0x1.bf8f860d8c175p1",
                        "0x1.b551a85825c6dp4",
                        "0x1.b333333333333p1",
                        "0x1.8p1",
                        "0x1.3f94ac0451764p1",
                        "0x0.0p0",
                        "0x1.e4p7",
                        "0x1.4p3");
    }

    @Test
    void impossibleParametersAreRefused() {
        assertThatThrownBy(() -> new Exponential(0)).hasMessageContaining("mean must be positive");
        assertThatThrownBy(() -> new Weibull(-1, 1)).hasMessageContaining("got -1.0");
        assertThatThrownBy(() -> new Weibull(1, Double.POSITIVE_INFINITY))
                .hasMessageContaining("scale must be positive, got Infinity");
        assertThatThrownBy(() -> new LogLogistic(1, Double.NaN)).hasMessageContaining("got NaN");
        assertThatThrownBy(() -> new Uniform(2, 2)).hasMessageContaining("got 2.0 and 2.0");
        assertThatThrownBy(() -> new Constant(Double.NaN)).hasMessageContaining("got NaN");
        assertThatThrownBy(() -> new Truncated(new Exponential(1), 900, 901))
                .hasMessageContaining("only a share of 0.0");
        assertThatThrownBy(() -> new Exponential(1).quantile(1.1)).hasMessageContaining("got 1.1");
        assertThatThrownBy(() -> new Capped(new Exponential(1), Double.NaN))
                .hasMessageContaining("got NaN");
    }

    private static double draw(Distribution distribution, int n) {
        return distribution.quantile(DRAWS.uniform(n, 0, Purpose.VALUE, 0));
    }
}
