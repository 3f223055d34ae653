package dev.unruly.convert;

/// A policy, or a part of one, that a target cannot express.
///
/// @param where the dependency, and the route if it is not all of them
/// @param what the policy as it is written in an experiment, and its part, as `retry.backoff`
/// @param why what becomes of it, and the reason
public record Loss(String where, String what, String why) {

    /// One line of a report.
    @Override
    public String toString() {
        return where + ": `" + what + "` " + why;
    }
}
