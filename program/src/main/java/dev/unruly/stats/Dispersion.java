package dev.unruly.stats;

/// How much burstier a series of counts is than a Poisson process: variance over mean, 1 for
/// Poisson, more for bursts, less for pacing.
public final class Dispersion {

    private Dispersion() {}

    /// The index of dispersion of the counts of neighbouring intervals.
    ///
    /// @throws IllegalArgumentException of fewer than two counts or none above zero
    public static double index(long... counts) {
        double sum = 0;
        for (long count : counts) {
            sum += count;
        }
        if (counts.length < 2 || sum == 0) {
            throw new IllegalArgumentException(
                    "needs two counts and something counted, got %d counts with sum %s"
                            .formatted(counts.length, sum));
        }
        double mean = sum / counts.length;
        double squares = 0;
        for (long count : counts) {
            squares += (count - mean) * (count - mean);
        }
        return squares / (counts.length - 1) / mean;
    }
}
