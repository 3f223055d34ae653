package dev.unruly.convert;

import dev.unruly.convert.Column.Kind;
import java.util.Locale;

/// What nginx's variables mean, and a few of our own for formats that nginx has not.
final class NginxWords {

    private static final double SECOND = 1e6;

    private NginxWords() {}

    static Column column(String name) {
        Kind kind = kind(name);
        return switch (name) {
            case "time_local" -> Column.at(Kind.ENDED, LogTime.COMMON);
            case "time_iso8601" -> Column.at(Kind.ENDED, LogTime.ISO);
            case "msec" -> Column.at(Kind.ENDED, LogTime.EPOCH);
            case "start_time" -> Column.at(Kind.BEGAN, LogTime.ANY);
            case "began_local" -> Column.at(Kind.BEGAN, LogTime.COMMON);
            case "request_time" -> Column.took(SECOND);
            case "took_ms" -> Column.took(1_000);
            case "took_us" -> Column.took(1);
            case "upstream_response_time" -> Column.upstreamTook(SECOND);
            case "upstream_took_ms" -> Column.upstreamTook(1_000);
            case "upstream_took" -> Column.upstreamTook(SECOND);
            case "target_part" -> new Column(Kind.TARGET_PART, new LogTime(LogTime.ANY), SECOND);
            case "took_part" -> new Column(Kind.TOOK_PART, new LogTime(LogTime.ANY), SECOND);
            default -> Column.of(kind);
        };
    }

    private static Kind kind(String name) {
        Kind kind =
                switch (name) {
                    case "remote_addr" -> Kind.ADDRESS;
                    case "address_port" -> Kind.ADDRESS_PORT;
                    case "http_x_forwarded_for", "proxy_add_x_forwarded_for" -> Kind.FORWARDED;
                    case "remote_user", "uid_got", "uid_set" -> Kind.ACCOUNT;
                    case "http_cookie" -> Kind.COOKIES;
                    case "http_user_agent" -> Kind.AGENT;
                    case "http_referer" -> Kind.REFERRER;
                    case "host", "http_host", "server_name" -> Kind.HOST;
                    case "request" -> Kind.REQUEST;
                    case "request_method" -> Kind.METHOD;
                    case "request_uri", "uri", "document_uri" -> Kind.URL;
                    case "args", "query_string" -> Kind.QUERY;
                    case "status" -> Kind.STATUS;
                    case "body_bytes_sent", "bytes_sent" -> Kind.BYTES;
                    case "sent_http_content_type", "upstream_http_content_type" ->
                            Kind.CONTENT_TYPE;
                    case "proxy_upstream_name", "upstream_name" -> Kind.UPSTREAM;
                    case "flags" -> Kind.FLAGS;
                    case "kept" -> Kind.KEPT;
                    default -> Kind.SKIP;
                };
        if (kind != Kind.SKIP) {
            return kind;
        }
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.startsWith("cookie_")
                ? Kind.ACCOUNT
                : lower.contains("country") ? Kind.REGION : Kind.SKIP;
    }
}
