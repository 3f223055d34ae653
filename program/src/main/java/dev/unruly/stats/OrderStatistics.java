package dev.unruly.stats;

import java.util.OptionalLong;

/// Bounds of a quantile from a sample alone, whatever its distribution.
///
/// Of n independent values as many as Binomial(n, q) lie below the true q-quantile, so the r-th
/// smallest is above it with probability P(Binomial(n, q) < r). The largest of all is above it with
/// probability 1 − qⁿ, so a bound needs n ≥ ln(1 − level) / ln q values (Samuel Wilks,
/// "Determination of sample sizes for setting tolerance limits", 1941).
///
/// Values are known by their buckets: an upper bound is the bucket's upper end, a lower bound its
/// lower end.
public final class OrderStatistics {

    private OrderStatistics() {}

    /// The fewest values whose largest is above the q-quantile with this confidence: 299 for 0.99
    /// at 0.95.
    public static long needed(double share, double level) {
        requireInside("share", share);
        requireInside("level", level);
        return (long) StrictMath.ceil(StrictMath.log1p(-level) / StrictMath.log(share));
    }

    /// A duration that the quantile does not exceed with this confidence; empty of fewer values
    /// than [#needed].
    public static OptionalLong upper(Latencies sample, double share, double level) {
        long count = sample.count();
        if (count < needed(share, level)) {
            return OptionalLong.empty();
        }
        long low = 0;
        long high = count;
        while (high - low > 1) {
            long rank = low + (high - low) / 2;
            if (new Proportion(rank - 1, count).pOfSoFew(share) >= level) {
                high = rank;
            } else {
                low = rank;
            }
        }
        return OptionalLong.of(atRank(sample, high)[1]);
    }

    /// A duration that the quantile does not fall below with this confidence; empty of fewer values
    /// than [#needed] for 1 − share.
    public static OptionalLong lower(Latencies sample, double share, double level) {
        long count = sample.count();
        if (count < needed(1 - share, level)) {
            return OptionalLong.empty();
        }
        long low = 1;
        long high = count + 1;
        while (high - low > 1) {
            long rank = low + (high - low) / 2;
            if (new Proportion(rank, count).pOfSoMany(share) >= level) {
                low = rank;
            } else {
                high = rank;
            }
        }
        return OptionalLong.of(atRank(sample, low)[0]);
    }

    /// The ends of the bucket that holds the value of this rank, from 1.
    private static long[] atRank(Latencies sample, long rank) {
        long[] passed = {0};
        long[] ends = new long[2];
        sample.visit((above, upTo, count) -> {
            if (passed[0] < rank && passed[0] + count >= rank) {
                ends[0] = Math.max(sample.least(), (long) StrictMath.floor(above));
                ends[1] = Math.min(sample.most(), (long) StrictMath.ceil(upTo));
            }
            passed[0] += count;
        });
        return ends;
    }

    private static void requireInside(String name, double value) {
        if (!(value > 0 && value < 1)) {
            throw new IllegalArgumentException(name + " must be in (0, 1), got " + value);
        }
    }
}
