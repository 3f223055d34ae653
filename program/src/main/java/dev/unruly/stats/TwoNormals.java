package dev.unruly.stats;

import java.util.Arrays;

/// Values as a mixture of two normal distributions, by expectation and maximisation (Arthur
/// Dempster, Nan Laird & Donald Rubin, "Maximum likelihood from incomplete data via the EM
/// algorithm", 1977).
///
/// @param share of the lower one
/// @param low its mean
/// @param lowSpread its standard deviation
/// @param high the mean of the other
/// @param highSpread its standard deviation
/// @param gain by how much Schwarz's criterion is below that of one normal distribution
public record TwoNormals(
        double share, double low, double lowSpread, double high, double highSpread, double gain) {

    private static final int ROUNDS = 300;

    /// The fit of values that count so often each.
    public static TwoNormals of(double[] values, double[] weights) {
        if (values.length < 2 || values.length != weights.length) {
            throw new IllegalArgumentException(
                    "two values or more, and as many weights, got %d and %d"
                            .formatted(values.length, weights.length));
        }
        double count = Arrays.stream(weights).sum();
        double mean = 0;
        for (int i = 0; i < values.length; i++) {
            mean += weights[i] * values[i] / count;
        }
        double variance = 0;
        for (int i = 0; i < values.length; i++) {
            variance += weights[i] * (values[i] - mean) * (values[i] - mean) / count;
        }
        double spread = StrictMath.sqrt(Math.max(variance, 1e-12));
        double least = 0.02 * spread;
        var fit = new TwoNormals(0.5, mean - spread, spread, mean + spread, spread, 0);
        for (int round = 0; round < ROUNDS; round++) {
            fit = fit.better(values, weights, count, least);
        }
        double one = 0;
        double two = 0;
        for (int i = 0; i < values.length; i++) {
            one += weights[i] * StrictMath.log(density(values[i], mean, spread));
            two += weights[i] * StrictMath.log(Math.max(1e-300, fit.density(values[i])));
        }
        double gain = 2 * (two - one) - 3 * StrictMath.log(count);
        return new TwoNormals(fit.share, fit.low, fit.lowSpread, fit.high, fit.highSpread, gain);
    }

    /// How far apart they are, in standard deviations; above 2 there are two humps (Keith Ashman,
    /// Christina Bird & Stephen Zepf, "Detecting bimodality in astronomical datasets", 1994).
    public double separation() {
        double squares = lowSpread * lowSpread + highSpread * highSpread;
        return StrictMath.abs(high - low) / StrictMath.sqrt(0.5 * squares);
    }

    /// Where the density between the two means is least.
    public double valley() {
        double best = low;
        for (int i = 0; i <= 1_000; i++) {
            double x = low + (high - low) * i / 1_000;
            if (density(x) < density(best)) {
                best = x;
            }
        }
        return best;
    }

    private TwoNormals better(double[] values, double[] weights, double count, double least) {
        double[] sums = new double[6];
        for (int i = 0; i < values.length; i++) {
            double x = values[i];
            double left = share * density(x, low, lowSpread);
            double belongs = left / Math.max(1e-300, density(x));
            for (int side = 0; side < 2; side++) {
                double weight = weights[i] * (side == 0 ? belongs : 1 - belongs);
                sums[3 * side] += weight;
                sums[3 * side + 1] += weight * x;
                sums[3 * side + 2] += weight * x * x;
            }
        }
        double lower = sums[1] / Math.max(1e-12, sums[0]);
        double upper = sums[4] / Math.max(1e-12, sums[3]);
        double first = sums[2] / Math.max(1e-12, sums[0]) - lower * lower;
        double second = sums[5] / Math.max(1e-12, sums[3]) - upper * upper;
        return new TwoNormals(
                sums[0] / count,
                lower,
                Math.max(least, StrictMath.sqrt(Math.max(0, first))),
                upper,
                Math.max(least, StrictMath.sqrt(Math.max(0, second))),
                0);
    }

    private double density(double x) {
        return share * density(x, low, lowSpread) + (1 - share) * density(x, high, highSpread);
    }

    private static double density(double x, double mean, double spread) {
        double z = (x - mean) / spread;
        return StrictMath.exp(-0.5 * z * z) / (spread * StrictMath.sqrt(2 * StrictMath.PI));
    }
}
