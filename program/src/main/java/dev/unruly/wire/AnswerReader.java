package dev.unruly.wire;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Reads the answers of one HTTP/1.1 connection (RFC 9112), piece by piece, from whatever buffers
/// they arrive in.
///
/// It is asked for the [#next] step until there is no more. It holds bytes only while a head has
/// arrived in part. Line ends may lack their CR; everything else that is wrong is malformed.
final class AnswerReader {

    /// The longest head, and the most there may be in trailers.
    static final int MOST_HEAD_BYTES = 65_536;

    /// The longest line that tells a chunk's size.
    private static final int MOST_CHUNK_LINE_BYTES = 4_096;

    private static final int MOST_CHUNK_DIGITS = 15;
    static final int USUAL_HEAD_BYTES = 2_048;

    /// What has been read.
    enum Step {
        /// All of the buffer: go on with the next.
        MORE,
        /// An interim answer's head.
        INTERIM,
        /// The answer's head.
        HEAD,
        /// A part of the body; [#bodyFrom] and [#bodyBytes] tell where it lies.
        BODY,
        /// The end of the answer.
        END,
        /// What is not HTTP.
        MALFORMED,
        /// More than we are willing to hold.
        LIMIT
    }

    private enum State {
        HEAD,
        LENGTH,
        CHUNK_SIZE,
        CHUNK,
        CHUNK_END,
        TRAILERS,
        UNTIL_CLOSE,
        OVER
    }

    private State state = State.OVER;
    private byte @Nullable [] partial;
    private int partialBytes;
    private long left;
    private int lineBytes;
    private int lineDigits;
    private boolean afterCr;
    private int bodyFrom;
    private int bodyBytes;
    private boolean noBody;
    private boolean connecting;
    private boolean keepsAlive;
    private boolean tunnel;

    /// Expects the answer to a request.
    ///
    /// @param head whether it was a HEAD
    /// @param connect whether it was a CONNECT
    void expect(boolean head, boolean connect) {
        state = State.HEAD;
        noBody = head;
        connecting = connect;
    }

    /// Whether the next thing to come is a part of a body.
    boolean inBody() {
        return state != State.HEAD && state != State.OVER;
    }

    /// Whether the connection may be used again once the answer is over.
    boolean keepsAlive() {
        return keepsAlive;
    }

    /// Whether the connection has become a stream of bytes both ways.
    boolean tunnel() {
        return tunnel;
    }

    int bodyFrom() {
        return bodyFrom;
    }

    int bodyBytes() {
        return bodyBytes;
    }

    /// Whether an answer that is being read may end with the connection, as it just did.
    boolean endsHere() {
        return state == State.UNTIL_CLOSE;
    }

    /// Reads on.
    ///
    /// @param head takes the answer's head; valid until the next call
    Step next(ByteBuf in, AnswerHead head) {
        return switch (state) {
            case HEAD -> readHead(in, head);
            case LENGTH -> left == 0 ? end() : readBody(in);
            case CHUNK_SIZE -> readChunkSize(in);
            case CHUNK -> {
                if (left == 0) {
                    state = State.CHUNK_END;
                    startLine();
                    yield readChunkEnd(in);
                }
                yield readBody(in);
            }
            case CHUNK_END -> readChunkEnd(in);
            case TRAILERS -> readTrailers(in);
            case UNTIL_CLOSE -> {
                left = Long.MAX_VALUE;
                yield readBody(in);
            }
            case OVER -> in.isReadable() ? Step.MALFORMED : Step.MORE;
        };
    }

    private Step end() {
        state = State.OVER;
        return Step.END;
    }

    private Step readBody(ByteBuf in) {
        if (!in.isReadable()) {
            return Step.MORE;
        }
        bodyFrom = in.readerIndex();
        bodyBytes = (int) Math.min(in.readableBytes(), left);
        left -= bodyBytes;
        in.skipBytes(bodyBytes);
        return Step.BODY;
    }

