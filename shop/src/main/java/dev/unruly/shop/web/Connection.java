package dev.unruly.shop.web;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One client's connection: reads a request, has it handled, writes the answer, and again. Requests
/// that a client sends ahead are served one after the other. Everything but [#post] happens on the
/// server's thread.
final class Connection {
    private static final byte[] GO_ON =
            "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    /// How long a closed connection is still read from, so that what the client had under way does
    /// not make the kernel reset it and throw away the answer (RFC 9112, section 9.6).
    private static final long LINGER_NANOS = Duration.ofSeconds(1).toNanos();

    private enum State {
        READING,
        SERVING,
        WRITING,
        LINGERING
    }

    private final Server server;
    private final SocketChannel channel;
    private final SelectionKey key;
    private final Handler handler;
    private final RequestParser parser;
    private final int mostPending;
    private State state = State.READING;
    private boolean clientGone;
    private boolean keepAlive;
    private long sinceNanos;
    private @Nullable Exchange exchange;
    private @Nullable ByteBuffer outbox;
    private Consumer<Fate> then = _ -> {};

    Connection(Server server, SocketChannel channel, SelectionKey key, Handler handler) {
        this.server = server;
        this.channel = channel;
        this.key = key;
        this.handler = handler;
        this.parser = new RequestParser(server.limits());
        this.mostPending = server.limits().headBytes() + server.limits().bodyBytes();
        this.sinceNanos = server.nanos();
    }

    void post(Runnable task) {
        server.post(task);
    }

    /// Does what the selector found possible.
    void ready(ByteBuffer scratch) throws IOException {
        if (key.isWritable()) {
            flush();
        }
        if (key.isValid() && key.isReadable()) {
            read(scratch);
        }
    }

    private void read(ByteBuffer scratch) throws IOException {
        scratch.clear();
        int count = channel.read(scratch);
        if (state == State.LINGERING) {
            if (count < 0) {
                close();
            }
            return;
        }
        if (count < 0) {
            clientLeft();
            return;
        }
        if (state == State.READING && !parser.inside()) {
            sinceNanos = server.nanos();
        }
        parser.feed(scratch.flip());
        if (state == State.READING) {
            advance();
        } else if (parser.pending() > mostPending) {
            stopReading();
        }
    }

    private void clientLeft() {
        if (state == State.READING) {
            close();
            return;
        }
        clientGone = true;
        if (exchange != null) {
            exchange.clientGone(server.nanos());
        }
        stopReading();
    }

    private void stopReading() {
        key.interestOpsAnd(~SelectionKey.OP_READ);
    }

    private void advance() throws IOException {
        try {
            switch (parser.step()) {
                case RequestParser.Step.NeedMore() -> {}
                case RequestParser.Step.AskForBody() -> write(ByteBuffer.wrap(GO_ON));
                case RequestParser.Step.Whole(Request request) -> {
                    state = State.SERVING;
                    keepAlive = request.keepAlive();
                    Exchange begun = new Exchange(this, request, server.nanos());
                    exchange = begun;
                    handler.handle(begun);
                }
            }
        } catch (Malformed malformed) {
            refuse(malformed.status(), malformed.getMessage());
        }
    }

    private void refuse(int status, @Nullable String why) throws IOException {
        keepAlive = false;
        Response response = Response.text(status, status + ": " + why + "\n");
        send(response.render(server.date(), true, false), _ -> {});
    }

    /// The handler's answer has come.
    void answer(Exchange answered, Response response, Consumer<Fate> whenSent) {
        if (exchange != answered || !channel.isOpen()) {
            whenSent.accept(answered.fate());
            return;
        }
        boolean again = keepAlive && !clientGone && !server.closing();
        keepAlive = again;
        boolean withBody = !answered.request().method().equals("HEAD");
        try {
            send(response.render(server.date(), withBody, again), whenSent);
        } catch (IOException broken) {
            fail();
        }
    }

    private void send(byte[] message, Consumer<Fate> whenSent) throws IOException {
        state = State.WRITING;
        then = whenSent;
        sinceNanos = server.nanos();
        write(ByteBuffer.wrap(message));
    }

    private void write(ByteBuffer bytes) throws IOException {
        ByteBuffer left = outbox;
        if (left == null || !left.hasRemaining()) {
            outbox = bytes;
        } else {
            outbox =
                    ByteBuffer.allocate(left.remaining() + bytes.remaining())
                            .put(left)
                            .put(bytes)
                            .flip();
        }
        flush();
    }

    private void flush() throws IOException {
        ByteBuffer bytes = outbox;
        if (bytes == null) {
            return;
        }
        if (channel.write(bytes) > 0) {
            sinceNanos = server.nanos();
        }
        if (bytes.hasRemaining()) {
            key.interestOpsOr(SelectionKey.OP_WRITE);
            return;
        }
        outbox = null;
        key.interestOpsAnd(~SelectionKey.OP_WRITE);
        if (state == State.WRITING) {
            sent();
        }
    }

    private void sent() throws IOException {
        settle();
        sinceNanos = server.nanos();
        if (!keepAlive) {
            linger();
            return;
        }
        state = State.READING;
        key.interestOpsOr(SelectionKey.OP_READ);
        if (parser.inside()) {
            advance();
        }
    }

    private void linger() throws IOException {
        if (clientGone) {
            close();
            return;
        }
        state = State.LINGERING;
        channel.shutdownOutput();
        key.interestOps(SelectionKey.OP_READ);
    }

    /// The connection broke: whoever was being answered has gone.
    void fail() {
        if (exchange != null) {
            exchange.clientGone(server.nanos());
        }
        if (state == State.WRITING) {
            settle();
        }
        close();
    }

    private void settle() {
        Fate fate = exchange == null ? new Fate.Delivered() : exchange.fate();
        exchange = null;
        Consumer<Fate> told = then;
        then = _ -> {};
        told.accept(fate);
    }

    /// Ends what takes too long. The time a handler takes is no concern of this.
    void sweep(long nowNanos) throws IOException {
        long rest = nowNanos - sinceNanos;
        Limits limits = server.limits();
        switch (state) {
            case READING -> {
                if (parser.inside() && rest > limits.reading().toNanos()) {
                    refuse(408, "the request did not arrive in time");
                } else if (!parser.inside() && rest > limits.idle().toNanos()) {
                    close();
                }
            }
            case SERVING -> {}
            case WRITING -> {
                if (rest > limits.writing().toNanos()) {
                    fail();
                }
            }
            case LINGERING -> {
                if (rest > LINGER_NANOS) {
                    close();
                }
            }
        }
    }

    void close() {
        key.cancel();
        try {
            channel.close();
        } catch (IOException already) {
            // The kernel has forgotten it: there is nothing left to close.
            server.noted("close", already);
        }
        server.closed(this);
    }
}
