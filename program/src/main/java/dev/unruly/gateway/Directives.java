package dev.unruly.gateway;

import dev.unruly.world.Fields;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What stands in `Cache-Control`: names in small letters, each with its value or an empty one (RFC
/// 9111, section 5.2).
record Directives(Map<String, String> said) {

    /// Longer than anything is kept, and what a number too large stands for (section 1.2.2).
    static final long MOST_SECONDS = 1L << 31;

    private static final String NO_TOKEN = "\"(),/:;<=>?@[\\]{}";

    /// All fields of a name together; empty: they are not clear, or contradict each other.
    static Optional<Directives> of(Fields fields, String name) {
        var said = new LinkedHashMap<String, String>();
        for (int at = fields.find(name, 0); at >= 0; at = fields.find(name, at + 1)) {
            if (!new Reader(fields.value(at).toString()).into(said)) {
                return Optional.empty();
            }
        }
        return Optional.of(new Directives(said));
    }

    boolean has(String directive) {
        return said.containsKey(directive);
    }

    /// Whether a directive that must have a number of seconds, if it is there, has one.
    boolean clear(String directive) {
        String value = said.get(directive);
        return value == null || isNumber(value);
    }

    /// The seconds of a directive that is there and [#clear].
    long seconds(String directive) {
        return number(said.getOrDefault(directive, ""));
    }

    static boolean isNumber(CharSequence value) {
        return !value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    static long number(CharSequence number) {
        return number.length() > 10
                ? MOST_SECONDS
                : Math.min(MOST_SECONDS, Long.parseLong(number, 0, number.length(), 10));
    }

    /// Whether all characters may stand in a token (RFC 9110, section 5.6.2).
    static boolean isToken(CharSequence text) {
        return !text.isEmpty()
                && text.chars().allMatch(c -> c > ' ' && c < 127 && NO_TOKEN.indexOf(c) < 0);
    }

    /// Reads one field from left to right.
    private static final class Reader {

        private final String text;
        private int at;

        Reader(String text) {
            this.text = text;
        }

        /// False: it is not clear.
        boolean into(Map<String, String> said) {
            while (true) {
                skip(" \t,");
                if (at == text.length()) {
                    return true;
                }
                String name = upTo("=, \t").toLowerCase(Locale.ROOT);
                String value = "";
                if (at < text.length() && text.charAt(at) == '=') {
                    at++;
                    boolean quoted = at < text.length() && text.charAt(at) == '"';
                    value = quoted ? quoted() : upTo(", \t");
                    if (!quoted && !isToken(value)) {
                        return false;
                    }
                }
                skip(" \t");
                boolean ends = at == text.length() || text.charAt(at) == ',';
                String before = said.putIfAbsent(name, value);
                if (!ends || !isToken(name) || (before != null && !before.equals(value))) {
                    return false;
                }
            }
        }

        private void skip(String any) {
            while (at < text.length() && any.indexOf(text.charAt(at)) >= 0) {
                at++;
            }
        }

        private String upTo(String any) {
            int from = at;
            while (at < text.length() && any.indexOf(text.charAt(at)) < 0) {
                at++;
            }
            return text.substring(from, at);
        }

        /// A text in quotes that is not closed leaves the reader at no end, which is not clear.
        private String quoted() {
            int from = ++at;
            while (at < text.length() && text.charAt(at) != '"') {
                at += text.charAt(at) == '\\' ? 2 : 1;
            }
            if (at >= text.length()) {
                at = from - 1;
                return "";
            }
            return text.substring(from, at++);
        }
    }
}
