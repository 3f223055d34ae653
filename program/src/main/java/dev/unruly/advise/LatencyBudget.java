package dev.unruly.advise;

import dev.unruly.stats.Interval;
import java.util.List;

/// How long a whole request takes at a percentile, and on what.
///
/// @param dependence how its calls were taken to depend on each other
/// @param percentile as a share
/// @param nanos how long
/// @param interval what a sample drawn anew gives in 95 of 100 cases
/// @param errorNanos by how much the arithmetic may err
/// @param parts on what the time is spent, by requests that take about as long; most first
public record LatencyBudget(
        Dependence dependence,
        double percentile,
        double nanos,
        Interval interval,
        double errorNanos,
        List<Part> parts) {

    /// How calls depend on each other.
    public enum Dependence {
        /// Not at all.
        INDEPENDENT,
        /// All are slow at once: as by a stall of something that they share. Not the worst there
        /// is: where fewer than 1 − p of each call's answers are very slow, independent calls have
        /// the slower p-quantile, for then more requests meet one.
        TOGETHER,
        /// As traces show.
        TRACED
    }

    /// What is spent on one call; the empty name is for pauses and delays.
    public record Part(String name, double nanos, double share) {}

    public LatencyBudget {
        parts = List.copyOf(parts);
    }
}
