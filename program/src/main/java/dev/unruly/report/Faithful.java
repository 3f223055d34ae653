package dev.unruly.report;

import java.util.List;

/// How faithful a learned population is, as its page shows it.
///
/// @param name of the population
/// @param said what was read, in which form, and what was left out
/// @param compared what was compared with what
/// @param rows one per measure
/// @param curves of what the rows compare
/// @param warnings what a reader must know before trusting it
/// @param notLearned what is a prior, and why
public record Faithful(
        String name,
        List<String> said,
        String compared,
        List<Row> rows,
        List<Curve> curves,
        List<String> warnings,
        List<String> notLearned) {

    public Faithful {
        said = List.copyOf(said);
        rows = List.copyOf(rows);
        curves = List.copyOf(curves);
        warnings = List.copyOf(warnings);
        notLearned = List.copyOf(notLearned);
    }

    /// A measure, its figures as they are shown.
    ///
    /// @param unit how the figures are read
    /// @param floor of the evidence against itself
    /// @param naive of a generator without a memory
    /// @param nearer how many times nearer than that the model is
    /// @param standing whether the model is within the limit
    public record Row(
            String name,
            String unit,
            String model,
            String floor,
            String naive,
            String limit,
            String nearer,
            Standing standing) {}

    /// How something is distributed: its quantiles from the least to the greatest, evenly apart.
    ///
    /// @param unit behind a number
    /// @param logarithmic whether to be read on a logarithmic scale
    public record Curve(
            String name,
            String unit,
            boolean logarithmic,
            double[] evidence,
            double[] model,
            double[] naive) {}

    /// Whether a model is within a limit.
    public enum Standing {
        HOLDS,
        /// Within the limit, which is the evidence's own noise: it cannot tell whether more is
        /// kept.
        NOISE,
        MISSES,
        UNKNOWN
    }
}
