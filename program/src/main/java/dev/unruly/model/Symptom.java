package dev.unruly.model;

/// Something that systems suffer from, and whether one did in a run.
///
/// @param kind what
/// @param finding whether it was seen
/// @param at where: `users`, `application`, or a dependency
/// @param because the figures, in a sentence
public record Symptom(Kind kind, Finding finding, String at, String because) {

    /// What systems suffer from.
    public enum Kind {
        /// A layer asked more often than was needed.
        AMPLIFIED,
        /// All places of a pool were taken while more waited before it.
        RAN_DRY,
        /// Answers took much longer than when all was well.
        TOO_SLOW,
        /// What a cache had answered was asked of its origin, by many at once.
        STAMPEDED,
        /// Work was done for answers that nobody waited for.
        WASTED
    }

    /// Whether it was seen.
    public enum Finding {
        FOUND,
        NOT_FOUND,
        /// No listener shows it.
        UNKNOWN
    }

    /// Whether it was seen.
    public boolean found() {
        return finding == Finding.FOUND;
    }
}
