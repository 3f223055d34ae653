package dev.unruly.convert;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What stands behind the common or the combined format on a line.
final class Tail {

    private static final String QUOTED = "\"(?:[^\"\\\\]|\\\\.)*+\"";

    private static final Pattern COMMON =
            Pattern.compile("^\\S+ \\S+ [^\\[]*\\[[^\\]]+\\] " + QUOTED + " \\S+ \\S+");

    private static final Pattern COMBINED =
            Pattern.compile(COMMON.pattern() + " " + QUOTED + " " + QUOTED);

    private static final Pattern TOKEN =
            Pattern.compile("(?:[\\w.-]+[=:])?(?:" + QUOTED + "|\\S+)");

    private Tail() {}

    /// Where it begins; −1: the line is not of this format.
    static int from(String format, String line) {
        Matcher matcher = (format.equals("common") ? COMMON : COMBINED).matcher(line);
        return matcher.find() ? matcher.end() : -1;
    }

    static List<String> tokens(String tail) {
        var tokens = new ArrayList<String>();
        Matcher token = TOKEN.matcher(tail);
        while (token.find()) {
            tokens.add(token.group());
        }
        return tokens;
    }
}
