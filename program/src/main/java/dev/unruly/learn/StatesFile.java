package dev.unruly.learn;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// States by hand, and what was learned in the same form: one line each, `name: METHOD /pattern`.
/// A line that begins with `#` is a remark. Lines with the same name are one state.
///
///     home: GET /
///     product: GET /products/{sku}
///     other: * /**
public final class StatesFile {

    /// One line: a name and what it stands for.
    public record Named(String name, String method, String pattern) {
        PathPattern path() {
            return PathPattern.of(method + " " + pattern);
        }
    }

    private static final Pattern LINE =
            Pattern.compile("([a-z][a-z0-9-]*)\\s*:\\s*([A-Z]+|\\*)\\s+(/\\S*)");

    private StatesFile() {}

    /// Reads all lines.
    ///
    /// @param file its name, for messages
    /// @throws IllegalArgumentException with all problems, one a line
    public static List<Named> read(String file, List<String> lines) {
        var problems = new ArrayList<String>();
        var named = new ArrayList<Named>();
        var seen = new LinkedHashSet<String>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            String where = file + ":" + (i + 1) + ": ";
            Matcher matcher = LINE.matcher(line);
            if (!matcher.matches()) {
                problems.add(
                        where
                                + "a state must be `name: METHOD /pattern`, as in `product: GET"
                                + " /products/{sku}`");
            } else if (matcher.group(3).contains("**") && !matcher.group(3).endsWith("/**")) {
                problems.add(where + "** may stand only at the end, as in `/help/**`");
            } else if (!seen.add(matcher.group(2) + " " + matcher.group(3))) {
                problems.add(where + "the pattern was given before");
            } else {
                named.add(new Named(matcher.group(1), matcher.group(2), matcher.group(3)));
            }
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", problems));
        }
        return named;
    }

    /// What was given and what was learned, in the form that [#read] takes.
    public static String write(List<Named> byHand, List<StateName> states) {
        var text =
                new StringBuilder("# Change names or patterns, and give this file as --states.\n");
        var names = new LinkedHashSet<String>();
        for (Named named : byHand) {
            names.add(named.name());
            line(text, named.name(), named.method(), named.pattern());
        }
        for (StateName state : states) {
            if (!names.contains(state.name())) {
                line(text, state.name(), state.method(), state.pattern());
            }
        }
        return text.toString();
    }

    private static void line(StringBuilder to, String name, String method, String pattern) {
        to.append(name).append(": ").append(method).append(' ').append(pattern).append('\n');
    }
}
