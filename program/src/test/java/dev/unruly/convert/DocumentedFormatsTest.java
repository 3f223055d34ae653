package dev.unruly.convert;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Lines as servers' own documentation shows them, found without being told and read to the letter:
/// when, address, account, method, url, status, bytes, microseconds, left, host, referrer, agent.
final class DocumentedFormatsTest {

    private static void reads(String format, String found, List<String> lines, String... expected)
            throws IOException {
        Read read = Read.lines(format, lines.toArray(String[]::new));
        assertThat(read.hits()).containsExactly(expected);
        assertThat(read.reading().formats()).first().asString().contains(found);
        assertThat(read.reading().broken()).isZero();
    }

    /// AWS, "Access logs for your Application Load Balancer": an example, one where the caller
    /// left, one without a target, and one of 2018 without the columns that came later.
    @Test
    void applicationLoadBalancers() throws IOException {
        String head =
                "http 2018-07-02T22:23:00.186641Z app/my-loadbalancer/50dc6c495c0c9188"
                        + " 192.168.131.39:2817 ";
        String rest =
                " 34 366 \"GET http://www.example.com:80/ HTTP/1.1\" \"curl/7.46.0\" - -"
                        + " arn:aws:elasticloadbalancing:us-east-2:123456789012:targetgroup/my-targets/73e2d6bc24d8a067"
                        + " \"Root=1-58337262-36d228ad5d99923122bbe354\" \"-\" \"-\" 0"
                        + " 2018-07-02T22:22:48.364000Z \"forward\" \"-\" \"-\" \"10.0.0.1:80\" \"200\" \"-\" \"-\"";
        reads(
                "",
                "stdin: alb (",
                List.of(
                        head + "10.0.0.1:80 0.000 0.001 0.000 200 200" + rest,
                        head + "10.0.0.1:80 0.001 -1 -1 460 -" + rest,
                        head.replace("192.168.131.39", "2001:db8::7")
                                + "- -1 -1 -1 503 -"
                                + rest.replace("curl/7", "a \\\"b\\\" \\x22c")),
                "1530570168364|192.168.131.39||GET|/|200|366|1000||www.example.com:80||curl/7.46.0",
                "1530570168364|192.168.131.39||GET|/|460|366|11822000|left|www.example.com:80||curl/7.46.0",
                "1530570168364|2001:db8::7||GET|/|503|366|11822000||www.example.com:80||a \"b\" \"c.46.0");
        reads(
                "",
                "alb before 2018",
                List.of(
                        head
                                + "10.0.0.1:80 0.000 0.001 0.000 200 200 34 366 \"GET"
                                + " http://www.example.com:80/ HTTP/1.1\" \"curl/7.46.0\" - - arn"),
                "1530570180185|192.168.131.39||GET|/|200|366|1000||www.example.com:80||curl/7.46.0");
    }

    /// AWS, "Access logs for your Classic Load Balancer": HTTP, and TCP, which has no request. Its
    /// time is when the request came.
    @Test
    void classicLoadBalancers() throws IOException {
        reads(
                "",
                "elb",
                List.of(
                        "2015-05-13T23:39:43.945958Z my-loadbalancer 192.168.131.39:2817"
                                + " 10.0.0.1:80 0.000073 0.001048 0.000057 200 200 0 29 \"GET"
                                + " http://www.example.com:80/ HTTP/1.1\" \"curl/7.38.0\" - -",
                        "2015-05-13T23:39:43.945958Z my-loadbalancer 192.168.131.39:2817 - -1 -1 -1"
                                + " 503 0 0 0 \"GET http://www.example.com:80/ HTTP/1.1\" \"-\" - -",
                        "2015-05-13T23:39:43.945958Z my-loadbalancer 192.168.131.39:2817"
                                + " 10.0.0.1:80 0.001069 0.000028 0.000041 - - 82 305 \"- - - \""
                                + " \"-\" - -"),
                "1431560383945|192.168.131.39||GET|/|200|29|1178||www.example.com:80||curl/7.38.0",
                "1431560383945|192.168.131.39||GET|/|503|0|-1||www.example.com:80||");
    }

