package dev.unruly.guard;

/// The upper tail of the binomial distribution.
final class Binomial {

    private static final double HALF_LOG_TWO_PI = 0.9189385332046728;

    private Binomial() {}

    /// P(X ≥ k) where X is the number of failures among n, each with probability p, k > n·p: the
    /// first term from factorials, the following ones from their ratios, which are below 1.
    static double atLeast(long k, long n, double p) {
        if (k <= 0 || p >= 1) {
            return 1;
        }
        if (p <= 0 || k > n) {
            return 0;
        }
        double term =
                StrictMath.exp(
                        logFactorial(n)
                                - logFactorial(k)
                                - logFactorial(n - k)
                                + k * StrictMath.log(p)
                                + (n - k) * StrictMath.log1p(-p));
        double odds = p / (1 - p);
        double sum = term;
        for (long i = k; i < n && term > sum * 1e-12; i++) {
            term *= odds * (n - i) / (i + 1);
            sum += term;
        }
        return Math.min(1, sum);
    }

    /// ln n!: exact below 16, then Stirling's series to 1/n³, whose error is below 1/(1260 n⁵).
    static double logFactorial(long n) {
        if (n < 16) {
            double product = 1;
            for (int i = 2; i <= n; i++) {
                product *= i;
            }
            return StrictMath.log(product);
        }
        double x = n;
        return HALF_LOG_TWO_PI
                + (x + 0.5) * StrictMath.log(x)
                - x
                + 1 / (12 * x)
                - 1 / (360 * x * x * x);
    }
}
