package dev.unruly.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.unruly.world.Block;
import dev.unruly.world.Head;
import dev.unruly.world.Sink;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Heads are written as they are meant, and nothing in them can begin another line.
final class HeadWriterTest {

    private final HeadWriter writer = new HeadWriter(UnpooledByteBufAllocator.DEFAULT);

    private static Head head(Consumer<Sink> how) {
        return new Head() {
            @Override
            public int route() {
                return -1;
            }

            @Override
            public void render(Sink sink) {
                how.accept(sink);
            }
        };
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 9, 10, 99, 100, 1_234_567_890L, Long.MAX_VALUE})
    void numbersAreWrittenAsPeopleWriteThem(long size) {
        writer.answer(head(sink -> sink.status(200)));
        writer.length(size);
        assertThat(end()).isEqualTo("HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n");
    }

    private String end() {
        ByteBuf head = writer.end();
        String text = head.toString(StandardCharsets.ISO_8859_1);
        head.release();
        return text;
    }

    @Test
    void aRequest() {
        writer.request(
                head(sink -> {
                    sink.request("POST", "/cart?sku=caf\u00e9");
                    sink.field("Host", "shop.example");
                    sink.fields(Block.of(List.of(new Block.Field("Accept", "*/*"))));
                }));
        writer.length(17);
        assertThat(end())
                .isEqualTo(
                        "POST /cart?sku=caf\u00e9 HTTP/1.1\r\nHost: shop.example\r\nAccept: */*\r\n"
                                + "Content-Length: 17\r\n\r\n");
        assertThat(writer.isMethod("POST")).isTrue();
        assertThat(writer.expectsBody()).isTrue();
    }

    @Test
    void anAnswerThatClosesTheConnection() {
        writer.answer(
                head(sink -> {
                    sink.status(503);
                    sink.fields(Block.of(List.of(new Block.Field("connection", "x, Close"))));
                }));
        assertThat(writer.saysClose()).isTrue();
        assertThat(end())
                .isEqualTo("HTTP/1.1 503 Service Unavailable\r\nconnection: x, Close\r\n\r\n");
        writer.answer(head(sink -> sink.status(200)));
        assertThat(writer.saysClose()).isFalse();
    }

    @Test
    void aHeadOfAnySize() {
        String value = "v".repeat(100_000);
        writer.request(
                head(sink -> {
                    sink.request("GET", "/");
                    sink.field("X", value);
                }));
        assertThat(end()).isEqualTo("GET / HTTP/1.1\r\nX: " + value + "\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nX: y", "a\nb", "a\rb", "a\u0000b", "a\u0007b", "price: 5 \u20ac"})
    void aValueCannotBreakOut(String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        writer.request(
                                head(sink -> {
                                    sink.request("GET", "/");
                                    sink.field("X", value);
                                })))
                .withMessageContaining("a field's value");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a b", "/a\r\nX: y", "/\u4e2d"})
    void aTargetCannotBreakOut(String target) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> writer.request(head(sink -> sink.request("GET", target))))
                .withMessageContaining("a target");
    }

    @Test
    void aHeadHasItsOrder() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> writer.request(head(sink -> sink.field("Host", "a"))));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> writer.request(head(sink -> sink.status(200))));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> writer.answer(head(sink -> sink.request("GET", "/"))));
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        writer.request(
                                head(sink -> {
                                    sink.request("GET", "/");
                                    sink.request("GET", "/");
                                })));
    }
}
