package dev.unruly.guard;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// Some counters that many threads count with: each thread in a stripe of its own where it can, so
/// that they do not wait for each other's cache lines. A sum is exact once all have ended.
///
/// The idea is LongAdder's (Doug Lea); here all counters of a policy share one cache line a stripe.
final class Tally {

    private static final VarHandle CELLS = MethodHandles.arrayElementVarHandle(long[].class);

    /// Two lines of 64 bytes: processors fetch them in pairs.
    private static final int LINE = 16;

    private static final int MOST_STRIPES = 16;

    private final int stride;
    private final int mask;
    private final long[] cells;

    Tally(int counters) {
        this.stride = (counters + LINE - 1) / LINE * LINE;
        int stripes = stripes(MOST_STRIPES);
        this.mask = stripes - 1;
        this.cells = new long[(stripes + 1) * stride];
    }

    void add(int counter) {
        add(counter, 1);
    }

    void add(int counter, long count) {
        CELLS.getAndAdd(cells, stride * (stripe(mask) + 1) + counter, count);
    }

    long sum(int counter) {
        long sum = 0;
        for (int i = stride + counter; i < cells.length; i += stride) {
            sum += (long) CELLS.getVolatile(cells, i);
        }
        return sum;
    }

    /// As many as there are processors, rounded up to a power of two, up to a bound.
    static int stripes(int most) {
        int processors = Runtime.getRuntime().availableProcessors();
        return Math.min(most, Integer.highestOneBit(2 * processors - 1));
    }

    /// The stripe of the calling thread.
    static int stripe(int mask) {
        return ((int) Thread.currentThread().threadId() * 0x9e3779b9) >>> 16 & mask;
    }
}
