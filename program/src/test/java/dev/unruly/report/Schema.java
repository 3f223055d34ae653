package dev.unruly.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Holds a document against those parts of JSON Schema (2020-12) that a schema of ours uses. A
/// keyword it does not know is a problem of the schema, so that nothing is left unchecked.
final class Schema {

    private static final Set<String> TOLD =
            Set.of("$schema", "$id", "title", "description", "$defs");

    private final JsonNode root;
    private final List<String> problems = new ArrayList<>();

    private Schema(JsonNode root) {
        this.root = root;
    }

    /// What is wrong, each with its place; empty: nothing.
    static List<String> problems(JsonNode schema, JsonNode document) {
        var check = new Schema(schema);
        check.node(schema, document, "");
        return check.problems;
    }

    private void node(JsonNode schema, JsonNode value, String at) {
        schema.properties()
                .forEach(e -> {
                    if (!fine(e.getKey(), e.getValue(), schema, value, at)) {
                        problems.add(at + " breaks " + e.getKey() + ": " + e.getValue());
                    }
                });
    }

    private boolean fine(
            String keyword, JsonNode rule, JsonNode schema, JsonNode value, String at) {
        return switch (keyword) {
            case "type" -> anyType(rule, value);
            case "const" -> rule.equals(value);
            case "enum" -> contains(rule, value);
            case "minimum" -> !value.isNumber() || value.asDouble() >= rule.asDouble();
            case "maximum" -> !value.isNumber() || value.asDouble() <= rule.asDouble();
            case "required" -> hasAll(rule, value);
            case "additionalProperties" -> additional(schema, rule, value, at);
            case "$ref" -> {
                JsonNode target = root.at(rule.asText().substring(1));
                node(target, value, at);
                yield !target.isMissingNode();
            }
            case "items" -> {
                for (int i = 0; i < value.size(); i++) {
                    node(rule, value.get(i), at + "[" + i + "]");
                }
                yield true;
            }
            case "properties" -> {
                rule.properties()
                        .forEach(p -> {
                            if (value.has(p.getKey())) {
                                node(p.getValue(), value.get(p.getKey()), at + "." + p.getKey());
                            }
                        });
                yield true;
            }
            case "propertyNames" -> {
                value.fieldNames()
                        .forEachRemaining(name -> node(rule, TextNode.valueOf(name), at + " name"));
                yield true;
            }
            default -> TOLD.contains(keyword);
        };
    }

    private boolean additional(JsonNode schema, JsonNode rule, JsonNode value, String at) {
        for (var member : value.properties()) {
            if (schema.path("properties").has(member.getKey())) {
                continue;
            }
            if (rule.isBoolean() && !rule.asBoolean()) {
                problems.add(at + " has " + member.getKey() + ", which is not foreseen");
            } else {
                node(rule, member.getValue(), at + "." + member.getKey());
            }
        }
        return true;
    }

    private static boolean anyType(JsonNode rule, JsonNode value) {
        if (!rule.isArray()) {
            return type(rule.asText(), value);
        }
        for (JsonNode one : rule) {
            if (type(one.asText(), value)) {
                return true;
            }
        }
        return false;
    }

    private static boolean type(String type, JsonNode value) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "boolean" -> value.isBoolean();
            case "null" -> value.isNull();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            default -> false;
        };
    }

    private static boolean contains(JsonNode rule, JsonNode value) {
        for (JsonNode one : rule) {
            if (one.equals(value)) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasAll(JsonNode rule, JsonNode value) {
        for (JsonNode name : rule) {
            if (!value.has(name.asText())) {
                return false;
            }
        }
        return true;
    }
}
