package dev.unruly.chance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.unruly.forall.Forall;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Expected values come from SciPy 1.17 and mpmath 1.3.
final class SpecialTest {

    @ParameterizedTest
    @CsvSource({
        "0.001, 6.9071788853838534",
        "0.3, 1.0957979948180756",
        "1.7, -0.095807697407065878",
        "14.9, 24.924132002217277",
        "15.1, 25.458999750992664",
        "123.4, 469.33609744219058",
        "1000000, 12815504.569147611",
    })
    void logGamma(double x, double expected) {
        assertThat(Special.logGamma(x)).isCloseTo(expected, closely());
    }

    @ParameterizedTest
    @CsvSource({
        "0.5, 0.1, 0.34527915398142317, 0.65472084601857683",
        "0.5, 30, 0.99999999999999056, 9.4857375710738573e-15",
        "1, 1, 0.63212055882855767, 0.36787944117144245",
        "10, 3, 0.0011024881301154815, 0.99889751186988451",
        "10, 30, 0.99999287824913718, 7.1217508628155928e-06",
        "1000, 900, 0.0005499022657117818, 0.99945009773428817",
        "1000000, 1003000, 0.99863825935378248, 0.0013617406462175913",
        "0.01, 1e-05, 0.89633679826719692, 0.10366320173280281",
        "3.5, 200, 1, 2.3852710811123476e-82",
        "2, 0, 0, 1",
    })
    void incompleteGamma(double a, double x, double lower, double upper) {
        assertThat(Special.lowerGamma(a, x)).isCloseTo(lower, closely());
        assertThat(Special.upperGamma(a, x)).isCloseTo(upper, closely());
    }

    @ParameterizedTest
    @CsvSource({
        "0.2, 1e-06, 6.5254808434573009e-31",
        "0.2, 0.5, 0.020746339192824859",
        "2.5, 0.9, 4.6181784498905616",
        "100, 0.01, 78.215983053795824",
        "3, 0.999999999, 26.672286589132256",
        "0.01, 1e-09, 0",
        "12.5, 1e-25, 0.05500726260527913",
        "3, 0, 0",
        "3, 1, Infinity",
    })
    void inverseIncompleteGamma(double a, double p, double expected) {
        assertThat(Special.inverseLowerGamma(a, p))
                .isCloseTo(expected, Percentage.withPercentage(1e-5));
    }

    @Test
    void theInverseGammaUndoesTheGamma() {
        Forall.check(
                300,
                1,
                draw -> {
                    double a = StrictMath.exp(-2 + 16 * draw.share());
                    double p = draw.note("p", 1e-6 + 0.999998 * draw.share());
                    double x = Special.inverseLowerGamma(draw.note("a", a), p);
                    assertThat(Special.lowerGamma(a, x))
                            .isCloseTo(p, Percentage.withPercentage(1e-7));
                });
    }

    @ParameterizedTest
    @CsvSource({
        "2, 3, 0.4, 0.5248",
        "0.5, 0.5, 0.1, 0.20483276469913345",
        "0.01, 5, 0.3, 0.99914422348269694",
        "300, 10, 0.99, 0.99872499848263774",
        "990, 11, 0.985, 0.1166337442535302",
        "100000, 200000, 0.334, 0.78076181383215348",
        "5000, 1, 0.999, 0.0067211119598655882",
        "0.5, 40, 0.3, 0.99999989935350198",
        "3, 4, 0, 0",
        "3, 4, 1, 1",
    })
    void incompleteBeta(double a, double b, double x, double expected) {
        assertThat(Special.beta(a, b, x)).isCloseTo(expected, closely());
    }

    @Test
    void theInverseBetaUndoesTheBeta() {
        Forall.check(
                100,
                2,
                draw -> {
                    double a = draw.note("a", StrictMath.exp(-1 + 10 * draw.share()));
                    double b = draw.note("b", StrictMath.exp(-1 + 10 * draw.share()));
                    double p = draw.note("p", 1e-6 + 0.99999 * draw.share());
                    double x = Special.inverseBeta(a, b, p);
                    assertThat(x).isBetween(0.0, 1.0);
                    assertThat(Special.beta(a, b, x)).isCloseTo(p, within(1e-9));
                });
        assertThat(Special.inverseBeta(2, 3, 0)).isZero();
        assertThat(Special.inverseBeta(2, 3, 1)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "1e-300, -37.047096299361201",
        "1e-10, -6.3613409024040566",
        "0.001, -3.0902323061678136",
        "0.075, -1.4395314709384559",
        "0.2, -0.84162123357291418",
        "0.5, 0",
        "0.6, 0.25334710313579972",
        "0.975, 1.9599639845400538",
        "0.999999999999, 7.0344869100478356",
        "0, -Infinity",
        "1, Infinity",
    })
    void normalQuantile(double p, double expected) {
        assertThat(Normal.quantile(p)).isCloseTo(expected, closely());
    }

    @ParameterizedTest
    @CsvSource({
        "-37, 5.7255712225245768e-300",
        "-8, 6.2209605742717841e-16",
        "-1.5, 0.066807201268858066",
        "0, 0.5",
        "0.3, 0.61791142218895263",
        "2, 0.97724986805182079",
        "6, 0.99999999901341235",
        "-Infinity, 0",
        "Infinity, 1",
    })
    void normalCdf(double z, double expected) {
        assertThat(Normal.cdf(z)).isCloseTo(expected, closely());
    }

    @Test
    void integralsBearInfiniteSlopes() {
        assertThat(Special.integrate(StrictMath::sqrt, 0, 1)).isCloseTo(2.0 / 3, within(1e-14));
        assertThat(Special.integrate(StrictMath::log, 0, 1)).isCloseTo(-1, within(1e-13));
        assertThat(Special.integrate(x -> 1, 0.25, 0.75)).isCloseTo(0.5, within(1e-14));
    }

    @Test
    void argumentsOutsideTheDomainAreRefused() {
        assertThatThrownBy(() -> Special.logGamma(0)).hasMessageContaining("got 0.0");
        assertThatThrownBy(() -> Special.lowerGamma(0, 1)).hasMessageContaining("0.0, 1.0");
        assertThatThrownBy(() -> Special.upperGamma(1, Double.NaN)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> Special.beta(1, -1, 0.5)).hasMessageContaining("-1.0");
        assertThatThrownBy(() -> Special.beta(1, 1, 1.5)).hasMessageContaining("got 1.5");
        assertThatThrownBy(() -> Normal.quantile(-0.1)).hasMessageContaining("got -0.1");
    }

    private static Percentage closely() {
        return Percentage.withPercentage(1e-9);
    }
}
