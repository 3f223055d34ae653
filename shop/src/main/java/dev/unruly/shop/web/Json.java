package dev.unruly.shop.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;

/// Records to JSON and back. Maps of several keys come out in their own order: prefer records.
public final class Json {
    private static final ObjectMapper MAPPER =
            JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

    private Json() {}

    public static Body body(Object value) {
        return Body.of(bytes(value));
    }

    public static byte[] bytes(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    /// Reads what this program wrote itself.
    public static <T> T read(byte[] json, Class<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (IOException notOurs) {
            throw new UncheckedIOException(notOurs);
        }
    }

    /// Reads an object that a client sent.
    public static JsonNode object(Body body) throws Malformed {
        try {
            JsonNode node = MAPPER.readTree(body.bytes());
            if (!node.isObject()) {
                throw new Malformed(400, "the body is not a JSON object");
            }
            return node;
        } catch (IOException broken) {
            throw new Malformed(400, "the body is not JSON", broken);
        }
    }
}
