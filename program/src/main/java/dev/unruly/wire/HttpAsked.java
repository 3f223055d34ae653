package dev.unruly.wire;

import dev.unruly.world.Asked;
import dev.unruly.world.Bytes;
import dev.unruly.world.ExchangeListener;
import dev.unruly.world.Head;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/// One request to an [HttpGuest] and its answer. What is asked of it after its end does nothing.
final class HttpAsked implements Asked {

    private static final ByteBuf CONTINUE = HeadWriter.constant("HTTP/1.1 100 Continue\r\n\r\n");

    /// For what may follow an answer's head at once. More is not worth copying.
    private static final int ROOM_BYTES = 1_024;

    private final WireLoop loop;
    private final HttpGuest guest;
    private final Link link;
    private final boolean head;
    private final boolean connect;
    private final boolean modern;
    private final boolean keepsAlive;
    private boolean awaitsContinue;
    private @Nullable ExchangeListener listener;
    private @Nullable Outgoing body;
    private boolean whole;
    private boolean paused;
    private boolean closes;
    private boolean over;

    HttpAsked(WireLoop loop, HttpGuest guest, HttpRequest request) {
        this.loop = loop;
        this.guest = guest;
        this.link = guest.link();
        this.head = request.method().equals(HttpMethod.HEAD);
        this.connect = request.method().equals(HttpMethod.CONNECT);
        this.modern = request.protocolVersion().compareTo(HttpVersion.HTTP_1_1) >= 0;
        this.keepsAlive = HttpUtil.isKeepAlive(request);
        this.awaitsContinue = HttpUtil.is100ContinueExpected(request);
    }

    void listener(ExchangeListener told) {
        listener = told;
    }

    ExchangeListener listener() {
        if (listener == null) {
            throw new IllegalStateException("nobody listens to the exchange yet");
        }
        return listener;
    }

    boolean paused() {
        return paused;
    }

    /// The request has arrived to its end.
    void whole() {
        whole = true;
        awaitsContinue = false;
    }

    boolean isWhole() {
        return whole;
    }

    /// Whether the answer has begun.
    boolean answered() {
        return body != null;
    }

    /// Whether the whole answer was written.
    boolean complete() {
        return body != null && body.finished();
    }

    /// Whether the connection ends with the exchange.
    boolean closes() {
        return closes;
    }

    /// Whether the exchange has become a stream of bytes both ways.
    boolean isStream() {
        return body != null && body.isStream() && !closes;
    }

    /// Ends it; returns whether it had not ended before.
    boolean end() {
        boolean first = !over;
        over = true;
        return first;
    }

    /// Lets the client send its body if it waits for that and we are going to read it (RFC 9110
    /// section 10.1.1).
    void continueIfAwaited() {
        if (awaitsContinue && !paused && body == null && !over) {
            awaitsContinue = false;
            link.write(CONTINUE.duplicate());
        }
    }

    @Override
    public int route() {
        return -1;
    }

    @Override
    public void interim(Head answer) {
        if (over) {
            return;
        }
        HeadWriter writer = loop.kit().heads();
        writer.answer(answer);
        if (writer.status() >= 200 || writer.status() == 101 || body != null) {
            throw new IllegalStateException(
                    "an interim answer is 1xx and comes first, got " + writer.status());
        }
        awaitsContinue &= writer.status() != 100;
        link.write(writer.end());
    }

    @Override
    public void answer(Head answer, long bodyBytes) {
        if (over) {
            return;
        }
        if (body != null) {
            throw new IllegalStateException("an exchange has one answer");
        }
        HeadWriter writer = loop.kit().heads();
        writer.answer(answer);
        int status = writer.status();
        boolean stream = status == 101 || (connect && status >= 200 && status < 300);
        if (status < 200 && !stream) {
            throw new IllegalArgumentException("an answer's status is not 1xx, got " + status);
        }
        body =
                stream
                        ? Outgoing.untilClose(link, loop.kit().loans())
                        : frame(writer, status, bodyBytes);
        link.writeHead(writer.end(ROOM_BYTES));
        if (stream) {
            guest.becomeStream();
        }
        if (body.finished()) {
            link.tellWhenSent();
        }
    }

    private Outgoing frame(HeadWriter writer, int status, long bodyBytes) {
        boolean empty = status == 204 || status == 304;
        boolean untilClose = bodyBytes == Outgoing.UNKNOWN && !modern && !empty && !head;
        closes = !keepsAlive || awaitsContinue || untilClose || writer.saysClose();
        if (closes && !writer.saysClose()) {
            writer.close();
        } else if (!closes && !modern) {
            writer.keepAlive();
        }
        if (!empty && bodyBytes != Outgoing.UNKNOWN) {
            writer.length(bodyBytes);
        } else if (!empty && modern) {
            writer.chunked();
        }
        if (empty || head) {
            return Outgoing.nothing(link, loop.kit().loans(), bodyBytes);
        }
        if (bodyBytes != Outgoing.UNKNOWN) {
            return Outgoing.sized(link, loop.kit().loans(), bodyBytes);
        }
        return untilClose
                ? Outgoing.untilClose(link, loop.kit().loans())
                : Outgoing.chunked(link, loop.kit().loans());
    }

    @Override
    public void write(Bytes bytes) {
        if (over) {
            Loans.discard(bytes);
        } else {
            body("write").write(bytes);
        }
    }

    @Override
    public boolean writable() {
        return !over && body != null && !body.finished() && link.writable();
    }

    @Override
    public void finish() {
        if (!over && !body("finish").finished()) {
            body("finish").finish();
            link.tellWhenSent();
        }
    }

    private Outgoing body(String what) {
        if (body == null) {
            throw new IllegalStateException("cannot " + what + " a body before the answer's head");
        }
        return body;
    }

    @Override
    public void pause() {
        if (!over && !paused) {
            paused = true;
            if (!whole) {
                link.pause();
            }
        }
    }

    @Override
    public void resume() {
        if (!over && paused) {
            paused = false;
            continueIfAwaited();
            link.resume();
        }
    }

    @Override
    public void cancel() {
        if (!over) {
            guest.cancel();
        }
    }
}
