package dev.unruly.chance;

import java.util.function.DoubleUnaryOperator;

/// Special functions, the same to the last bit on every machine ([StrictMath] throughout).
public final class Special {

    private static final double HALF_LOG_TWO_PI = 0.9189385332046728;
    private static final double TWO_PI = 2 * StrictMath.PI;
    private static final double TINY = 1e-300;
    private static final double EPSILON = 0x1.0p-53;

    /// Far above what arguments of a billion need; reached only by a bug.
    private static final int MOST_TERMS = 10_000_000;

    private Special() {}

    /// ln Γ(x) for x > 0: Stirling's series from 15 on, Lanczos's approximation below (Cornelius
    /// Lanczos, "A precision approximation of the gamma function", 1964; g = 7, Godfrey's
    /// coefficients).
    public static double logGamma(double x) {
        if (!(x > 0)) {
            throw new IllegalArgumentException("logGamma needs x > 0, got " + x);
        }
        if (x > 15) {
            return (x - 0.5) * StrictMath.log(x) - x + HALF_LOG_TWO_PI + stirlingSeries(x);
        }
        if (x < 0.5) {
            return logGamma(x + 1) - StrictMath.log(x);
        }
        double z = x - 1;
        double sum =
                0.9999999999998099
                        + 676.5203681218851 / (z + 1)
                        - 1259.1392167224028 / (z + 2)
                        + 771.3234287776531 / (z + 3)
                        - 176.6150291621406 / (z + 4)
                        + 12.507343278686905 / (z + 5)
                        - 0.13857109526572012 / (z + 6)
                        + 9.984369578019572e-06 / (z + 7)
                        + 1.5056327351493116e-07 / (z + 8);
        double t = z + 7.5;
        return HALF_LOG_TWO_PI + (z + 0.5) * StrictMath.log(t) - t + StrictMath.log(sum);
    }

    /// P(a, x), the regularised lower incomplete gamma function: the share of a gamma distribution
    /// of shape a and scale 1 that lies below x.
    public static double lowerGamma(double a, double x) {
        requireGamma(a, x);
        return x < a + 1 ? gammaSeries(a, x) : 1 - gammaFraction(a, x);
    }

    /// Q(a, x) = 1 − P(a, x), precise where it is small.
    public static double upperGamma(double a, double x) {
        requireGamma(a, x);
        return x < a + 1 ? 1 - gammaSeries(a, x) : gammaFraction(a, x);
    }

    /// The x at which P(a, x) = p: Newton's steps on ln P over ln x, held between brackets. 0 where
    /// the answer is below the smallest normal number.
    public static double inverseLowerGamma(double a, double p) {
        requireShare(p);
        if (p == 0 || p == 1) {
            return p == 0 ? 0 : Double.POSITIVE_INFINITY;
        }
        double z = Normal.quantile(p);
        double cube = 1 - 1 / (9 * a) + z / (3 * StrictMath.sqrt(a));
        double nearZero = (StrictMath.log(p) + logGamma(a + 1)) / a;
        double x = a > 1 && cube > 0 ? a * cube * cube * cube : StrictMath.exp(nearZero);
        x = Math.max(x, Double.MIN_NORMAL);
        double low = 0;
        double high = Double.POSITIVE_INFINITY;
        for (int i = 0; i < 500 && high > Double.MIN_NORMAL; i++) {
            double ratio = p < 0.5 ? lowerGamma(a, x) / p : (1 - p) / upperGamma(a, x);
            if (ratio > 1) {
                high = x;
            } else {
                low = x;
            }
            // Both tails are nearly straight lines in ln x and ln p; the slope is that of theirs.
            double tail = p < 0.5 ? lowerGamma(a, x) : upperGamma(a, x);
            double step = -StrictMath.log(ratio) * tail / (a * poissonTerm(a, x));
            double next = x * StrictMath.exp(Double.isNaN(step) ? 1 : Math.clamp(step, -1.0, 1.0));
            if (StrictMath.abs(next - x) <= 4 * EPSILON * x) {
                return next;
            }
            if (!(next > low && next < high)) {
                next = 0.5 * (low + high);
            }
            x = next;
        }
        return high > Double.MIN_NORMAL ? x : 0;
    }

    /// I_x(a, b), the regularised incomplete beta function: the share of a beta distribution that
    /// lies below x. Continued fraction of Abramowitz & Stegun 26.5.8 by Lentz's method.
    public static double beta(double a, double b, double x) {
        if (!(a > 0 && b > 0)) {
            throw new IllegalArgumentException("beta needs a, b > 0, got " + a + ", " + b);
        }
        requireShare(x);
        if (x == 0 || x == 1) {
            return x;
        }
        double front = binomialTerm(a, b, x) * (a / (a + b)) * b;
        return x < (a + 1) / (a + b + 2)
                ? front * betaFraction(a, b, x) / a
                : 1 - front * betaFraction(b, a, 1 - x) / b;
    }

    /// The x at which I_x(a, b) = p, by halving: about 60 steps.
    public static double inverseBeta(double a, double b, double p) {
        requireShare(p);
        double low = 0;
        double high = 1;
        while (true) {
            double middle = 0.5 * (low + high);
            if (middle == low || middle == high || high - low < EPSILON * low) {
                return p == 0 ? 0 : p == 1 ? 1 : middle;
            }
            if (beta(a, b, middle) < p) {
                low = middle;
            } else {
                high = middle;
            }
        }
    }

