package dev.unruly.stats;

import java.util.Arrays;

/// A histogram of durations in nanoseconds that adds up without loss: merging parts gives what one
/// histogram would have recorded.
///
/// Base-2 exponential buckets of scale 5, so a quantile is off by at most 1.09 % and half a
/// nanosecond; count, sum, least and most are exact. Recording takes constant time and allocates
/// nothing once the range of values has been seen. Memory: 256 bytes per doubling of that range.
///
/// Mutable and not thread-safe: one per loop, merged by whoever reports.
public final class Latencies {

    private static final long[] NONE = {};

    private long[] counts = NONE;

    /// The bucket that `counts[0]` counts.
    private int first;

    private long zeros;
    private long count;
    private long least = Long.MAX_VALUE;
    private long most = -1;

    /// The sum, 128 bits: a day of a million waiting users overflows 64.
    private long sumHigh;

    private long sumLow;

    /// Counts one duration, 0 or more.
    public void record(long nanos) {
        record(nanos, 1);
    }

    /// Counts a duration several times.
    public void record(long nanos, long times) {
        if (nanos < 0 || times < 0) {
            throw new IllegalArgumentException(
                    "a duration and its count must not be negative, got " + nanos + ", " + times);
        }
        if (times == 0) {
            return;
        }
        if (nanos == 0) {
            zeros += times;
        } else {
            int bucket = Buckets.of(nanos);
            int at = bucket - first;
            if (at < 0 || at >= counts.length) {
                cover(bucket, bucket);
                at = bucket - first;
            }
            counts[at] += times;
        }
        count += times;
        least = Math.min(least, nanos);
        most = Math.max(most, nanos);
        addToSum(Math.multiplyHigh(nanos, times), nanos * times);
    }

    /// Adds all that another histogram counted.
    public void add(Latencies other) {
        if (other.count == 0) {
            return;
        }
        if (other.counts.length > 0) {
            cover(other.first, other.first + other.counts.length - 1);
            int shift = other.first - first;
            for (int i = 0; i < other.counts.length; i++) {
                counts[i + shift] += other.counts[i];
            }
        }
        zeros += other.zeros;
        count += other.count;
        least = Math.min(least, other.least);
        most = Math.max(most, other.most);
        addToSum(other.sumHigh, other.sumLow);
    }

    /// Takes away what an earlier state of this histogram had counted. Least and most are then
    /// known only as the ends of their buckets.
    public void subtract(Latencies earlier) {
        requirePart(earlier);
        for (int i = 0; i < earlier.counts.length; i++) {
            if (earlier.counts[i] > 0) {
                counts[i + earlier.first - first] -= earlier.counts[i];
            }
        }
        zeros -= earlier.zeros;
        count -= earlier.count;
        long borrow = Long.compareUnsigned(sumLow, earlier.sumLow) < 0 ? 1 : 0;
        sumLow -= earlier.sumLow;
        sumHigh -= earlier.sumHigh + borrow;
        if (earlier.count > 0) {
            narrowEnds();
        }
    }

    /// Forgets everything but keeps its memory.
    public void clear() {
        Arrays.fill(counts, 0);
        zeros = 0;
        count = 0;
        least = Long.MAX_VALUE;
        most = -1;
        sumHigh = 0;
        sumLow = 0;
    }

    /// An independent copy.
    public Latencies copy() {
        var copy = new Latencies();
        copy.add(this);
        return copy;
    }

    public long count() {
        return count;
    }

    public boolean isEmpty() {
        return count == 0;
    }

    /// The smallest duration, exact unless something was subtracted.
    public long least() {
        requireSome();
        return least;
    }

    /// The largest duration, exact unless something was subtracted.
    public long most() {
        requireSome();
        return most;
    }

    /// The sum of all durations.
    public double sumNanos() {
        double low = sumLow >= 0 ? sumLow : (sumLow >>> 1) * 2.0 + (sumLow & 1);
        return sumHigh * 0x1.0p64 + low;
    }

    /// The mean duration.
    public double meanNanos() {
        requireSome();
        return sumNanos() / count;
    }

