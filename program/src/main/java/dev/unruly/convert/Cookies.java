package dev.unruly.convert;

import dev.unruly.model.Slice;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Looks for a session in a line of cookies.
final class Cookies {

    private Cookies() {}

    /// Sets `account` to the first cookie whose name speaks of a session or a visitor.
    static void session(byte[] b, int from, int to, Slice account) {
        int start = from;
        while (start < to) {
            int end = start;
            int equals = -1;
            while (end < to && b[end] != ';') {
                if (b[end] == '=' && equals < 0) {
                    equals = end;
                }
                end++;
            }
            while (start < end && b[start] == ' ') {
                start++;
            }
            if (equals > start && equals + 1 < end && speaks(b, start, equals)) {
                account.set(b, equals + 1, end);
                return;
            }
            start = end + 1;
        }
    }

    private static boolean speaks(byte[] b, int from, int to) {
        String name =
                new String(b, from, Math.min(64, to - from), StandardCharsets.ISO_8859_1)
                        .toLowerCase(Locale.ROOT);
        return name.contains("sess") || name.endsWith("sid") || name.contains("visitor");
    }
}
