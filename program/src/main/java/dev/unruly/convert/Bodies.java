package dev.unruly.convert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.unruly.model.Call;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What a request of another tool carries, as a population's file says it; secrets in it are
/// replaced.
final class Bodies {

    private static final String LEFT_OUT = "left-out";
    private static final ObjectMapper JSON =
            new ObjectMapper()
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private final List<String> said;
    private final String place;

    Bodies(List<String> said, String place) {
        this.said = said;
        this.place = place;
    }

    /// A body of a media type; none is said: a form, as curl sends it.
    Call.Body of(String type, String text) {
        String kind = type.replaceAll(";.*", "").strip().toLowerCase(Locale.ROOT);
        return switch (kind) {
            case "application/json" -> json(type, text);
            case "", "application/x-www-form-urlencoded" -> form(text);
            default -> new Call.Body.Text(type, Asking.template(text));
        };
    }

    private Call.Body json(String type, String text) {
        try {
            JsonNode node = JSON.readTree(text);
            if (node != null && !node.isMissingNode()) {
                hide(node);
                return new Call.Body.Json(Asking.template(JSON.writeValueAsString(node)));
            }
        } catch (JsonProcessingException e) {
            said.add(
                    place
                            + ": its body is no JSON, though it says so; sent as the text that it is");
        }
        return new Call.Body.Text(type, Asking.template(text));
    }

    private void hide(JsonNode node) {
        if (node instanceof ObjectNode object) {
            for (var entry : object.properties()) {
                JsonNode value = entry.getValue();
                if (value.isValueNode() && Secrets.is(entry.getKey(), value.asText())) {
                    hidden(entry.getKey());
                    entry.setValue(object.textNode(LEFT_OUT));
                } else {
                    hide(value);
                }
            }
        } else if (node instanceof ArrayNode array) {
            array.forEach(this::hide);
        }
    }

    private Call.Body form(String text) {
        var pairs = new ArrayList<Call.HeaderField>();
        try {
            for (String pair : text.split("&", -1)) {
                int sign = pair.indexOf('=');
                if (sign <= 0) {
                    return new Call.Body.Text(
                            "application/x-www-form-urlencoded", Asking.template(text));
                }
                String name = URLDecoder.decode(pair.substring(0, sign), StandardCharsets.UTF_8);
                String value = URLDecoder.decode(pair.substring(sign + 1), StandardCharsets.UTF_8);
                if (Secrets.is(name, value)) {
                    hidden(name);
                    value = LEFT_OUT;
                }
                if (pairs.stream().anyMatch(p -> p.name().equals(name))) {
                    said.add(place + ": a second " + name + " in the form is left out");
                } else {
                    pairs.add(new Call.HeaderField(name, Asking.template(value)));
                }
            }
            return new Call.Body.Form(pairs);
        } catch (IllegalArgumentException e) {
            said.add(place + ": its form is not percent-encoded; sent as the text that it is");
            return new Call.Body.Text("application/x-www-form-urlencoded", Asking.template(text));
        }
    }

    private void hidden(String name) {
        said.add(
                place
                        + ": "
                        + name
                        + " in the body is replaced by `"
                        + LEFT_OUT
                        + "`: it is secret; give it by a feed");
    }
}
