package dev.unruly.shop.web;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Turns the bytes of one connection into requests, however they are cut. Every byte is looked at a
/// bounded number of times and held only up to the limits. After [Malformed] it is of no more use.
final class RequestParser {
    private static final int CHUNK_LINE_BYTES = 128;

    /// What can be said after the bytes that have come so far.
    sealed interface Step {
        record NeedMore() implements Step {}

        /// The client waits for "100 Continue" before it sends the body.
        record AskForBody() implements Step {}

        record Whole(Request request) implements Step {}
    }

    private enum Place {
        HEAD,
        COUNTED,
        CHUNK_LINE,
        CHUNK,
        CHUNK_END,
        TRAILER
    }

    private final Limits limits;
    private final Inbox inbox = new Inbox();
    private Place place = Place.HEAD;
    private int scanned;
    private @Nullable RequestHead head;
    private boolean asked;
    private ByteArrayOutputStream chunks = new ByteArrayOutputStream(0);
    private int wanted;
    private int trailerBytes;

    RequestParser(Limits limits) {
        this.limits = limits;
    }

    void feed(ByteBuffer bytes) {
        inbox.add(bytes);
    }

    /// Bytes that wait to be read.
    int pending() {
        return inbox.size();
    }

    /// Whether a request has begun and not ended.
    boolean inside() {
        return place != Place.HEAD || inbox.size() > 0;
    }

    Step step() throws Malformed {
        while (true) {
            Place before = place;
            switch (place) {
                case HEAD -> readHead();
                case COUNTED -> {
                    if (inbox.size() >= wanted) {
                        return whole(take(wanted));
                    }
                }
                case CHUNK_LINE -> readChunkLine();
                case CHUNK -> readChunk();
                case CHUNK_END -> readChunkEnd();
                case TRAILER -> {
                    if (readTrailer()) {
                        return whole(chunks.toByteArray());
                    }
                }
            }
            if (place == before) {
                return needsAsking() ? new Step.AskForBody() : new Step.NeedMore();
            }
        }
    }

    private boolean needsAsking() {
        if (head == null || asked || !head.wantsToBeAsked() || inbox.size() > 0) {
            return false;
        }
        asked = true;
        return true;
    }

    private void readHead() throws Malformed {
        // RFC 9112, section 2.2: empty lines before a request are passed over.
        while (scanned == 0 && inbox.size() > 0 && inbox.at(0) == '\r') {
            if (inbox.size() == 1) {
                return;
            }
            if (inbox.at(1) != '\n') {
                throw new Malformed(400, "a bare carriage return");
            }
            inbox.drop(2);
        }
        for (; scanned < inbox.size(); scanned++) {
            byte c = inbox.at(scanned);
            boolean afterReturn = scanned > 0 && inbox.at(scanned - 1) == '\r';
            if ((c == '\n') != afterReturn
                    || (c >= 0 && c < ' ' && "\r\n\t".indexOf(c) < 0)
                    || c == 0x7f) {
                throw new Malformed(400, "a control character or a bare line end in the head");
            }
            if (scanned >= limits.headBytes()) {
                throw tooLong();
            }
            if (c == '\n' && scanned >= 3 && inbox.at(scanned - 2) == '\n') {
                RequestHead parsed = RequestHead.parse(inbox.copy(0, scanned - 1), limits);
                inbox.drop(scanned + 1);
                begin(parsed);
                return;
            }
        }
    }

    private Malformed tooLong() {
        for (int i = 0; i < scanned; i++) {
            if (inbox.at(i) == '\n') {
                return new Malformed(431, "a head of more than " + limits.headBytes() + " bytes");
            }
        }
        return new Malformed(414, "a request line of more than " + limits.headBytes() + " bytes");
    }

    private void begin(RequestHead parsed) {
        head = parsed;
        scanned = 0;
        switch (parsed.framing()) {
            case RequestHead.Framing.Counted counted -> {
                wanted = counted.bytes();
                place = Place.COUNTED;
            }
            case RequestHead.Framing.Chunked _ -> {
                chunks = new ByteArrayOutputStream();
                place = Place.CHUNK_LINE;
            }
        }
    }

    private void readChunkLine() throws Malformed {
        int end = lineEnd(CHUNK_LINE_BYTES);
        if (end < 0) {
            return;
        }
        String line = new String(take(end), StandardCharsets.ISO_8859_1);
        inbox.drop(2);
        int extension = line.indexOf(';');
        String size = (extension < 0 ? line : line.substring(0, extension)).strip();
        if (size.isEmpty()
                || size.length() > 7
                || !size.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 128)) {
            throw new Malformed(400, "a broken chunk size");
        }
        wanted = Integer.parseInt(size, 16);
        if (chunks.size() + wanted > limits.bodyBytes()) {
            throw new Malformed(413, "a body of more than " + limits.bodyBytes() + " bytes");
        }
        place = wanted == 0 ? Place.TRAILER : Place.CHUNK;
        trailerBytes = 0;
    }

    private void readChunk() {
        if (inbox.size() >= wanted) {
            chunks.writeBytes(take(wanted));
            place = Place.CHUNK_END;
        }
    }

    private void readChunkEnd() throws Malformed {
        if (inbox.size() < 2) {
            return;
        }
        if (inbox.at(0) != '\r' || inbox.at(1) != '\n') {
            throw new Malformed(400, "a chunk longer than it said");
        }
        inbox.drop(2);
        place = Place.CHUNK_LINE;
    }

    /// Passes over trailer fields; true at the empty line behind them.
    private boolean readTrailer() throws Malformed {
        while (true) {
            int end = lineEnd(limits.headBytes() - trailerBytes);
            if (end < 0) {
                return false;
            }
            inbox.drop(end + 2);
            trailerBytes += end + 2;
            if (end == 0) {
                return true;
            }
        }
    }

    /// Where the line ends that begins at the first byte, or -1 while its end has not come.
    private int lineEnd(int most) throws Malformed {
        for (; scanned < inbox.size(); scanned++) {
            if (inbox.at(scanned) == '\n') {
                int end = scanned - 1;
                scanned = 0;
                if (end < 0 || inbox.at(end) != '\r') {
                    throw new Malformed(400, "a bare line end");
                }
                return end;
            }
            if (scanned >= most) {
                throw new Malformed(431, "a line of more than " + most + " bytes in the body");
            }
        }
        return -1;
    }

    private byte[] take(int count) {
        byte[] taken = inbox.copy(0, count);
        inbox.drop(count);
        return taken;
    }

    private Step whole(byte[] body) {
        RequestHead read = head;
        if (read == null) {
            throw new IllegalStateException("a body without a head");
        }
        head = null;
        asked = false;
        place = Place.HEAD;
        chunks = new ByteArrayOutputStream(0);
        return new Step.Whole(
                new Request(
                        read.method(),
                        read.path(),
                        read.query(),
                        read.headers(),
                        Body.of(body),
                        read.keepAlive()));
    }
}
