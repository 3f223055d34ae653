package dev.unruly.script;

import dev.unruly.model.Template;
import java.util.ArrayList;
import java.util.List;

/// The JSON text of a body as lines of YAML. A place that stands alone is written without quotes,
/// which only a line of its own has room for.
final class JsonText {

    private final String json;
    private final List<String> lines = new ArrayList<>();
    private int at;

    private JsonText(String json) {
        this.json = json;
    }

    /// The lines, the key `json:` first.
    static List<String> lines(Template body) {
        var text = new JsonText(body.toString());
        text.value("json:", 0);
        return text.lines;
    }

    /// Writes the value at hand behind a key or a dash.
    private void value(String before, int depth) {
        char c = json.charAt(at);
        if (c == '{' && json.charAt(at + 1) != '}') {
            add(before, depth);
            do {
                at++;
                String key = token();
                at++;
                value(key + ":", depth + 1);
            } while (json.charAt(at) == ',');
            at++;
        } else if (c == '[' && json.charAt(at + 1) != ']') {
            add(before, depth);
            do {
                at++;
                value("-", depth + 1);
            } while (json.charAt(at) == ',');
            at++;
        } else {
            add(before + " " + token(), depth);
        }
    }

    private void add(String text, int depth) {
        lines.add("  ".repeat(depth) + text);
    }

    /// A text in quotes, a number, a word, a lone place, or what is empty.
    private String token() {
        int from = at;
        if (json.charAt(at) == '"') {
            at++;
            while (json.charAt(at) != '"') {
                at += json.charAt(at) == '\\' ? 2 : 1;
            }
            at++;
        } else if (json.startsWith("{}", at) || json.startsWith("[]", at)) {
            at += 2;
        } else if (json.charAt(at) == '$') {
            at = json.indexOf('}', at) + 1;
        } else {
            while (at < json.length() && ",]}".indexOf(json.charAt(at)) < 0) {
                at++;
            }
        }
        return json.substring(from, at);
    }
}
