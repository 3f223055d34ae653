package dev.unruly.stats;

import dev.unruly.chance.Special;
import java.util.Arrays;

/// The test of counts against expected counts (Karl Pearson, "On the criterion …", 1900). Expected
/// counts should be five or more.
///
/// @param p the probability of so large a statistic if the expectation is true
public record ChiSquare(double statistic, int degrees, double p) {

    /// The test of counts in cells whose expected counts, or shares, are given up to a factor.
    public static ChiSquare of(long[] observed, double[] expected) {
        if (observed.length != expected.length || observed.length < 2) {
            throw new IllegalArgumentException(
                    "as many expected as observed cells, two or more, got %d and %d"
                            .formatted(expected.length, observed.length));
        }
        double seen = 0;
        double due = 0;
        for (int i = 0; i < observed.length; i++) {
            if (!(expected[i] > 0) || observed[i] < 0) {
                throw new IllegalArgumentException(
                        "cell %d must be expected and not negative, got %d where %s was expected"
                                .formatted(i, observed[i], expected[i]));
            }
            seen += observed[i];
            due += expected[i];
        }
        double statistic = 0;
        for (int i = 0; i < observed.length; i++) {
            double mean = expected[i] * seen / due;
            double excess = observed[i] - mean;
            statistic += excess * excess / mean;
        }
        int degrees = observed.length - 1;
        return new ChiSquare(
                statistic, degrees, Special.upperGamma(0.5 * degrees, 0.5 * statistic));
    }

    /// The test that all cells are alike.
    public static ChiSquare uniform(long... observed) {
        double[] expected = new double[observed.length];
        Arrays.fill(expected, 1);
        return of(observed, expected);
    }
}
