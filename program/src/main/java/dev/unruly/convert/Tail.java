package dev.unruly.convert;

import java.util.ArrayList;
import java.util.List;

/// What stands behind the common or the combined format on a line.
final class Tail {

    private Tail() {}

    /// Where the common or the combined format ends; −1: the line has another.
    static int behind(String format, String line) {
        int at = line.indexOf('[');
        at = at < 0 ? -1 : line.indexOf("] \"", at);
        at = at < 0 ? -1 : quoted(line, at + 2);
        at = word(line, at);
        at = word(line, at);
        if (format.equals("common")) {
            return at;
        }
        at = at < 0 || !line.startsWith(" \"", at) ? -1 : quoted(line, at + 1);
        return at < 0 || !line.startsWith(" \"", at) ? -1 : quoted(line, at + 1);
    }

    /// Behind the quoted text that begins here; −1: it has no end.
    private static int quoted(String line, int begin) {
        for (int i = begin + 1; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                return i + 1;
            }
            i += c == '\\' ? 1 : 0;
        }
        return -1;
    }

    /// Behind the space here and the word that follows; −1: there is none.
    private static int word(String line, int at) {
        if (at < 0 || at + 1 >= line.length() || line.charAt(at) != ' ') {
            return -1;
        }
        int end = line.indexOf(' ', at + 1);
        return end < 0 ? line.length() : end;
    }

    /// Words, quoted texts, and either with a name and an equals sign or a colon before it.
    static List<String> tokens(String tail) {
        var tokens = new ArrayList<String>();
        int at = 0;
        while (at < tail.length()) {
            if (Character.isWhitespace(tail.charAt(at))) {
                at++;
                continue;
            }
            int name = name(tail, at);
            int value = name > at ? name + 1 : at;
            int end = value < tail.length() && tail.charAt(value) == '"' ? quoted(tail, value) : -1;
            if (end < 0) {
                end = at;
                while (end < tail.length() && !Character.isWhitespace(tail.charAt(end))) {
                    end++;
                }
            }
            tokens.add(tail.substring(at, end));
            at = end;
        }
        return tokens;
    }

    /// How long the name of a token is; 0: it has none.
    static int name(String token) {
        return name(token, 0);
    }

    /// Where the name that begins here ends, before its sign; `at`: there is none.
    private static int name(String tail, int at) {
        int name = at;
        while (name < tail.length() && isName(tail.charAt(name))) {
            name++;
        }
        boolean named = name < tail.length() && "=:".indexOf(tail.charAt(name)) >= 0;
        return named && !Character.isDigit(tail.charAt(at)) ? name : at;
    }

    private static boolean isName(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '.' || c == '-';
    }
}
