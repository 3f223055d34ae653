package dev.unruly.wire;

import dev.unruly.world.Ending;
import dev.unruly.world.ExchangeListener;
import dev.unruly.world.Guest;
import dev.unruly.world.Visit;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import org.jspecify.annotations.Nullable;

/// An HTTP/1.1 connection of the serving side. Netty reads the requests; they are served one after
/// the other, also where the client does not wait for the answers.
final class HttpGuest implements Party, Visit, Turn {

    /// How much of a request's body is read for nothing after its answer, to use the connection
    /// again.
    private static final int MOST_IDLE_BYTES = 256 << 10;

    private static final ByteBuf MALFORMED = refusal("400 Bad Request");
    private static final ByteBuf TOO_LARGE = refusal("431 Request Header Fields Too Large");

    private final WireLoop loop;
    private final long id;
    private final Link link;
    private @Nullable Guest guest;
    private @Nullable Socket socket;
    private @Nullable HttpAsked current;
    private @Nullable Ending ending;
    private boolean skipping;
    private boolean upgrading;
    private int skipped;

    HttpGuest(WireLoop loop, long id) {
        this.loop = loop;
        this.id = id;
        this.link = new Link(loop, this, true);
    }

    private static ByteBuf refusal(String status) {
        return HeadWriter.constant(
                "HTTP/1.1 " + status + "\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
    }

    /// Begins to serve.
    void enter(Guest entered, Socket by) {
        guest = entered;
        socket = by;
    }

    private Guest guest() {
        if (guest == null) {
            throw new IllegalStateException("nobody has entered yet");
        }
        return guest;
    }

    Link link() {
        return link;
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public void close() {
        if (ending == null) {
            link.closeWhenSent();
            leave();
        }
    }

    @Override
    public void abort() {
        if (ending == null) {
            link.reset();
            leave();
        }
    }

    /// The guest hangs up in the middle of an exchange.
    void cancel() {
        if (ending == null) {
            link.close();
            leave();
        }
    }

    private void leave() {
        ending = current == null || current.complete() ? Ending.COMPLETE : Ending.CANCELLED;
        loop.later(this);
    }

    /// What was HTTP becomes a stream of bytes.
    void becomeStream() {
        upgrading = true;
        loop.later(this);
    }

    @Override
    public void take(long nowNanos) {
        if (ending != null) {
            end(ending, ending, nowNanos);
        } else if (upgrading && socket != null) {
            upgrading = false;
            socket.removeCodec();
        }
    }

    private void end(Ending ofExchange, Ending ofConnection, long nowNanos) {
        ending = ofConnection;
        HttpAsked asked = current;
        current = null;
        if (asked != null && asked.end()) {
            asked.listener().ended(ofExchange, nowNanos);
        }
        guest().ended(ofConnection, nowNanos);
    }

    @Override
    public void opened(long nowNanos) {
        guest().entered(this, nowNanos);
    }

    @Override
    public boolean read(Object message, long nowNanos) {
        if (ending != null) {
            return true;
        }
        return switch (message) {
            case ByteBuf bytes -> stream(bytes, nowNanos);
            case HttpRequest request -> current == null && begin(request, nowNanos);
            case HttpContent content -> goOn(content, nowNanos);
            default -> throw new IllegalStateException("a codec told of " + message.getClass());
        };
    }

    private boolean begin(HttpRequest request, long nowNanos) {
        if (request.decoderResult().isFailure()) {
            refuse(request, nowNanos);
            return true;
        }
        var asked = new HttpAsked(loop, this, request);
        current = asked;
        GuestFields fields = loop.kit().guestFields().of(request.headers());
        asked.listener(
                guest().asked(asked, request.method().name(), request.uri(), fields, nowNanos));
        asked.continueIfAwaited();
        return true;
    }

    private boolean goOn(HttpContent content, long nowNanos) {
        HttpAsked asked = current;
        if (asked == null) {
            skip(content, nowNanos);
            return true;
        }
        if (content.decoderResult().isFailure()) {
            refuse(content, nowNanos);
            return true;
        }
        ByteBuf bytes = content.content();
        ExchangeListener listener = asked.listener();
        if (bytes.isReadable()) {
            if (asked.paused()) {
                return false;
            }
            Loans loans = loop.kit().loans();
            listener.body(loans.lend(bytes, bytes.readerIndex(), bytes.readableBytes()), nowNanos);
            loans.takeBack();
        }
        if (content instanceof LastHttpContent && ending == null) {
            asked.whole();
            listener.received(nowNanos);
        }
        return true;
    }

    /// Passes over what is left of a request that was answered before its end.
    private void skip(HttpContent content, long nowNanos) {
        skipped += content.content().readableBytes();
        if (content.decoderResult().isFailure()) {
            refuse(content, nowNanos);
        } else if (content instanceof LastHttpContent) {
            skipping = false;
        } else if (skipped > MOST_IDLE_BYTES) {
            link.closeWhenHeard();
            end(Ending.LIMIT, Ending.LIMIT, nowNanos);
        }
    }

    private boolean stream(ByteBuf bytes, long nowNanos) {
        if (current != null) {
            if (current.paused()) {
                return false;
            }
            Loans loans = loop.kit().loans();
            current.listener()
                    .body(loans.lend(bytes, bytes.readerIndex(), bytes.readableBytes()), nowNanos);
            loans.takeBack();
        }
        return true;
    }

    /// Says that this is not HTTP, if that can still be said, and closes.
    private void refuse(HttpObject what, long nowNanos) {
        boolean tooMuch = what.decoderResult().cause() instanceof TooLongFrameException;
        if (current == null ? !skipping : !current.answered()) {
            link.write((tooMuch ? TOO_LARGE : MALFORMED).duplicate());
        }
        link.closeWhenHeard();
        Ending how = tooMuch ? Ending.LIMIT : Ending.MALFORMED;
        end(how, how, nowNanos);
    }

    /// An answer may have gone out.
    @Override
    public void sent(long nowNanos) {
        HttpAsked asked = current;
        if (asked == null || !asked.complete()) {
            return;
        }
        current = null;
        skipping = !asked.isWhole();
        skipped = 0;
        boolean closes = asked.closes() || asked.isStream();
        if (closes) {
            ending = Ending.COMPLETE;
            if (skipping) {
                link.closeWhenHeard();
            } else {
                link.closeWhenSent();
            }
        } else {
            link.resume();
        }
        asked.end();
        asked.listener().ended(Ending.COMPLETE, nowNanos);
        if (closes) {
            guest().ended(Ending.COMPLETE, nowNanos);
        }
    }

    @Override
    public void shut(long nowNanos) {
        throw new IllegalStateException("exchanges are never half-closed");
    }

    @Override
    public void drained(long nowNanos) {
        if (current != null) {
            current.listener().drained(nowNanos);
        }
    }

    @Override
    public void ended(Ending how, long nowNanos) {
        boolean early = how == Ending.COMPLETE && current != null && !current.isStream();
        Ending real = early ? Ending.CUT_SHORT : how;
        end(real, real, nowNanos);
    }
}
