package dev.unruly.advise;

import static dev.unruly.advise.Words.say;

import dev.unruly.stats.Latencies;
import dev.unruly.stats.Proportion;
import java.util.Optional;

/// Answers of two kinds: as from a cache and from its origin, or with and without a stall.
///
/// Counted in quarters of an octave there is a valley between two peaks: at most half as high as
/// the lower peak, and so low by chance in fewer than one of 1,000 cases if both were alike
/// (exactly binomial, times the number of quarters among which the valley was chosen). Each side
/// must hold at least [#LEAST_SHARE] of the answers.
///
/// @param valleyNanos where the two kinds part
/// @param slowShare the share beyond
/// @param fastNanos the median of those below
/// @param slowNanos the median of those beyond
record Modes(long valleyNanos, double slowShare, long fastNanos, long slowNanos) {

    static final double LEAST_SHARE = 0.0005;

    private static final double MOST_HEIGHT = 0.5;
    private static final double LEAST_P = 0.001;

    /// Quarters of an octave up to the longest time.
    private static final int QUARTERS = 4 * 64;

    /// Looks for them; empty if there is one kind, or too little to tell.
    static Optional<Modes> of(Latencies sample) {
        long[] heights = new long[QUARTERS];
        sample.visit((above, upTo, count) -> {
            if (upTo > 0) {
                heights[quarter(0.5 * (above + upTo))] += count;
            }
        });
        int valley = -1;
        long deepest = 0;
        for (int i = 1; i < QUARTERS - 1; i++) {
            long lower = Math.min(highest(heights, 0, i), highest(heights, i + 1, QUARTERS));
            if (lower - heights[i] > deepest && parts(heights, i, lower)) {
                deepest = lower - heights[i];
                valley = i;
            }
        }
        return valley < 0 ? Optional.empty() : Optional.of(at(sample, heights, valley));
    }

    /// As people read it.
    String because() {
        return say(
                "two kinds of answers: %s around %s and %s around %s, with a valley at %s",
                Words.share(1 - slowShare),
                Words.nanos(fastNanos),
                Words.share(slowShare),
                Words.nanos(slowNanos),
                Words.nanos(valleyNanos));
    }

    private static boolean parts(long[] heights, int valley, long lower) {
        long all = 0;
        long beyond = 0;
        for (int i = 0; i < heights.length; i++) {
            all += heights[i];
            beyond += i > valley ? heights[i] : 0;
        }
        long below = all - beyond - heights[valley];
        return heights[valley] <= MOST_HEIGHT * lower
                && Math.min(below, beyond) >= LEAST_SHARE * all
                && new Proportion(heights[valley], lower + heights[valley]).pOfSoFew(0.5)
                        < LEAST_P / heights.length;
    }

    /// The middle of the flat bottom around the valley.
    private static Modes at(Latencies sample, long[] heights, int valley) {
        int from = valley;
        while (from > 0 && heights[from - 1] == heights[valley]) {
            from--;
        }
        int to = valley;
        while (to < heights.length - 1 && heights[to + 1] == heights[valley]) {
            to++;
        }
        long nanos = Math.round(StrictMath.exp((0.5 * (from + to) + 0.5) / 4 * StrictMath.log(2)));
        double slow = sample.shareOver(nanos);
        return new Modes(
                nanos, slow, sample.quantile(0.5 * (1 - slow)), sample.quantile(1 - 0.5 * slow));
    }

    private static int quarter(double nanos) {
        return (int) Math.max(0, 4 * StrictMath.log(nanos) / StrictMath.log(2));
    }

    private static long highest(long[] heights, int from, int to) {
        long highest = 0;
        for (int i = from; i < to; i++) {
            highest = Math.max(highest, heights[i]);
        }
        return highest;
    }
}
