package dev.unruly.gateway;

import dev.unruly.guard.Deadline;
import dev.unruly.world.Fields;

/// What is asked for.
///
/// @param fields on loan, unless [#kept]
/// @param attempt 1: for the first time; more: again
/// @param deadlineNanos the caller's own; [Deadline#NONE]: it has none
record Wanted(
        CharSequence method, CharSequence target, Fields fields, int attempt, long deadlineNanos) {

    /// The same as nobody's loan.
    Wanted kept() {
        return new Wanted(
                method.toString(),
                target.toString(),
                KeptFields.of(fields),
                attempt,
                deadlineNanos);
    }

    /// With what is left of the time for it, for whoever is asked next.
    Wanted within(long giveUpNanos, long nowNanos) {
        if (giveUpNanos == Deadline.NONE) {
            return this;
        }
        String left = Deadline.written(giveUpNanos, nowNanos);
        return new Wanted(
                method,
                target,
                WithField.of(fields, Deadline.HEADER, left),
                attempt,
                deadlineNanos);
    }
}