    private Step readHead(ByteBuf in, AnswerHead head) {
        if (!in.isReadable()) {
            return Step.MORE;
        }
        byte[] bytes = partial == null ? head.scratch() : partial;
        int before = partialBytes;
        int most = Math.min(in.readableBytes(), MOST_HEAD_BYTES - before);
        int copied = 0;
        int end = 0;
        while (end == 0 && copied < most) {
            int count = Math.min(most - copied, Math.max(USUAL_HEAD_BYTES, copied));
            int size = before + copied;
            if (bytes.length < size + count) {
                bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + count));
            }
            in.getBytes(in.readerIndex() + copied, bytes, size, count);
            copied += count;
            end = endOfHead(bytes, Math.max(0, size - 2), size + count);
        }
        if (end == 0) {
            return holdPartial(in, bytes, before + copied);
        }
        partial = null;
        partialBytes = 0;
        in.skipBytes(end - before);
        return head.read(bytes, end) ? frame(head) : Step.MALFORMED;
    }

    private Step holdPartial(ByteBuf in, byte[] bytes, int size) {
        in.skipBytes(in.readableBytes());
        if (size >= MOST_HEAD_BYTES) {
            return Step.LIMIT;
        }
        partial = partial == null ? Arrays.copyOf(bytes, size) : bytes;
        partialBytes = size;
        return Step.MORE;
    }

    /// Where the head that ends with the first empty line ends; 0 when there is none yet.
    private static int endOfHead(byte[] bytes, int from, int to) {
        for (int i = from; i < to - 1; i++) {
            if (bytes[i] == '\n') {
                if (bytes[i + 1] == '\n') {
                    return i + 2;
                }
                if (bytes[i + 1] == '\r' && i + 2 < to && bytes[i + 2] == '\n') {
                    return i + 3;
                }
            }
        }
        return 0;
    }

    /// Finds out where the body ends (RFC 9112 section 6.3).
    private Step frame(AnswerHead head) {
        int status = head.status();
        if (status < 200 && status != 101) {
            return Step.INTERIM;
        }
        keepsAlive = head.keepsAlive();
        tunnel = status == 101 || (connecting && status < 300);
        if (tunnel) {
            state = State.UNTIL_CLOSE;
        } else if (noBody || status == 204 || status == 304) {
            state = State.LENGTH;
            left = 0;
        } else if (head.chunked()) {
            state = State.CHUNK_SIZE;
            left = 0;
            startLine();
        } else if (head.bodyBytes() != AnswerHead.NO_LENGTH) {
            state = State.LENGTH;
            left = head.bodyBytes();
        } else {
            state = State.UNTIL_CLOSE;
        }
        if (state == State.UNTIL_CLOSE) {
            keepsAlive = false;
        }
        return Step.HEAD;
    }

    private void startLine() {
        lineBytes = 0;
        lineDigits = 0;
        afterCr = false;
    }

    private Step startChunk(ByteBuf in) {
        state = State.CHUNK_SIZE;
        left = 0;
        startLine();
        return readChunkSize(in);
    }

    private Step readChunkSize(ByteBuf in) {
        while (in.isReadable()) {
            byte b = in.readByte();
            if (b == '\n') {
                return lineDigits == 0 ? Step.MALFORMED : startChunkBody(in);
            }
            if (afterCr) {
                return Step.MALFORMED;
            }
            int digit = lineBytes > lineDigits ? -1 : Character.digit(b, 16);
            if (digit >= 0) {
                if (++lineDigits > MOST_CHUNK_DIGITS) {
                    return Step.MALFORMED;
                }
                left = left << 4 | digit;
            } else if (b == '\r') {
                afterCr = true;
            } else if (lineBytes == lineDigits && b != ';' && b != ' ' && b != '\t') {
                return Step.MALFORMED;
            }
            if (++lineBytes > MOST_CHUNK_LINE_BYTES) {
                return Step.LIMIT;
            }
        }
        return Step.MORE;
    }

    private Step startChunkBody(ByteBuf in) {
        if (left > 0) {
            state = State.CHUNK;
            return readBody(in);
        }
        state = State.TRAILERS;
        startLine();
        return readTrailers(in);
    }

    private Step readChunkEnd(ByteBuf in) {
        while (in.isReadable()) {
            byte b = in.readByte();
            if (b == '\n') {
                return startChunk(in);
            }
            if (b != '\r' || afterCr) {
                return Step.MALFORMED;
            }
            afterCr = true;
        }
        return Step.MORE;
    }

    /// Passes over the trailers. Here `lineDigits` counts what the line holds, `lineBytes` all.
    private Step readTrailers(ByteBuf in) {
        while (in.isReadable()) {
            byte b = in.readByte();
            if (b == '\n') {
                if (lineDigits == 0) {
                    return end();
                }
                lineDigits = 0;
                afterCr = false;
            } else if (afterCr) {
                return Step.MALFORMED;
            } else if (b == '\r') {
                afterCr = true;
            } else {
                lineDigits++;
            }
            if (++lineBytes > MOST_HEAD_BYTES) {
                return Step.LIMIT;
            }
        }
        return Step.MORE;
    }
}
