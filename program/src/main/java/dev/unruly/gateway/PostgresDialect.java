package dev.unruly.gateway;

import dev.unruly.gateway.Request.Kind;
import dev.unruly.world.Bytes;

/// PostgreSQL's protocol 3.x, understood enough to time every query: a simple Query, a function
/// call, or everything up to a Sync is one request, and ReadyForQuery is its answer's end
/// (PostgreSQL 18 documentation, chapter "Frontend/Backend Protocol").
///
/// A request's time is the server's: what the application takes between a Flush's answers and its
/// next message, or to send the data of a COPY, does not count.
final class PostgresDialect implements Dialect {

    private static final int SSL_REQUEST = 80_877_103;
    private static final int GSS_REQUEST = 80_877_104;
    private static final int CANCEL_REQUEST = 80_877_102;
    private static final int FIRST_BYTE_OF_TLS = 0x16;

    /// PostgreSQL's MAX_STARTUP_PACKET_LENGTH.
    private static final int LONGEST_START = 10_000;

    /// PostgreSQL's PQ_LARGE_MESSAGE_LIMIT, a byte less than a gigabyte.
    private static final int LONGEST_MESSAGE = 0x3fff_ffff;

    private static final int TYPE_BYTES = 1;
    private static final int LENGTH_BYTES = 4;
    private static final int START_BYTES = 8;

    private enum Phase {
        /// A start-up packet, or a request for encryption, is to come.
        START,
        /// The server's one byte about encryption is to come.
        ENCRYPTION_ASKED,
        /// Typed messages, to the end.
        MESSAGES
    }

    private final Requests requests;
    private final Frame up = new Frame();
    private final Frame down = new Frame();
    private Phase phase = Phase.START;
    private String notUnderstood = "";

    /// The first ReadyForQuery ends the set-up.
    private boolean ready;

    /// The latest request was begun by a Flush and no Sync has ended it yet.
    private boolean unended;

    /// The latest request is one of the extended protocol.
    private boolean extended;

    /// The server takes COPY data: it ignores Flush and Sync.
    private boolean copying;

    private boolean errorSeen;

    PostgresDialect(Requests requests) {
        this.requests = requests;
    }

    @Override
    public String notUnderstood() {
        return notUnderstood;
    }

    @Override
    public void up(Bytes bytes, long place, long nowNanos) {
        int i = 0;
        while (i < bytes.size() && notUnderstood.isEmpty()) {
            i =
                    switch (phase) {
                        case START -> start(bytes, i);
                        case ENCRYPTION_ASKED -> {
                            giveUp("the application spoke before encryption was settled");
                            yield i;
                        }
                        case MESSAGES -> upMessage(bytes, i, place, nowNanos);
                    };
        }
    }

    @Override
    public void down(Bytes bytes, long place, long nowNanos) {
        int i = 0;
        while (i < bytes.size() && notUnderstood.isEmpty()) {
            i =
                    switch (phase) {
                        case ENCRYPTION_ASKED -> encryption(bytes, i);
                        case START, MESSAGES -> downMessage(bytes, i, place, nowNanos);
                    };
        }
    }

    private int start(Bytes bytes, int from) {
        if (up.atStart() && bytes.at(from) == FIRST_BYTE_OF_TLS) {
            giveUp("it is encrypted");
            return from;
        }
        int i = up.read(bytes, from, START_BYTES);
        if (!up.headRead()) {
            return i;
        }
        int length = up.startLength();
        int code = up.startCode();
        if (length < START_BYTES || length > LONGEST_START) {
            giveUp("it does not begin as postgres does");
            return i;
        }
        i = up.skip(bytes, i, length - START_BYTES);
        if (up.whole()) {
            up.next();
            started(code);
        }
        return i;
    }

    private void started(int code) {
        switch (code) {
            case SSL_REQUEST, GSS_REQUEST -> phase = Phase.ENCRYPTION_ASKED;
            case CANCEL_REQUEST -> phase = Phase.MESSAGES;
            default -> {
                if (code >>> 16 == 3) {
                    phase = Phase.MESSAGES;
                } else {
                    giveUp("it does not begin as postgres does");
                }
            }
        }
    }

    private int encryption(Bytes bytes, int from) {
        switch (bytes.at(from)) {
            case 'S', 'G' -> giveUp("it is encrypted");
            case 'N' -> phase = Phase.START;
            // An old server's ErrorResponse, which closes the connection.
            case 'E' -> {
                phase = Phase.MESSAGES;
                return from;
            }
            default -> giveUp("the server's answer about encryption is unknown");
        }
        return from + 1;
    }

