package dev.unruly.guard;

/// Arithmetic of moments in nanoseconds that stays within a long.
final class Nanos {

    static final long PER_SECOND = 1_000_000_000L;
    static final long PER_MILLI = 1_000_000L;

    private Nanos() {}

    /// A moment so long after another; [Deadline#NONE] where there is no such moment.
    static long after(long nanos, long laterNanos) {
        long sum = nanos + laterNanos;
        return laterNanos > 0 && sum < nanos ? Deadline.NONE : sum;
    }

    /// `nanos` · `times`, at most [Long#MAX_VALUE].
    static long times(long nanos, double times) {
        return (long) (nanos * times);
    }
}
