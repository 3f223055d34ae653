package dev.unruly.stats;

import java.math.BigInteger;

/// Base-2 exponential buckets of scale 5: bucket n holds the values in (2^((n−1)/32), 2^(n/32)].
///
/// These are the buckets of OpenTelemetry's exponential histogram, whose index is n − 1. The
/// mapping is exact for every positive long, powers of two included.
final class Buckets {

    /// Buckets per doubling: 2^scale.
    static final int PER_OCTAVE = 32;

    /// The bucket of [Long#MAX_VALUE].
    static final int LAST = 63 * PER_OCTAVE;

    /// 2^(j/32) · 2⁶³ rounded down, for j in [0, 32), as unsigned longs; then one that nothing
    /// exceeds.
    private static final long[] BOUNDS = bounds();

    /// How many bounds lie below the first value of each 64th part of an octave. No part holds more
    /// than one bound, for 2^(1/32) − 1 > 1/64.
    private static final byte[] BELOW = below();

    private Buckets() {}

    /// The bucket of a positive value.
    static int of(long value) {
        int zeros = Long.numberOfLeadingZeros(value);
        long aligned = value << zeros;
        int below = BELOW[(int) (aligned >>> 57) & 63];
        if (Long.compareUnsigned(aligned, BOUNDS[below]) > 0) {
            below++;
        }
        return (63 - zeros) * PER_OCTAVE + below;
    }

    /// The largest real number of a bucket.
    static double upper(int bucket) {
        return StrictMath.scalb(
                StrictMath.exp((bucket % PER_OCTAVE) * (StrictMath.log(2) / PER_OCTAVE)),
                bucket / PER_OCTAVE);
    }

    /// The number that all of a bucket's values stand closest to, in ratio: the harmonic mean of
    /// its ends. Off by at most 1.09 %.
    static double middle(int bucket) {
        if (bucket == 0) {
            return 1;
        }
        double low = upper(bucket - 1);
        double high = upper(bucket);
        return 2 * low * high / (low + high);
    }

    private static long[] bounds() {
        long[] bounds = new long[PER_OCTAVE + 1];
        for (int j = 0; j < PER_OCTAVE; j++) {
            // The 32nd root, as five square roots; rounding down in between changes nothing.
            BigInteger root = BigInteger.ONE.shiftLeft(63 * PER_OCTAVE + j);
            for (int i = 0; i < 5; i++) {
                root = root.sqrt();
            }
            bounds[j] = root.longValue();
        }
        bounds[PER_OCTAVE] = -1;
        return bounds;
    }

    private static byte[] below() {
        byte[] below = new byte[64];
        for (int part = 0; part < 64; part++) {
            long first = 1L << 63 | (long) part << 57;
            byte count = 0;
            while (Long.compareUnsigned(first, BOUNDS[count]) > 0) {
                count++;
            }
            below[part] = count;
        }
        return below;
    }
}
