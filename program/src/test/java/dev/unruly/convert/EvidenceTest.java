package dev.unruly.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unruly.model.Hit;
import dev.unruly.model.Span;
import io.airlift.compress.v3.zstd.ZstdOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Evidence as it comes: formats, packing, and what is broken in it.
final class EvidenceTest {

    /// In November 2026.
    private static final long NOW = 1_795_000_000_000L;

    private static final String COMBINED =
            "192.0.2.7 - - [17/May/2026:10:05:03 +0000] \"GET /a?x=1 HTTP/1.1\" 200 20 \"-\""
                    + " \"Mozilla/5.0\"";

    @TempDir private Path folder;
    private final List<String> all = new ArrayList<>();

    private final Witness witness =
            new Witness() {
                @Override
                public void hit(Hit hit) {
                    all.add(said(hit));
                }

                @Override
                public void recorded(Hit hit) {
                    all.add(said(hit));
                }

                @Override
                public void span(Span span) {
                    var hit = new Hit();
                    SpanHits.fill(hit, span);
                    all.add(said(hit));
                }

                @Override
                public void arrival(long atMillis) {
                    all.add("came " + atMillis);
                }

                @Override
                public void arrivals(long fromMillis, long periodMillis, long count) {
                    all.add(fromMillis + "+" + periodMillis + ": " + count);
                }
            };

    private static String said(Hit hit) {
        return String.join(
                " ",
                Long.toString(hit.atMillis()),
                hit.address().text(),
                hit.account().text(),
                hit.method().text(),
                hit.url().text(),
                Integer.toString(hit.status()),
                Long.toString(hit.bytes()),
                Long.toString(hit.tookMicros()),
                hit.leftEarly() ? "left" : "",
                hit.referrer().text(),
                hit.agent().text());
    }

    private Reading read(String format, byte[] bytes) throws IOException {
        all.clear();
        return new Evidence(format, Optional.empty(), NOW)
                .read(List.of("-"), new ByteArrayInputStream(bytes), witness);
    }

