package dev.unruly.convert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.forall.Draw;
import dev.unruly.forall.Forall;
import dev.unruly.model.Hit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Whatever the bytes, readers end, never fall over, and every line is taken or counted.
final class FuzzTest {

    private static final String TEXT =
            """
            192.0.2.7 - - [17/May/2026:10:05:03 +0000] "GET /a?x=1 HTTP/1.1" 200 20 "-" "a \\x22" 0.250 rt="1, 2"
            h:80 192.0.2.7 - - [17/May/2026:10:05:03 +0000] "GET / HTTP/1.1" 200 20 "-" "ua"
            [2016-04-15T20:17:00.310Z] "POST /api HTTP/2" 204 - 154 0 226 100 "10.0.35.28" "ua" "id" "h" "u"
            https 2026-05-17T10:05:03.5Z app/l 192.0.2.7:2 - 0.001 -1 0.099 460 - 3 4 "GET https://s:443/a HTTP/2.0" "c" - - a
            192.0.2.7 - - [17/May/2026:10:05:03 +0000] "GET /a HTTP/1.1" 499 21 "-" "q" 12 "shop@docker" "http://b" 2000ms
            #Fields: date time c-ip cs-method cs-uri-stem sc-status cs(User-Agent) cs-uri-query
            2026-05-17\t10:05:03\t192.0.2.7\tGET\t/a%2520\t200\tua%20b\tb=1
            {"ts":1779012303.5e0,"request":{"remote_ip":"::1","method":"GET","uri":"/a\\u0022","headers":{"User-Agent":["ua"]}},"status":200}
            {"time_iso8601":"2026-05-17T10:05:03Z","request":"GET /\\x22 HTTP/1.1","status":"200","request_time":"1.000"}
            {"resourceSpans":[{"resource":{},"scopeSpans":[{"spans":[{"traceId":"a","spanId":"b","kind":2}]}]}]}
            [{"traceId":"a","id":"b","kind":"SERVER","timestamp":1779012303000000,"duration":2000,"tags":{"http.route":"/a"}}]
            {"log":{"creator":{},"entries":[{"startedDateTime":"2026-05-17T10:05:03Z","time":1.5,"request":{"url":"http://h/a"}}]}}
            1 d5764e22 1779012303000000000 0
            GET /a HTTP/1.1
            User-Agent: ua

            🐵🙈🙉
            2023-11-16 18:15:46.6805900,374
            period,count
            1998-04-30 21:30:00,2
            """;

    private static final List<byte[]> LINES =
            TEXT.lines().map(line -> line.getBytes(StandardCharsets.UTF_8)).toList();

    private static final List<String> FORMATS = formats();

