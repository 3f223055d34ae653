package dev.unruly.wire;

import dev.unruly.world.Fields;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/// The head of an answer as it lies in an array: read where it lies, one at a time, by one loop.
final class AnswerHead implements Fields {

    /// Content-Length where none is given.
    static final long NO_LENGTH = -1;

    private static final byte[] PROTOCOL = HeadWriter.ascii("HTTP/1.");
    private static final int FIRST_FIELDS = 32;
    private static final int LONGEST_LENGTH = 18;

    private final byte[] scratch = new byte[AnswerReader.USUAL_HEAD_BYTES];
    private byte[] head = scratch;
    private Text[] names = texts(new Text[0], FIRST_FIELDS);
    private Text[] values = texts(new Text[0], FIRST_FIELDS);
    private int count;

    /// The lengths of the names, a bit for each, modulo 64: who is not there is seldom looked for.
    private long lengths;

    private int status;
    private boolean persistent;
    private boolean closes;
    private boolean coded;
    private boolean chunked;
    private long bodyBytes;

    /// A name or value: some bytes of the head.
    final class Text implements CharSequence {

        private int from;
        private int to;

        @Override
        public int length() {
            return to - from;
        }

        @Override
        public char charAt(int i) {
            return (char) (head[from + Objects.checkIndex(i, to - from)] & 0xff);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return toString().substring(start, end);
        }

        @Override
        public String toString() {
            return new String(head, from, to - from, StandardCharsets.ISO_8859_1);
        }

        /// Copies it to a place where there is room for it.
        void copyTo(byte[] other, int at) {
            System.arraycopy(head, from, other, at, to - from);
        }

        private boolean is(CharSequence other) {
            int length = to - from;
            if (other.length() != length) {
                return false;
            }
            for (int i = 0; i < length; i++) {
                if (lower(head[from + i]) != lower(other.charAt(i))) {
                    return false;
                }
            }
            return true;
        }

        /// Whether a list of words, parted by commas, holds this one.
        private boolean holds(String word) {
            for (String part : toString().split(",", -1)) {
                if (part.strip().equalsIgnoreCase(word)) {
                    return true;
                }
            }
            return false;
        }
    }

    /// Reads a head that ends with an empty line. Returns whether it is one.
    boolean read(byte[] bytes, int length) {
        head = bytes;
        count = 0;
        lengths = 0;
        closes = false;
        coded = false;
        chunked = false;
        bodyBytes = NO_LENGTH;
        int at = readStatus(length);
        while (at > 0 && at < length && !isLineEnd(at)) {
            at = readField(at);
        }
        return at > 0;
    }

    /// An array in which heads may be put together that lie in one buffer.
    byte[] scratch() {
        return scratch;
    }

    int status() {
        return status;
    }

    /// Whether the connection may be used again.
    boolean keepsAlive() {
        return persistent && !closes;
    }

    /// Whether the body says by itself where it ends.
    boolean chunked() {
        return chunked;
    }

    /// The size of the body, or [#NO_LENGTH].
    long bodyBytes() {
        return coded ? NO_LENGTH : bodyBytes;
    }

    @Override
    public int size() {
        return count;
    }

    @Override
    public CharSequence name(int i) {
        return names[Objects.checkIndex(i, count)];
    }

    @Override
    public CharSequence value(int i) {
        return values[Objects.checkIndex(i, count)];
    }

    @Override
    public int find(CharSequence name, int from) {
        if ((lengths & 1L << name.length()) == 0) {
            return -1;
        }
        for (int i = from; i < count; i++) {
            if (names[i].is(name)) {
                return i;
            }
        }
        return -1;
    }

    /// Reads `HTTP/1.1 200 OK`. Returns where the next line begins, or 0.
    private int readStatus(int length) {
        if (length < 13
                || !Arrays.equals(head, 0, PROTOCOL.length, PROTOCOL, 0, PROTOCOL.length)
                || !digit(head[7])
                || head[8] != ' '
                || !digit(head[9])
                || !digit(head[10])
                || !digit(head[11])) {
            return 0;
        }
        status = (head[9] - '0') * 100 + (head[10] - '0') * 10 + head[11] - '0';
        persistent = head[7] != '0';
        if (status < 100 || (head[12] != ' ' && !isLineEnd(12))) {
            return 0;
        }
        return lineAfter(12);
    }

