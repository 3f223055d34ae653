package dev.unruly.gateway;

import dev.unruly.guard.SingleFlight;
import dev.unruly.model.Policy;
import dev.unruly.world.Fields;
import java.util.Locale;
import java.util.Optional;

/// The requests of a route that are asked once for all who ask the same meanwhile.
///
/// @param all who answers, and who waits
/// @param policy its setting
record Flights(SingleFlight<String, Copy> all, Policy.SingleFlight policy) {

    /// What an answer may depend on besides method and target.
    private static final String[] VARIES = {
        "host", "accept", "accept-encoding", "accept-language", "user-agent", "x-requested-with"
    };

    private static final String[] PERSONAL = {"cookie", "authorization"};

    /// Of a part, or only if something has changed: nobody else wants that.
    private static final String[] SPECIAL = {
        "range", "if-none-match", "if-modified-since", "if-match", "if-range", "upgrade"
    };

    static Flights of(Policy.SingleFlight policy) {
        return new Flights(
                new SingleFlight<>(new SingleFlight.Settings(policy.waitNanos())), policy);
    }

    /// What is the same for all who ask so; empty: it is nobody else's.
    Optional<String> key(CharSequence method, CharSequence target, Fields fields) {
        boolean safe = method.toString().equals("GET") || method.toString().equals("HEAD");
        if (!safe || has(fields, SPECIAL) || hasBody(fields)) {
            return Optional.empty();
        }
        var key = new StringBuilder(method).append(' ').append(target);
        add(key, fields, VARIES);
        switch (policy.sharedBy()) {
            case EVERYBODY -> {}
            case ONE_PERSON -> add(key, fields, PERSONAL);
        }
        return Optional.of(key.toString());
    }

    private static boolean hasBody(Fields fields) {
        int length = fields.find("content-length", 0);
        return fields.find("transfer-encoding", 0) >= 0
                || (length >= 0 && !fields.value(length).toString().equals("0"));
    }

    private static boolean has(Fields fields, String[] names) {
        for (String name : names) {
            if (fields.find(name, 0) >= 0) {
                return true;
            }
        }
        return false;
    }

    private static void add(StringBuilder key, Fields fields, String[] names) {
        for (String name : names) {
            for (int at = fields.find(name, 0); at >= 0; at = fields.find(name, at + 1)) {
                key.append('\n').append(name.toLowerCase(Locale.ROOT)).append(": ");
                key.append(fields.value(at));
            }
        }
    }
}
