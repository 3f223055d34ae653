package dev.unruly.convert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A line of an access log, taken apart: combined format of nginx and Apache with fields behind it,
/// Envoy's default format, or an object in JSON.
///
/// @param time as it is written
/// @param status 0: none was sent
/// @param flags Envoy's response flags; empty: there are none
/// @param fields all others, by name; those behind the combined format that have no name are `+1`,
///   `+2` …
record LogLine(
        String time,
        String method,
        String path,
        int status,
        String flags,
        Map<String, String> fields) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DateTimeFormatter COMMON =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT);
    private static final String QUOTED = "\"((?:[^\"\\\\]|\\\\.)*)\"";
    private static final Pattern COMBINED =
            Pattern.compile(
                    "\\S+ \\S+ .*?\\[([^\\]]+)\\] "
                            + QUOTED
                            + " (\\d{3}) \\S+(?: "
                            + QUOTED
                            + " "
                            + QUOTED
                            + ")?(.*)");
    private static final Pattern ENVOY =
            Pattern.compile(
                    "\\[([^\\]]+)\\] "
                            + QUOTED
                            + " (\\d{1,3}) (\\S+) (?:.*? )??(\\d+) (\\d+) (\\d+) (\\d+|-) \".*");
    private static final Pattern TOKEN =
            Pattern.compile("(?:([A-Za-z_][\\w.-]*)[=:])?(?:" + QUOTED + "|(\\S+))");
    private static final Pattern REQUEST = Pattern.compile("([A-Z]+) (\\S+)( HTTP/[\\d.]+)?");
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

    LogLine {
        fields = Map.copyOf(fields);
    }

    /// A line; empty: it is of no kind that is known.
    static Optional<LogLine> of(String line) {
        if (line.startsWith("{")) {
            return json(line);
        }
        Matcher envoy = ENVOY.matcher(line);
        if (line.startsWith("[") && envoy.matches()) {
            var fields = new LinkedHashMap<String, String>();
            fields.put("duration", envoy.group(7));
            fields.put("upstream-service-time", envoy.group(8));
            return request(
                    envoy.group(1),
                    envoy.group(2),
                    Integer.parseInt(envoy.group(3)),
                    envoy.group(4),
                    fields);
        }
        Matcher combined = COMBINED.matcher(line);
        if (!combined.matches()) {
            return Optional.empty();
        }
        var fields = new LinkedHashMap<String, String>();
        Matcher token = TOKEN.matcher(combined.group(6));
        while (token.find()) {
            String value = token.group(2) == null ? token.group(3) : token.group(2);
            String name = token.group(1) == null ? "+" + (fields.size() + 1) : token.group(1);
            fields.putIfAbsent(name, value);
        }
        return request(
                combined.group(1),
                combined.group(2),
                Integer.parseInt(combined.group(3)),
                "",
                fields);
    }

    private static Optional<LogLine> request(
            String time, String request, int status, String flags, Map<String, String> fields) {
        Matcher parts = REQUEST.matcher(request);
        return parts.matches()
                ? Optional.of(
                        new LogLine(time, parts.group(1), parts.group(2), status, flags, fields))
                : Optional.empty();
    }

    private static Optional<LogLine> json(String line) {
        var fields = new LinkedHashMap<String, String>();
        try {
            flatten("", JSON.readTree(line), fields);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
        String status = first(fields, STATUS);
        if (!status.matches("\\d{1,3}")) {
            return Optional.empty();
        }
        String time = first(fields, TIMES);
        String flags = fields.getOrDefault("response_flags", "");
        String path = first(fields, PATHS);
        if (path.isEmpty()) {
            String request = fields.getOrDefault("request", "");
            return request(time, request, Integer.parseInt(status), flags, fields);
        }
        return Optional.of(
                new LogLine(
                        time,
                        first(fields, METHODS),
                        path,
                        Integer.parseInt(status),
                        flags,
                        fields));
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

    private static String first(Map<String, String> fields, List<String> names) {
        for (String name : names) {
            String value = fields.getOrDefault(name, "");
            if (!value.isEmpty()) {
                return value;
            }
        }
        return "";
    }

    /// When it was logged; empty: that is no time.
    Optional<Long> atNanos() {
        try {
            if (time.matches("\\d{9,13}(\\.\\d{1,9})?")) {
                double number = Double.parseDouble(time);
                return Optional.of((long) (number * (number < 1e11 ? 1e9 : 1e6)));
            }
            Instant at =
                    time.indexOf('/') > 0
                            ? OffsetDateTime.parse(time, COMMON).toInstant()
                            : OffsetDateTime.parse(time).toInstant();
            return Optional.of(at.getEpochSecond() * 1_000_000_000L + at.getNano());
        } catch (DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    /// Method and path, or where it begins: what is behind the first part is rarely the same twice.
    String route() {
        String bare = path.replaceFirst("[?#].*", "").replaceFirst("^[a-z]+://[^/]*", "");
        if (!bare.startsWith("/")) {
            return "";
        }
        int end = bare.indexOf('/', 1);
        String first = end < 0 ? bare : bare.substring(0, end);
        boolean own = first.length() > 40 || first.matches("/.*\\d{3,}.*|.*[\\s*].*");
        String shown = own ? "/*" : end < 0 ? first : first + "/*";
        return method.matches("[A-Z]+") ? method + " " + shown : shown;
    }
}
