package dev.unruly.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.unruly.gateway.Answered;
import dev.unruly.gateway.Change;
import dev.unruly.gateway.Wish;
import dev.unruly.model.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// JSON → what a person wants of a policy. All that is wrong with it is told at once.
final class WishReader {

    private static final ObjectMapper JSON =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private static final List<String> KEYS =
            List.of("listener", "route", "policy", "change", "setting", "forSeconds", "by");
    private static final double SECOND = 1e9;

    private final Configuration configuration;
    private final List<String> wrong = new ArrayList<>();
    private ObjectNode json = JsonNodeFactory.instance.objectNode();

    WishReader(Configuration configuration) {
        this.configuration = configuration;
    }

    /// @param from whoever calls, as the network knows them
    Answered<Wish> read(String text, String from) {
        try {
            if (JSON.readTree(text) instanceof ObjectNode object) {
                json = object;
            } else {
                return Answered.refused("the body is no JSON object");
            }
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            String where = at == null ? "1:1" : at.getLineNr() + ":" + at.getColumnNr();
            return Answered.refused("body:" + where + ": this is not JSON: " + firstLine(e));
        }
        for (Map.Entry<String, JsonNode> field : json.properties()) {
            if (!KEYS.contains(field.getKey())) {
                wrong.add("`" + field.getKey() + "` is not known; write " + KEYS);
            }
        }
        String listener = text("listener", "");
        String policy = text("policy", "");
        double seconds = number("forSeconds", Wish.USUAL_NANOS / SECOND);
        String by = text("by", "somebody") + " (" + from + ")";
        for (String key : List.of("listener", "policy", "change")) {
            if (!json.has(key)) {
                wrong.add("`" + key + "` is missing");
            }
        }
        Change change = change(policy);
        if (!wrong.isEmpty()) {
            return new Answered.Refused<>(wrong);
        }
        try {
            return new Answered.Done<>(
                    new Wish(
                            listener,
                            text("route", ""),
                            policy,
                            change,
                            Math.round(seconds * SECOND),
                            by));
        } catch (IllegalArgumentException e) {
            return Answered.refused(String.valueOf(e.getMessage()));
        }
    }

    private static String firstLine(JsonProcessingException e) {
        return e.getOriginalMessage().lines().findFirst().orElse("it cannot be understood");
    }

    private Change change(String policy) {
        String word = text("change", "");
        if (!word.equals("set") && json.has("setting")) {
            wrong.add("`setting` is for the change `set`, got the change `" + word + "`");
        }
        return switch (word) {
            case "off" -> new Change.Off();
            case "open" -> new Change.HeldOpen();
            case "closed" -> new Change.HeldClosed();
            case "set" -> setting(policy);
            case "" -> new Change.Off();
            default -> {
                wrong.add("`change` is off, open, closed or set, got `" + word + "`");
                yield new Change.Off();
            }
        };
    }

    private Change setting(String policy) {
        return switch (configuration.policy(text("setting", ""))) {
            case Answered.Done<Policy>(Policy read) -> {
                if (!read.key().equals(policy)) {
                    wrong.add("`setting` is of " + read.key() + ", and `policy` is " + policy);
                }
                yield new Change.Put(read);
            }
            case Answered.Refused<Policy>(List<String> why) -> {
                wrong.addAll(why);
                yield new Change.Off();
            }
        };
    }

    private String text(String key, String otherwise) {
        JsonNode value = json.get(key);
        if (value == null || value.isTextual()) {
            return value == null ? otherwise : value.textValue();
        }
        wrong.add("`" + key + "` is a text, got " + shortened(value));
        return otherwise;
    }

    private double number(String key, double otherwise) {
        JsonNode value = json.get(key);
        if (value == null || value.isNumber()) {
            return value == null ? otherwise : value.doubleValue();
        }
        wrong.add("`" + key + "` is a number of seconds, got " + shortened(value));
        return otherwise;
    }

    private static String shortened(JsonNode value) {
        String text = value.toString();
        return text.length() > 40 ? text.substring(0, 40) + "…" : text;
    }
}