    private int upMessage(Bytes bytes, int from, long place, long nowNanos) {
        int i = up.read(bytes, from, TYPE_BYTES + LENGTH_BYTES);
        if (up.headRead()) {
            i = body(up, fromApplication(up.type()), bytes, i);
        }
        if (notUnderstood.isEmpty() && up.whole()) {
            char type = up.type();
            up.next();
            asked(type, place + i, nowNanos);
        }
        return i;
    }

    private int downMessage(Bytes bytes, int from, long place, long nowNanos) {
        int i = down.read(bytes, from, TYPE_BYTES + LENGTH_BYTES);
        if (down.headRead()) {
            i = body(down, fromServer(down.type()), bytes, i);
        }
        if (notUnderstood.isEmpty() && down.whole()) {
            char type = down.type();
            down.next();
            answered(type, place + i, nowNanos);
        }
        return i;
    }

    /// Reads on in the body of a typed message.
    private int body(Frame frame, boolean known, Bytes bytes, int from) {
        if (!known || frame.length() < LENGTH_BYTES || frame.length() > LONGEST_MESSAGE) {
            giveUp("a message of an unknown kind was seen");
            return bytes.size();
        }
        return frame.skip(bytes, from, frame.length() - LENGTH_BYTES);
    }

    private void asked(char type, long end, long nowNanos) {
        switch (type) {
            case 'Q', 'F' -> {
                copying = false;
                extend(end, nowNanos);
                unended = false;
                extended = false;
            }
            case 'H' -> {
                if (!copying) {
                    extend(end, nowNanos);
                    unended = true;
                }
            }
            case 'S' -> {
                if (!copying) {
                    extend(end, nowNanos);
                    unended = false;
                }
            }
            case 'c', 'f' -> {
                if (copying) {
                    copying = false;
                    requests.continued(end, nowNanos);
                }
            }
            default -> {}
        }
    }

    private void extend(long end, long nowNanos) {
        if (unended) {
            requests.continued(end, nowNanos);
        } else {
            extended = true;
            requests.asked(Kind.COUNTED, end, nowNanos);
        }
    }

    private void answered(char type, long end, long nowNanos) {
        switch (type) {
            case 'E' -> {
                errorSeen = true;
                copying = false;
            }
            case 'G' -> {
                copying = true;
                // A Sync that came along with the COPY is ignored; the one after its data counts.
                unended = extended && requests.unanswered() == 1;
            }
            case 'W' -> giveUp("it replicates");
            case 'Z' -> readyForQuery(end, nowNanos);
            default -> {}
        }
    }

    private void readyForQuery(long end, long nowNanos) {
        boolean failed = errorSeen;
        errorSeen = false;
        copying = false;
        if (!ready) {
            ready = true;
            return;
        }
        if (requests.unanswered() == 1) {
            unended = false;
        }
        if (!requests.answered(end, failed, nowNanos)) {
            giveUp("the server is ready for more queries than were asked");
        }
    }

    private static boolean fromApplication(char type) {
        return switch (type) {
            case 'B', 'C', 'D', 'E', 'F', 'H', 'P', 'Q', 'S', 'X', 'c', 'd', 'f', 'p' -> true;
            default -> false;
        };
    }

    private static boolean fromServer(char type) {
        return switch (type) {
            case '1', '2', '3', 'A', 'C', 'D', 'E', 'G', 'H', 'I', 'K', 'N' -> true;
            case 'R', 'S', 'T', 'V', 'W', 'Z', 'c', 'd', 'n', 's', 't', 'v' -> true;
            default -> false;
        };
    }

    private void giveUp(String why) {
        notUnderstood = why;
        requests.lostSight();
    }

    /// Where in a message a direction is.
    private static final class Frame {
        private long head;
        private int headBytes;
        private int headNeeded = -1;
        private int skipped;
        private boolean whole;

        boolean atStart() {
            return headBytes == 0;
        }

        /// Reads on in the message's head, which has `needed` bytes.
        int read(Bytes bytes, int from, int needed) {
            headNeeded = needed;
            int i = from;
            while (headBytes < needed && i < bytes.size()) {
                head = (head << 8) | (bytes.at(i++) & 0xff);
                headBytes++;
            }
            return i;
        }

        boolean headRead() {
            return headBytes == headNeeded;
        }

        char type() {
            return (char) ((head >>> 32) & 0xff);
        }

        int length() {
            return (int) head;
        }

        int startLength() {
            return (int) (head >>> 32);
        }

        int startCode() {
            return (int) head;
        }

        /// Skips on in the message's body.
        int skip(Bytes bytes, int from, int bodyBytes) {
            int count = Math.min(bodyBytes - skipped, bytes.size() - from);
            skipped += count;
            whole = skipped == bodyBytes;
            return from + count;
        }

        /// Whether the message has been read to its end.
        boolean whole() {
            return whole;
        }

        void next() {
            head = 0;
            headBytes = 0;
            headNeeded = -1;
            skipped = 0;
            whole = false;
        }
    }
}
