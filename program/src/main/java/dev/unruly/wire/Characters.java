package dev.unruly.wire;

/// Which characters may stand where in a head (RFC 9110 section 5.5 and 5.6.2, RFC 9112 section 3).
/// Bytes beyond ASCII are let through as they are, so that a relay changes nothing.
final class Characters {

    /// In methods and field names.
    static final boolean[] TOKEN = token();

    /// In targets: everything that is visible.
    static final boolean[] TARGET = visible();

    /// In field values: what is visible, spaces and tabs.
    static final boolean[] VALUE = value();

    private Characters() {}

    private static boolean[] token() {
        boolean[] allowed = new boolean[256];
        for (char c = '!'; c < 127; c++) {
            allowed[c] = "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0;
        }
        return allowed;
    }

    private static boolean[] visible() {
        boolean[] allowed = new boolean[256];
        for (int c = '!'; c < 256; c++) {
            allowed[c] = c != 127;
        }
        return allowed;
    }

    private static boolean[] value() {
        boolean[] allowed = visible();
        allowed[' '] = true;
        allowed['\t'] = true;
        return allowed;
    }
}
