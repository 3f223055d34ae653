package dev.unruly.script;

import com.jayway.jsonpath.JsonPath;
import org.jsoup.select.QueryParser;

/// JSON paths and CSS selectors, tried where they are read, so that a slip is told with its place.
/// The same libraries understand them when users are played.
final class Extracts {

    /// Nesting in a longer one could exhaust the stack.
    private static final int LONGEST = 1_000;

    private Extracts() {}

    /// A JSON path; `$`, with a problem told, when it is none.
    static String jsonPath(Value value) {
        String path = value.text("$.id");
        if (!value.isText()) {
            return "$";
        }
        if (!path.startsWith("$")) {
            value.wrongText("is no JSON path", "begin with $, such as $.id");
            return "$";
        }
        return tried(value, path, "JSON path", "write $.id or $.items[0]['sku']", JsonPath::compile)
                ? path
                : "$";
    }

    /// A CSS selector; `*`, with a problem told, when it is none.
    static String css(Value value) {
        String example = "input[name=csrf]";
        String selector = value.text(example);
        return value.isText()
                        && tried(
                                value,
                                selector,
                                "CSS selector",
                                "write " + example + " or #cart > a.pay",
                                QueryParser::parse)
                ? selector
                : "*";
    }

    private interface Parser {
        Object parse(String text);
    }

    private static boolean tried(
            Value value, String text, String what, String right, Parser parser) {
        if (text.length() > LONGEST) {
            value.wrongText("is too long", "write at most " + LONGEST + " characters");
            return false;
        }
        try {
            parser.parse(text);
            return true;
        } catch (RuntimeException e) {
            // Both parsers throw whatever they stumble over, an index out of bounds for one.
            value.wrongText("is no " + what + reason(e), right);
            return false;
        }
    }

    private static String reason(RuntimeException problem) {
        String message = problem.getMessage();
        if (message == null
                || message.contains("Exception")
                || problem instanceof IndexOutOfBoundsException
                || problem instanceof NumberFormatException) {
            return "";
        }
        return ": " + message.lines().findFirst().orElse("").strip();
    }
}