    /// The smallest duration that at least this share of all durations does not exceed.
    ///
    /// @param share in [0, 1]; 0 asks for the least, 1 for the most
    public long quantile(double share) {
        requireSome();
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("share must be in [0, 1], got " + share);
        }
        // Less a hair, so that 7 % of 100 is the 7th although 0.07 · 100 > 7 in binary.
        long rank = (long) StrictMath.ceil(share * count - 1e-9);
        if (rank <= 1) {
            return least;
        }
        if (rank >= count) {
            return most;
        }
        long passed = zeros;
        int at = -1;
        while (passed < rank) {
            passed += counts[++at];
        }
        return at < 0 ? 0 : inside(Math.round(Buckets.middle(first + at)));
    }

    /// How many durations were surely longer: those in buckets wholly above.
    public long surelyOver(long nanos) {
        return over(nanos, 0);
    }

    /// How many durations may have been longer: [#surelyOver] and the bucket that `nanos` is in.
    public long possiblyOver(long nanos) {
        return over(nanos, 1);
    }

    /// The share of durations that were longer, as if each bucket were evenly filled; 0 of none.
    public double shareOver(long nanos) {
        long surely = surelyOver(nanos);
        long mixed = possiblyOver(nanos) - surely;
        if (mixed == 0) {
            return count == 0 ? 0 : (double) surely / count;
        }
        int bucket = Buckets.of(nanos);
        double low = Math.max((double) least, Buckets.upper(bucket - 1));
        double high = Math.min((double) most, Buckets.upper(bucket));
        double above = high > low ? Math.clamp((high - nanos) / (high - low), 0.0, 1.0) : 0;
        return (surely + above * mixed) / count;
    }

    /// Shows every bucket that holds something, in rising order.
    public void visit(Visitor visitor) {
        if (zeros > 0) {
            visitor.bucket(0, 0, zeros);
        }
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                int bucket = first + i;
                double above = bucket == 0 ? 0 : Buckets.upper(bucket - 1);
                visitor.bucket(above, Buckets.upper(bucket), counts[i]);
            }
        }
    }

    /// Sees a histogram's buckets.
    @FunctionalInterface
    public interface Visitor {
        /// Durations in (aboveNanos, upToNanos], or of exactly 0 where both are 0.
        void bucket(double aboveNanos, double upToNanos, long count);
    }

    /// The sparse form that [#fromBytes] reads; the same for equal histograms.
    public byte[] toBytes() {
        return LatenciesBytes.write(this);
    }

    /// The histogram that [#toBytes] wrote.
    ///
    /// @throws IllegalArgumentException if the bytes are not a whole histogram
    public static Latencies fromBytes(byte[] bytes) {
        return LatenciesBytes.read(bytes);
    }

    long zeros() {
        return zeros;
    }

    long sumHigh() {
        return sumHigh;
    }

    long sumLow() {
        return sumLow;
    }

    int firstBucket() {
        return first;
    }

    /// One past the last bucket there is room for.
    int endBucket() {
        return first + counts.length;
    }

    /// How many durations this bucket holds.
    long inBucket(int bucket) {
        int at = bucket - first;
        return at >= 0 && at < counts.length ? counts[at] : 0;
    }

    /// Puts back what [LatenciesBytes] took apart.
    void restore(long newLeast, long newMost, long newSumHigh, long newSumLow) {
        least = newLeast;
        most = newMost;
        sumHigh = newSumHigh;
        sumLow = newSumLow;
    }

    /// Counts without knowing more than the bucket.
    void addToBucket(int bucket, long times) {
        cover(bucket, bucket);
        counts[bucket - first] += times;
        count += times;
    }

    void addZeros(long times) {
        zeros += times;
        count += times;
    }

    private long over(long nanos, int mixedIncluded) {
        if (nanos < 0) {
            throw new IllegalArgumentException("a duration must not be negative, got " + nanos);
        }
        if (nanos >= most) {
            return 0;
        }
        if (nanos < least) {
            return count;
        }
        if (nanos == 0) {
            return count - zeros;
        }
        int from = Buckets.of(nanos) + 1 - mixedIncluded - first;
        long over = 0;
        for (int i = Math.max(0, from); i < counts.length; i++) {
            over += counts[i];
        }
        return over;
    }

    private long inside(long nanos) {
        return Math.clamp(nanos, least, most);
    }

    private void addToSum(long high, long low) {
        long sum = sumLow + low;
        sumHigh += high + (Long.compareUnsigned(sum, low) < 0 ? 1 : 0);
        sumLow = sum;
    }

    /// Makes room for a range of buckets, by whole octaves.
    private void cover(int from, int to) {
        if (counts.length > 0 && from >= first && to < first + counts.length) {
            return;
        }
        int low = counts.length == 0 ? from : Math.min(from, first);
        int high = counts.length == 0 ? to : Math.max(to, first + counts.length - 1);
        low -= low % Buckets.PER_OCTAVE;
        high += Buckets.PER_OCTAVE - high % Buckets.PER_OCTAVE;
        long[] wider = new long[high - low];
        System.arraycopy(counts, 0, wider, counts.length == 0 ? 0 : first - low, counts.length);
        counts = wider;
        first = low;
    }

    private void narrowEnds() {
        if (count == 0) {
            clear();
            return;
        }
        int low = 0;
        while (low < counts.length && counts[low] == 0) {
            low++;
        }
        int high = counts.length - 1;
        while (high >= 0 && counts[high] == 0) {
            high--;
        }
        if (zeros == 0) {
            int bucket = first + low;
            double above = bucket == 0 ? 0 : Buckets.upper(bucket - 1);
            least = Math.max(least, (long) StrictMath.floor(above) + 1);
        }
        most = high < 0 ? 0 : Math.min(most, (long) Buckets.upper(first + high));
    }

    private void requirePart(Latencies earlier) {
        boolean part = earlier.zeros <= zeros;
        for (int i = 0; part && i < earlier.counts.length; i++) {
            part = earlier.counts[i] <= inBucket(earlier.first + i);
        }
        if (!part) {
            throw new IllegalArgumentException(
                    "not an earlier state of this histogram: it has counted more in some bucket");
        }
    }

    private void requireSome() {
        if (count == 0) {
            throw new IllegalStateException("no duration was recorded");
        }
    }
}
