package dev.unruly.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unruly.model.Hit;
import dev.unruly.model.Span;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Logs of servers and services that are known without being told, as their documentation shows
/// them.
final class ServersTest {

    private static final long NOW = 1_795_000_000_000L;

    private final List<String> hits = new ArrayList<>();

    private final Witness witness =
            new Witness() {
                @Override
                public void hit(Hit hit) {
                    hits.add(
                            String.join(
                                    "|",
                                    hit.method().text() + " " + hit.url().text(),
                                    Integer.toString(hit.status()),
                                    Long.toString(hit.atMillis()),
                                    Long.toString(hit.tookMicros()),
                                    hit.address().text(),
                                    hit.agent().text(),
                                    hit.region().text(),
                                    hit.leftEarly() ? "left" : ""));
                }

                @Override
                public void span(Span span) {}

                @Override
                public void arrival(long atMillis) {}

                @Override
                public void arrivals(long fromMillis, long periodMillis, long count) {}
            };

    private String read(String lines) throws IOException {
        var in = new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8));
        Reading reading = new Evidence("", Optional.empty(), NOW).read(List.of("-"), in, witness);
        return reading.formats().getLast().replaceFirst("stdin: ([^(]*) \\(.*", "$1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " >>> ",
            quoteCharacter = '`',
            value = {
                """
                ecs >>> {"@timestamp":"2026-05-17T08:05:32.250Z","http.request.method":"GET","url":{"path":"/a","query":"x=1"},"source":{"ip":"192.0.2.1","geo":{"country_iso_code":"FR"}},"http":{"response":{"status_code":200}},"event":{"duration":250000000},"user_agent":{"original":"B/1"}} >>> GET /a?x=1|200|1779005132000|250000|192.0.2.1|B/1|FR|
                """,
                """
                google-cloud >>> {"httpRequest":{"requestMethod":"GET","requestUrl":"https://shop.example/a?x=1","status":200,"responseSize":"512","userAgent":"B/1","remoteIp":"192.0.2.1","latency":"0.250s"},"timestamp":"2026-05-17T08:05:32Z"} >>> GET /a?x=1|200|1779005132000|250000|192.0.2.1|B/1||
                """,
                """
                google-cloud >>> {"httpRequest":{"requestMethod":"GET","requestUrl":"https://shop.example","status":0,"remoteIp":"192.0.2.1","latency":"9.5s"},"timestamp":"2026-05-17T08:05:32Z","jsonPayload":{"statusDetails":"client_disconnected_before_any_response"}} >>> GET /|0|1779005132000|9500000|192.0.2.1|||left
                """,
                """
                cloudflare >>> {"ClientIP":"192.0.2.1","ClientRequestHost":"shop.example","ClientRequestMethod":"GET","ClientRequestURI":"/a?x=1","EdgeEndTimestamp":"2026-05-17T08:05:33Z","EdgeResponseBytes":6,"EdgeResponseStatus":499,"EdgeStartTimestamp":"2026-05-17T08:05:32Z","RayID":"3a","ClientCountry":"fr","EdgeTimeToFirstByteMs":250} >>> GET /a?x=1|499|1779005132000|250000|192.0.2.1||fr|left
                """,
                """
                api-gateway >>> {"requestId":"f","ip":"192.0.2.1","user":"-","requestTime":"17/May/2026:08:05:32 +0000","httpMethod":"GET","resourcePath":"/a","status":"200","protocol":"HTTP/1.1","responseLength":"12","responseLatency":"250"} >>> GET /a|200|1779005132000|250000|192.0.2.1|||
                """,
                """
                azure >>> {"timeStamp":"2026-05-17T08:05:32.250Z","category":"ApplicationGatewayAccessLog","properties":{"clientIP":"192.0.2.1","httpMethod":"GET","requestUri":"/a","requestQuery":"x=1","userAgent":"B/1","httpStatus":200,"timeTaken":0.25}} >>> GET /a?x=1|200|1779005132000|250000|192.0.2.1|B/1||
                """,
                """
                akamai >>> {"version":1,"reqTimeSec":"1779005132.000","cliIP":"192.0.2.1","reqMethod":"GET","reqPath":"a","queryStr":"x=1","statusCode":"200","UA":"B/1","country":"FR","turnAroundTimeMSec":"250","bytes":"4"} >>> GET /a?x=1|200|1779005132000|250000|192.0.2.1|B/1|FR|
                """,
                """
                kong >>> {"started_at":1779005132000,"latencies":{"request":250,"proxy":3},"client_ip":"192.0.2.1","request":{"method":"GET","uri":"/a?x=1","size":"75","headers":{"host":"shop.example","user-agent":"B/1"}},"response":{"status":200,"size":"9"}} >>> GET /a?x=1|200|1779005132000|250000|192.0.2.1|B/1||
                """,
                """
                logback-access >>> {"@timestamp":"2026-05-17T08:05:32.250Z","@version":"1","message":"m","method":"GET","protocol":"HTTP/1.1","status_code":200,"requested_url":"GET /a?x=1 HTTP/1.1","requested_uri":"/a","remote_host":"192.0.2.1","content_length":12,"elapsed_time":250} >>> GET /a|200|1779005132000|250000|192.0.2.1|||
                """,
                """
                pino >>> {"level":30,"time":1779005132250,"pid":1,"hostname":"h","req":{"id":1,"method":"GET","url":"/a?x=1","headers":{"host":"shop.example","user-agent":"B/1"},"remoteAddress":"192.0.2.1"},"res":{"statusCode":200},"responseTime":250,"msg":"request completed"} >>> GET /a?x=1|200|1779005132000|250000|192.0.2.1|B/1||
                """,
                """
                json >>> {"time":"17/May/2026:08:05:32 +0000","remote_ip":"192.0.2.1","remote_user":"-","request":"GET /a?x=1 HTTP/1.1","response":304,"bytes":0,"referrer":"-","agent":"B/1"} >>> GET /a?x=1|304|1779005132000|-1|192.0.2.1|B/1||
                """,
                """
                json >>> {"status":"ok","date":"soon","ts":1779005132.25,"uri":"/a","request_uri":"/a?x=1","args":"x=1","request_method":"GET","status_code":200,"request_time":"0.250","remote_addr":"192.0.2.1"} >>> GET /a?x=1|200|1779005132000|250000|192.0.2.1|||
                """
            })
    void readsJsonOfServersThatAreKnown(String name, String line, String read) throws IOException {
        assertThat(read(line.strip() + "\n")).isEqualTo(name.strip());
        assertThat(hits).containsExactly(read.strip());
    }

    @Test
    void saysWhichFieldsJsonHasWhereNoRequestIsFound() {
        assertThatThrownBy(() -> read("{\"when\": 1, \"http\": {\"wanted\": \"/\\u001b[31m\"}}\n"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Its fields: when, http.wanted")
                .hasMessageContaining("--map FILE")
                .hasMessageNotContaining("\u001b");
    }

    @Test
    void readsHaproxy() throws IOException {
        String log =
                """
                Feb  6 12:14:14 localhost haproxy[14389]: 10.0.1.2:33317 [06/Feb/2009:12:14:14.655] http-in static/srv1 10/0/30/69/109 200 2750 - - ---- 1/1/1/1/0 0/0 {1wt.eu} {} "GET /index.html HTTP/1.1"
                2001:db8::1:33318 [06/Feb/2009:12:14:15.000] http-in~ static/srv1 10/0/30/-1/+109 -1 +0 - - CH-- 1/1/1/1/0 0/0 "GET /say?\\"x\\" HTTP/1.1"
                Feb  6 12:12:09 localhost haproxy[14385]: 10.0.1.2:57317 [06/Feb/2009:12:12:09.123] http-in static/<NOSRV> -1/-1/-1/-1/0 400 0 - - PR-- 1/1/0/0/0 0/0 "<BADREQ>"
                Feb  6 12:12:56 localhost haproxy[14387]: 10.0.1.2:33313 [06/Feb/2009:12:12:51.443] fnt bck/srv1 0/0/5007 212 -- 0/0/0/0/3 0/0
                """;
        assertThat(read(log)).isEqualTo("haproxy");
        assertThat(hits)
                .containsExactly(
                        "GET /index.html|200|1233922454655|109000|10.0.1.2|||",
                        "GET /say?\"x\"|0|1233922455000|109000|2001:db8::1|||left");
    }

    @Test
    void readsTheCommonFormatWithMoreBehindIt() throws IOException {
        String line = "192.0.2.7 - - [17/May/2026:10:05:03 +0000] \"GET /a HTTP/1.1\" 200 20";
        assertThat(read((line + " 301\n").repeat(3)))
                .isEqualTo("common and more, which has no name: --format says what it is");
        assertThat(hits).hasSize(3).first().asString().contains("GET /a|200|1779012303000|-1|");
        hits.clear();
        assertThat(read((line + " 0.250\n").repeat(3))).isEqualTo("common, behind it seconds");
        assertThat(hits).first().asString().contains("|1779012302750|250000|");
        hits.clear();
        assertThat(read((line + "\n").repeat(3))).isEqualTo("common");
    }
}
