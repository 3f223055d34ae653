package dev.unruly.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import org.junit.jupiter.api.Test;

final class BinomialTest {

    @Test
    void tailsAreThoseOfExactArithmetic() {
        for (int n : new int[] {1, 2, 10, 15, 16, 17, 40, 200, 1000}) {
            for (double p : new double[] {0.01, 0.1, 0.5, 0.9}) {
                for (int k = (int) (n * p) + 1; k <= n; k += Math.max(1, n / 7)) {
                    double exact = exact(k, n, p);
                    assertThat(Binomial.atLeast(k, n, p))
                            .as("P(X >= %d), n = %d, p = %s", k, n, p)
                            .isCloseTo(exact, within(1e-6 * exact + 1e-300));
                }
            }
        }
    }

    @Test
    void theEndsAreCertain() {
        assertThat(Binomial.atLeast(0, 5, 0.3)).isEqualTo(1);
        assertThat(Binomial.atLeast(6, 5, 0.3)).isZero();
        assertThat(Binomial.atLeast(1, 5, 0)).isZero();
        assertThat(Binomial.atLeast(5, 5, 1)).isEqualTo(1);
    }

    private static double exact(int k, int n, double share) {
        var p = new BigDecimal(share);
        var q = BigDecimal.ONE.subtract(p);
        BigInteger ways = BigInteger.ONE;
        BigDecimal sum = BigDecimal.ZERO;
        for (int i = 0; i <= n; i++) {
            if (i >= k) {
                sum =
                        sum.add(
                                new BigDecimal(ways)
                                        .multiply(p.pow(i, MathContext.DECIMAL128))
                                        .multiply(q.pow(n - i, MathContext.DECIMAL128)));
            }
            ways = ways.multiply(BigInteger.valueOf(n - i)).divide(BigInteger.valueOf(i + 1));
        }
        return sum.doubleValue();
    }
}
