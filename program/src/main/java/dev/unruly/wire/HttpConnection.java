package dev.unruly.wire;

import dev.unruly.world.Connection;
import dev.unruly.world.ConnectionListener;
import dev.unruly.world.Ending;
import dev.unruly.world.Exchange;
import dev.unruly.world.ExchangeListener;
import dev.unruly.world.Head;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/// An HTTP/1.1 connection of the asking side: one exchange at a time.
final class HttpConnection implements Connection, Party, Turn {

    private final WireLoop loop;
    private final ConnectionListener listener;
    private final long id;
    private final Link link;
    private final Outgoing nothing;
    private final AnswerReader reader = new AnswerReader();
    private @Nullable HttpExchange current;
    private @Nullable Ending ending;
    private boolean open;
    private boolean telling;

    HttpConnection(WireLoop loop, long id, ConnectionListener listener) {
        this.loop = loop;
        this.id = id;
        this.listener = listener;
        this.link = new Link(loop, this, false);
        this.nothing = Outgoing.sized(link, loop.kit().loans(), 0);
    }

    Link link() {
        return link;
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public int room() {
        return open && ending == null && current == null && !telling ? 1 : 0;
    }

    @Override
    public Exchange start(Head head, long bodyBytes, ExchangeListener told) {
        if (room() == 0) {
            throw new IllegalStateException(
                    "connection " + id + (open ? " is busy or over" : " is not open"));
        }
        HeadWriter writer = loop.kit().heads();
        writer.request(head);
        Outgoing body;
        if (bodyBytes == Outgoing.UNKNOWN) {
            body = Outgoing.chunked(link, loop.kit().loans());
            writer.chunked();
        } else {
            body = bodyBytes == 0 ? nothing : Outgoing.sized(link, loop.kit().loans(), bodyBytes);
            if (bodyBytes > 0 || writer.expectsBody()) {
                writer.length(bodyBytes);
            }
        }
        var exchange = new HttpExchange(this, body, told);
        reader.expect(writer.isMethod("HEAD"), writer.isMethod("CONNECT"));
        current = exchange;
        link.write(writer.end());
        if (body.finished()) {
            link.tellWhenSent();
        }
        return exchange;
    }

    /// Half a request is good for nothing: it is taken back by a reset, which the server sees even
    /// if it has stopped reading.
    @Override
    public void close() {
        if (ending != null) {
            return;
        }
        if (current == null || current.isAsked()) {
            link.close();
        } else {
            link.reset();
        }
        leave();
    }

    @Override
    public void abort() {
        if (ending == null) {
            link.reset();
            leave();
        }
    }

    /// Stops reading, at once if what comes next belongs to the body.
    void pause() {
        if (reader.inBody()) {
            link.pause();
        }
    }

    private void leave() {
        ending = open && current == null ? Ending.COMPLETE : Ending.CANCELLED;
        loop.later(this);
    }

    /// Tells of an end that came from this side.
    @Override
    public void take(long nowNanos) {
        end(Ending.CANCELLED, ending == null ? Ending.CANCELLED : ending, nowNanos);
    }

    private void end(Ending ofExchange, Ending ofConnection, long nowNanos) {
        ending = ofConnection;
        HttpExchange exchange = current;
        current = null;
        if (exchange != null && exchange.end()) {
            exchange.listener().ended(ofExchange, nowNanos);
        }
        listener.ended(ofConnection, nowNanos);
    }

    @Override
    public void opened(long nowNanos) {
        open = true;
        listener.opened(nowNanos);
    }

    @Override
    public boolean read(Object message, long nowNanos) {
        var in = (ByteBuf) message;
        while (ending == null) {
            HttpExchange exchange = current;
            if (exchange == null) {
                if (in.isReadable()) {
                    fail(Ending.MALFORMED, nowNanos);
                }
                return true;
            }
            if (exchange.paused() && reader.inBody() && in.isReadable()) {
                return false;
            }
            if (!step(exchange, reader.next(in, loop.kit().answerHead()), in, nowNanos)) {
                return true;
            }
        }
        return true;
    }

    /// Tells of a step; returns whether another may follow.
    private boolean step(HttpExchange exchange, AnswerReader.Step step, ByteBuf in, long nowNanos) {
        ExchangeListener told = exchange.listener();
        AnswerHead head = loop.kit().answerHead();
        switch (step) {
            case MORE -> {
                return false;
            }
            case INTERIM -> told.interim(head.status(), head, nowNanos);
            case HEAD -> {
                if (reader.tunnel()) {
                    exchange.become(Outgoing.untilClose(link, loop.kit().loans()));
                }
                told.head(head.status(), head, nowNanos);
            }
            case BODY -> {
                Loans loans = loop.kit().loans();
                told.body(loans.lend(in, reader.bodyFrom(), reader.bodyBytes()), nowNanos);
                loans.takeBack();
            }
            case END -> received(exchange, in.isReadable(), nowNanos);
            case MALFORMED -> fail(Ending.MALFORMED, nowNanos);
            case LIMIT -> fail(Ending.LIMIT, nowNanos);
        }
        return true;
    }

    /// The answer is whole.
    ///
    /// @param more whether the server has sent more than that
    private void received(HttpExchange exchange, boolean more, long nowNanos) {
        exchange.listener().received(nowNanos);
        if (ending != null) {
            return;
        }
        boolean usable = reader.keepsAlive() && exchange.isSent() && !more;
        if (usable) {
            link.resume();
        } else {
            ending = more ? Ending.MALFORMED : Ending.COMPLETE;
            link.close();
        }
        current = null;
        exchange.end();
        telling = true;
        exchange.listener().ended(Ending.COMPLETE, nowNanos);
        telling = false;
        if (!usable) {
            listener.ended(more ? Ending.MALFORMED : Ending.COMPLETE, nowNanos);
        } else if (room() > 0) {
            listener.free(nowNanos);
        }
    }

    /// The server does not speak HTTP.
    private void fail(Ending how, long nowNanos) {
        link.close();
        end(how, how, nowNanos);
    }

    @Override
    public void shut(long nowNanos) {
        throw new IllegalStateException("exchanges are never half-closed");
    }

    @Override
    public void sent(long nowNanos) {
        if (current != null) {
            current.sent(nowNanos);
        }
    }

    @Override
    public void drained(long nowNanos) {
        if (current != null) {
            current.listener().drained(nowNanos);
        }
    }

    @Override
    public void ended(Ending how, long nowNanos) {
        if (how == Ending.COMPLETE && current != null) {
            if (reader.endsHere()) {
                ending = Ending.COMPLETE;
                current.listener().received(nowNanos);
                end(Ending.COMPLETE, Ending.COMPLETE, nowNanos);
            } else {
                end(Ending.CUT_SHORT, Ending.CUT_SHORT, nowNanos);
            }
        } else {
            end(how, how, nowNanos);
        }
    }
}
