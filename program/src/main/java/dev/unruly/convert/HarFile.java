package dev.unruly.convert;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.unruly.convert.Column.Kind;
import dev.unruly.model.Hit;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// An HTTP archive (HAR 1.2, Jan Odvarko, 2012), as browsers save what they asked for; one entry is
/// in memory at a time.
final class HarFile {

    private static final byte[] NONE = {};

    private final ObjectMapper mapper = new ObjectMapper();
    private final HitFields fields = new HitFields();
    private final Hit hit = new Hit();
    private final Column began = Column.at(Kind.BEGAN, LogTime.ISO);
    private final Column took = Column.took(1e3);

    /// Takes requests; where each is.
    interface Entries {
        void entry(Flaw flaw, Hit hit, String where);
    }

    /// @throws IOException with words for people
    void read(String name, InputStream in, Entries to) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(in)) {
            boolean log = false;
            for (JsonToken t = parser.nextToken(); t != null; t = parser.nextToken()) {
                if (t != JsonToken.FIELD_NAME) {
                    continue;
                }
                String field = parser.currentName();
                JsonToken value = parser.nextToken();
                if (field.equals("log") && value == JsonToken.START_OBJECT) {
                    log = true;
                } else if (log && field.equals("entries") && value == JsonToken.START_ARRAY) {
                    while (parser.nextToken() == JsonToken.START_OBJECT) {
                        var at = parser.currentLocation();
                        String where = name + ":" + at.getLineNr() + ":" + at.getColumnNr();
                        to.entry(entry(mapper.readTree(parser)), hit, where);
                    }
                } else {
                    parser.skipChildren();
                }
            }
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            throw new IOException(
                    "%s:%d:%d: this is not JSON: %s"
                            .formatted(
                                    name,
                                    at == null ? 1 : at.getLineNr(),
                                    at == null ? 1 : at.getColumnNr(),
                                    Shown.text(String.valueOf(e.getOriginalMessage()))),
                    e);
        }
    }

    private Flaw entry(JsonNode entry) {
        fields.begin(hit);
        JsonNode request = entry.path("request");
        JsonNode response = entry.path("response");
        take(began, entry.path("startedDateTime").asText());
        double time = entry.path("time").asDouble(-1);
        if (!entry.hasNonNull("time")) {
            time = sum(entry.path("timings"));
        }
        if (time >= 0) {
            take(took, java.math.BigDecimal.valueOf(time).toPlainString());
        }
        take(Column.of(Kind.METHOD), request.path("method").asText());
        take(Column.of(Kind.URL), request.path("url").asText());
        for (JsonNode header : request.path("headers")) {
            Kind kind =
                    switch (header.path("name").asText().toLowerCase(java.util.Locale.ROOT)) {
                        case "referer" -> Kind.REFERRER;
                        case "user-agent" -> Kind.AGENT;
                        case "cookie" -> Kind.COOKIES;
                        default -> Kind.SKIP;
                    };
            take(Column.of(kind), header.path("value").asText());
        }
        long bytes = response.path("content").path("size").asLong(-1);
        if (bytes >= 0) {
            take(Column.of(Kind.BYTES), Long.toString(bytes));
        }
        take(Column.of(Kind.CONTENT_TYPE), response.path("content").path("mimeType").asText());
        take(
                Column.of(Kind.STATUS),
                Integer.toString(Math.max(0, response.path("status").asInt())));
        return fields.end(hit);
    }

    /// Of all phases; ssl is part of connect. −1: there are none.
    private static double sum(JsonNode timings) {
        double sum = 0;
        boolean any = false;
        for (String phase : List.of("blocked", "dns", "connect", "send", "wait", "receive")) {
            double one = timings.path(phase).asDouble(-1);
            any |= one >= 0;
            sum += Math.max(0, one);
        }
        return any ? sum : -1;
    }

    private void take(Column column, String text) {
        byte[] bytes = text.isEmpty() ? NONE : text.getBytes(StandardCharsets.UTF_8);
        fields.take(column, bytes, 0, bytes.length, hit);
    }
}