    /// Reads one field. Returns where the next line begins, or 0.
    private int readField(int start) {
        if (head[start] == ' ' || head[start] == '\t') {
            return readFold(start);
        }
        int at = start;
        while (Characters.TOKEN[head[at] & 0xff]) {
            at++;
        }
        if (at == start || head[at] != ':') {
            return 0;
        }
        int next = lineAfter(at);
        if (next == 0) {
            return 0;
        }
        if (count == names.length) {
            names = texts(names, 2 * count);
            values = texts(values, 2 * count);
        }
        names[count].from = start;
        names[count].to = at;
        lengths |= 1L << (at - start);
        trim(values[count], at + 1, next);
        return note(names[count], values[count++]) ? next : 0;
    }

    /// A line that goes on with the value of the line before (RFC 9112 section 5.2).
    private int readFold(int start) {
        int next = lineAfter(start);
        if (count == 0 || next == 0) {
            return 0;
        }
        Text value = values[count - 1];
        Arrays.fill(head, value.to, start, (byte) ' ');
        trim(value, value.from, next);
        return note(names[count - 1], value) ? next : 0;
    }

    private void trim(Text value, int from, int to) {
        int first = from;
        int last = to;
        while (last > first && space(head[last - 1])) {
            last--;
        }
        while (first < last && space(head[first])) {
            first++;
        }
        value.from = first;
        value.to = last;
    }

    /// Notes what says where the body ends. Returns whether it makes sense.
    private boolean note(Text name, Text value) {
        switch (name.to - name.from) {
            case 10 -> {
                if (name.is("connection")) {
                    if (value.is("keep-alive")) {
                        persistent = true;
                    } else {
                        persistent |= value.holds("keep-alive");
                        closes |= value.holds("close");
                    }
                }
            }
            case 14 -> {
                return !name.is("content-length") || noteLength(value);
            }
            case 17 -> {
                if (name.is("transfer-encoding")) {
                    coded = true;
                    String codings = value.toString();
                    int last = codings.lastIndexOf(',') + 1;
                    chunked = codings.substring(last).strip().equalsIgnoreCase("chunked");
                }
            }
            default -> {}
        }
        return true;
    }

    private boolean noteLength(Text value) {
        int digits = value.to - value.from;
        if (digits == 0 || digits > LONGEST_LENGTH) {
            return false;
        }
        long length = 0;
        for (int i = value.from; i < value.to; i++) {
            if (!digit(head[i])) {
                return false;
            }
            length = 10 * length + (head[i] - '0');
        }
        boolean same = bodyBytes == NO_LENGTH || bodyBytes == length;
        bodyBytes = length;
        return same;
    }

    /// Where the line after the one at `from` begins; 0 when it holds what no line may.
    private int lineAfter(int from) {
        int at = from;
        while (head[at] != '\n') {
            if (head[at] == 0 || (head[at] == '\r' && head[at + 1] != '\n')) {
                return 0;
            }
            at++;
        }
        return at + 1;
    }

    private boolean isLineEnd(int at) {
        return head[at] == '\n' || (head[at] == '\r' && head[at + 1] == '\n');
    }

    private Text[] texts(Text[] old, int length) {
        Text[] more = Arrays.copyOf(old, length);
        for (int i = old.length; i < length; i++) {
            more[i] = new Text();
        }
        return more;
    }

    private static boolean digit(byte b) {
        return b >= '0' && b <= '9';
    }

    private static boolean space(byte b) {
        return b == ' ' || b == '\t' || b == '\r' || b == '\n';
    }

    private static int lower(int c) {
        return c >= 'A' && c <= 'Z' ? c | 0x20 : c & 0xff;
    }
}
