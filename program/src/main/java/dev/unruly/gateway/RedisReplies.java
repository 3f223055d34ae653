package dev.unruly.gateway;

import dev.unruly.world.Bytes;

/// Finds the ends of answers in the stream from a Redis server: every type of RESP2 and RESP3 but
/// the streamed ones, which no server sends. Pushed messages are passed over.
final class RedisReplies {

    /// What was found up to where reading stopped.
    enum Found {
        NOTHING,
        REPLY,
        /// A reply that is an error.
        ERROR,
        /// What is no reply.
        BROKEN
    }

    private static final String TYPES = "+-:_#,($=!*~>%|";
    private static final int DEEPEST = 64;
    private static final int LONGEST_LINE = 1 << 20;
    private static final long LARGEST = 1L << 30;

    /// How many values are still to come, level by level.
    private final long[] left = new long[DEEPEST];

    /// Whether the level holds attributes, which precede a value and are none.
    private final boolean[] attributes = new boolean[DEEPEST];

    private int depth;
    private Found found = Found.NOTHING;
    private char type;
    private boolean inLine;
    private int lineBytes;
    private boolean sizeKnown;
    private boolean negative;
    private long number;
    private long bytesLeft;

    /// The type of the outermost value.
    private char outermost;

    Found found() {
        return found;
    }

    /// Reads on from the i-th byte, up to the end of a reply or of the bytes; returns where it
    /// stopped.
    int read(Bytes bytes, int from) {
        found = Found.NOTHING;
        int i = from;
        while (i < bytes.size() && found == Found.NOTHING) {
            if (bytesLeft > 0) {
                int count = (int) Math.min(bytesLeft, bytes.size() - i);
                bytesLeft -= count;
                i += count;
                if (bytesLeft == 0) {
                    valueEnds();
                }
            } else if (inLine) {
                line(bytes.at(i++));
            } else {
                begin((char) (bytes.at(i++) & 0xff));
            }
        }
        return i;
    }

    private void begin(char first) {
        if (TYPES.indexOf(first) < 0) {
            found = Found.BROKEN;
            return;
        }
        type = first;
        if (depth == 0 && first != '|') {
            outermost = first;
        }
        inLine = true;
        lineBytes = 0;
        number = 0;
        negative = false;
        sizeKnown = false;
    }

    private void line(byte next) {
        lineBytes++;
        if (next == '\n') {
            inLine = false;
            lineEnds();
        } else if (lineBytes > LONGEST_LINE) {
            found = Found.BROKEN;
        } else if (hasSize()) {
            size(next);
        }
    }

    private boolean hasSize() {
        return switch (type) {
            case '$', '=', '!', '*', '~', '>', '%', '|' -> true;
            default -> false;
        };
    }

    private void size(byte next) {
        if (next >= '0' && next <= '9') {
            number = Math.min(10 * number + next - '0', LARGEST + 1);
            sizeKnown = true;
        } else if (next == '-' && lineBytes == 1) {
            negative = true;
        } else if (next != '\r') {
            found = Found.BROKEN;
        }
    }

    private void lineEnds() {
        if (!hasSize()) {
            valueEnds();
            return;
        }
        if (!sizeKnown || number > LARGEST) {
            found = Found.BROKEN;
            return;
        }
        switch (type) {
            case '$', '=', '!' -> {
                if (negative) {
                    valueEnds();
                } else {
                    bytesLeft = number + 2;
                }
            }
            case '%', '|' -> open(2 * number);
            default -> open(number);
        }
    }

    private void open(long values) {
        if (depth == DEEPEST) {
            found = Found.BROKEN;
        } else if (negative || (values == 0 && type != '|')) {
            valueEnds();
        } else if (values > 0) {
            left[depth] = values;
            attributes[depth] = type == '|';
            depth++;
        }
    }

    private void valueEnds() {
        while (depth > 0) {
            if (--left[depth - 1] > 0) {
                return;
            }
            depth--;
            if (attributes[depth]) {
                return;
            }
        }
        if (outermost != '>') {
            found = outermost == '-' || outermost == '!' ? Found.ERROR : Found.REPLY;
        }
    }
}
