package dev.unruly.convert;

import java.nio.charset.StandardCharsets;

/// Text of others, fit for a terminal: whatever could move a cursor, colour or ring is written out.
final class Shown {

    private static final int MOST = 120;

    /// So many bytes of a line are enough to show its beginning, and that there is more.
    static final int MOST_BYTES = MOST + 1;

    private Shown() {}

    /// The beginning of a line.
    static String bytes(byte[] b, int from, int to) {
        int end = Math.min(to, from + MOST);
        String text = text(new String(b, from, end - from, StandardCharsets.UTF_8));
        return end < to ? text + "…" : text;
    }

    /// Controls, marks that turn the direction of writing, and what is no character, as `\x1B` and
    /// `\u202E`.
    static String text(String text) {
        var shown = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x20 || (c >= 0x7f && c < 0xa0)) {
                shown.append("\\x").append(hex(c, 2));
            } else if (Character.getType(c) == Character.FORMAT
                    || c == 0x2028
                    || c == 0x2029
                    || Character.isSurrogate(c)) {
                shown.append("\\u").append(hex(c, 4));
            } else {
                shown.append(c);
            }
        }
        return shown.toString();
    }

    private static String hex(char c, int digits) {
        String hex = Integer.toHexString(c).toUpperCase(java.util.Locale.ROOT);
        return "0".repeat(Math.max(0, digits - hex.length())) + hex;
    }
}
