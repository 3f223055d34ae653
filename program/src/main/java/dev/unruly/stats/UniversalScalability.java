package dev.unruly.stats;

import java.util.Arrays;

/// The law of how throughput grows with concurrency: X(N) = λ N / (1 + α (N − 1) + β N (N − 1))
/// (Neil Gunther, "Guerrilla capacity planning", 2007). λ is what one does alone, α the share that
/// must queue for something shared, β what each pair costs to agree. With β > 0 throughput is
/// largest at N* = √((1 − α) / β) and falls beyond.
///
/// @param perOne λ
/// @param queueing α, at least 0
/// @param agreeing β
/// @param agreeingInterval β's 95 % interval, by Student's t from the curvature of the squares
/// @param explained R²: the share of the variance that the law explains
public record UniversalScalability(
        double perOne,
        double queueing,
        double agreeing,
        Interval agreeingInterval,
        double explained) {

    private static final int STEPS = 200;

    /// Throughput at a concurrency.
    public double at(double concurrency) {
        return value(new double[] {perOne, queueing, agreeing}, concurrency);
    }

    /// N*; infinite where throughput does not fall.
    public double peak() {
        return agreeing > 0
                ? StrictMath.sqrt(Math.max(0, 1 - queueing) / agreeing)
                : Double.POSITIVE_INFINITY;
    }

    /// The law with the least squares: Gauss-Newton's steps, damped as by Levenberg and Marquardt.
    /// A negative α has no meaning; 0 is taken then.
    ///
    /// @param concurrency N of each point, above 0
    /// @param perSecond X of each point, above 0
    public static UniversalScalability fit(double[] concurrency, double[] perSecond) {
        if (concurrency.length != perSecond.length || concurrency.length < 4) {
            throw new IllegalArgumentException(
                    "needs four points or more, got %d and %d"
                            .formatted(concurrency.length, perSecond.length));
        }
        double[] free = squares(concurrency, perSecond, true);
        boolean withQueueing = free[1] >= 0;
        double[] best = withQueueing ? free : squares(concurrency, perSecond, false);
        double left = 0;
        double total = 0;
        double mean = Arrays.stream(perSecond).average().orElseThrow();
        for (int i = 0; i < perSecond.length; i++) {
            double error = perSecond[i] - value(best, concurrency[i]);
            left += error * error;
            total += (perSecond[i] - mean) * (perSecond[i] - mean);
        }
        int unknown = withQueueing ? 3 : 2;
        int degrees = Math.max(1, perSecond.length - unknown);
        double[][] curvature = curvature(best, concurrency, withQueueing);
        double variance = inverse(curvature)[unknown - 1][unknown - 1] * left / degrees;
        double spread = Student.quantile(0.975, degrees) * StrictMath.sqrt(Math.max(0, variance));
        return new UniversalScalability(
                best[0],
                best[1],
                best[2],
                new Interval(best[2] - spread, best[2] + spread),
                total == 0 ? 0 : 1 - left / total);
    }

    private static double value(double[] law, double n) {
        return law[0] * n / (1 + law[1] * (n - 1) + law[2] * n * (n - 1));
    }

    /// The slopes of X by λ, α (if it is free) and β.
    private static double[] slopes(double[] law, double n, boolean withQueueing) {
        double x = value(law, n);
        double below = 1 + law[1] * (n - 1) + law[2] * n * (n - 1);
        double byLambda = x / law[0];
        double byAlpha = -x * (n - 1) / below;
        double byBeta = -x * n * (n - 1) / below;
        return withQueueing
                ? new double[] {byLambda, byAlpha, byBeta}
                : new double[] {byLambda, byBeta};
    }

    private static double[][] curvature(double[] law, double[] ns, boolean withQueueing) {
        int size = withQueueing ? 3 : 2;
        double[][] sum = new double[size][size];
        for (double n : ns) {
            double[] slopes = slopes(law, n, withQueueing);
            for (int i = 0; i < size; i++) {
                for (int j = 0; j < size; j++) {
                    sum[i][j] += slopes[i] * slopes[j];
                }
            }
        }
        return sum;
    }

    private static double[] squares(double[] ns, double[] xs, boolean withQueueing) {
        double[] law = start(ns, xs);
        double error = error(law, ns, xs);
        double damping = 1e-3;
        for (int step = 0; step < STEPS && damping < 1e12; step++) {
            double[][] curvature = curvature(law, ns, withQueueing);
            double[] gradient = new double[curvature.length];
            for (int i = 0; i < ns.length; i++) {
                double[] slopes = slopes(law, ns[i], withQueueing);
                double miss = xs[i] - value(law, ns[i]);
                for (int j = 0; j < gradient.length; j++) {
                    gradient[j] += slopes[j] * miss;
                }
            }
            for (int i = 0; i < gradient.length; i++) {
                curvature[i][i] *= 1 + damping;
            }
            double[][] inverse = inverse(curvature);
            double[] next = law.clone();
            for (int i = 0; i < gradient.length; i++) {
                int which = !withQueueing && i == 1 ? 2 : i;
                for (int j = 0; j < gradient.length; j++) {
                    next[which] += inverse[i][j] * gradient[j];
                }
            }
            double nextError = next[0] > 0 ? error(next, ns, xs) : Double.POSITIVE_INFINITY;
            if (nextError < error) {
                law = next;
                error = nextError;
                damping /= 10;
            } else {
                damping *= 10;
            }
        }
        return law;
    }

    /// As if one alone did what it does at the least concurrency, and nothing were shared.
    private static double[] start(double[] ns, double[] xs) {
        int least = 0;
        for (int i = 1; i < ns.length; i++) {
            least = ns[i] < ns[least] ? i : least;
        }
        double most = Arrays.stream(ns).max().orElseThrow();
        return new double[] {xs[least] / ns[least], 0, 1 / (most * most)};
    }

    private static double error(double[] law, double[] ns, double[] xs) {
        double sum = 0;
        for (int i = 0; i < ns.length; i++) {
            double miss = xs[i] - value(law, ns[i]);
            sum += miss * miss;
        }
        return Double.isNaN(sum) ? Double.POSITIVE_INFINITY : sum;
    }

    /// By Gauss and Jordan, after scaling to a diagonal of ones; a singular one gives infinities.
    private static double[][] inverse(double[][] matrix) {
        int size = matrix.length;
        double[] scale = new double[size];
        double[][] left = new double[size][size];
        double[][] right = new double[size][size];
        for (int i = 0; i < size; i++) {
            scale[i] = StrictMath.sqrt(Math.max(matrix[i][i], Double.MIN_NORMAL));
            right[i][i] = 1;
        }
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                left[i][j] = matrix[i][j] / scale[i] / scale[j];
            }
        }
        for (int column = 0; column < size; column++) {
            double pivot = left[column][column];
            for (int j = 0; j < size; j++) {
                left[column][j] /= pivot;
                right[column][j] /= pivot;
            }
            for (int i = 0; i < size; i++) {
                double times = left[i][column];
                for (int j = 0; j < size && i != column; j++) {
                    left[i][j] -= times * left[column][j];
                    right[i][j] -= times * right[column][j];
                }
            }
        }
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                right[i][j] /= scale[i] * scale[j];
            }
        }
        return right;
    }
}
