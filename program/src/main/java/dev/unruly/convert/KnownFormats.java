package dev.unruly.convert;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Formats of text that have a name, in nginx's words; the most telling first.
final class KnownFormats {

    private static final String COMMON =
            "$remote_addr $ident $remote_user [$time_local] \"$request\" $status $body_bytes_sent";
    private static final String COMBINED = COMMON + " \"$http_referer\" \"$http_user_agent\"";

    private KnownFormats() {}

    /// All, by name.
    static Map<String, String> all() {
        var all = new LinkedHashMap<String, String>();
        String took = " $took_part $target_part $took_part $status $ostatus $received $bytes_sent ";
        String request = "\"$request\" \"$http_user_agent\" $cipher $protocol $group";
        all.put(
                "alb",
                "$type $time_iso8601 $lb $address_port $target"
                        + took
                        + request
                        + " \"$trace\" \"$host\" \"$certificate\" $rule $start_time $rest");
        all.put(
                "alb before 2018",
                "$type $time_iso8601 $lb $address_port $target"
                        + took
                        + "\"$request\" \"$http_user_agent\" $rest");
        all.put(
                "elb",
                "$start_time $lb $address_port $target"
                        + took
                        + "\"$request\" \"$http_user_agent\" $rest");
        all.put(
                "envoy",
                "[$start_time] \"$request\" $status $flags $received $bytes_sent $took_ms $upstream_took_ms"
                        + " \"$http_x_forwarded_for\" \"$http_user_agent\" \"$id\" \"$host\" \"$to\"");
        all.put(
                "istio",
                "[$start_time] \"$request\" $status $flags $detail $why \"$failure\" $received"
                        + " $bytes_sent $took_ms $upstream_took_ms \"$http_x_forwarded_for\""
                        + " \"$http_user_agent\" \"$id\" \"$host\" \"$to\" $rest");
        all.put("traefik", COMBINED + " $number \"$router\" \"$server\" ${took_ms}ms");
        all.put("vhost_combined", "$host:$port " + COMBINED);
        all.put("combined", COMBINED);
        all.put("combined and more", COMBINED + " $rest");
        all.put("common", COMMON);
        all.put("common and more", COMMON + " $rest");
        return all;
    }

    /// A format by its name, or the text itself.
    static String byName(String text) {
        return all().getOrDefault(text, text);
    }

    /// Whether texts are written as they were sent, with no escape for a quote within them.
    static boolean raw(String name) {
        return name.equals("envoy") || name.equals("istio") || name.equals("traefik");
    }

    static List<String> list() {
        return all().keySet().stream().filter(name -> name.indexOf(' ') < 0).toList();
    }

    static String names() {
        return String.join(", ", list());
    }
}