    /// ∫ f over (from, to) by tanh-sinh quadrature, which bears infinite slopes at both ends
    /// (Takahasi & Mori, "Double exponential formulas for numerical integration", 1974). The
    /// argument of f is the distance from `from`.
    static double integrate(DoubleUnaryOperator f, double from, double to) {
        double width = to - from;
        double step = 1.0 / 64;
        double sum = 0;
        for (int k = -256; k <= 256; k++) {
            double t = k * step;
            double inner = StrictMath.PI * StrictMath.sinh(t);
            double share = 1 / (1 + StrictMath.exp(-inner));
            double weight = StrictMath.PI * StrictMath.cosh(t) * share * (1 - share);
            if (weight > 0 && share > 0 && share < 1) {
                sum += weight * f.applyAsDouble(width * share);
            }
        }
        return sum * step * width;
    }

    /// xᵃ e⁻ˣ / Γ(a+1) by the saddle-point expansion of Catherine Loader, "Fast and accurate
    /// computation of binomial probabilities", 2000: no cancellation for large arguments.
    static double poissonTerm(double a, double x) {
        return StrictMath.exp(-stirlingError(a) - deviance(a, x)) / StrictMath.sqrt(TWO_PI * a);
    }

    /// Γ(a+b+1) / (Γ(a+1) Γ(b+1)) · xᵃ (1−x)ᵇ, likewise.
    private static double binomialTerm(double a, double b, double x) {
        double n = a + b;
        double exponent =
                stirlingError(n)
                        - stirlingError(a)
                        - stirlingError(b)
                        - deviance(a, n * x)
                        - deviance(b, n * (1 - x));
        return StrictMath.exp(exponent) * StrictMath.sqrt(n / (TWO_PI * a) / b);
    }

    /// ln Γ(x+1) less Stirling's formula for it.
    private static double stirlingError(double x) {
        return x > 15
                ? stirlingSeries(x)
                : logGamma(x + 1) - (x + 0.5) * StrictMath.log(x) + x - HALF_LOG_TWO_PI;
    }

    private static double stirlingSeries(double x) {
        double s = 1 / (x * x);
        return (1.0 / 12 - (1.0 / 360 - (1.0 / 1260 - (1.0 / 1680 - s / 1188) * s) * s) * s) / x;
    }

    /// x ln(x/m) + m − x.
    private static double deviance(double x, double m) {
        if (StrictMath.abs(x - m) >= 0.1 * (x + m)) {
            return x * (StrictMath.log(x) - StrictMath.log(m)) + m - x;
        }
        double v = (x - m) / (x + m);
        double sum = (x - m) * v;
        double term = 2 * x * v;
        for (int j = 3; ; j += 2) {
            term *= v * v;
            double next = sum + term / j;
            if (next == sum) {
                return sum;
            }
            sum = next;
        }
    }

    private static double gammaSeries(double a, double x) {
        if (x == 0) {
            return 0;
        }
        double term = 1;
        double sum = 1;
        for (int n = 1; n < MOST_TERMS; n++) {
            term *= x / (a + n);
            sum += term;
            if (term < sum * EPSILON) {
                return Math.min(1, sum * poissonTerm(a, x));
            }
        }
        throw new IllegalStateException("no convergence of P(" + a + ", " + x + ")");
    }

    private static double gammaFraction(double a, double x) {
        if (Double.isInfinite(x)) {
            return 0;
        }
        double b = x + 1 - a;
        double c = 1 / TINY;
        double d = 1 / b;
        double h = d;
        for (int n = 1; n < MOST_TERMS; n++) {
            double numerator = n * (a - n);
            b += 2;
            d = 1 / away(numerator * d + b);
            c = away(b + numerator / c);
            double factor = c * d;
            h *= factor;
            if (StrictMath.abs(factor - 1) <= 2 * EPSILON) {
                return Math.min(1, h * a * poissonTerm(a, x));
            }
        }
        throw new IllegalStateException("no convergence of Q(" + a + ", " + x + ")");
    }

    private static double betaFraction(double a, double b, double x) {
        double c = 1;
        double d = 1 / away(1 - (a + b) * x / (a + 1));
        double h = d;
        for (int m = 1; m < MOST_TERMS; m++) {
            double even = m * (b - m) * x / ((a - 1 + 2 * m) * (a + 2 * m));
            d = 1 / away(1 + even * d);
            c = away(1 + even / c);
            h *= d * c;
            double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 1 + 2 * m));
            d = 1 / away(1 + odd * d);
            c = away(1 + odd / c);
            double factor = d * c;
            h *= factor;
            if (StrictMath.abs(factor - 1) <= 2 * EPSILON) {
                return h;
            }
        }
        throw new IllegalStateException("no convergence of I(" + a + ", " + b + ", " + x + ")");
    }

    /// Lentz's guard: away from zero.
    private static double away(double value) {
        return StrictMath.abs(value) < TINY ? TINY : value;
    }

    private static void requireGamma(double a, double x) {
        if (!(a > 0 && x >= 0)) {
            throw new IllegalArgumentException(
                    "incomplete gamma needs a > 0 and x >= 0, got " + a + ", " + x);
        }
    }

    static void requireShare(double p) {
        if (!(p >= 0 && p <= 1)) {
            throw new IllegalArgumentException("probability must be in [0, 1], got " + p);
        }
    }
}
