package dev.unruly.convert;

import dev.unruly.convert.Column.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Which field of a log in JSON says what: of servers that are known, or as a file says.
final class JsonFields {

    private static final String WHAT =
            "began, ended, took, status, method, url, query, request, address, forwarded, agent,"
                    + " account, cookies, host, referrer, type, bytes, region, flags";

    private JsonFields() {}

    /// By the name of the server; the most telling first.
    static Map<String, Map<String, Column>> known() {
        var known = new LinkedHashMap<String, Map<String, Column>>();
        known.put("caddy", caddy());
        known.put("traefik-json", traefik());
        known.put("envoy-json", envoy());
        known.put("nginx-json", nginx());
        return known;
    }

    private static Map<String, Column> caddy() {
        var m = new LinkedHashMap<String, Column>();
        m.put("ts", Column.at(Kind.ENDED, LogTime.ANY));
        m.put("request.client_ip", Column.of(Kind.ADDRESS));
        m.put("request.remote_ip", Column.of(Kind.ADDRESS));
        m.put("request.remote_addr", Column.of(Kind.ADDRESS_PORT));
        m.put("request.method", Column.of(Kind.METHOD));
        m.put("request.host", Column.of(Kind.HOST));
        m.put("request.uri", Column.of(Kind.URL));
        m.put("request.headers.User-Agent", Column.of(Kind.AGENT));
        m.put("request.headers.Referer", Column.of(Kind.REFERRER));
        m.put("request.headers.Cookie", Column.of(Kind.COOKIES));
        m.put("user_id", Column.of(Kind.ACCOUNT));
        m.put("status", Column.of(Kind.STATUS));
        m.put("size", Column.of(Kind.BYTES));
        m.put("duration", Column.took(1e6));
        m.put("resp_headers.Content-Type", Column.of(Kind.CONTENT_TYPE));
        return m;
    }

    private static Map<String, Column> traefik() {
        var m = new LinkedHashMap<String, Column>();
        m.put("StartUTC", Column.at(Kind.BEGAN, LogTime.ANY));
        m.put("time", Column.at(Kind.ENDED, LogTime.ANY));
        m.put("ClientHost", Column.of(Kind.ADDRESS));
        m.put("ClientUsername", Column.of(Kind.ACCOUNT));
        m.put("RequestMethod", Column.of(Kind.METHOD));
        m.put("RequestPath", Column.of(Kind.URL));
        m.put("RequestHost", Column.of(Kind.HOST));
        m.put("DownstreamStatus", Column.of(Kind.STATUS));
        m.put("DownstreamContentSize", Column.of(Kind.BYTES));
        m.put("Duration", Column.took(1e-3));
        m.put("request_User-Agent", Column.of(Kind.AGENT));
        m.put("request_Referer", Column.of(Kind.REFERRER));
        m.put("request_Cookie", Column.of(Kind.COOKIES));
        m.put("downstream_Content-Type", Column.of(Kind.CONTENT_TYPE));
        return m;
    }

    private static Map<String, Column> envoy() {
        var m = new LinkedHashMap<String, Column>();
        m.put("start_time", Column.at(Kind.BEGAN, LogTime.ANY));
        m.put("method", Column.of(Kind.METHOD));
        m.put("path", Column.of(Kind.URL));
        m.put("authority", Column.of(Kind.HOST));
        m.put("response_code", Column.of(Kind.STATUS));
        m.put("response_flags", Column.of(Kind.FLAGS));
        m.put("bytes_sent", Column.of(Kind.BYTES));
        m.put("duration", Column.took(1e3));
        m.put("downstream_remote_address", Column.of(Kind.ADDRESS_PORT));
        m.put("x_forwarded_for", Column.of(Kind.FORWARDED));
        m.put("user_agent", Column.of(Kind.AGENT));
        m.put("referer", Column.of(Kind.REFERRER));
        return m;
    }

    private static Map<String, Column> nginx() {
        var m = new LinkedHashMap<String, Column>();
        for (String time : List.of("time", "timestamp", "@timestamp", "time_local", "ts")) {
            m.put(time, Column.at(Kind.ENDED, LogTime.ANY));
        }
        for (String same :
                List.of(
                        "time_iso8601",
                        "msec",
                        "request_time",
                        "remote_addr",
                        "http_x_forwarded_for",
                        "remote_user",
                        "http_user_agent",
                        "http_referer",
                        "host",
                        "http_host",
                        "request",
                        "request_method",
                        "request_uri",
                        "uri",
                        "args",
                        "status",
                        "body_bytes_sent",
                        "bytes_sent",
                        "sent_http_content_type",
                        "http_cookie",
                        "geoip_country_code")) {
            m.put(same, NginxWords.column(same));
        }
        m.put("method", Column.of(Kind.METHOD));
        m.put("path", Column.of(Kind.URL));
        m.put("url", Column.of(Kind.URL));
        m.put("user_agent", Column.of(Kind.AGENT));
        m.put("referer", Column.of(Kind.REFERRER));
        m.put("client_ip", Column.of(Kind.ADDRESS));
        return m;
    }

    /// Reads a mapping: on each line `what = field`, of a duration with its unit behind it (`took =
    /// http.took:ms`).
    ///
    /// @throws IOException with words for people, all that is wrong at once
    static Map<String, Column> read(Path file) throws IOException {
        var mapping = new LinkedHashMap<String, Column>();
        var wrong = new StringBuilder();
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            String bare = line.replaceFirst("#.*", "").strip();
            if (bare.isEmpty()) {
                continue;
            }
            String[] sides = bare.split("\\s*=\\s*", 2);
            try {
                if (sides.length < 2) {
                    throw new IllegalArgumentException("write WHAT = FIELD; what is " + WHAT);
                }
                boolean took = sides[0].equals("took");
                LogField field = took ? LogField.of(sides[1]) : new LogField(sides[1], 0);
                mapping.put(
                        field.name(),
                        took ? Column.took(field.nanos() / 1e3) : Column.of(kind(sides[0])));
            } catch (IllegalArgumentException e) {
                wrong.append(wrong.isEmpty() ? "" : "\n")
                        .append(file)
                        .append(':')
                        .append(number)
                        .append(": ")
                        .append(Shown.text(String.valueOf(e.getMessage())));
            }
        }
        if (!wrong.isEmpty()) {
            throw new IOException(wrong.toString());
        }
        return mapping;
    }

    private static Kind kind(String what) {
        return switch (what.toLowerCase(Locale.ROOT)) {
            case "began" -> Kind.BEGAN;
            case "ended" -> Kind.ENDED;
            case "status" -> Kind.STATUS;
            case "method" -> Kind.METHOD;
            case "url" -> Kind.URL;
            case "query" -> Kind.QUERY;
            case "request" -> Kind.REQUEST;
            case "address" -> Kind.ADDRESS;
            case "forwarded" -> Kind.FORWARDED;
            case "agent" -> Kind.AGENT;
            case "account" -> Kind.ACCOUNT;
            case "cookies" -> Kind.COOKIES;
            case "host" -> Kind.HOST;
            case "referrer" -> Kind.REFERRER;
            case "type" -> Kind.CONTENT_TYPE;
            case "bytes" -> Kind.BYTES;
            case "region" -> Kind.REGION;
            case "flags" -> Kind.FLAGS;
            default ->
                    throw new IllegalArgumentException(
                            "nothing is called `" + what + "`; what is " + WHAT);
        };
    }
}
