package dev.unruly.convert;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What stands behind the combined format on a line.
final class Tail {

    private static final String QUOTED = "\"(?:[^\"\\\\]|\\\\.)*+\"";

    /// The combined format itself.
    static final Pattern COMBINED =
            Pattern.compile(
                    "^\\S+ \\S+ [^\\[]*\\[[^\\]]+\\] "
                            + QUOTED
                            + " \\S+ \\S+ "
                            + QUOTED
                            + " "
                            + QUOTED);

    private static final Pattern TOKEN =
            Pattern.compile("(?:[\\w.-]+[=:])?(?:" + QUOTED + "|\\S+)");

    private Tail() {}

    static List<String> tokens(String tail) {
        var tokens = new ArrayList<String>();
        Matcher token = TOKEN.matcher(tail);
        while (token.find()) {
            tokens.add(token.group());
        }
        return tokens;
    }
}
