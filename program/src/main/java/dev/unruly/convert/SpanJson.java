package dev.unruly.convert;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.unruly.model.Span;
import dev.unruly.model.Span.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/// Spans in JSON, one at a time: OTLP (`resourceSpans`, also one document a line, as the
/// collector's file exporter writes it), Jaeger (`data`, as its API answers), and Zipkin (a list).
final class SpanJson {

    /// Spans that wait for the name of their service, which may come behind them.
    private static final int MOST_WAITING = 50_000;

    private static final long MICRO = 1_000;

    /// The fields of Zipkin's spans (version 2) that are used.
    private static final List<String> ZIPKIN =
            List.of(
                    "traceId",
                    "id",
                    "parentId",
                    "name",
                    "kind",
                    "timestamp",
                    "duration",
                    "localEndpoint",
                    "remoteEndpoint",
                    "tags");

    private final ObjectMapper mapper = new ObjectMapper();
    private final JsonParser parser;
    private final Skips skips;
    private final Consumer<Span> to;
    private final String file;
    private boolean known;

    SpanJson(JsonParser parser, String file, Skips skips, Consumer<Span> to) {
        this.parser = parser;
        this.file = file;
        this.skips = skips;
        this.to = to;
    }

    /// Reads all documents.
    ///
    /// @throws IOException if it is no JSON, or none that is known
    void read() throws IOException {
        for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
            if (token == JsonToken.START_OBJECT) {
                document();
            } else if (token != JsonToken.START_ARRAY && token != JsonToken.END_ARRAY) {
                throw new IOException(here() + ": an object was expected, got " + token);
            }
        }
        if (!known) {
            throw new IOException(
                    file
                            + " has neither `resourceSpans` (OTLP) nor `data` (Jaeger) nor `traceId` (Zipkin): these are"
                            + " the traces in JSON that can be read");
        }
    }

    private void document() throws IOException {
        ObjectNode zipkin = mapper.createObjectNode();
        String at = here();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            JsonToken value = parser.nextToken();
            boolean list = value == JsonToken.START_ARRAY;
            if (list && (key.equals("resourceSpans") || key.equals("resource_spans"))) {
                known = true;
                each(this::resource);
            } else if (list && key.equals("data")) {
                known = true;
                each(this::trace);
            } else if (ZIPKIN.contains(key)) {
                zipkin.set(key, mapper.readTree(parser));
            } else {
                parser.skipChildren();
            }
        }
        if (zipkin.hasNonNull("traceId")) {
            known = true;
            zipkin(zipkin, at);
        }
    }

    private void zipkin(JsonNode node, String at) {
        long start = node.path("timestamp").asLong();
        JsonNode duration = node.path("duration");
        if (start <= 0 || duration.asLong() < 0) {
            skips.skip("a span without start, or with a negative duration", at);
            return;
        }
        String name = node.path("name").asText();
        Attributes tags = Attributes.zipkin(node.path("tags"));
        String peer = node.path("remoteEndpoint").path("serviceName").asText();
        give(
                new Span(
                        node.path("traceId").asText(),
                        node.path("id").asText(),
                        node.path("parentId").asText(),
                        node.path("localEndpoint").path("serviceName").asText(),
                        name,
                        kind(node.path("kind").asText().toLowerCase(Locale.ROOT)),
                        start * MICRO,
                        (start + duration.asLong()) * MICRO,
                        peer.isEmpty() ? tags.peer() : peer,
                        tags.route(name),
                        tags.ending(!tags.first("error").isEmpty(), tags.first("error")),
                        tags.caller()));
    }

    @FunctionalInterface
    private interface Part {
        void read() throws IOException;
    }

    /// The objects of the list that begins here.
    private void each(Part part) throws IOException {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == JsonToken.START_OBJECT) {
                part.read();
            } else {
                skips.skip("not an object", here());
                parser.skipChildren();
            }
        }
    }

    private void resource() throws IOException {
        var waiting = new ArrayList<Span>();
        String[] service = {""};
        boolean[] told = {false};
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            JsonToken value = parser.nextToken();
            if (key.equals("resource") && value == JsonToken.START_OBJECT) {
                JsonNode resource = mapper.readTree(parser);
                service[0] = Attributes.otlp(resource.path("attributes")).first("service.name");
                told[0] = true;
            } else if (value == JsonToken.START_ARRAY
                    && (key.equals("scopeSpans") || key.equals("instrumentationLibrarySpans"))) {
                each(() -> scope(service[0], told[0], waiting));
            } else {
                parser.skipChildren();
            }
        }
        waiting.forEach(span -> give(span.of(service[0])));
    }

    private void scope(String service, boolean told, List<Span> waiting) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            if (parser.nextToken() == JsonToken.START_ARRAY && key.equals("spans")) {
                each(() -> {
                    String at = here();
                    otlp(mapper.readTree(parser), service, at, told, waiting);
                });
            } else {
                parser.skipChildren();
            }
        }
    }

    private void otlp(JsonNode node, String service, String at, boolean told, List<Span> waiting)
            throws IOException {
        long start = node.path("startTimeUnixNano").asLong();
        long end = node.path("endTimeUnixNano").asLong();
        String trace = node.path("traceId").asText();
        if (trace.isEmpty() || start <= 0 || end < start) {
            skips.skip("a span without trace, start or end, or that ends before it starts", at);
            return;
        }
        String name = node.path("name").asText();
        Attributes attributes = Attributes.otlp(node.path("attributes"));
        JsonNode status = node.path("status");
        String code = status.path("code").asText();
        boolean error = code.equals("2") || code.equals("STATUS_CODE_ERROR");
        var span =
                new Span(
                        trace,
                        node.path("spanId").asText(),
                        node.path("parentSpanId").asText(),
                        service,
                        name,
                        kind(node.path("kind").asText()),
                        start,
                        end,
                        attributes.peer(),
                        attributes.route(name),
                        attributes.ending(error, status.path("message").asText()),
                        attributes.caller());
        if (told) {
            give(span);
        } else if (waiting.size() < MOST_WAITING) {
            waiting.add(span);
        } else {
            throw new IOException(
                    at
                            + ": more than "
                            + MOST_WAITING
                            + " spans stand before the `resource` that says whose they are");
        }
    }

    private static Kind kind(String word) {
        return switch (word) {
            case "2", "SPAN_KIND_SERVER", "server", "5", "SPAN_KIND_CONSUMER", "consumer" ->
                    Kind.SERVER;
            case "3", "SPAN_KIND_CLIENT", "client" -> Kind.CLIENT;
            case "1", "SPAN_KIND_INTERNAL", "internal", "4", "SPAN_KIND_PRODUCER", "producer" ->
                    Kind.INSIDE;
            default -> Kind.UNKNOWN;
        };
    }

    /// Jaeger tells the services behind the spans of a trace.
    private void trace() throws IOException {
        var waiting = new ArrayList<Span>();
        Map<String, String> services = new HashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            JsonToken value = parser.nextToken();
            if (key.equals("spans") && value == JsonToken.START_ARRAY) {
                each(() -> {
                    String at = here();
                    jaeger(mapper.readTree(parser), at, waiting);
                });
            } else if (key.equals("processes") && value == JsonToken.START_OBJECT) {
                JsonNode processes = mapper.readTree(parser);
                for (Map.Entry<String, JsonNode> p : processes.properties()) {
                    services.put(p.getKey(), p.getValue().path("serviceName").asText());
                }
            } else {
                parser.skipChildren();
            }
        }
        waiting.forEach(
                span -> give(span.of(services.getOrDefault(span.service(), span.service()))));
    }

    private void jaeger(JsonNode node, String at, List<Span> waiting) {
        long start = node.path("startTime").asLong();
        JsonNode duration = node.path("duration");
        String trace = node.path("traceID").asText();
        if (trace.isEmpty() || start <= 0 || !duration.isNumber() || duration.asLong() < 0) {
            skips.skip("a span without trace, start or duration", at);
            return;
        }
        if (waiting.size() == MOST_WAITING) {
            skips.skip("a trace has more than " + MOST_WAITING + " spans", at);
            return;
        }
        String parent = "";
        for (JsonNode reference : node.path("references")) {
            if (reference.path("refType").asText().equals("CHILD_OF")) {
                parent = reference.path("spanID").asText();
            }
        }
        String name = node.path("operationName").asText();
        Attributes tags = Attributes.jaeger(node.path("tags"));
        waiting.add(
                new Span(
                        trace,
                        node.path("spanID").asText(),
                        parent,
                        node.path("processID").asText(),
                        name,
                        kind(tags.first("span.kind")),
                        start * MICRO,
                        (start + duration.asLong()) * MICRO,
                        tags.peer(),
                        tags.route(name),
                        tags.ending(
                                tags.first("error").equals("true"),
                                tags.first("otel.status_description", "error.message")),
                        tags.caller()));
    }

    private void give(Span span) {
        if (span.service().isEmpty()) {
            skips.skip("a span of a service without a name", span.trace() + " " + span.id());
            return;
        }
        skips.take();
        to.accept(span);
    }

    private String here() {
        var at = parser.currentLocation();
        return file + ":" + at.getLineNr() + ":" + at.getColumnNr();
    }
}
