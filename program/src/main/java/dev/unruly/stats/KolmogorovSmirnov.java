package dev.unruly.stats;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/// The largest distance between two cumulative distributions, and how likely so large a one is by
/// chance (Andrey Kolmogorov, 1933; Nikolai Smirnov, 1939).
///
/// With many values every real difference is "significant": judge the distance, not p.
///
/// @param p the probability of so large a distance if both are the same; too large where values tie
public record KolmogorovSmirnov(double distance, double p) {

    /// Up to this sample size p is exact.
    private static final int LARGEST_EXACT = 100;

    /// A sample against a distribution.
    public static KolmogorovSmirnov oneSample(double[] sample, DoubleUnaryOperator cdf) {
        double[] sorted = sorted(sample);
        int size = sorted.length;
        double distance = 0;
        for (int i = 0; i < size; i++) {
            double expected = cdf.applyAsDouble(sorted[i]);
            double above = (i + 1.0) / size - expected;
            double below = expected - (double) i / size;
            distance = Math.max(distance, Math.max(above, below));
        }
        double p =
                size <= LARGEST_EXACT ? 1 - exactCdf(size, distance) : asymptotic(size, distance);
        return new KolmogorovSmirnov(distance, Math.clamp(p, 0.0, 1.0));
    }

    /// Two samples against each other.
    public static KolmogorovSmirnov twoSample(double[] one, double[] other) {
        double[] left = sorted(one);
        double[] right = sorted(other);
        double distance = 0;
        int i = 0;
        int j = 0;
        while (i < left.length && j < right.length) {
            double x = Math.min(left[i], right[j]);
            while (i < left.length && left[i] == x) {
                i++;
            }
            while (j < right.length && right[j] == x) {
                j++;
            }
            double gap = (double) i / left.length - (double) j / right.length;
            distance = Math.max(distance, StrictMath.abs(gap));
        }
        double size = (double) left.length * right.length / (left.length + right.length);
        return new KolmogorovSmirnov(distance, asymptotic(size, distance));
    }

    /// Two histograms against each other, at the ends of their buckets: the distance is at most too
    /// small, by what lies within one bucket.
    public static KolmogorovSmirnov twoSample(Latencies one, Latencies other) {
        if (one.isEmpty() || other.isEmpty()) {
            throw new IllegalArgumentException("a sample must not be empty");
        }
        double distance = StrictMath.abs(share(one.zeros(), one) - share(other.zeros(), other));
        long left = one.zeros();
        long right = other.zeros();
        int from = Math.min(one.firstBucket(), other.firstBucket());
        int to = Math.max(one.endBucket(), other.endBucket());
        for (int bucket = from; bucket < to; bucket++) {
            left += one.inBucket(bucket);
            right += other.inBucket(bucket);
            double gap = StrictMath.abs(share(left, one) - share(right, other));
            distance = Math.max(distance, gap);
        }
        double size = (double) one.count() * other.count() / (one.count() + other.count());
        return new KolmogorovSmirnov(distance, asymptotic(size, distance));
    }

    private static double share(long count, Latencies of) {
        return (double) count / of.count();
    }

    /// The probability of a larger distance in large samples, 2 Σ (−1)^(k−1) exp(−2 k² λ²), with
    /// the correction for smaller ones of Michael Stephens, "Use of the Kolmogorov–Smirnov,
    /// Cramér–von Mises and related statistics without extensive tables", 1970.
    static double asymptotic(double size, double distance) {
        double root = StrictMath.sqrt(size);
        double lambda = (root + 0.12 + 0.11 / root) * distance;
        if (lambda < 0.2) {
            return 1;
        }
        double sum = 0;
        double sign = 1;
        for (int k = 1; k <= 100; k++) {
            double term = StrictMath.exp(-2 * k * k * lambda * lambda);
            sum += sign * term;
            if (term < 1e-17) {
                break;
            }
            sign = -sign;
        }
        return Math.clamp(2 * sum, 0.0, 1.0);
    }

    /// The exact probability of a smaller distance in a sample of n: Marsaglia, Tsang & Wang,
    /// "Evaluating Kolmogorov's distribution", 2003.
    static double exactCdf(int n, double distance) {
        int k = (int) (n * distance) + 1;
        int m = 2 * k - 1;
        double h = k - n * distance;
        double[][] power = power(marsaglia(m, h), n);
        double s = power[k - 1][k - 1];
        for (int i = 1; i <= n; i++) {
            s *= (double) i / n;
        }
        return s;
    }

    private static double[][] marsaglia(int m, double h) {
        double[][] matrix = new double[m][m];
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < m; j++) {
                matrix[i][j] = i - j + 1 < 0 ? 0 : 1;
            }
        }
        double power = 1;
        for (int i = 0; i < m; i++) {
            power *= h;
            matrix[i][0] -= power;
            matrix[m - 1][m - 1 - i] -= power;
        }
        double twice = 2 * h - 1;
        double extra = 1;
        for (int i = 0; i < m && twice > 0; i++) {
            extra *= twice;
        }
        matrix[m - 1][0] += twice > 0 ? extra : 0;
        for (int i = 0; i < m; i++) {
            double factorial = 1;
            for (int j = i; j >= 0; j--) {
                factorial *= i - j + 1;
                matrix[i][j] /= factorial;
            }
        }
        return matrix;
    }

    /// The n-th power of a matrix by squaring. For n up to [#LARGEST_EXACT] nothing overflows.
    private static double[][] power(double[][] matrix, int n) {
        if (n == 1) {
            return matrix;
        }
        double[][] half = power(matrix, n / 2);
        double[][] even = product(half, half);
        return n % 2 == 0 ? even : product(even, matrix);
    }

    private static double[][] product(double[][] a, double[][] b) {
        int m = a.length;
        double[][] product = new double[m][m];
        for (int i = 0; i < m; i++) {
            for (int k = 0; k < m; k++) {
                for (int j = 0; j < m; j++) {
                    product[i][j] += a[i][k] * b[k][j];
                }
            }
        }
        return product;
    }

    private static double[] sorted(double[] sample) {
        if (sample.length == 0) {
            throw new IllegalArgumentException("a sample must not be empty");
        }
        double[] sorted = sample.clone();
        Arrays.sort(sorted);
        if (Double.isNaN(sorted[sorted.length - 1])) {
            throw new IllegalArgumentException("a sample must not contain NaN");
        }
        return sorted;
    }
}
