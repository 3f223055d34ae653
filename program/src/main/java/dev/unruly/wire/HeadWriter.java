package dev.unruly.wire;

import dev.unruly.world.Block;
import dev.unruly.world.Head;
import dev.unruly.world.Sink;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/// Writes the heads of HTTP/1.1 messages (RFC 9112), one after the other, by way of an array that a
/// loop reuses. Nothing that is given to it can break out of its line.
final class HeadWriter implements Sink {

    private static final int FIRST_SIZE = 4_096;
    private static final int MOST_DIGITS = 19;
    private static final byte[] VERSION = ascii(" HTTP/1.1\r\n");
    private static final byte[] STATUS = ascii("HTTP/1.1 ");
    private static final byte[] LENGTH = ascii("Content-Length: ");
    private static final byte[] CHUNKED = ascii("Transfer-Encoding: chunked\r\n");
    private static final byte[] CLOSE = ascii("Connection: close\r\n");
    private static final byte[] KEEP_ALIVE = ascii("Connection: keep-alive\r\n");

    private final ByteBufAllocator allocator;
    private byte[] bytes = new byte[FIRST_SIZE];
    private int size;
    private CharSequence method = "";
    private int status;
    private boolean saysClose;

    HeadWriter(ByteBufAllocator allocator) {
        this.allocator = allocator;
    }

    /// Renders a request's head, up to where its framing follows.
    void request(Head head) {
        render(head);
        if (method.isEmpty()) {
            throw new IllegalArgumentException("the head of a request must begin with one");
        }
    }

    /// Renders an answer's head, up to where its framing follows.
    void answer(Head head) {
        render(head);
        if (status == 0) {
            throw new IllegalArgumentException("the head of an answer must begin with a status");
        }
    }

    private void render(Head head) {
        size = 0;
        method = "";
        status = 0;
        saysClose = false;
        head.render(this);
    }

    /// Whether the request's method is this one. Until the next head is rendered.
    boolean isMethod(String name) {
        return name.contentEquals(method);
    }

    /// Whether a request of this method without a body has to say so (RFC 9110 section 8.6).
    boolean expectsBody() {
        return !(isMethod("GET")
                || isMethod("HEAD")
                || isMethod("DELETE")
                || isMethod("OPTIONS")
                || isMethod("TRACE")
                || isMethod("CONNECT"));
    }

    /// The answer's status.
    int status() {
        return status;
    }

    /// Whether the head says that its connection closes.
    boolean saysClose() {
        return saysClose;
    }

    void length(long bodyBytes) {
        put(LENGTH);
        number(bodyBytes);
        endLine();
    }

    void chunked() {
        put(CHUNKED);
    }

    void close() {
        put(CLOSE);
    }

    void keepAlive() {
        put(KEEP_ALIVE);
    }

    /// The finished head.
    ByteBuf end() {
        return end(0);
    }

    /// The finished head.
    ///
    /// @param roomBytes for what may follow it
    ByteBuf end(int roomBytes) {
        endLine();
        ByteBuf head = allocator.directBuffer(size + roomBytes);
        head.writeBytes(bytes, 0, size);
        return head;
    }

    @Override
    public void request(CharSequence name, CharSequence target) {
        requireFirst();
        method = name;
        text(name, Characters.TOKEN, "a method");
        ensure(1);
        bytes[size++] = ' ';
        text(target, Characters.TARGET, "a target");
        put(VERSION);
    }

    @Override
    public void status(int code) {
        requireFirst();
        if (code < 100 || code > 999) {
            throw new IllegalArgumentException("a status has three digits, got " + code);
        }
        status = code;
        put(STATUS);
        number(code);
        ensure(1);
        bytes[size++] = ' ';
        text(HttpResponseStatus.valueOf(code).reasonPhrase(), Characters.VALUE, "a reason");
        endLine();
    }

    @Override
    public void field(CharSequence name, CharSequence value) {
        requireStarted();
        text(name, Characters.TOKEN, "a field's name");
        ensure(2);
        bytes[size++] = ':';
        bytes[size++] = ' ';
        text(value, Characters.VALUE, "a field's value");
        endLine();
        noteClose(name, value);
    }

    @Override
    public void fields(Block block) {
        requireStarted();
        put(block.http1());
        if (status != 0) {
            for (Block.Field field : block.fields()) {
                noteClose(field.name(), field.value());
            }
        }
    }

    private void noteClose(CharSequence name, CharSequence value) {
        if (name.length() == 10 && "connection".equalsIgnoreCase(name.toString())) {
            saysClose |= value.toString().toLowerCase(Locale.ROOT).contains("close");
        }
    }

    private void requireFirst() {
        if (size != 0) {
            throw new IllegalArgumentException("a head has one first line");
        }
    }

    private void requireStarted() {
        if (size == 0) {
            throw new IllegalArgumentException("a head's fields come after its first line");
        }
    }

    private void text(CharSequence text, boolean[] allowed, String what) {
        int length = text.length();
        ensure(length);
        int at = size;
        switch (text) {
            // What comes most often is known for what it is, which its characters would hide.
            case AsciiString ascii ->
                    System.arraycopy(ascii.array(), ascii.arrayOffset(), bytes, at, length);
            case AnswerHead.Text answer -> answer.copyTo(bytes, at);
            default -> {
                for (int i = 0; i < length; i++) {
                    char c = text.charAt(i);
                    if (c > 255) {
                        throw mustNot(what, c, text);
                    }
                    bytes[at + i] = (byte) c;
                }
            }
        }
        for (int i = at; i < at + length; i++) {
            if (!allowed[bytes[i] & 0xff]) {
                throw mustNot(what, bytes[i] & 0xff, text);
            }
        }
        size = at + length;
    }

    private static IllegalArgumentException mustNot(String what, int c, CharSequence text) {
        return new IllegalArgumentException(
                what + " must not hold character " + c + ", got \"" + text + "\"");
    }

    private void number(long value) {
        ensure(MOST_DIGITS);
        int end = size + digits(value);
        long rest = value;
        for (int at = end - 1; at >= size; at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        size = end;
    }

    private static int digits(long value) {
        int digits = 1;
        for (long rest = value / 10; rest > 0; rest /= 10) {
            digits++;
        }
        return digits;
    }

    private void endLine() {
        ensure(2);
        bytes[size++] = '\r';
        bytes[size++] = '\n';
    }

    private void put(byte[] more) {
        ensure(more.length);
        System.arraycopy(more, 0, bytes, size, more.length);
        size += more.length;
    }

    private void ensure(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
        }
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /// Text that is sent again and again: write a [ByteBuf#duplicate] of it.
    static ByteBuf constant(String text) {
        return Unpooled.unreleasableBuffer(Unpooled.directBuffer().writeBytes(ascii(text)));
    }
}
