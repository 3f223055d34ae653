package dev.unruly.convert;

import com.fasterxml.jackson.databind.JsonNode;
import dev.unruly.model.Span.Caller;
import dev.unruly.model.Span.Ending;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// The attributes of a span that say whom it asked, what for, and how that ended, in the words of
/// OpenTelemetry's semantic conventions, old and new, and of OpenTracing.
final class Attributes {

    private static final Pattern METHOD_AND_PATH = Pattern.compile("[A-Z]+ /\\S*");
    private static final Pattern RPC = Pattern.compile("/?([A-Za-z_][\\w.]*/[\\w.]+)");
    private static final Pattern CUT =
            Pattern.compile("(?i).*(time-?d?.?out|deadline.?exceeded|cancel).*", Pattern.DOTALL);

    private final Map<String, String> values = new HashMap<>();

    /// OTLP's `[{key, value: {stringValue}}]`.
    static Attributes otlp(JsonNode list) {
        var attributes = new Attributes();
        for (JsonNode entry : list) {
            JsonNode value = entry.path("value");
            if (value.isObject() && value.size() > 0) {
                attributes.put(entry.path("key").asText(), value.elements().next());
            }
        }
        return attributes;
    }

    /// Jaeger's `[{key, value}]`.
    static Attributes jaeger(JsonNode list) {
        var attributes = new Attributes();
        for (JsonNode entry : list) {
            attributes.put(entry.path("key").asText(), entry.path("value"));
        }
        return attributes;
    }

    /// Zipkin's `{key: value}`.
    static Attributes zipkin(JsonNode tags) {
        var attributes = new Attributes();
        tags.properties().forEach(tag -> attributes.put(tag.getKey(), tag.getValue()));
        return attributes;
    }

    private void put(String key, JsonNode value) {
        if (value.isValueNode()) {
            values.put(key, value.asText());
        }
    }

    String first(String... keys) {
        for (String key : keys) {
            String value = values.getOrDefault(key, "");
            if (!value.isEmpty()) {
                return value;
            }
        }
        return "";
    }

    /// Who was asked.
    String peer() {
        return first(
                "peer.service",
                "server.address",
                "net.peer.name",
                "db.system.name",
                "db.system",
                "messaging.system");
    }

    /// Who asked from outside. The other end of a connection is mostly a proxy, and nobody.
    Caller caller() {
        String query = first("url.query");
        String path = first("url.path");
        String target = path + (query.isEmpty() || path.isEmpty() ? "" : "?" + query);
        return new Caller(
                first("session.id", "enduser.id", "user.id", "enduser.pseudo.id"),
                first("client.address", "http.client_ip"),
                first("user_agent.original", "http.user_agent"),
                target.isEmpty() ? first("http.target", "url.full", "http.url") : target,
                first("http.request.header.referer"));
    }

    /// Method and path, from a template that many requests share, or from the span's name.
    String route(String name) {
        String method = first("http.request.method", "http.method").toUpperCase(Locale.ROOT);
        String template = first("http.route", "url.template");
        if (!template.isEmpty()) {
            return method.isEmpty() ? template : method + " " + template;
        }
        String service = first("rpc.service");
        String call = first("rpc.method");
        if (!service.isEmpty() && !call.isEmpty()) {
            return "POST /" + service + "/" + call;
        }
        return named(method, name);
    }

    /// What a name alone says.
    static String named(String method, String name) {
        if (METHOD_AND_PATH.matcher(name).matches()) {
            return name;
        }
        if (!method.isEmpty() && name.matches("/\\S*")) {
            return method + " " + name;
        }
        var rpc = RPC.matcher(name);
        return rpc.matches() && method.isEmpty() ? "POST /" + rpc.group(1) : "";
    }

    /// @param error whether the tracer says that it failed
    /// @param message what it says of that
    Ending ending(boolean error, String message) {
        String http = first("http.response.status_code", "http.status_code");
        String grpc = first("rpc.grpc.status_code", "rpc.response.status_code", "grpc.status_code");
        String type = first("error.type", "exception.type") + " " + message;
        boolean cut =
                List.of("408", "499", "504").contains(http)
                        || List.of("1", "4", "CANCELLED", "DEADLINE_EXCEEDED").contains(grpc)
                        || (error && CUT.matcher(type).matches());
        boolean failed =
                error
                        || (http.length() == 3 && http.charAt(0) == '5')
                        || first("error").equals("true")
                        || !(grpc.isEmpty() || grpc.equals("0") || grpc.equals("OK"));
        return cut ? Ending.CUT_OFF : failed ? Ending.FAILED : Ending.ANSWERED;
    }
}
