package dev.unruly.host;

/// Pauses of the garbage collector in some stretch of time. The JVM tells them in whole
/// milliseconds.
public record Pauses(long count, long totalNanos, long longestNanos) {

    public static final Pauses NONE = new Pauses(0, 0, 0);

    /// These pauses and others.
    public Pauses plus(Pauses other) {
        return new Pauses(
                count + other.count,
                totalNanos + other.totalNanos,
                Math.max(longestNanos, other.longestNanos));
    }
}
