package dev.unruly.convert;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.unruly.forall.Forall;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Requests with bytes of any kind, written as each server would write them, are read the same.
final class WrittenAndReadTest {

    private static final int CASES = 300;

    private static Read read(String format, String line) {
        try {
            return Read.bytes(format, Request.latin(line + "\n"));
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
                    Request r = Request.request(draw, "");
                    String line =
                            "%s - - [%s] \"GET %s HTTP/1.1\" %d %d \"%s\" \"%s\" %d.%03d"
                                    .formatted(
                                            r.address(),
                                            r.clock("dd/MMM/yyyy:HH:mm:ss Z"),
                                            Request.nginx(r.url()),
                                            r.status(),
                                            r.bytes(),
                                            Request.dash(Request.nginx(r.referrer())),
                                            Request.dash(Request.nginx(r.agent())),
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
                    Request r = Request.request(draw, "");
                    for (boolean json : new boolean[] {true, false}) {
                        String line =
                                ("{\"msec\":\"%d.%03d\",\"remote_addr\":\"%s\",\"request\":\"GET %s"
                                                + " HTTP/1.1\",\"status\":\"%d\",\"body_bytes_sent\":%d,"
                                                + "\"http_referer\":\"%s\",\"http_user_agent\":\"%s\"}")
                                        .formatted(
                                                r.atMillis() / 1_000,
                                                r.atMillis() % 1_000,
                                                r.address(),
                                                json
                                                        ? Request.nginxJson(r.url())
                                                        : Request.nginx(r.url()),
                                                r.status(),
                                                r.bytes(),
                                                json
                                                        ? Request.nginxJson(r.referrer())
                                                        : Request.nginx(r.referrer()),
                                                json
                                                        ? Request.nginxJson(r.agent())
                                                        : Request.nginx(r.agent()));
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
                    Request r = Request.request(draw, "");
                    String line =
                            "%s - - [%s] \"GET %s HTTP/1.1\" %d %d \"%s\" \"%s\" %d"
                                    .formatted(
                                            r.address(),
                                            r.clock("dd/MMM/yyyy:HH:mm:ss Z"),
                                            Request.apache(r.url()),
                                            r.status(),
                                            r.bytes(),
                                            Request.apache(r.referrer()),
                                            Request.dash(Request.apache(r.agent())),
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
                    Request r = Request.request(draw, controls);
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
                                            Request.dash(plain.agent()));
                    same("envoy", envoy, plain.read(r.atMillis(), r.tookMillis() * 1_000L));
                    String traefik =
                            "%s - - [%s] \"GET %s HTTP/1.1\" %d %d \"-\" \"%s\" 7 \"r\" \"s\" %dms"
                                    .formatted(
                                            r.address(),
                                            r.clock("dd/MMM/yyyy:HH:mm:ss Z"),
                                            plain.url(),
                                            r.status(),
                                            r.bytes(),
                                            Request.dash(plain.agent()),
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
                    Request r = Request.request(draw, "");
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
                                            Request.apache(r.url()),
                                            Request.dash(Request.apache(r.agent())),
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
        Request.Byte2 encoded =
                b ->
                        b <= 0x20 || b > 0x7e || "\"#%<>[]\\^`{|}~'".indexOf(b) >= 0
                                ? "%" + HexFormat.of().withUpperCase().toHexDigits((byte) b)
                                : Request.same(b);
        Forall.check(
                CASES,
                26L,
                draw -> {
                    Request r = Request.request(draw, "%");
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
                                    Request.escaped(url, encoded),
                                    Request.dash(Request.escaped(query, encoded)),
                                    Integer.toString(r.status()),
                                    Integer.toString(r.bytes()),
                                    r.tookMillis() / 1_000
                                            + ".%03d".formatted(r.tookMillis() % 1_000),
                                    Request.dash(Request.escaped(r.referrer(), encoded)),
                                    Request.dash(Request.escaped(r.agent(), encoded)));
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
                    Request r = Request.request(draw, "");
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
                    Request r = Request.request(draw, "\n\r\0|-");
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
                        out.writeBytes(Request.latin(part));
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
                    Request r = Request.request(draw, "");
                    found[0] += r.agent().contains("\"") ? 1 : 0;
                    found[1] += r.agent().contains("\\") ? 1 : 0;
                    found[2] += Request.utf8(r.url()).contains("\ufffd") ? 1 : 0;
                    found[3] += r.referrer().isEmpty() ? 1 : 0;
                });
        assertThat(found).doesNotContain(0, 1, 2, 3, 4, 5);
    }
}