    private Reading read(String format, String... lines) throws IOException {
        return read(format, String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = EvidenceTest.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("there is no " + name);
            }
            return in.readAllBytes();
        }
    }

    @Test
    void realLogsGiveAsManyRequestsAsTheyHave() throws IOException {
        Reading nasa = read("", resource("/dev/unruly/learn/nasa-1995-07-01.access.log"));
        assertThat(nasa.formats()).singleElement().asString().contains("common");
        assertThat(nasa.taken()).isEqualTo(9_999);
        assertThat(all.getFirst())
                .startsWith("804571201000 199.72.81.55  GET /history/apollo/ 200");

        Reading erddap = read("", resource("/dev/unruly/learn/erddap-2024-05.8.access.log"));
        assertThat(erddap.formats()).singleElement().asString().contains("combined");
        assertThat(erddap.count(Flaw.TAIL)).isEqualTo(3_693);
        assertThat(erddap.taken()).isEqualTo(1_351);
        assertThat(erddap.broken()).isEqualTo(10);

        Reading har = read("", resource("redirects.har"));
        assertThat(har.formats()).containsExactly("stdin: HAR");
        assertThat(har.taken()).isEqualTo(11);
    }

    @Test
    void anyFormatOfNginx() throws IOException {
        read(
                "log_format x '$remote_addr [$time_iso8601] \"$request\" $status'\n"
                        + " ' $request_time $upstream_response_time \"$cookie_sid\" \"$http_x_forwarded_for\"';",
                "10.0.0.1 [2026-05-17T10:05:03+00:00] \"GET /a HTTP/1.1\" 499 1.500 0.1, 0.2 \"abc\""
                        + " \"198.51.100.1, 10.0.0.9\"");

        assertThat(all)
                .containsExactly("1779012301500 198.51.100.1 abc GET /a 499 -1 1500000 left  ");
    }

    @Test
    void anyFormatOfApache() throws IOException {
        read(
                "%h %u %{%Y-%m-%d %H:%M:%S}t \\\"%m %U%q\\\" %>s %O %{ms}T \\\"%{User-agent}i\\\"",
                "10.0.0.1 ann 2026-05-17 10:05:03 \"GET /a?b=c\" 200 7 250 \"say \\\"hi\\\" \\x22yo\\x22\"");

        assertThat(all)
                .containsExactly(
                        "1779012303000 10.0.0.1 ann GET /a?b=c 200 7 250000   say \"hi\" \"yo\"");
    }

    @Test
    void aFormatThatCannotBeTakenApartIsRefused() {
        assertThatThrownBy(() -> LogFormat.of("%h%u %t \"%r\""))
                .hasMessageContaining("nothing stands between %h and %u");
        assertThatThrownBy(() -> LogFormat.of("$remote_addr $status"))
                .hasMessageContaining("has no time")
                .hasMessageContaining("combined");
        assertThatThrownBy(() -> LogFormat.of("%{%Q}t %r")).hasMessageContaining("%Q");
    }

    @Test
    void whatStandsBehindTheCombinedFormatIsTold() throws IOException {
        Reading reading =
                read("", COMBINED + " 0.250 \"c0ffee12\"", COMBINED + " 1.000 \"c0ffee13\"");

        assertThat(reading.formats())
                .singleElement()
                .asString()
                .contains("combined, behind it seconds, a session");
        assertThat(all.getFirst()).startsWith("1779012302750 192.0.2.7 c0ffee12 GET /a?x=1 200 20");
    }

    @Test
    void balancersAndProxies() throws IOException {
        read(
                "",
                "https 2026-05-17T10:05:03.500000Z app/lb/1 192.0.2.7:2817 10.0.0.1:80 0.001 0.400"
                        + " 0.099 460 460 34 366 \"GET https://shop.example:443/a?b=1 HTTP/2.0\" \"curl\""
                        + " - - arn");
        assertThat(all)
                .containsExactly("1779012303000 192.0.2.7  GET /a?b=1 460 366 500000 left  curl");

        read(
                "",
                "[2026-05-17T10:05:03.500Z] \"POST /pay HTTP/1.1\" 0 DC 154 0 226 - \"192.0.2.7\""
                        + " \"ua\" \"id\" \"shop\" \"10.0.2.1:80\"");
        assertThat(all).containsExactly("1779012303500 192.0.2.7  POST /pay 0 0 226000 left  ua");

        read(
                "",
                "#Version: 1.0",
                "#Fields: date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem"
                        + " sc-status cs(Referer) cs(User-Agent) cs-uri-query time-taken",
                "2026-05-17\t10:05:03\tFRA1\t99\t192.0.2.7\tGET\tshop\t/a\t200\t-\tua\tb=1\t0.5");
        assertThat(all).containsExactly("1779012302500 192.0.2.7  GET /a?b=1 200 99 500000   ua");
    }

    @Test
    void jsonOfServersThatAreKnown() throws IOException {
        read(
                "",
                "{\"ts\":1779012303.5,\"request\":{\"remote_ip\":\"192.0.2.7\",\"method\":\"GET\","
                        + "\"uri\":\"/a\",\"headers\":{\"User-Agent\":[\"ua\"]}},\"status\":200,\"size\":5,"
                        + "\"duration\":5e-1}");
        assertThat(all).containsExactly("1779012303000 192.0.2.7  GET /a 200 5 500000   ua");

        read(
                "",
                "{\"StartUTC\":\"2026-05-17T10:05:03Z\",\"ClientHost\":\"192.0.2.7\",\"RequestMethod\":"
                        + "\"GET\",\"RequestPath\":\"/a\",\"DownstreamStatus\":499,\"Duration\":2000000}");
        assertThat(all).containsExactly("1779012303000 192.0.2.7  GET /a 499 -1 2000 left  ");

        read(
                "",
                "{\"time_iso8601\":\"2026-05-17T10:05:03Z\",\"remote_addr\":\"192.0.2.7\",\"request\":"
                        + "\"GET /a HTTP/1.1\",\"status\":\"200\",\"request_time\":\"1.000\"}");
        assertThat(all).containsExactly("1779012302000 192.0.2.7  GET /a 200 -1 1000000   ");
    }

    @Test
    void aMappingSaysWhatFieldsMean() throws IOException {
        Path mapping = folder.resolve("mapping");
        Files.writeString(mapping, "ended = when\nurl = what.path\ntook = what.took:ms\n");
        new Evidence("", Optional.of(mapping), NOW)
                .read(
                        List.of("-"),
                        new ByteArrayInputStream(
                                "{\"when\":1779012303000,\"what\":{\"path\":\"/a\",\"took\":3}}"
                                        .getBytes(StandardCharsets.UTF_8)),
                        witness);
        assertThat(all).containsExactly("1779012302997    /a 0 -1 3000   ");

        Files.writeString(mapping, "when = x\ntook = y\n");
        assertThatThrownBy(() -> new Evidence("", Optional.of(mapping), NOW))
                .hasMessageContaining("mapping:1: nothing is called `when`")
                .hasMessageContaining("mapping:2: ");
    }

    @Test
    void recordingsSeriesAndSpans() throws IOException {
        read(
                "",
                "1 d5764e22 1779012303000000000 0",
                "GET /a HTTP/1.1\r",
                "User-Agent: ua\r",
                "\r",
                "",
                "🐵🙈🙉",
                "2 d5764e22 1779012303250000000 0",
                "HTTP/1.1 404 Not Found\r",
                "\r",
                "",
                "🐵🙈🙉",
                "");
        assertThat(all).containsExactly("1779012303000   GET /a 404 -1 250000   ua");

        read("", "TIMESTAMP,Tokens", "2023-11-16 18:15:46.6805900,374", "2023-11-16 18:15:50,1");
        assertThat(all).containsExactly("came 1700158546680", "came 1700158550000");

        read("", "period,count", "1998-04-30 21:30:00,2", "1998-04-30 21:31:00,11");
        assertThat(all).containsExactly("893971800000+60000: 2", "893971860000+60000: 11");

        Reading zipkin =
                read(
                        "",
                        "[{\"traceId\":\"a\",\"id\":\"b\",\"kind\":\"SERVER\",\"name\":\"get /a\","
                                + "\"timestamp\":1779012303000000,\"duration\":2000,\"localEndpoint\":"
                                + "{\"serviceName\":\"shop\"},\"tags\":{\"http.method\":\"GET\","
                                + "\"http.route\":\"/a\"}}]");
        assertThat(zipkin.spans()).isEqualTo(1);
        assertThat(all).containsExactly("1779012303000   GET /a 200 -1 2000   ");
    }

    @Test
    void packedAndSeveralMembers() throws IOException {
        var gzip = new ByteArrayOutputStream();
        for (int i = 0; i < 2; i++) {
            try (OutputStream out = new GZIPOutputStream(gzip)) {
                out.write((COMBINED + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }
        assertThat(read("", gzip.toByteArray()).taken()).isEqualTo(2);

        var zstd = new ByteArrayOutputStream();
        for (int i = 0; i < 2; i++) {
            var part = new ByteArrayOutputStream();
            try (OutputStream out = new ZstdOutputStream(part)) {
                out.write((COMBINED + "\n").getBytes(StandardCharsets.UTF_8));
            }
            zstd.writeBytes(part.toByteArray());
        }
        assertThat(read("", zstd.toByteArray()).taken()).isEqualTo(2);
    }

    @Test
    void packedDataThatEndTooEarlyGiveWhatTheyHave() throws IOException {
        var gzip = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(gzip)) {
            out.write(resource("/dev/unruly/learn/nasa-1995-07-01.access.log"));
        }
        byte[] whole = gzip.toByteArray();

        Reading reading = read("", Arrays.copyOf(whole, whole.length / 2));

        assertThat(reading.taken()).isBetween(3_000L, 7_000L);
        assertThat(reading.count(Flaw.CUT)).isEqualTo(1);
    }

    @Test
    void whatGrowsBeyondReasonIsStopped() throws IOException {
        var gzip = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(gzip)) {
            out.write(new byte[4 << 20]);
        }
        try (InputStream in =
                Unpacked.of("bomb.gz", new ByteArrayInputStream(gzip.toByteArray()), 1 << 20)) {
            assertThatThrownBy(in::readAllBytes)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("bomb.gz")
                    .hasMessageContaining("more than 500 times");
        }
    }

    @Test
    void brokenLinesAreCountedShownAndHarmless() throws IOException {
        Reading reading =
                read(
                        "",
                        COMBINED,
                        COMBINED,
                        COMBINED,
                        COMBINED.replace("10:05", "09:05"),
                        "\u001b[31mred\u0007",
                        COMBINED.replace("2026", "2027"),
                        COMBINED.replace("GET /a?x=1 HTTP/1.1", "\\x16\\x03"));

        assertThat(reading.taken()).isEqualTo(4);
        assertThat(reading.backwards()).isEqualTo(1);
        assertThat(reading.count(Flaw.FUTURE)).isEqualTo(1);
        assertThat(reading.count(Flaw.NO_REQUEST)).isEqualTo(1);
        assertThat(reading.leftOut())
                .contains("1 left out: not of this format", "    stdin:5: \\x1B[31mred\\x07")
                .noneMatch(line -> line.indexOf('\u001b') >= 0);
    }

    @Test
    void aFileThatIsMostlyBrokenStops() {
        assertThatThrownBy(() -> read("common", "a", COMBINED.substring(0, 83), "b"))
                .hasMessageContaining("mostly broken")
                .hasMessageContaining("--format");
        assertThatThrownBy(() -> read("", "what is this", "no log"))
                .hasMessageContaining("no format that is known")
                .hasMessageContaining("--format");
    }

    @Test
    void filesGlobsAndFoldersAreFound() throws IOException {
        Files.writeString(folder.resolve("b.log"), COMBINED);
        Files.writeString(folder.resolve("a.log"), COMBINED);

        String a = folder.resolve("a.log").toString();
        String b = folder.resolve("b.log").toString();
        assertThat(Evidence.files(List.of(folder.resolve("*.log").toString())))
                .containsExactly(a, b);
        assertThat(Evidence.files(List.of(folder.toString(), "-"))).containsExactly(a, b, "-");
        assertThatThrownBy(() -> Evidence.files(List.of(folder.resolve("c*").toString())))
                .hasMessageContaining("there is no such file");
    }
}
