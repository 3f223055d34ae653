package dev.unruly.report;

import dev.unruly.model.Phase;

/// How long the parts of a run are meant to be; nanoseconds since it began.
///
/// @param baselineFromNanos where the baseline begins
/// @param baselineToNanos where it ends, and triggers begin
/// @param triggersOverNanos when the last trigger is over, by plan
/// @param watchNanos for how long the system is watched then, at least
/// @param reliefMostNanos for how long arrivals are cut, at most
public record Timetable(
        long baselineFromNanos,
        long baselineToNanos,
        long triggersOverNanos,
        long watchNanos,
        long reliefMostNanos) {

    /// What is left of a phase, in words.
    ///
    /// @param beganNanos when it did
    String left(Phase phase, long beganNanos, long nowNanos) {
        return switch (phase) {
            case WARM_UP -> left("", baselineFromNanos - nowNanos, "about over");
            case BASELINE -> left("", baselineToNanos - nowNanos, "about over");
            case TRIGGER ->
                    left("about ", triggersOverNanos - nowNanos, "until the load is as before");
            case WATCH ->
                    left(
                            "at least ",
                            beganNanos + watchNanos - nowNanos,
                            "until it is clear whether it comes back");
            case RELIEF -> left("at most ", beganNanos + reliefMostNanos - nowNanos, "about over");
            case RESTORE -> "until it is clear whether relief has healed it";
        };
    }

    private static String left(String about, long nanos, String none) {
        long seconds = (nanos + 999_999_999L) / 1_000_000_000L;
        return seconds <= 0 ? none : about + Figures.length(seconds) + " left";
    }
}
