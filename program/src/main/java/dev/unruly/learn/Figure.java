package dev.unruly.learn;

import dev.unruly.stats.Interval;

/// One learned number with what it rests on.
///
/// @param value the estimate
/// @param low the lower end of its 95 % interval; the value where there is none
/// @param high the upper end
/// @param sample how many observations it rests on; 0 for a prior and what was set by hand
public record Figure(double value, double low, double high, long sample, Origin origin) {

    /// Where a number comes from.
    public enum Origin {
        /// The evidence says so.
        LEARNED,
        /// The evidence says nothing: a number from other people's measurements.
        PRIOR,
        /// The user said so.
        BY_HAND
    }

    /// The confidence of all intervals.
    public static final double LEVEL = 0.95;

    public Figure {
        if (!Double.isFinite(value) || !(low <= value && value <= high) || sample < 0) {
            throw new IllegalArgumentException(
                    "a figure must be finite and lie in its interval, got %s in [%s, %s] of %d"
                            .formatted(value, low, high, sample));
        }
    }

    /// A number from the evidence. The interval is stretched to the value where it just misses it.
    public static Figure learned(double value, Interval interval, long sample) {
        return learned(value, interval.low(), interval.high(), sample);
    }

    /// A number from the evidence.
    public static Figure learned(double value, double low, double high, long sample) {
        return new Figure(
                value, Math.min(low, value), Math.max(high, value), sample, Origin.LEARNED);
    }

    /// A number that the evidence does not give.
    public static Figure prior(double value) {
        return new Figure(value, value, value, 0, Origin.PRIOR);
    }

    /// A number that the user gave.
    public static Figure byHand(double value) {
        return new Figure(value, value, value, 0, Origin.BY_HAND);
    }

    /// Whether the evidence gave it.
    public boolean learned() {
        return origin == Origin.LEARNED;
    }
}
