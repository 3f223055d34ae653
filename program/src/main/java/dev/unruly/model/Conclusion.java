package dev.unruly.model;

/// How a wish ended.
///
/// @param intention what it was
/// @param end how it ended
/// @param endedNanos when the user accepted an answer, left, or was cut off
/// @param attempts how many attempts were made
/// @param requests how many requests were sent by then, sub-resources and signing in included;
///   other tabs may still send
public record Conclusion(
        Intention intention, End end, long endedNanos, int attempts, int requests) {

    /// How a wish may end.
    public enum End {
        /// Answered right while the user still waited.
        ANSWERED,
        /// The user lost patience.
        LEFT,
        /// The user gave up on a failure.
        FAILED,
        /// The run ended first.
        CUT_OFF
    }

    /// The wish → the answer that was accepted, or the time it was waited for in vain.
    public long perceivedNanos() {
        return endedNanos - intention.meantNanos();
    }
}
