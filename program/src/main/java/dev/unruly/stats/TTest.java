package dev.unruly.stats;

/// A test of a mean: Student's t on independent values (William Gosset, "The probable error of a
/// mean", 1908).
///
/// Whether a backlog drains is asked of its [#increments] over blocks of five to ten seconds: they
/// are nearly independent even where the backlog itself wanders, so a random walk is called falling
/// as rarely as the level says. [MannKendall] on the backlog itself would call it so in four cases
/// of ten.
///
/// @param count how many values, 2 or more
/// @param standardError the standard deviation of the mean
public record TTest(int count, double mean, double standardError) {

    public TTest {
        if (count < 2 || !Double.isFinite(mean) || !(standardError >= 0)) {
            throw new IllegalArgumentException(
                    "needs 2 or more finite values, got %d with mean %s and error %s"
                            .formatted(count, mean, standardError));
        }
    }

    /// The test of these values.
    public static TTest of(double... values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        double mean = sum / values.length;
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        double variance = squares / Math.max(1, values.length - 1);
        return new TTest(values.length, mean, StrictMath.sqrt(variance / values.length));
    }

    /// The change of a series from each block's first value to the next block's: what is left of
    /// the series after the last whole block is not used.
    public static double[] increments(long[] series, int block) {
        if (block < 1) {
            throw new IllegalArgumentException("block must be 1 or more, got " + block);
        }
        double[] increments = new double[Math.max(0, series.length - 1) / block];
        for (int i = 0; i < increments.length; i++) {
            increments[i] = series[(i + 1) * block] - series[i * block];
        }
        return increments;
    }

    /// The p-value of a mean so low if the true one were `centre`: small if it lies below.
    public double pBelow(double centre) {
        return mean == centre ? 0.5 : Student.cdf((mean - centre) / standardError, count - 1);
    }

    /// The p-value of a mean so high if the true one were `centre`: small if it lies above.
    public double pAbove(double centre) {
        return mean == centre ? 0.5 : Student.cdf((centre - mean) / standardError, count - 1);
    }

    /// The p-value of a mean so far from `centre`.
    public double pDifferent(double centre) {
        return 2 * Math.min(pBelow(centre), pAbove(centre));
    }

    /// The two-sided confidence interval of the mean.
    public Interval interval(double level) {
        double half = standardError * Student.quantile(0.5 + 0.5 * level, count - 1);
        return new Interval(mean - half, mean + half);
    }
}
