package dev.unruly.backend;

import dev.unruly.policy.Repeats;
import dev.unruly.policy.Triage;
import dev.unruly.world.Fields;

/// What policies at the edge know of a request besides its target.
///
/// @param fingerprint who asks for what, as of [Repeats#fingerprint]
/// @param person as of [Repeats#person]
/// @param ahead whether nobody waits for it yet, as of [Triage#ahead]
record Asker(String method, long fingerprint, long person, boolean ahead) {

    /// Where nobody wants to know.
    static final Asker UNKNOWN = new Asker("", Repeats.UNKNOWN, Repeats.UNKNOWN, false);

    static Asker of(CharSequence method, CharSequence target, Fields fields) {
        return new Asker(
                method.toString(),
                Repeats.fingerprint(method, target, fields),
                Repeats.person(fields),
                Triage.ahead(fields));
    }
}
