package dev.unruly.model;

/// How long the parts of a run are.
///
/// @param warmUpNanos before anything counts
/// @param baselineNanos in which the system shows how it is when nothing is wrong
/// @param watchNanos after the last trigger's end, at least; the judge may need longer
/// @param reliefMostNanos how long arrivals may be cut at the most to see whether that heals; 0:
///   never
public record Phases(long warmUpNanos, long baselineNanos, long watchNanos, long reliefMostNanos) {

    public Phases {
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
