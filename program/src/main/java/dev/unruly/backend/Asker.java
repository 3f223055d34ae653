package dev.unruly.backend;

import dev.unruly.world.Fields;

/// What policies at the edge know of a request besides its target.
///
/// @param person by cookie, credentials or the address that a proxy has written down; empty: nobody
///   is known
record Asker(String method, String person) {

    /// Where nobody wants to know.
    static final Asker UNKNOWN = new Asker("", "");

    private static final String[] WHO = {"cookie", "authorization", "x-forwarded-for"};

    static Asker of(CharSequence method, Fields fields) {
        var person = new StringBuilder();
        for (String who : WHO) {
            int at = fields.find(who, 0);
            if (at >= 0) {
                person.append(fields.value(at)).append('\n');
            }
        }
        return new Asker(method.toString(), person.toString());
    }
}
