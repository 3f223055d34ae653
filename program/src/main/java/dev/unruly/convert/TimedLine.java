package dev.unruly.convert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.unruly.convert.Column.Kind;
import dev.unruly.model.Hit;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Reads lines of an access log that have a duration under some name: the common and the combined
/// format with fields behind them, Envoy's text, or JSON.
final class TimedLine {

    private static final List<String> TIMES =
            List.of(
                    "time",
                    "timestamp",
                    "@timestamp",
                    "time_iso8601",
                    "time_local",
                    "start_time",
                    "ts",
                    "msec");
    private static final List<String> STATUS =
            List.of("status", "response_code", "http.response.status_code", "status_code", "code");
    private static final List<String> METHODS =
            List.of("method", "request_method", "http.request.method");
    private static final List<String> PATHS =
            List.of("path", "uri", "request_uri", "url.path", "url");
    private static final String UPSTREAM = "upstream-service-time";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String field;
    private final List<LogScanner> tailed =
            List.of(
                    scanner(KnownFormats.byName("combined") + " $kept"),
                    scanner("combined"),
                    scanner(KnownFormats.byName("common") + " $kept"),
                    scanner("common"));
    private final LogScanner envoy;
    private Optional<JsonLine> json = Optional.empty();

    /// @param field whose value is asked for; behind the combined format those without a name are
    ///   `+1`, `+2` …
    TimedLine(String field) {
        this.field = field;
        String text = KnownFormats.byName("envoy");
        String kept =
                field.equals("duration")
                        ? text.replace("$took_ms", "$kept")
                        : field.equals(UPSTREAM) ? text.replace("$upstream", "$kept") : text;
        envoy = new LogScanner(LogFormat.of(kept, false));
    }

    private static LogScanner scanner(String format) {
        return new LogScanner(LogFormat.of(format));
    }

    /// What a line says of one request beside the hit.
    ///
    /// @param value of the field; empty: it has none
    record Said(Flaw flaw, String value, String flags) {}

    /// Reads a line.
    Said read(byte[] b, int from, int to, Hit hit) {
        if (from < to && b[from] == '{') {
            return object(b, from, to, hit);
        }
        if (from < to && b[from] == '[') {
            return said(envoy.read(b, from, to, hit), envoy.fields());
        }
        Flaw flaw = Flaw.SHAPE;
        for (LogScanner reader : tailed) {
            flaw = reader.read(b, from, to, hit);
            if (flaw == Flaw.NONE) {
                String tail = reader.fields().kept().text();
                return new Said(flaw, behind(tail).getOrDefault(field, ""), "");
            }
        }
        return new Said(flaw, "", "");
    }

    /// As the line before, else by the names that this one has.
    private Said object(byte[] b, int from, int to, Hit hit) {
        if (json.isPresent()) {
            Flaw flaw = json.get().read(b, from, to, hit);
            if (flaw == Flaw.NONE && !json.get().fields().kept().isEmpty()) {
                return said(flaw, json.get().fields());
            }
        }
        var reader = new JsonLine(mapping(b, from, to));
        json = Optional.of(reader);
        return said(reader.read(b, from, to, hit), reader.fields());
    }

    private static Said said(Flaw flaw, HitFields fields) {
        return new Said(flaw, fields.kept().text(), fields.flags().text());
    }

    /// The fields of a line by name; empty: it is no line of a log that is known.
    Optional<Map<String, String>> fields(byte[] b, int from, int to) {
        var hit = new Hit();
        Said said = read(b, from, to, hit);
        if (said.flaw != Flaw.NONE) {
            return Optional.empty();
        }
        if (b[from] == '{') {
            return Optional.of(flat(b, from, to));
        }
        if (b[from] == '[') {
            var both = new TreeMap<String, String>();
            both.put("duration", value("duration", b, from, to));
            both.put(UPSTREAM, value(UPSTREAM, b, from, to));
            return Optional.of(both);
        }
        for (LogScanner reader : tailed) {
            if (reader.read(b, from, to, hit) == Flaw.NONE) {
                return Optional.of(new TreeMap<>(behind(reader.fields().kept().text())));
            }
        }
        return Optional.empty();
    }

    private static String value(String name, byte[] b, int from, int to) {
        return new TimedLine(name).read(b, from, to, new Hit()).value();
    }

    private static Map<String, String> behind(String tail) {
        var fields = new LinkedHashMap<String, String>();
        for (String token : Tail.tokens(tail)) {
            int sign = Tail.name(token);
            String value = token.substring(sign == 0 ? 0 : sign + 1);
            boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
            fields.putIfAbsent(
                    sign == 0 ? "+" + (fields.size() + 1) : token.substring(0, sign),
                    quoted ? value.substring(1, value.length() - 1) : value);
        }
        return fields;
    }

    /// Which fields of JSON say what, by the names that a line has.
    private Map<String, Column> mapping(byte[] b, int from, int to) {
        Map<String, String> known = flat(b, from, to);
        var mapping = new LinkedHashMap<String, Column>();
        first(known, TIMES).ifPresent(n -> mapping.put(n, Column.at(Kind.ENDED, LogTime.ANY)));
        first(known, STATUS).ifPresent(n -> mapping.put(n, Column.of(Kind.STATUS)));
        Optional<String> path = first(known, PATHS);
        path.ifPresent(name -> mapping.put(name, Column.of(Kind.URL)));
        first(known, METHODS).ifPresent(name -> mapping.put(name, Column.of(Kind.METHOD)));
        if (path.isEmpty()) {
            mapping.put("request", Column.of(Kind.REQUEST));
        }
        mapping.put("response_flags", Column.of(Kind.FLAGS));
        mapping.put(field, Column.of(Kind.KEPT));
        return mapping;
    }

    private static Optional<String> first(Map<String, String> known, List<String> names) {
        return names.stream().filter(n -> !known.getOrDefault(n, "").isEmpty()).findFirst();
    }

    private static Map<String, String> flat(byte[] b, int from, int to) {
        var fields = new TreeMap<String, String>();
        try {
            flatten(
                    "",
                    JSON.readTree(new String(b, from, to - from, StandardCharsets.UTF_8)),
                    fields);
        } catch (JsonProcessingException e) {
            return Map.of();
        }
        return fields;
    }

    private static void flatten(String name, JsonNode node, Map<String, String> to) {
        if (node.isObject()) {
            node.properties()
                    .forEach(p ->
                            flatten(
                                    name.isEmpty() ? p.getKey() : name + "." + p.getKey(),
                                    p.getValue(),
                                    to));
        } else if (node.isValueNode() && !node.isNull()) {
            to.put(name, node.isNumber() ? node.decimalValue().toPlainString() : node.asText());
        }
    }
}
