package dev.unruly.wire;

import dev.unruly.world.Bytes;
import dev.unruly.world.Exchange;
import dev.unruly.world.ExchangeListener;

/// One request of an [HttpConnection] and its answer. What is asked of it after its end does
/// nothing.
final class HttpExchange implements Exchange {

    private final HttpConnection connection;
    private Outgoing body;
    private final ExchangeListener listener;
    private boolean paused;
    private boolean sent;
    private boolean over;

    HttpExchange(HttpConnection connection, Outgoing body, ExchangeListener listener) {
        this.connection = connection;
        this.body = body;
        this.listener = listener;
    }

    ExchangeListener listener() {
        return listener;
    }

    boolean paused() {
        return paused;
    }

    /// Whether all of the request was written.
    boolean isAsked() {
        return body.finished();
    }

    /// Whether all of the request has gone out.
    boolean isSent() {
        return sent;
    }

    /// All of the request has gone out, or the first of what it has become a stream for.
    void sent(long nowNanos) {
        if (!sent) {
            sent = true;
            listener.sent(nowNanos);
        }
    }

    /// Ends it; returns whether it had not ended before.
    boolean end() {
        boolean first = !over;
        over = true;
        return first;
    }

    /// The connection is now a stream of bytes both ways.
    void become(Outgoing stream) {
        body = stream;
    }

    @Override
    public void write(Bytes bytes) {
        if (over) {
            Loans.discard(bytes);
        } else {
            body.write(bytes);
        }
    }

    @Override
    public boolean writable() {
        return !over && !body.finished() && connection.link().writable();
    }

    @Override
    public void finish() {
        if (!over && !body.finished()) {
            body.finish();
            connection.link().tellWhenSent();
            if (body.isStream()) {
                connection.link().shut();
            }
        }
    }

    @Override
    public void pause() {
        if (!over && !paused) {
            paused = true;
            connection.pause();
        }
    }

    @Override
    public void resume() {
        if (!over && paused) {
            paused = false;
            connection.link().resume();
        }
    }

    @Override
    public void cancel() {
        if (!over) {
            connection.close();
        }
    }
}
