package dev.unruly.convert;

import dev.unruly.model.Slice;

/// Addresses as logs write them, of either version, with brackets and ports or without.
final class Addresses {

    private Addresses() {}

    /// One address: `192.0.2.7`, `2001:db8::7`, `[2001:db8::7]`.
    static void set(Slice to, byte[] b, int from, int end) {
        if (end == from || (end == from + 1 && b[from] == '-')) {
            return;
        }
        if (b[from] == '[') {
            int close = find(b, from, end, ']');
            to.set(b, from + 1, close);
        } else {
            to.set(b, from, end);
        }
    }

    /// With a port behind its last colon.
    static void withPort(Slice to, byte[] b, int from, int end) {
        int colon = end - 1;
        while (colon > from && b[colon] != ':' && b[colon] != ']') {
            colon--;
        }
        set(to, b, from, colon > from && b[colon] == ':' ? colon : end);
    }

    /// The first of X-Forwarded-For that is an address, as `unknown, 198.51.100.1:4711, 10.0.0.9`.
    static void firstOf(Slice to, byte[] b, int from, int end) {
        int start = from;
        while (start < end) {
            int comma = find(b, start, end, ',');
            while (start < comma && b[start] == ' ') {
                start++;
            }
            int last = comma;
            while (last > start && b[last - 1] == ' ') {
                last--;
            }
            if (isAddress(b, start, last)) {
                boolean port = find(b, start, last, '.') < last && b[start] != '[';
                if (port) {
                    withPort(to, b, start, last);
                } else {
                    set(to, b, start, last);
                }
                return;
            }
            start = comma + 1;
        }
    }

    private static boolean isAddress(byte[] b, int from, int to) {
        return find(b, from, to, ':') < to
                || (from < to && b[from] >= '0' && b[from] <= '9' && find(b, from, to, '.') < to);
    }

    private static int find(byte[] b, int from, int to, char what) {
        int at = from;
        while (at < to && b[at] != what) {
            at++;
        }
        return at;
    }
}
