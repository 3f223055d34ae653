package dev.unruly.script;

import dev.unruly.model.Template;

/// The JSON text of a body as a YAML value. JSON is YAML already, but for its places: one within
/// quotes stays as it is, one outside of them stands alone and without quotes.
final class JsonText {

    private JsonText() {}

    static String of(Template json) {
        var out = new StringBuilder();
        boolean within = false;
        for (Template.Part part : json.parts()) {
            switch (part) {
                case Template.Literal(String text) -> {
                    boolean escaped = false;
                    for (int i = 0; i < text.length(); i++) {
                        char c = text.charAt(i);
                        within ^= c == '"' && !escaped;
                        escaped = c == '\\' && !escaped;
                        out.append(c);
                        if (!within && (c == ':' || c == ',')) {
                            out.append(' ');
                        }
                    }
                }
                case Template.FeedColumn(String feed, String column) ->
                        place(out, feed + "." + column);
                case Template.Variable(String name) -> place(out, name);
            }
        }
        return out.toString();
    }

    private static void place(StringBuilder out, String name) {
        out.append("${").append(name).append('}');
    }
}
