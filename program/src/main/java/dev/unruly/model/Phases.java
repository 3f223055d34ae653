package dev.unruly.model;

/// How long the parts of a run are.
///
/// @param warmUpNanos before anything counts
/// @param baselineNanos in which the system shows how it is when nothing is wrong
/// @param watchNanos after the last trigger's end, at least; the judge may need longer
/// @param reliefMostNanos how long arrivals may be cut at the most to see whether that heals; 0:
///   never
/// @param mostNanos when the run ends at the latest, whatever is still to be learnt
public record Phases(
        long warmUpNanos,
        long baselineNanos,
        long watchNanos,
        long reliefMostNanos,
        long mostNanos) {

    /// Without a bound on the whole.
    public Phases(long warmUpNanos, long baselineNanos, long watchNanos, long reliefMostNanos) {
        this(warmUpNanos, baselineNanos, watchNanos, reliefMostNanos, Long.MAX_VALUE);
    }

    public Phases {
        if (mostNanos <= 0) {
            throw new IllegalArgumentException("a run must take time, got " + mostNanos);
        }
        if (warmUpNanos < 0 || baselineNanos < 0 || watchNanos < 0 || reliefMostNanos < 0) {
            throw new IllegalArgumentException(
                    "phases must be >= 0, got "
                            + warmUpNanos
                            + ", "
                            + baselineNanos
                            + ", "
                            + watchNanos
                            + ", "
                            + reliefMostNanos);
        }
    }
}
