package dev.unruly.engine;

/// Lengths of time inside: nanoseconds that fit.
final class Nanos {

    /// 31 years: longer than any run, short enough to be added up without care.
    static final long LONGEST = 1_000_000_000_000_000_000L;

    static final long PER_SECOND = 1_000_000_000L;

    private Nanos() {}

    /// A drawn time in seconds, at least 0 and at most [#LONGEST].
    static long ofSeconds(double seconds) {
        return (long) Math.clamp(seconds * 1e9, 0.0, (double) LONGEST);
    }
}
