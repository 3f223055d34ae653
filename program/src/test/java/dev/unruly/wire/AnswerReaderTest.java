package dev.unruly.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.forall.Draw;
import dev.unruly.forall.Forall;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Answers are read the same however the network cuts them, and nothing that a server can send does
/// more than end an exchange.
final class AnswerReaderTest {

    private static final long SEED = 20_261_123;

    /// What a reader tells of a text that arrives in pieces, and then of the connection's end.
    private static List<String> told(byte[] text, List<Integer> cuts) {
        var reader = new AnswerReader();
        reader.expect(false, false);
        var head = new AnswerHead();
        var steps = new ArrayList<String>();
        var body = new ByteArrayOutputStream();
        int from = 0;
        for (int i = 0; i <= cuts.size(); i++) {
            int to = i == cuts.size() ? text.length : cuts.get(i);
            ByteBuf in = Unpooled.wrappedBuffer(text, from, to - from);
            if (!read(reader, head, in, steps, body)) {
                if (steps.getLast().startsWith("END")) {
                    steps.add("left " + (text.length - to + in.readableBytes()));
                }
                return withBody(steps, body);
            }
            from = to;
        }
        steps.add(reader.endsHere() ? "END" : "cut short");
        return withBody(steps, body);
    }

    private static List<String> withBody(List<String> steps, ByteArrayOutputStream body) {
        steps.add("body " + body.toString(StandardCharsets.ISO_8859_1));
        return steps;
    }

    /// Returns whether there may be more.
    private static boolean read(
            AnswerReader reader,
            AnswerHead head,
            ByteBuf in,
            List<String> steps,
            ByteArrayOutputStream body) {
        while (true) {
            AnswerReader.Step step = reader.next(in, head);
            switch (step) {
                case MORE -> {
                    assertThat(in.isReadable()).isFalse();
                    return true;
                }
                case INTERIM, HEAD -> steps.add(step + " " + head.status() + fields(head));
                case BODY -> {
                    byte[] part = new byte[reader.bodyBytes()];
                    in.getBytes(reader.bodyFrom(), part);
                    assertThat(part).isNotEmpty();
                    body.writeBytes(part);
                }
                case END -> {
                    steps.add("END" + (reader.keepsAlive() ? " kept" : ""));
                    return false;
                }
                case MALFORMED, LIMIT -> {
                    steps.add(step.toString());
                    return false;
                }
            }
        }
    }

