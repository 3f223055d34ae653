package dev.unruly.convert;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Maps, lists and scalars as YAML: what any YAML 1.1 or 1.2 parser reads as the same tree.
final class Tree {

    private Tree() {}

    /// A map of alternating keys and values, in that order.
    static Map<String, Object> map(Object... keysAndValues) {
        var map = new LinkedHashMap<String, Object>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }

    /// The lines of a block.
    static String yaml(Map<String, Object> tree) {
        var lines = new ArrayList<String>();
        block(tree, "", lines);
        return String.join("\n", lines) + "\n";
    }

    private static void block(Map<?, ?> map, String indent, List<String> lines) {
        map.forEach((key, value) -> entry(indent + scalar(key) + ":", value, indent, lines));
    }

    private static void entry(String head, Object value, String indent, List<String> lines) {
        switch (value) {
            case Map<?, ?> map when !map.isEmpty() -> {
                lines.add(head);
                block(map, indent + "  ", lines);
            }
            case List<?> list when !list.isEmpty() -> {
                lines.add(head);
                list.forEach(item -> item(item, indent + "  ", lines));
            }
            default -> lines.add(head + " " + scalar(value));
        }
    }

    /// The first line of what a list's item would be by itself gets the dash.
    private static void item(Object value, String indent, List<String> lines) {
        int first = lines.size();
        switch (value) {
            case Map<?, ?> map when !map.isEmpty() -> block(map, indent + "  ", lines);
            default -> lines.add(indent + "  " + scalar(value));
        }
        String line = lines.get(first);
        lines.set(first, indent + "- " + line.substring(indent.length() + 2));
    }

    private static String scalar(Object value) {
        return switch (value) {
            case Map<?, ?> _ -> "{}";
            case List<?> _ -> "[]";
            case Number number -> number.toString();
            case Boolean flag -> flag.toString();
            default -> text(value.toString());
        };
    }

    /// Quoted, unless it is a word that no YAML takes for something else.
    private static String text(String text) {
        boolean word = text.matches("[A-Za-z][A-Za-z0-9_.-]*");
        boolean special = text.matches("(?i)y|n|yes|no|on|off|true|false|null");
        if (word && !special) {
            return text;
        }
        var quoted = new StringBuilder("\"");
        text.chars()
                .forEach(c -> {
                    if (c == '"' || c == '\\') {
                        quoted.append('\\').append((char) c);
                    } else if (c < ' ') {
                        quoted.append("\\x").append(hex(c));
                    } else {
                        quoted.append((char) c);
                    }
                });
        return quoted.append('"').toString();
    }

    private static String hex(int c) {
        return Integer.toHexString(0x100 + c).substring(1);
    }
}
