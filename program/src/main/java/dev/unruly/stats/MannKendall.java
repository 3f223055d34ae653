package dev.unruly.stats;

import dev.unruly.chance.Normal;
import java.util.Arrays;

/// The trend test of Henry Mann, "Nonparametric tests against trend", 1945, and Maurice Kendall: do
/// later values exceed earlier ones more often than not?
///
/// Right for independent values. **Not for backlogs**: each value of a queue carries the one
/// before, and a queue without any trend is then called falling in 44 % of cases (a test shows it).
/// Use [TTest#increments] there.
///
/// @param score pairs that rise less pairs that fall
/// @param variance of the score without trend, ties taken into account
public record MannKendall(long score, double variance) {

    /// The test of a series; takes time with the square of its length.
    public static MannKendall of(double... series) {
        long score = 0;
        for (int later = 1; later < series.length; later++) {
            for (int earlier = 0; earlier < later; earlier++) {
                score += Double.compare(series[later], series[earlier]);
            }
        }
        double variance = pairs(series.length);
        double[] sorted = series.clone();
        Arrays.sort(sorted);
        int from = 0;
        for (int i = 1; i <= sorted.length; i++) {
            if (i == sorted.length || sorted[i] != sorted[from]) {
                variance -= pairs(i - from);
                from = i;
            }
        }
        return new MannKendall(score, variance / 18);
    }

    /// The p-value of so falling a series if there were no trend.
    public double pFalling() {
        return variance == 0 ? 1 : Normal.cdf((score + 1) / StrictMath.sqrt(variance));
    }

    /// The p-value of so rising a series if there were no trend.
    public double pRising() {
        return variance == 0 ? 1 : Normal.cdf((1 - score) / StrictMath.sqrt(variance));
    }

    private static double pairs(double n) {
        return n * (n - 1) * (2 * n + 5);
    }
}
