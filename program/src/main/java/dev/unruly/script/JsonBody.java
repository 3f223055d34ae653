package dev.unruly.script;

import dev.unruly.model.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// A YAML value → the JSON text that it stands for, places included.
///
/// What is in quotes, or looks like nothing else, is a JSON text; numbers, `true`, `false`, `null`
/// and a place that stands alone without quotes are written as they are.
final class JsonBody {

    private static final Pattern AS_IT_IS =
            Pattern.compile("true|false|null|-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?");
    private static final Pattern LONE_PLACE = Pattern.compile("\\$\\{[^{}]+}");

    private final Places places;
    private final List<Template.Part> parts = new ArrayList<>();

    private JsonBody(Places places) {
        this.places = places;
    }

    static Template of(Value value, Places places) {
        var body = new JsonBody(places);
        body.write(value);
        return new Template(body.parts);
    }

    private void write(Value value) {
        if (value.isMapping()) {
            literal("{");
            String between = "";
            for (Map.Entry<Value, Value> entry : value.entries("{ key: value }").entrySet()) {
                literal(between);
                text(entry.getKey(), entry.getKey().text("a key"));
                literal(":");
                write(entry.getValue());
                between = ",";
            }
            literal("}");
        } else if (value.isList()) {
            literal("[");
            String between = "";
            for (Value item : value.items("[ value ]")) {
                literal(between);
                write(item);
                between = ",";
            }
            literal("]");
        } else {
            scalar(value);
        }
    }

    private void scalar(Value value) {
        if (value.empty()) {
            literal("null");
            return;
        }
        String text = value.text("a value");
        if (value.isQuoted()) {
            text(value, text);
        } else if (AS_IT_IS.matcher(text).matches()) {
            literal(text);
        } else if (LONE_PLACE.matcher(text).matches()) {
            places.append(parts, value, text);
        } else {
            text(value, text);
        }
    }

    /// A JSON text; what places in it become is escaped when they are filled.
    private void text(Value value, String text) {
        literal("\"");
        for (Template.Part part : places.parsed(value, text).parts()) {
            switch (part) {
                case Template.Literal literal -> literal(escaped(literal.text()));
                case Template.FeedColumn column -> parts.add(column);
                case Template.Variable variable -> parts.add(variable);
            }
        }
        literal("\"");
    }

    private void literal(String text) {
        if (!text.isEmpty()) {
            if (!parts.isEmpty() && parts.getLast() instanceof Template.Literal before) {
                parts.set(parts.size() - 1, new Template.Literal(before.text() + text));
            } else {
                parts.add(new Template.Literal(text));
            }
        }
    }

    static String escaped(String text) {
        var out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 0x20) {
                        out.append("\\u00").append(Character.forDigit(c >> 4, 16));
                        out.append(Character.forDigit(c & 15, 16));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.toString();
    }
}