    private static List<String> formats() {
        var formats = new ArrayList<>(KnownFormats.all().keySet());
        formats.addAll(JsonFields.known().keySet());
        formats.add("w3c");
        formats.add("cloudfront-realtime");
        formats.add("%h %{%Y-%m-%d %H:%M:%S}t \"%r\" %>s %{ms}T \"%{X-Forwarded-For}i\"");
        formats.add("$msec $request_uri $upstream_response_time");
        return formats;
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = FuzzTest.class.getResourceAsStream(name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }

    /// Reads; refusals are in words that a terminal can show.
    private static void read(String format, byte[] bytes) {
        try {
            Reading reading = Read.bytes(format, bytes).reading();
            assertThat(String.join("", reading.leftOut())).doesNotContainPattern("\\p{Cntrl}");
            if (!format.isEmpty()) {
                long counted = reading.taken();
                for (Flaw flaw : Flaw.values()) {
                    counted += reading.count(flaw);
                }
                assertThat(counted).isEqualTo(lines(bytes));
            }
        } catch (IOException e) {
            String said = String.valueOf(e.getMessage());
            assertThat(said).isNotBlank().isNotEqualTo("null");
            assertThat(said.replace("\n", "")).doesNotContainPattern("\\p{Cntrl}");
        }
    }

    private static int lines(byte[] bytes) {
        int lines = bytes.length > 0 && bytes[bytes.length - 1] != '\n' ? 1 : 0;
        for (byte b : bytes) {
            lines += b == '\n' ? 1 : 0;
        }
        return lines;
    }

    private static byte[] line(Draw draw) {
        return LINES.get(draw.between(0, LINES.size() - 1));
    }

    /// A line with bits turned, parts cut out, doubled, or put in from another.
    private static byte[] hurt(Draw draw) {
        byte[] line = line(draw).clone();
        int turns = draw.between(0, 6);
        for (int i = 0; i < turns && line.length > 0; i++) {
            line[draw.between(0, line.length - 1)] ^= (byte) (1 << draw.between(0, 7));
        }
        var out = new ByteArrayOutputStream();
        int cut = draw.between(0, line.length);
        out.write(line, 0, cut);
        switch (draw.between(0, 4)) {
            case 0 -> out.write(line, cut, line.length - cut);
            case 1 -> {
                byte[] other = line(draw);
                int from = draw.between(0, other.length);
                out.write(other, from, other.length - from);
            }
            case 2 -> {
                byte[] any = new byte[draw.between(0, 40)];
                for (int i = 0; i < any.length; i++) {
                    any[i] = (byte) draw.between(0, 255);
                }
                out.writeBytes(any);
            }
            case 3 -> {
                int again = draw.between(0, 50);
                for (int i = 0; i < again; i++) {
                    out.write(line, 0, cut);
                }
            }
            default -> {
                // Cut off.
            }
        }
        return out.toByteArray();
    }

    @Test
    void hurtLines() {
        hurtLines(250, 31L);
    }

    @Test
    @Tag("nightly")
    void manyHurtLines() {
        hurtLines(10_000, 34L);
    }

    private static void hurtLines(int cases, long seed) {
        Forall.check(
                cases,
                seed,
                draw -> {
                    var log = new ByteArrayOutputStream();
                    int count = draw.between(1, 5);
                    for (int i = 0; i < count; i++) {
                        log.writeBytes(hurt(draw));
                        log.writeBytes(draw.oneOf("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
                    }
                    read("", log.toByteArray());
                    String format = FORMATS.get(draw.between(0, FORMATS.size() - 1));
                    read(draw.note("format", format), log.toByteArray());
                });
    }

    @Test
    void linesThatEndAtAnyByte() {
        var readers = new ArrayList<LineReader>();
        KnownFormats.all().keySet().forEach(f -> readers.add(new LogScanner(LogFormat.of(f))));
        JsonFields.known().values().forEach(m -> readers.add(new JsonLine(m)));
        readers.add(new W3cLine());
        readers.add(new W3cLine(W3cLine.REAL_TIME));
        var hit = new Hit();
        for (byte[] line : LINES) {
            for (int length = 0; length < line.length; length++) {
                for (LineReader reader : readers) {
                    Flaw flaw = reader.read(line, 0, length, hit);
                    assertThat(flaw == Flaw.NONE && hit.url().isEmpty()).isFalse();
                }
                if (length % 16 == 0) {
                    read("", Arrays.copyOf(line, length));
                }
            }
        }
    }

    @Test
    void bytesOfAnyKind() {
        Forall.check(
                100,
                32L,
                draw -> {
                    byte[] any = new byte[draw.between(0, 300)];
                    for (int i = 0; i < any.length; i++) {
                        any[i] = (byte) draw.between(0, 255);
                    }
                    read("", any);
                    read(FORMATS.get(draw.between(0, FORMATS.size() - 1)), any);
                });
    }

    /// HAR and spans are documents: cut anywhere or hurt, they are refused in words or give less.
    @Test
    void hurtDocuments() throws IOException {
        List<byte[]> documents =
                List.of(
                        resource("redirects.har"),
                        resource("example.otlp.json"),
                        resource("compose-post.jaeger.json"),
                        resource("boutique.spans.csv"));
        Forall.check(
                150,
                33L,
                draw -> {
                    byte[] hurt = documents.get(draw.between(0, documents.size() - 1)).clone();
                    int turns = draw.between(0, 8);
                    for (int i = 0; i < turns; i++) {
                        hurt[draw.between(0, hurt.length - 1)] ^= (byte) (1 << draw.between(0, 7));
                    }
                    boolean cut = draw.coin();
                    read("", cut ? Arrays.copyOf(hurt, draw.between(0, hurt.length)) : hurt);
                });
    }

    /// What is nested, repeated or long without end, within the longest line.
    @Test
    void longAndDeep() {
        String line =
                "192.0.2.7 - - [17/May/2026:10:05:03 +0000] \"GET /a HTTP/1.1\" 200 20 \"-\" ";
        String ok = line + "\"ua\" 0.250\n";
        for (String one :
                List.of(
                        "a",
                        "\\x",
                        "\\\"",
                        "\\\\",
                        "\" \"",
                        "1, ",
                        "x=\"1\" ",
                        "[",
                        "{\"a\":",
                        "%25",
                        "=")) {
            String many = one.repeat(900_000 / one.length());
            for (String log :
                    List.of(
                            many,
                            line + "\"" + many + "\" 0.250",
                            line + many,
                            "{\"a\":\"" + many)) {
                read("", (log + "\n" + ok.repeat(3)).getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    @Test
    void aHarThatIsDeepIsRefusedInWords() {
        String deep = "{\"log\":{\"creator\":{},\"entries\":[" + "[".repeat(500_000);
        try {
            Read.bytes("", deep.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("stdin:1:");
        } catch (StackOverflowError e) {
            throw new UncheckedIOException(new IOException("deep", e));
        }
    }
}
