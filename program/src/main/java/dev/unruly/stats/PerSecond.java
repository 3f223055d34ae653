package dev.unruly.stats;

import java.util.Arrays;
import java.util.OptionalDouble;

/// A whole number for each second of a run: how many of something, or how much was in flight.
///
/// Seconds count from 0; those never written hold 0. Additive: the sums of all loops are the run's.
/// Mutable and not thread-safe.
public final class PerSecond {

    private static final int LARGEST = 1 << 28;

    private long[] values = new long[64];
    private int seconds;

    /// Adds to one second. The run is then at least that long.
    public void add(int second, long amount) {
        if (second < 0 || second >= LARGEST) {
            throw new IllegalArgumentException(
                    "second must be in [0, " + LARGEST + "), got " + second);
        }
        if (second >= values.length) {
            values = Arrays.copyOf(values, Math.max(second + 1, 2 * values.length));
        }
        values[second] += amount;
        seconds = Math.max(seconds, second + 1);
    }

    /// Adds another series second by second.
    public void merge(PerSecond other) {
        for (int second = other.seconds - 1; second >= 0; second--) {
            add(second, other.values[second]);
        }
    }

    /// The value of one second; 0 after the end.
    public long at(int second) {
        return second < seconds ? values[second] : 0;
    }

    /// One past the last second written.
    public int seconds() {
        return seconds;
    }

    /// The sum over the seconds in [from, to).
    public long sum(int from, int to) {
        requireRange(from, to);
        long sum = 0;
        for (int second = from; second < Math.min(to, seconds); second++) {
            sum += values[second];
        }
        return sum;
    }

    /// The mean per second over [from, to).
    public double rate(int from, int to) {
        requireRange(from, to);
        if (from == to) {
            throw new IllegalArgumentException("no second in [" + from + ", " + to + ")");
        }
        return (double) sum(from, to) / (to - from);
    }

    /// The values of the seconds in [from, to).
    public long[] values(int from, int to) {
        requireRange(from, to);
        long[] part = new long[to - from];
        for (int i = 0; i < part.length; i++) {
            part[i] = at(from + i);
        }
        return part;
    }

    /// The sums of neighbouring windows of `width` seconds in [from, to); an incomplete last window
    /// is left out.
    public long[] windows(int from, int to, int width) {
        requireRange(from, to);
        requireWidth(width);
        long[] sums = new long[(to - from) / width];
        for (int i = 0; i < sums.length; i++) {
            sums[i] = sum(from + i * width, from + (i + 1) * width);
        }
        return sums;
    }

    /// The largest ratio of two series over any `width` neighbouring seconds in [from, to), such as
    /// amplification in its worst ten seconds. Empty if no such window has anything below the line.
    public static OptionalDouble worstRatio(
            PerSecond above, PerSecond below, int from, int to, int width) {
        requireRange(from, to);
        requireWidth(width);
        double worst = Double.NaN;
        long up = above.sum(from, Math.min(from + width, to));
        long down = below.sum(from, Math.min(from + width, to));
        for (int start = from; start + width <= to; start++) {
            if (down > 0 && !(worst >= (double) up / down)) {
                worst = (double) up / down;
            }
            up += above.at(start + width) - above.at(start);
            down += below.at(start + width) - below.at(start);
        }
        return Double.isNaN(worst) ? OptionalDouble.empty() : OptionalDouble.of(worst);
    }

    private static void requireRange(int from, int to) {
        if (from < 0 || to < from) {
            throw new IllegalArgumentException(
                    "seconds must not be negative or run backwards, got ["
                            + from
                            + ", "
                            + to
                            + ")");
        }
    }

    private static void requireWidth(int width) {
        if (width < 1) {
            throw new IllegalArgumentException("width must be 1 or more, got " + width);
        }
    }
}
