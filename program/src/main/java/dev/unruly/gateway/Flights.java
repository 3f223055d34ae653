package dev.unruly.gateway;

import dev.unruly.guard.SingleFlight;
import dev.unruly.model.Policy;
import dev.unruly.world.Fields;
import java.util.Optional;

/// The requests of a route that are asked once for all who ask the same meanwhile.
///
/// @param all who answers, and who waits
/// @param policy its setting
record Flights(SingleFlight<String, Copy> all, Policy.SingleFlight policy) {

    /// Enough for most.
    private static final int KEY_CHARACTERS = 256;

    /// What an answer may depend on; it has not said so yet.
    private static final String[] VARIES = {
        "accept", "accept-encoding", "accept-language", "user-agent", "x-requested-with"
    };

    private static final String[] CONDITIONS = {"if-none-match", "if-modified-since"};

    static Flights of(Policy.SingleFlight policy) {
        return new Flights(
                new SingleFlight<>(new SingleFlight.Settings(policy.waitNanos())), policy);
    }

    /// What is the same for all who ask so; empty: it is nobody else's.
    Optional<String> key(CharSequence method, CharSequence target, Fields fields) {
        if (!Alike.plain(method, fields) || Alike.has(fields, CONDITIONS)) {
            return Optional.empty();
        }
        var key = new StringBuilder(KEY_CHARACTERS).append(method).append(' ').append(target);
        Alike.subject(key, fields, policy.sharedBy());
        Alike.add(key, fields, VARIES);
        return Optional.of(key.toString());
    }
}
