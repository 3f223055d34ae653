package dev.unruly.shop.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestParserTest {
    private static final Limits LIMITS =
            new Limits(
                    200,
                    5,
                    20,
                    10,
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(1));

    private static String message(String... lines) {
        return String.join("\r\n", lines) + "\r\n\r\n";
    }

    private static RequestParser parserOf(String text) {
        RequestParser parser = new RequestParser(LIMITS);
        parser.feed(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
        return parser;
    }

    private static Request only(String text) throws Malformed {
        RequestParser parser = parserOf(text);
        RequestParser.Step step = parser.step();
        assertThat(step).isInstanceOf(RequestParser.Step.Whole.class);
        assertThat(parser.inside()).isFalse();
        return ((RequestParser.Step.Whole) step).request();
    }

    private static int statusOf(String text) {
        RequestParser parser = parserOf(text);
        try {
            while (parser.step() instanceof RequestParser.Step.Whole) {
                assertThat(parser.pending()).isGreaterThanOrEqualTo(0);
            }
        } catch (Malformed malformed) {
            return malformed.status();
        }
        return 0;
    }

    @Test
    void aRequestIsItsPartsDecoded() throws Malformed {
        Request request =
                only(
                        message(
                                "GET /a%20b/%C3%BC?q=caf%C3%A9+noir&q=2&empty HTTP/1.1",
                                "Host: here", "Cookie: a=1; session=x"));

        assertThat(request.method()).isEqualTo("GET");
        assertThat(request.path()).isEqualTo("/a b/ü");
        assertThat(request.query().values()).isEqualTo(Map.of("q", "café noir", "empty", ""));
        assertThat(request.headers().cookie("session")).contains("x");
        assertThat(request.keepAlive()).isTrue();
        assertThat(request.body().size()).isZero();
    }

    @Test
    void aBodyIsCountedOrChunked() throws Malformed {
        assertThat(
                        only("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nabcd")
                                .body()
                                .text())
                .isEqualTo("abcd");
        assertThat(
                        only(message("POST / HTTP/1.1", "Host: h", "Transfer-Encoding: chunked")
                                        + message(
                                                "3;note=x",
                                                "abc",
                                                "A",
                                                "0123456789",
                                                "0",
                                                "Trailer: t"))
                                .body()
                                .text())
                .isEqualTo("abc0123456789");
    }

    @Test
    void howTheBytesAreCutMakesNoDifference() throws Malformed {
        String stream =
                "\r\n"
                        + message("POST /x HTTP/1.1", "Host: h", "Transfer-Encoding: chunked")
                        + message("3", "abc", "2", "de", "0")
                        + message("GET /y?a=b HTTP/1.1", "Host: h")
                        + message("POST /z HTTP/1.0", "Content-Length: 3")
                        + "xyz";
        SplittableRandom chance = new SplittableRandom(7);
        for (int round = 0; round < 300; round++) {
            RequestParser parser = new RequestParser(LIMITS);
            List<String> read = new ArrayList<>();
            for (int from = 0; from < stream.length(); ) {
                int to = Math.min(stream.length(), from + 1 + chance.nextInt(1 + round % 40));
                parser.feed(
                        ByteBuffer.wrap(
                                stream.substring(from, to).getBytes(StandardCharsets.US_ASCII)));
                from = to;
                while (parser.step() instanceof RequestParser.Step.Whole(Request request)) {
                    read.add(request.method() + request.path() + request.body().text());
                }
            }
            assertThat(read).containsExactly("POST/xabcde", "GET/y", "POST/zxyz");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP/1.1, '', true",
        "HTTP/1.1, close, false",
        "HTTP/1.1, 'Upgrade, Close', false",
        "HTTP/1.0, '', false",
        "HTTP/1.0, keep-alive, true"
    })
    void aConnectionIsKeptAsTheVersionHasIt(String version, String connection, boolean kept)
            throws Malformed {
        String text =
                "GET / %s\r\nHost: h\r\nConnection: %s\r\n\r\n".formatted(version, connection);

        assertThat(only(text).keepAlive()).isEqualTo(kept);
    }

    @Test
    void aProxysAbsoluteFormIsAPathToo() throws Malformed {
        assertThat(only("GET http://h:1/p?q=1 HTTP/1.1\r\nHost: h\r\n\r\n").path()).isEqualTo("/p");
        assertThat(only("GET http://h HTTP/1.1\r\nHost: h\r\n\r\n").path()).isEqualTo("/");
    }

    @Test
    void aHeadIsTakenUpToItsLimit() {
        String start = "GET / HTTP/1.1\r\nHost: h\r\nX: ";
        String end = "\r\n\r\n";
        int room = LIMITS.headBytes() - start.length() - end.length();

        assertThat(statusOf(start + "x".repeat(room - 1) + end)).isZero();
        assertThat(statusOf(start + "x".repeat(room) + end)).isZero();
        assertThat(statusOf(start + "x".repeat(room + 1) + end)).isEqualTo(431);
        assertThat(statusOf("GET /" + "x".repeat(LIMITS.headBytes()))).isEqualTo(414);
    }

    @Test
    void headerFieldsAreTakenUpToTheirLimit() {
        String start = "GET / HTTP/1.1\r\nHost: h\r\n";

        assertThat(statusOf(start + "A: b\r\n".repeat(4) + "\r\n")).isZero();
        assertThat(statusOf(start + "A: b\r\n".repeat(5) + "\r\n")).isEqualTo(431);
    }

    @Test
    void aBodyIsTakenUpToItsLimit() {
        String counted = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: ";
        String chunked = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";

        assertThat(statusOf(counted + "20\r\n\r\n")).isZero();
        assertThat(statusOf(counted + "21\r\n\r\n")).isEqualTo(413);
        assertThat(statusOf(counted + "99999999999999999999\r\n\r\n")).isEqualTo(413);
        assertThat(statusOf(chunked + "14\r\n" + "x".repeat(20) + "\r\n")).isZero();
        assertThat(statusOf(chunked + "14\r\n" + "x".repeat(20) + "\r\n1\r\n")).isEqualTo(413);
        assertThat(statusOf(chunked + "1\r\nx\r\n0\r\nT: " + "x".repeat(200))).isEqualTo(431);
        assertThat(statusOf(chunked + "1;" + "x".repeat(200))).isEqualTo(431);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\nHost: h\n\n",
                "GET / HTTP/1.1\r\nHost: h\r\n folded\r\n\r\n",
                "GET / HTTP/1.1\r\nHost : h\r\n\r\n",
                "GET / HTTP/1.1\r\nno colon\r\n\r\n",
                "GET / HTTP/1.1\r\n: nameless\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                "GET  / HTTP/1.1\r\nHost: h\r\n\r\n",
                "GET / HTTP/1.1 \r\nHost: h\r\n\r\n",
                "GET /\r\nHost: h\r\n\r\n",
                "G@T / HTTP/1.1\r\nHost: h\r\n\r\n",
                "GET nowhere HTTP/1.1\r\nHost: h\r\n\r\n",
                "GET /%zz HTTP/1.1\r\nHost: h\r\n\r\n",
                "GET /%0 HTTP/1.1\r\nHost: h\r\n\r\n",
                "GET /%ff HTTP/1.1\r\nHost: h\r\n\r\n",
                "GET /?q=%00 HTTP/1.1\r\nHost: h\r\n\r\n",
                "GET / FTP/1.1\r\nHost: h\r\n\r\n",
                "\u0016\u0003\u0001\u0002 hello from TLS",
                "GET / HTTP/1.1\r\nHost: h\r\nA: \u0000\r\n\r\n",
                "GET / HTTP/1.1\rHost: h\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: -1\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: +1\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
                "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0x1\r\n",
                "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n",
                "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n1\na\r\n"
            })
    void whatCanBeReadInTwoWaysIsRefused(String text) {
        assertThat(statusOf(text)).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "GET / HTTP/2.0|Host: h, 505",
        "POST / HTTP/1.1|Host: h|Transfer-Encoding: gzip, 501",
        "POST / HTTP/1.1|Host: h|Expect: a miracle, 417"
    })
    void whatWeCannotDoHasItsOwnStatus(String lines, int status) {
        assertThat(statusOf(lines.replace("|", "\r\n") + "\r\n\r\n")).isEqualTo(status);
    }

    @Test
    void aClientThatWaitsForContinueIsAskedOnce() throws Malformed {
        RequestParser parser =
                parserOf(
                        "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");

        assertThat(parser.step()).isInstanceOf(RequestParser.Step.AskForBody.class);
        assertThat(parser.step()).isInstanceOf(RequestParser.Step.NeedMore.class);
        parser.feed(ByteBuffer.wrap(new byte[] {'o', 'k'}));
        assertThat(parser.step()).isInstanceOf(RequestParser.Step.Whole.class);
    }

    @Test
    void aClientThatDidNotWaitIsNotAsked() throws Malformed {
        assertThat(
                        only("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\nok")
                                .body()
                                .text())
                .isEqualTo("ok");
    }

    @Test
    void randomBytesAreRefusedOrWaitedForButNeverBreakIt() {
        SplittableRandom chance = new SplittableRandom(11);
        String seed = "POST /a?b=%41 HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc";
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = seed.getBytes(StandardCharsets.US_ASCII);
            for (int hit = 0; hit <= round % 4; hit++) {
                bytes[chance.nextInt(bytes.length)] = (byte) chance.nextInt(256);
            }
            RequestParser parser = new RequestParser(LIMITS);
            parser.feed(ByteBuffer.wrap(bytes));
            try {
                while (parser.step() instanceof RequestParser.Step.Whole) {
                    assertThat(parser.pending()).isLessThan(bytes.length);
                }
            } catch (Malformed refused) {
                assertThat(refused.status()).isBetween(400, 599);
            }
        }
    }

    @Test
    void limitsMustMakeSense() {
        assertThatThrownBy(() -> LIMITS.withConnections(0, Duration.ofSeconds(1)))
                .hasMessageContaining("0 connections");
        assertThatThrownBy(() -> LIMITS.withConnections(1, Duration.ZERO))
                .hasMessageContaining("idle PT0S");
    }
}