    /// AWS, "Configure and use standard logs (access logs)": fields are split at tabs, and encoded.
    @Test
    void cloudFrontFiles() throws IOException {
        reads(
                "",
                "w3c",
                List.of(
                        "#Version: 1.0",
                        "#Fields: date time x-edge-location sc-bytes c-ip cs-method cs(Host)"
                                + " cs-uri-stem sc-status cs(Referer) cs(User-Agent) cs-uri-query"
                                + " cs(Cookie) x-edge-result-type x-edge-request-id x-host-header"
                                + " cs-protocol cs-bytes time-taken x-forwarded-for ssl-protocol"
                                + " ssl-cipher x-edge-response-result-type cs-protocol-version"
                                + " fle-status fle-encrypted-fields c-port time-to-first-byte"
                                + " x-edge-detailed-result-type sc-content-type sc-content-len"
                                + " sc-range-start sc-range-end",
                        "2019-12-04\t21:02:31\tLAX1\t392\t192.0.2.100\tGET"
                                + "\td111111abcdef8.cloudfront.net\t/a%2520b.html\t200\t-"
                                + "\tMozilla/5.0%20(Windows%20NT%2010.0;%20Win64)%2520x\tq=%2525\t-\tHit"
                                + "\tSOX4xwn4XV6Q4rgb7XiVGOHms_BGlTAC4KyHmureZmBNrjGdRLiNIQ=="
                                + "\td111111abcdef8.cloudfront.net\thttps\t23\t0.001"
                                + "\t2001:db8::9,%20192.0.2.5\tTLSv1.2"
                                + "\tECDHE-RSA-AES128-GCM-SHA256\tHit\tHTTP/2.0\t-\t-\t11040\t0.001"
                                + "\tHit\ttext/html\t78\t-\t-"),
                "1575493350999|2001:db8::9||GET|/a%20b.html?q=%25|200|392|1000||d111111abcdef8.cloudfront.net"
                        + "||Mozilla/5.0 (Windows NT 10.0; Win64) x");
    }

    /// AWS, "Use real-time logs": no heading, the fields in the order of its list.
    @Test
    void cloudFrontInRealTime() throws IOException {
        String line =
                "1575493351.500\t192.0.2.100\t0.002\t200\t392\tGET\thttps"
                        + "\td111111abcdef8.cloudfront.net\t/index.html\t23\tLAX1\tid==\twww.example.com"
                        + "\t0.250\tHTTP/2.0\tIPv4\tMozilla/5.0%20(X11)\thttps://www.example.com/\tsid=1"
                        + "\ta=b\tHit\t-\tTLSv1.3\tAES\tHit\t-\t-\ttext/html\t78\t-\t-\t11040\tHit\tDE"
                        + "\tgzip\t*/*\t*\th\tn\t8";
        String hit =
                "1575493351250|192.0.2.100|1|GET|/index.html?a=b|200|392|250000||www.example.com"
                        + "|https://www.example.com/|Mozilla/5.0 (X11)";
        reads("", "cloudfront-realtime", List.of(line), hit);
        reads("", "cloudfront-realtime", List.of(line + "\tDE\tmore"), hit);
        reads(
                "#Fields: timestamp c-ip sc-status cs-method cs-uri-stem",
                "as asked",
                List.of("1575493351.500\t192.0.2.100\t200\tGET\t/a"),
                "1575493351500|192.0.2.100||GET|/a|200|-1|-1||||");
    }

    /// Microsoft, "Configure Logging in IIS": fields are split at spaces, so that those within the
    /// agent are pluses; time-taken is in milliseconds.
    @Test
    void iis() throws IOException {
        reads(
                "",
                "w3c",
                List.of(
                        "#Software: Microsoft Internet Information Services 10.0",
                        "#Version: 1.0",
                        "#Date: 2026-05-17 10:05:03",
                        "#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port"
                                + " cs-username c-ip cs(User-Agent) cs(Referer) sc-status sc-substatus"
                                + " sc-win32-status time-taken",
                        "2026-05-17 10:05:03 10.0.0.1 GET /a+b/c.aspx x=1+2 443 - ::1"
                                + " Mozilla/5.0+(Windows+NT+10.0) https://h/?q=a+b 200 0 0 250"),
                "1779012302750|::1||GET|/a+b/c.aspx?x=1+2|200|-1|250000|||https://h/?q=a+b"
                        + "|Mozilla/5.0 (Windows NT 10.0)");
    }

    /// Envoy, "Access logging", its default format and example. It escapes nothing.
    @Test
    void envoysText() throws IOException {
        String line =
                "[2016-04-15T20:17:00.310Z] \"POST /api/v1/locations HTTP/2\" 204 - 154 0 226 100"
                        + " \"10.0.35.28\" \"nsq2http\" \"cc21d9b0-cf5c-432b-8c7e-98aeb7988cd2\""
                        + " \"locations\" \"tcp://10.0.2.1:80\"";
        reads(
                "",
                "envoy",
                List.of(
                        line,
                        line.replace("204 -", "0 DC").replace("nsq2http", "a \\x22b\" c\\"),
                        line.replace("\"10.0.35.28\"", "\"unknown, [2001:db8::7]:443, 10.0.0.1\"")),
                "1460751420310|10.0.35.28||POST|/api/v1/locations|204|0|226000||locations||nsq2http",
                "1460751420310|10.0.35.28||POST|/api/v1/locations|0|0|226000|left|locations||a \\x22b\" c\\",
                "1460751420310|2001:db8::7||POST|/api/v1/locations|204|0|226000||locations||nsq2http");
    }

