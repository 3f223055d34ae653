package dev.unruly.convert;

import dev.unruly.forall.Draw;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;

/// What a request is drawn with; texts are bytes as characters.
record Request(
        long atMillis,
        String address,
        String url,
        int status,
        int bytes,
        int tookMillis,
        String referrer,
        String agent) {

    String clock(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT)
                .withZone(ZoneOffset.UTC)
                .format(Instant.ofEpochMilli(atMillis));
    }

    /// As [Read] has it; `began` in milliseconds.
    String read(long began, long micros) {
        return String.join(
                "|",
                Long.toString(began),
                address,
                "",
                "GET",
                utf8(url),
                Integer.toString(status),
                Integer.toString(bytes),
                Long.toString(micros),
                status == 499 || status == 460 ? "left" : "",
                "",
                utf8(referrer),
                utf8(agent));
    }

    static String utf8(String bytes) {
        return new String(latin(bytes), StandardCharsets.UTF_8);
    }

    private static final HexFormat UPPER = HexFormat.of().withUpperCase();
    private static final HexFormat LOWER = HexFormat.of();

    static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /// What may stand in a text: pieces that have hurt readers before, and bytes of any kind.
    static String hostile(Draw draw, String without) {
        var text = new StringBuilder();
        for (String piece :
                draw.list(
                        12,
                        d ->
                                d.oneOf(
                                        "a",
                                        "Z9",
                                        "\"",
                                        "\\",
                                        "\\\"",
                                        "\\x22",
                                        "\\u0041",
                                        "\" \"",
                                        "] ",
                                        " [",
                                        " - ",
                                        "%22",
                                        "<b>",
                                        "\u001b[31m",
                                        "\t",
                                        "\r",
                                        "\n",
                                        "\0",
                                        "\u007f",
                                        "\u00c3\u00a9",
                                        "\u00e2\u0080\u00ae",
                                        "\u00f0\u009f\u0090\u0092",
                                        "\u00c0\u00af",
                                        "\u00ff",
                                        Character.toString(d.between(0, 255))))) {
            text.append(piece);
        }
        String kept = text.toString();
        for (int i = 0; i < without.length(); i++) {
            kept = kept.replace(without.substring(i, i + 1), "");
        }
        // A dash alone is what servers write for nothing.
        return kept.equals("-") ? "" : kept;
    }

    static Request request(Draw draw, String without) {
        return new Request(
                1_700_000_000_000L + draw.ofBits(36),
                draw.oneOf("192.0.2.7", "2001:db8::7", "::1"),
                "/" + hostile(draw, without + " "),
                draw.oneOf(200, 304, 404, 460, 499, 500),
                (int) draw.ofBits(30),
                draw.between(0, 99_999),
                hostile(draw, without),
                draw.note("agent", hostile(draw, without)));
    }

    static String dash(String text) {
        return text.isEmpty() ? "-" : text;
    }

    interface Byte2 {
        String escape(int b);
    }

    static String escaped(String bytes, Byte2 how) {
        var out = new StringBuilder();
        for (byte b : latin(bytes)) {
            out.append(how.escape(b & 0xff));
        }
        return out.toString();
    }

    static String same(int b) {
        return Character.toString(b);
    }

    /// ngx_http_log_escape: quote, backslash, controls and bytes beyond `~` as `\x1B`.
    static String nginx(String bytes) {
        return escaped(
                bytes,
                b ->
                        b == '"' || b == '\\' || b < 0x20 || b > 0x7e
                                ? "\\x" + UPPER.toHexDigits((byte) b)
                                : same(b));
    }

    /// ngx_escape_json.
    static String nginxJson(String bytes) {
        return escaped(
                bytes,
                b ->
                        switch (b) {
                            case '"', '\\' -> "\\" + (char) b;
                            case '\n' -> "\\n";
                            case '\r' -> "\\r";
                            case '\t' -> "\\t";
                            case '\b' -> "\\b";
                            case '\f' -> "\\f";
                            default -> b < 0x20 ? "\\u00" + UPPER.toHexDigits((byte) b) : same(b);
                        });
    }

    /// ap_escape_logitem.
    static String apache(String bytes) {
        return escaped(
                bytes,
                b ->
                        switch (b) {
                            case '"', '\\' -> "\\" + (char) b;
                            case '\b' -> "\\b";
                            case '\n' -> "\\n";
                            case '\r' -> "\\r";
                            case '\t' -> "\\t";
                            case 0x0b -> "\\v";
                            default ->
                                    b < 0x20 || b > 0x7e
                                            ? "\\x" + LOWER.toHexDigits((byte) b)
                                            : same(b);
                        });
    }
}
