package dev.unruly.gateway;

import dev.unruly.guard.Deadline;
import dev.unruly.world.Fields;
import java.util.Set;

/// What is asked for.
///
/// @param fields on loan, unless [#kept]
/// @param attempt 1: for the first time; more: again
/// @param deadlineNanos the caller's own; [Deadline#NONE]: it has none
record Wanted(
        CharSequence method, CharSequence target, Fields fields, int attempt, long deadlineNanos) {

    private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE");
    private static final String KEY = "Idempotency-Key";

    /// The same as nobody's loan.
    Wanted kept() {
        if (fields instanceof KeptFields && method instanceof String && target instanceof String) {
            return this;
        }
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
        return with(Deadline.HEADER, Deadline.written(giveUpNanos, nowNanos));
    }

    /// With a field of our own, in place of those of the same name.
    Wanted with(String name, String value) {
        return new Wanted(
                method, target, WithField.of(fields, name, value), attempt, deadlineNanos);
    }

    /// Whether it may be done twice: by its method (RFC 9110, section 9.2.2), or because it carries
    /// a key by which a repetition is known (draft-ietf-httpapi-idempotency-key-header).
    boolean mayRepeat() {
        return IDEMPOTENT.contains(method.toString()) || fields.find(KEY, 0) >= 0;
    }

    /// How large its body is; -1: nobody knows.
    long bodyBytes() {
        return RelayedHead.request(method, target, -1, fields, "").bodyBytes(0);
    }
}
