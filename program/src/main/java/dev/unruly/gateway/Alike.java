package dev.unruly.gateway;

import dev.unruly.model.Policy;
import dev.unruly.world.Fields;
import java.util.Locale;

/// Which requests ask for the same.
final class Alike {

    /// What an answer may depend on although it does not say so: where people are told to have been
    /// sent to.
    private static final String[] ALWAYS = {
        "host",
        "forwarded",
        "x-forwarded-host",
        "x-forwarded-port",
        "x-forwarded-proto",
        "x-forwarded-scheme",
        "x-forwarded-prefix",
        "x-original-url",
        "x-original-host",
        "x-rewrite-url",
        "x-host"
    };

    private static final String[] PERSONAL = {
        "cookie", "authorization", "proxy-authorization", "x-api-key", "x-auth-token"
    };

    /// Of a part, under a condition of its own, or something else than it looks like: nobody else
    /// wants that.
    private static final String[] SPECIAL = {
        "range",
        "if-range",
        "if-match",
        "if-unmodified-since",
        "upgrade",
        "x-http-method",
        "x-http-method-override",
        "x-method-override"
    };

    private Alike() {}

    /// Whether it asks for a whole page and changes nothing.
    static boolean plain(CharSequence method, Fields fields) {
        return safe(method) && !has(fields, SPECIAL) && !hasBody(fields);
    }

    private static boolean safe(CharSequence method) {
        String name = method.toString();
        return name.equals("GET") || name.equals("HEAD");
    }

    /// Whether it may change what others see.
    static boolean changes(CharSequence method) {
        String name = method.toString();
        return !safe(method) && !name.equals("OPTIONS") && !name.equals("TRACE");
    }

    /// What an answer depends on besides its target and what it says itself.
    ///
    /// @param key to which it is added
    static void subject(StringBuilder key, Fields fields, Policy.Sharing sharing) {
        add(key, fields, ALWAYS);
        switch (sharing) {
            case EVERYBODY -> {}
            case ONE_PERSON -> add(key, fields, PERSONAL);
        }
    }

    private static boolean hasBody(Fields fields) {
        int length = fields.find("content-length", 0);
        return fields.find("transfer-encoding", 0) >= 0
                || (length >= 0 && !fields.value(length).toString().equals("0"));
    }

    static boolean has(Fields fields, String... names) {
        for (String name : names) {
            if (fields.find(name, 0) >= 0) {
                return true;
            }
        }
        return false;
    }

    /// Adds all fields of some names, also where there are more of one.
    static void add(StringBuilder key, Fields fields, String... names) {
        for (String name : names) {
            for (int at = fields.find(name, 0); at >= 0; at = fields.find(name, at + 1)) {
                key.append('\n').append(name.toLowerCase(Locale.ROOT)).append(": ");
                key.append(fields.value(at));
            }
        }
    }
}
