package dev.unruly.wire;

import dev.unruly.world.Bytes;
import io.netty.buffer.ByteBuf;

/// The body of one message on its way out, framed as its head has promised.
final class Outgoing {

    /// How the other side learns where the body ends.
    private enum Framing {
        LENGTH,
        CHUNKS,
        /// It ends with the connection, or never: a stream of bytes.
        CLOSE,
        /// There is none, whatever is written: answers to HEAD, 204 and 304.
        NOTHING
    }

    /// The size of a body whose size is not known.
    static final long UNKNOWN = -1;

    private static final ByteBuf LINE_END = HeadWriter.constant("\r\n");
    private static final ByteBuf LAST_CHUNK = HeadWriter.constant("0\r\n\r\n");

    private final Link link;
    private final Loans loans;
    private final Framing framing;
    private long left;
    private boolean finished;

    private Outgoing(Link link, Loans loans, Framing framing, long left) {
        this.link = link;
        this.loans = loans;
        this.framing = framing;
        this.left = left;
        this.finished = framing == Framing.LENGTH && left == 0;
    }

    /// A body of so many bytes; none to follow when it is 0.
    static Outgoing sized(Link link, Loans loans, long bodyBytes) {
        if (bodyBytes < 0) {
            throw new IllegalArgumentException("a body's size must be >= 0, got " + bodyBytes);
        }
        return new Outgoing(link, loans, Framing.LENGTH, bodyBytes);
    }

    /// A body of unknown size, in chunks.
    static Outgoing chunked(Link link, Loans loans) {
        return new Outgoing(link, loans, Framing.CHUNKS, UNKNOWN);
    }

    /// A body that ends with the connection.
    static Outgoing untilClose(Link link, Loans loans) {
        return new Outgoing(link, loans, Framing.CLOSE, UNKNOWN);
    }

    /// A body that must not be sent.
    ///
    /// @param bodyBytes as promised, so that none need follow when it is 0
    static Outgoing nothing(Link link, Loans loans, long bodyBytes) {
        var body = new Outgoing(link, loans, Framing.NOTHING, UNKNOWN);
        body.finished = bodyBytes == 0;
        return body;
    }

    /// Whether nothing more is to follow.
    boolean finished() {
        return finished;
    }

    /// Whether what is written goes out as it is, until the connection ends.
    boolean isStream() {
        return framing == Framing.CLOSE;
    }

    /// Appends a part. Consumes the bytes.
    void write(Bytes bytes) {
        ByteBuf part = loans.take(bytes);
        int size = part.readableBytes();
        if (size == 0 || framing == Framing.NOTHING) {
            part.release();
            return;
        }
        if (finished || (framing == Framing.LENGTH && size > left)) {
            part.release();
            throw new IllegalStateException(
                    finished
                            ? "a body that is complete cannot grow by " + size + " bytes"
                            : "a body promised " + left + " more bytes, got " + size);
        }
        switch (framing) {
            case LENGTH -> {
                left -= size;
                link.write(part);
            }
            case CHUNKS -> {
                link.write(chunkHead(size));
                link.write(part);
                link.write(LINE_END.duplicate());
            }
            case CLOSE -> link.write(part);
            case NOTHING -> throw new IllegalStateException("nothing was written");
        }
    }

    /// The body is complete.
    void finish() {
        if (finished) {
            return;
        }
        if (framing == Framing.LENGTH && left > 0) {
            throw new IllegalStateException("a body lacks " + left + " bytes that it promised");
        }
        finished = true;
        if (framing == Framing.CHUNKS) {
            link.write(LAST_CHUNK.duplicate());
        }
    }

    private ByteBuf chunkHead(int size) {
        return loans.own(HeadWriter.ascii(Integer.toHexString(size) + "\r\n"));
    }
}