    /// Istio, "Envoy Access Logs": its default text, and in JSON.
    @Test
    void istios() throws IOException {
        reads(
                "",
                "istio",
                List.of(
                        "[2020-11-25T21:26:18.409Z] \"GET /status/418 HTTP/1.1\" 418 -"
                                + " via_upstream - \"-\" 0 135 3 1 \"-\" \"curl/7.73.0-DEV\""
                                + " \"84961386-6d84-929d-98bd-c5aee93b5c88\" \"httpbin:8000\""
                                + " \"127.0.0.1:80\" inbound|8000|| 127.0.0.1:41854 10.44.1.27:80"
                                + " 10.44.1.23:37652"
                                + " outbound_.8000_._.httpbin.foo.svc.cluster.local default"),
                "1606339578409|||GET|/status/418|418|135|3000||httpbin:8000||curl/7.73.0-DEV");
        reads(
                "",
                "envoy-json",
                List.of(
                        "{\"start_time\":\"2020-11-25T21:26:18.409Z\",\"method\":\"GET\",\"path\":"
                                + "\"/a\\u0022\",\"response_code\":0,\"response_flags\":\"DC\","
                                + "\"bytes_sent\":0,\"duration\":60,\"authority\":\"shop\","
                                + "\"downstream_remote_address\":\"[2001:db8::7]:41854\","
                                + "\"x_forwarded_for\":null,\"user_agent\":\"c\\\\d\"}"),
                "1606339578409|2001:db8::7||GET|/a\"|0|0|60000|left|shop||c\\d");
    }

    /// Caddy, "How logging works": its example of an access log.
    @Test
    void caddys() throws IOException {
        reads(
                "",
                "caddy",
                List.of(
                        "{\"level\":\"info\",\"ts\":1646861401.5241024,\"logger\":\"http.log.access\","
                                + "\"msg\":\"handled request\",\"request\":{\"remote_ip\":\"127.0.0.1\","
                                + "\"remote_port\":\"41342\",\"client_ip\":\"2001:db8::7\",\"proto\":"
                                + "\"HTTP/2.0\",\"method\":\"GET\",\"host\":\"localhost\",\"uri\":\"/\","
                                + "\"headers\":{\"User-Agent\":[\"curl/7.82.0\"],\"Accept\":[\"*/*\"],"
                                + "\"Accept-Encoding\":[\"gzip, deflate, br\"]},\"tls\":{\"resumed\":"
                                + "false,\"version\":772,\"cipher_suite\":4865,\"proto\":\"h2\","
                                + "\"server_name\":\"example.com\"}},\"bytes_read\":0,\"user_id\":\"\","
                                + "\"duration\":0.000929675,\"size\":10900,\"status\":200,"
                                + "\"resp_headers\":{\"Server\":[\"Caddy\"],\"Content-Type\":"
                                + "[\"text/html; charset=utf-8\"]}}"),
                "1646861401524|2001:db8::7||GET|/|200|10900|930||localhost||curl/7.82.0");
    }

    /// Traefik, "Access Logs": the common log format of its own, and JSON.
    @Test
    void traefiks() throws IOException {
        reads(
                "",
                "traefik",
                List.of(
                        "192.0.2.7 - - [17/May/2026:10:05:03 +0000] \"GET /a HTTP/1.1\" 499 21 \"-\""
                                + " \"quo\"te\\\" 12 \"shop@docker\" \"http://172.18.0.2:80\" 2000ms"),
                "1779012301000|192.0.2.7||GET|/a|499|21|2000000|left|||quo\"te\\");
        reads(
                "",
                "traefik-json",
                List.of(
                        "{\"ClientAddr\":\"[2001:db8::7]:5412\",\"ClientHost\":\"2001:db8::7\","
                                + "\"ClientUsername\":\"-\",\"DownstreamContentSize\":21,"
                                + "\"DownstreamStatus\":200,\"Duration\":1893054,\"RequestHost\":"
                                + "\"shop\",\"RequestMethod\":\"GET\",\"RequestPath\":\"/a?b=1\","
                                + "\"StartLocal\":\"2026-05-17T12:05:03.25+02:00\",\"StartUTC\":"
                                + "\"2026-05-17T10:05:03.250713052Z\",\"level\":\"info\",\"msg\":\"\","
                                + "\"request_User-Agent\":\"ua\",\"time\":\"2026-05-17T10:05:03Z\"}"),
                "1779012303250|2001:db8::7||GET|/a?b=1|200|21|1893||shop||ua");
    }
}
