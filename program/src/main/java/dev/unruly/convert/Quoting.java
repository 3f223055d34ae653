package dev.unruly.convert;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A format as it stands in a server's configuration, or as somebody copied it from there: with its
/// name or without, in quotes of either kind, in pieces over several lines.
final class Quoting {

    private static final Pattern NGINX =
            Pattern.compile("(?s)log_format\\s+[^\\s'\"]+\\s+(?:escape=(\\w+)\\s+)?(.*)");
    private static final Pattern APACHE =
            Pattern.compile("(?is)(?:LogFormat|TransferLog)\\s+(.*)|CustomLog\\s+\\S+\\s+(.*)");

    private Quoting() {}

    /// A format without its quotes.
    ///
    /// @param escaped whether the server writes quotes, controls and the like as escapes
    record Bare(String text, boolean escaped) {}

    static Bare bare(String given) {
        String text = given.strip();
        Matcher nginx = NGINX.matcher(text);
        if (nginx.matches()) {
            String escape = nginx.group(1) == null ? "default" : nginx.group(1);
            return new Bare(pieces(nginx.group(2)), !escape.equals("none"));
        }
        Matcher apache = APACHE.matcher(text);
        if (apache.matches()) {
            String quoted = apache.group(1) == null ? apache.group(2) : apache.group(1);
            return new Bare(quoted.startsWith("\"") ? first(quoted) : quoted, true);
        }
        char begin = text.isEmpty() ? ' ' : text.charAt(0);
        boolean whole = begin == '\'' || (begin == '"' && closes(text));
        return new Bare(whole ? pieces(text) : text, true);
    }

    /// Whether it ends as quoted text does, so that its first quote is none of the format's own.
    private static boolean closes(String text) {
        return text.matches("(?s)\"(?:[^\"\\\\]|\\\\.)*\"\\s*;?(?:\\s*[\"'].*)?");
    }

    private static String first(String text) {
        var out = new StringBuilder();
        piece(text, 0, out);
        return out.toString();
    }

    /// Quoted pieces and bare words up to a semicolon; what nginx does with a backslash.
    private static String pieces(String text) {
        var out = new StringBuilder();
        int at = 0;
        while (at < text.length() && text.charAt(at) != ';') {
            char c = text.charAt(at);
            if (c == '#') {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (Character.isWhitespace(c)) {
                at++;
            } else {
                at = piece(text, at, out);
            }
        }
        return out.toString();
    }

    /// One piece that begins here; where it ends.
    private static int piece(String text, int begin, StringBuilder out) {
        char quote = text.charAt(begin);
        boolean quoted = quote == '\'' || quote == '"';
        int at = quoted ? begin + 1 : begin;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (quoted ? c == quote : c == ';' || Character.isWhitespace(c)) {
                return quoted ? at + 1 : at;
            }
            if (c == '\\' && at + 1 < text.length()) {
                at++;
                c =
                        switch (text.charAt(at)) {
                            case 't' -> '\t';
                            case 'n' -> '\n';
                            case 'r' -> '\r';
                            default -> text.charAt(at);
                        };
            }
            out.append(c);
            at++;
        }
        return at;
    }
}
