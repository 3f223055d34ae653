package dev.unruly.convert;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.unruly.forall.Draw;
import dev.unruly.forall.Forall;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Requests with bytes of any kind, written as each server would write them, are read the same.
final class WrittenAndReadTest {

    private static final int CASES = 300;
    private static final HexFormat UPPER = HexFormat.of().withUpperCase();
    private static final HexFormat LOWER = HexFormat.of();

    /// What a request is drawn with; texts are bytes as characters.
    private record Request(
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

        private static String utf8(String bytes) {
            return new String(latin(bytes), StandardCharsets.UTF_8);
        }
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /// What may stand in a text: pieces that have hurt readers before, and bytes of any kind.
    private static String hostile(Draw draw, String without) {
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
        for (char c : without.toCharArray()) {
            kept = kept.replace(Character.toString(c), "");
        }
        // A dash alone is what servers write for nothing.
        return kept.equals("-") ? "" : kept;
    }

    private static Request request(Draw draw, String without) {
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

    private static String dash(String text) {
        return text.isEmpty() ? "-" : text;
    }

    private interface Byte2 {
        String escape(int b);
    }

    private static String escaped(String bytes, Byte2 how) {
        var out = new StringBuilder();
        for (byte b : latin(bytes)) {
            out.append(how.escape(b & 0xff));
        }
        return out.toString();
    }

    private static String same(int b) {
        return Character.toString(b);
    }

    /// ngx_http_log_escape: quote, backslash, controls and bytes beyond `~` as `\x1B`.
    private static String nginx(String bytes) {
        return escaped(
                bytes,
                b ->
                        b == '"' || b == '\\' || b < 0x20 || b > 0x7e
                                ? "\\x" + UPPER.toHexDigits((byte) b)
                                : same(b));
    }

    /// ngx_escape_json.
    private static String nginxJson(String bytes) {
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
    private static String apache(String bytes) {
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

    private static Read read(String format, String line) {
        try {
            return Read.bytes(format, latin(line + "\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(line, e);
        }
    }

    private static void same(String format, String line, String expected) {
        assertThat(read(format, line).hits()).as(line).containsExactly(expected);
    }

    @Test
    void nginxs() {
        String format =
                "log_format x '$remote_addr - $remote_user [$time_local] \"$request\" $status"
                        + " $body_bytes_sent \"$http_referer\" \"$http_user_agent\" $request_time';";
        Forall.check(
                CASES,
                21L,
                draw -> {
                    Request r = request(draw, "");
                    String line =
                            "%s - - [%s] \"GET %s HTTP/1.1\" %d %d \"%s\" \"%s\" %d.%03d"
                                    .formatted(
                                            r.address(),
                                            r.clock("dd/MMM/yyyy:HH:mm:ss Z"),
                                            nginx(r.url()),
                                            r.status(),
                                            r.bytes(),
                                            dash(nginx(r.referrer())),
                                            dash(nginx(r.agent())),
                                            r.tookMillis() / 1_000,
                                            r.tookMillis() % 1_000);
                    long ended = r.atMillis() / 1_000 * 1_000;
                    same(format, line, r.read(ended - r.tookMillis(), r.tookMillis() * 1_000L));
                });
    }

    /// Escaped as JSON, and as it is by default, which is none.
    @Test
    void nginxsJson() {
        Forall.check(
                CASES,
                22L,
                draw -> {
                    Request r = request(draw, "");
                    for (boolean json : new boolean[] {true, false}) {
                        String line =
                                ("{\"msec\":\"%d.%03d\",\"remote_addr\":\"%s\",\"request\":\"GET %s"
                                                + " HTTP/1.1\",\"status\":\"%d\",\"body_bytes_sent\":%d,"
                                                + "\"http_referer\":\"%s\",\"http_user_agent\":\"%s\"}")
                                        .formatted(
                                                r.atMillis() / 1_000,
                                                r.atMillis() % 1_000,
                                                r.address(),
                                                json ? nginxJson(r.url()) : nginx(r.url()),
                                                r.status(),
                                                r.bytes(),
                                                json
                                                        ? nginxJson(r.referrer())
                                                        : nginx(r.referrer()),
                                                json ? nginxJson(r.agent()) : nginx(r.agent()));
                        same("json", line, r.read(r.atMillis(), -1));
                    }
                });
    }

    @Test
    void apaches() {
        String format = "%h %l %u %t \"%r\" %>s %b \"%{Referer}i\" \"%{User-Agent}i\" %D";
        Forall.check(
                CASES,
                23L,
                draw -> {
                    Request r = request(draw, "");
                    String line =
                            "%s - - [%s] \"GET %s HTTP/1.1\" %d %d \"%s\" \"%s\" %d"
                                    .formatted(
                                            r.address(),
                                            r.clock("dd/MMM/yyyy:HH:mm:ss Z"),
                                            apache(r.url()),
                                            r.status(),
                                            r.bytes(),
                                            apache(r.referrer()),
                                            dash(apache(r.agent())),
                                            r.tookMillis());
                    same(format, line, r.read(r.atMillis() / 1_000 * 1_000, r.tookMillis()));
                });
    }

    /// They escape nothing, and let no control into a header; a quote and a space within a text are
    /// the end of it for anybody.
    @Test
    void envoysAndTraefiks() {
        String controls = "\0\t\n\r\u001b\u007f";
        Forall.check(
                CASES,
                24L,
                draw -> {
                    Request r = request(draw, controls);
                    String agent =
                            r.agent().replaceAll("[\\x00-\\x1f]", "").replaceAll("\"(?= )", "'");
                    var plain =
                            new Request(
                                    r.atMillis(),
                                    r.address(),
                                    r.url().replaceAll("[\\x00-\\x1f]", ""),
                                    r.status(),
                                    r.bytes(),
                                    r.tookMillis(),
                                    "",
                                    agent.replaceAll("\"$", "'").replaceAll("^-$", ""));
                    String envoy =
                            "[%s] \"GET %s HTTP/2\" %d - 0 %d %d 3 \"%s\" \"%s\" \"id\" \"-\" \"up\""
                                    .formatted(
                                            r.clock("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'"),
                                            plain.url(),
                                            r.status(),
                                            r.bytes(),
                                            r.tookMillis(),
                                            r.address(),
                                            dash(plain.agent()));
                    same("envoy", envoy, plain.read(r.atMillis(), r.tookMillis() * 1_000L));
                    String traefik =
                            "%s - - [%s] \"GET %s HTTP/1.1\" %d %d \"-\" \"%s\" 7 \"r\" \"s\" %dms"
                                    .formatted(
                                            r.address(),
                                            r.clock("dd/MMM/yyyy:HH:mm:ss Z"),
                                            plain.url(),
                                            r.status(),
                                            r.bytes(),
                                            dash(plain.agent()),
                                            r.tookMillis());
                    long ended = r.atMillis() / 1_000 * 1_000;
                    same(
                            "traefik",
                            traefik,
                            plain.read(ended - r.tookMillis(), r.tookMillis() * 1_000L));
                });
    }

    /// A quote is escaped by a backslash, as its documentation says, and so are backslashes.
    @Test
    void balancers() {
        Forall.check(
                CASES,
                25L,
                draw -> {
                    Request r = request(draw, "");
                    var plain =
                            new Request(
                                    r.atMillis(),
                                    r.address(),
                                    r.url(),
                                    r.status(),
                                    r.bytes(),
                                    r.tookMillis(),
                                    "",
                                    r.agent());
                    String line =
                            ("h2 %s app/lb/1 %s:2817 - 0.000 %d.%03d 0.000 %d - 1 %d \"GET %s"
                                            + " HTTP/2.0\" \"%s\" - - - \"t\" \"-\" \"-\" 0 %s \"f\" \"-\"")
                                    .formatted(
                                            r.clock("yyyy-MM-dd'T'HH:mm:ss.SSS'000Z'"),
                                            r.address(),
                                            r.tookMillis() / 1_000,
                                            r.tookMillis() % 1_000,
                                            r.status(),
                                            r.bytes(),
                                            apache(r.url()),
                                            dash(apache(r.agent())),
                                            r.clock("yyyy-MM-dd'T'HH:mm:ss.SSS'000Z'"));
                    same("alb", line, plain.read(r.atMillis(), r.tookMillis() * 1_000L));
                });
    }

    /// CloudFront encodes what is not plain; a percent sign in an agent may be its own.
    @Test
    void cloudFronts() {
        String heading =
                "#Fields: timestamp c-ip cs-method cs-uri-stem cs-uri-query sc-status sc-bytes"
                        + " time-taken cs-referer cs-user-agent";
        Byte2 encoded =
                b ->
                        b <= 0x20 || b > 0x7e || "\"#%<>[]\\^`{|}~'".indexOf(b) >= 0
                                ? "%" + UPPER.toHexDigits((byte) b)
                                : same(b);
        Forall.check(
                CASES,
                26L,
                draw -> {
                    Request r = request(draw, "%");
                    String url = "/a" + draw.oneOf("", "%20b", "%C3%A9", "+", "%2541");
                    String query = draw.oneOf("", "q=%22x%22", "a=b&c=%41");
                    var sent =
                            new Request(
                                    r.atMillis(),
                                    r.address(),
                                    url + (query.isEmpty() ? "" : "?" + query),
                                    r.status(),
                                    r.bytes(),
                                    r.tookMillis(),
                                    r.referrer(),
                                    r.agent());
                    String line =
                            String.join(
                                    "\t",
                                    r.atMillis() / 1_000 + ".%03d".formatted(r.atMillis() % 1_000),
                                    r.address(),
                                    "GET",
                                    escaped(url, encoded),
                                    dash(escaped(query, encoded)),
                                    Integer.toString(r.status()),
                                    Integer.toString(r.bytes()),
                                    r.tookMillis() / 1_000
                                            + ".%03d".formatted(r.tookMillis() % 1_000),
                                    dash(escaped(r.referrer(), encoded)),
                                    dash(escaped(r.agent(), encoded)));
                    same(
                            heading,
                            line,
                            sent.read(r.atMillis() - r.tookMillis(), r.tookMillis() * 1_000L));
                });
    }

    /// Encoders of JSON put the mark for no character where bytes are no UTF-8.
    @Test
    void caddys() throws IOException {
        var json = new ObjectMapper();
        Forall.check(
                CASES,
                27L,
                draw -> {
                    Request r = request(draw, "");
                    String utf8 = Request.utf8(r.agent());
                    try {
                        String line =
                                json.writeValueAsString(
                                        Map.of(
                                                "ts",
                                                r.atMillis() / 1e3,
                                                "status",
                                                r.status(),
                                                "size",
                                                r.bytes(),
                                                "request",
                                                Map.of(
                                                        "remote_ip",
                                                        r.address(),
                                                        "method",
                                                        "GET",
                                                        "uri",
                                                        Request.utf8(r.url()),
                                                        "headers",
                                                        Map.of(
                                                                "User-Agent",
                                                                List.of(utf8, "second"),
                                                                "Referer",
                                                                List.of(
                                                                        Request.utf8(
                                                                                r.referrer()))))));
                        Read read = Read.bytes("caddy", line.getBytes(StandardCharsets.UTF_8));
                        assertThat(read.hits()).containsExactly(r.read(r.atMillis(), -1));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    /// A recording of GoReplay has what was sent, byte by byte, to the three monkeys.
    @Test
    void recordings() {
        Forall.check(
                CASES,
                28L,
                draw -> {
                    Request r = request(draw, "\n\r\0|-");
                    var out = new ByteArrayOutputStream();
                    String sent =
                            "1 ab12 %d 0\nGET %s HTTP/1.1\r\nUser-Agent:  %s\r\nReferer: %s\r\n\r\n"
                                    .formatted(
                                            r.atMillis() * 1_000_000,
                                            r.url(),
                                            r.agent().strip(),
                                            r.referrer().strip());
                    String answer =
                            "2 ab12 %d 0\nHTTP/1.1 %d X\r\n\r\n"
                                    .formatted(
                                            (r.atMillis() + r.tookMillis()) * 1_000_000,
                                            r.status());
                    for (String part : List.of(sent, answer)) {
                        out.writeBytes(latin(part));
                        out.writeBytes("\n🐵🙈🙉\n".getBytes(StandardCharsets.UTF_8));
                    }
                    try {
                        String hit = Read.bytes("", out.toByteArray()).hits().getFirst();
                        String[] fields = hit.split("\\|", -1);
                        assertThat(fields[0]).isEqualTo(Long.toString(r.atMillis()));
                        assertThat(fields[5]).isEqualTo(Integer.toString(r.status()));
                        assertThat(fields[7]).isEqualTo(Long.toString(r.tookMillis() * 1_000L));
                        assertThat(hit).contains("|" + Request.utf8(r.url()) + "|");
                        assertThat(hit).endsWith("|" + Request.utf8(r.agent().strip()));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    /// What is drawn has what it should have.
    @Test
    void theDrawnTextsAreHostile() {
        int[] found = new int[4];
        Forall.check(
                CASES,
                29L,
                draw -> {
                    Request r = request(draw, "");
                    found[0] += r.agent().contains("\"") ? 1 : 0;
                    found[1] += r.agent().contains("\\") ? 1 : 0;
                    found[2] += Request.utf8(r.url()).contains("\ufffd") ? 1 : 0;
                    found[3] += r.referrer().isEmpty() ? 1 : 0;
                });
        assertThat(found).doesNotContain(0, 1, 2, 3, 4, 5);
    }
}