    private static String fields(AnswerHead head) {
        var text = new StringBuilder();
        for (int i = 0; i < head.size(); i++) {
            text.append(" [").append(head.name(i)).append('=').append(head.value(i)).append(']');
            assertThat(head.find(head.name(i).toString().toUpperCase(Locale.ROOT), i)).isEqualTo(i);
        }
        return text.toString();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static List<String> told(String text) {
        return told(bytes(text), List.of());
    }

    /// An answer that a server might send.
    private static String answer(Draw draw) {
        var text = new StringBuilder();
        String end = draw.coin() ? "\n" : "\r\n";
        for (int i = draw.between(0, 2); i > 0; i--) {
            text.append("HTTP/1.1 10").append(draw.oneOf("0", "3")).append(" Go on").append(end);
            text.append(end);
        }
        text.append(draw.oneOf("HTTP/1.1 ", "HTTP/1.0 "));
        String status = draw.oneOf("200 OK", "404 Not Found", "204 ", "304 Not Modified", "599");
        text.append(status).append(end);
        text.append(String.join("", draw.list(5, one -> field(one) + end)));
        if (status.startsWith("204") || status.startsWith("304")) {
            return text.append(end).toString();
        }
        String body = draw.oneOf("", "x", "hello\r\n\r\nworld", "y".repeat(3_000));
        switch (draw.oneOf("length", "chunks", "close")) {
            case "length" ->
                    text.append("content-LENGTH:")
                            .append(body.length())
                            .append(" ")
                            .append(end)
                            .append(end)
                            .append(body);
            case "chunks" -> {
                text.append("Transfer-Encoding: chunked").append(end).append(end);
                chunks(draw, text, body);
            }
            default -> text.append(end).append(body);
        }
        return text.toString();
    }

    private static String field(Draw draw) {
        return draw.oneOf(
                "Server: shop",
                "X-Empty:",
                "Set-Cookie:\ta=b; Path=/ ",
                "Connection: keep-alive",
                "Connection: Close",
                "x: caf\u00e9 \"quoted\", and more");
    }

    private static void chunks(Draw draw, StringBuilder text, String body) {
        for (int at = 0; at < body.length(); ) {
            int size = Math.min(body.length() - at, draw.between(1, 2_000));
            text.append(Integer.toHexString(size)).append(draw.oneOf("", ";a=b")).append("\r\n");
            text.append(body, at, at + size).append("\r\n");
            at += size;
        }
        text.append("0\r\n").append(draw.oneOf("", "Digest: none\r\n")).append("\r\n");
    }

    private static List<Integer> cuts(Draw draw, int length) {
        return draw.list(8, one -> one.between(0, length)).stream().sorted().toList();
    }

    @Test
    void anAnswerReadsTheSameHoweverItIsCut() {
        Forall.check(
                1_500,
                SEED,
                draw -> {
                    byte[] text = bytes(draw.note("answer", answer(draw)));
                    assertThat(told(text, cuts(draw, text.length)))
                            .isEqualTo(told(text, List.of()));
                });
    }

    @Test
    void anAnswerReadsTheSameByteByByte() {
        Forall.check(
                60,
                SEED + 1,
                draw -> {
                    byte[] text = bytes(draw.note("answer", answer(draw)));
                    List<Integer> everywhere = new ArrayList<>();
                    for (int i = 1; i < text.length; i++) {
                        everywhere.add(i);
                    }
                    assertThat(told(text, everywhere)).isEqualTo(told(text, List.of()));
                });
    }

    /// Netty's decoder tells the same of everything that it accepts too; it accepts less.
    @Test
    void nettyReadsTheSame() {
        int[] compared = {0};
        Forall.check(
                1_000,
                SEED + 2,
                draw -> {
                    byte[] text = bytes(draw.note("answer", answer(draw)));
                    List<String> theirs = netty(text);
                    if (!theirs.contains("failure")) {
                        compared[0]++;
                        List<String> ours = new ArrayList<>(told(text, List.of()));
                        ours.removeIf(step -> step.startsWith("left"));
                        ours.replaceAll(step -> step.replace(" kept", ""));
                        assertThat(ours).isEqualTo(theirs);
                    }
                });
        assertThat(compared[0]).isGreaterThan(300);
    }

    /// What Netty's decoder tells of the first answer that is not interim.
    private static List<String> netty(byte[] text) {
        var channel = new EmbeddedChannel(new HttpResponseDecoder());
        channel.writeInbound(Unpooled.wrappedBuffer(text));
        channel.finish();
        var steps = new ArrayList<String>();
        var body = new StringBuilder();
        boolean interim = false;
        boolean over = false;
        for (Object message = channel.readInbound();
                message != null;
                message = channel.readInbound()) {
            if (message instanceof HttpResponse head && !over) {
                if (head.decoderResult().isFailure()) {
                    steps.add("failure");
                }
                interim = head.status().code() < 200;
                var line = new StringBuilder(interim ? "INTERIM " : "HEAD ");
                line.append(head.status().code());
                head.headers()
                        .forEach(one ->
                                line.append(" [")
                                        .append(one.getKey())
                                        .append('=')
                                        .append(one.getValue())
                                        .append(']'));
                steps.add(line.toString());
            }
            if (message instanceof HttpContent part && !interim && !over) {
                if (part.decoderResult().isFailure()) {
                    steps.add("failure");
                }
                body.append(part.content().toString(StandardCharsets.ISO_8859_1));
                if (part instanceof LastHttpContent) {
                    steps.add("END");
                    over = true;
                }
            }
            ReferenceCountUtil.release(message);
        }
        if (!over) {
            steps.add("cut short");
        }
        steps.add("body " + body);
        return steps;
    }

    @Test
    void whateverArrivesIsReadTheSameHoweverItIsCut() {
        Forall.check(
                3_000,
                SEED + 3,
                draw -> {
                    byte[] text = bytes(answer(draw));
                    for (int i = draw.between(1, 4); i > 0; i--) {
                        byte odd =
                                draw.oneOf(
                                        (byte) 0,
                                        (byte) '\r',
                                        (byte) '\n',
                                        (byte) ' ',
                                        (byte) ':',
                                        (byte) 'f',
                                        (byte) 255);
                        text[draw.between(0, text.length - 1)] = odd;
                    }
                    draw.note("answer", new String(text, StandardCharsets.ISO_8859_1));
                    assertThat(told(text, cuts(draw, text.length)))
                            .isEqualTo(told(text, List.of()));
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "garbage\r\n\r\n",
                "HTTP/2.0 200 OK\r\n\r\n",
                "HTTP/1.1 20x OK\r\n\r\n",
                "HTTP/1.1  200 OK\r\n\r\n",
                "HTTP/1.1 2000 OK\r\n\r\n",
                "HTTP/1.1 099 Low\r\n\r\n",
                "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
                "HTTP/1.1 200 OK\r\n: no name\r\n\r\n",
                "HTTP/1.1 200 OK\r\nspace : before\r\n\r\n",
                "HTTP/1.1 200 OK\r\n folded: first\r\n\r\n",
                "HTTP/1.1 200 OK\r\nX: a\u0000b\r\n\r\n",
                "HTTP/1.1 200 OK\r\nX: a\rb\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: \r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r6\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n",
            })
    void whatIsNotHttpIsMalformed(String text) {
        assertThat(told(text)).contains("MALFORMED");
    }

    @Test
    void endlessLinesMeetALimit() {
        String much = "x".repeat(AnswerReader.MOST_HEAD_BYTES);
        String chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        assertThat(told(much)).contains("LIMIT");
        assertThat(told("HTTP/1.1 200 OK\r\nX: " + much)).contains("LIMIT");
        assertThat(told(chunked + "5;" + much)).contains("LIMIT");
        assertThat(told(chunked + "0\r\nX: " + much)).contains("LIMIT");
        assertThat(told(chunked + "0\r\n" + "X: y\r\n".repeat(20_000))).contains("LIMIT");
    }

    @Test
    void theLongestHeadIsRead() {
        String start = "HTTP/1.1 204 No\r\nX: ";
        String rest = "\r\n\r\n";
        String value = "x".repeat(AnswerReader.MOST_HEAD_BYTES - start.length() - rest.length());
        assertThat(told(start + value + rest)).contains("END kept");
        assertThat(told(start + value + "x" + rest)).contains("LIMIT");
    }

    @Test
    void aFoldedValueIsOneValue() {
        assertThat(told("HTTP/1.1 204 No\r\nX: a\r\n  b\r\n\tc\r\nY: d\r\n\r\n").getFirst())
                .matches("HEAD 204 \\[X=a\\s+b\\s+c] \\[Y=d]");
    }

    @Test
    void codingsDecideOverLengths() {
        assertThat(
                        told(
                                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n"
                                        + "Transfer-Encoding: gzip, chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n"))
                .contains("body ab", "END kept");
        assertThat(told("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nab"))
                .contains("body ab", "END");
    }

    @Test
    void answersToHeadHaveNoBody() {
        var reader = new AnswerReader();
        reader.expect(true, false);
        var steps = new ArrayList<String>();
        ByteBuf in = Unpooled.wrappedBuffer(bytes("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"));
        read(reader, new AnswerHead(), in, steps, new ByteArrayOutputStream());
        assertThat(steps).contains("END kept");
        assertThat(in.isReadable()).isFalse();
    }

    @Test
    void aSwitchOfProtocolsIsAStream() {
        assertThat(told("HTTP/1.1 101 Switching\r\nContent-Length: 1\r\n\r\nraw bytes"))
                .contains("END", "body raw bytes");
        var reader = new AnswerReader();
        reader.expect(false, true);
        var steps = new ArrayList<String>();
        read(
                reader,
                new AnswerHead(),
                Unpooled.wrappedBuffer(bytes("HTTP/1.1 200 OK\r\n\r\n")),
                steps,
                new ByteArrayOutputStream());
        assertThat(reader.tunnel()).isTrue();
        assertThat(reader.endsHere()).isTrue();
    }
}
