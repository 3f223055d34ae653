package dev.unruly.sim;

import dev.unruly.world.Block;
import dev.unruly.world.Fields;
import dev.unruly.world.Head;
import dev.unruly.world.Sink;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A head that was rendered: what the reader sees of it. Letters are used again; what is not a
/// string is copied into the letter, so that writing one allocates nothing.
final class Letter implements Sink, Fields {

    private static final String LENGTH = "Content-Length";
    private static final String CODING = "Transfer-Encoding";
    private static final String CHUNKED = "chunked";
    private static final String CONNECTION = "Connection";
    private static final String CLOSE = "close";

    /// Says nothing of a body.
    static final long NO_BODY_LINE = -2;

    /// No fields at all.
    static final Fields BLANK =
            new Fields() {
                @Override
                public int size() {
                    return 0;
                }

                @Override
                public CharSequence name(int i) {
                    throw new IndexOutOfBoundsException(i);
                }

                @Override
                public CharSequence value(int i) {
                    throw new IndexOutOfBoundsException(i);
                }

                @Override
                public int find(CharSequence name, int from) {
                    return -1;
                }
            };

    private char[] text = new char[256];
    private int used;
    private CharSequence[] names = new CharSequence[8];
    private CharSequence[] values = new CharSequence[8];
    private Copy[] copies = new Copy[0];
    private int copied;
    private int size;
    private int bytes;
    private CharSequence method = "";
    private CharSequence target = "";
    private int status;
    private boolean kept;
    private boolean closes;
    private boolean headOnly;
    private long bodyBytes = NO_BODY_LINE;

    @Nullable Letter nextFree;

    /// Takes over a head and what its connection adds.
    ///
    /// @param body the body's size; -1: chunked; -2: say nothing of it
    void render(Head head, long body) {
        kept = true;
        read(head, body);
    }

    /// The same without keeping what nobody will read: only how large it is and what it asks of the
    /// connection.
    void measure(Head head, long body) {
        kept = false;
        read(head, body);
    }

    private void read(Head head, long body) {
        used = 0;
        copied = 0;
        size = 0;
        bytes = 2;
        method = "";
        target = "";
        status = 0;
        closes = false;
        headOnly = false;
        head.render(this);
        bodyBytes = body;
        if (body != NO_BODY_LINE) {
            bytes += body < 0 ? CODING.length() + CHUNKED.length() + 4 : LENGTH.length() + 8;
        }
    }

    /// Takes back what was to be said of the body.
    void sayNothingOfTheBody() {
        bodyBytes = NO_BODY_LINE;
    }

    /// The bytes it takes on a wire in HTTP/1.1 (of a declared length, about).
    int bytes() {
        return bytes;
    }

    CharSequence method() {
        return method;
    }

    CharSequence target() {
        return target;
    }

    int status() {
        return status;
    }

    /// Whether it says that the connection closes afterwards.
    boolean closes() {
        return closes;
    }

    /// Whether it asks for a head alone.
    boolean headOnly() {
        return headOnly;
    }

    @Override
    public void request(CharSequence asked, CharSequence what) {
        headOnly = "HEAD".contentEquals(asked);
        if (kept) {
            method = lasting(asked);
            target = lasting(what);
        }
        bytes += asked.length() + what.length() + 12;
    }

    @Override
    public void status(int answered) {
        status = answered;
        bytes += 17;
    }

    @Override
    public void field(CharSequence name, CharSequence value) {
        closes |= equalIgnoringCase(name, CONNECTION) && equalIgnoringCase(value, CLOSE);
        if (kept) {
            add(lasting(name), lasting(value));
        }
        bytes += name.length() + value.length() + 4;
    }

    @Override
    public void fields(Block block) {
        closes |= block.closes();
        if (kept) {
            List<Block.Field> fields = block.fields();
            for (int i = 0; i < fields.size(); i++) {
                Block.Field field = fields.get(i);
                add(field.name(), field.value());
            }
        }
        bytes += block.http1().length;
    }

    @Override
    public int size() {
        return bodyBytes == NO_BODY_LINE ? size : size + 1;
    }

    @Override
    public CharSequence name(int i) {
        if (i == size && bodyBytes != NO_BODY_LINE) {
            return bodyBytes < 0 ? CODING : LENGTH;
        }
        return names[checked(i)];
    }

    @Override
    public CharSequence value(int i) {
        if (i == size && bodyBytes != NO_BODY_LINE) {
            return bodyBytes < 0 ? CHUNKED : Long.toString(bodyBytes);
        }
        return values[checked(i)];
    }

    @Override
    public int find(CharSequence name, int from) {
        for (int i = from; i < size(); i++) {
            if (equalIgnoringCase(name(i), name)) {
                return i;
            }
        }
        return -1;
    }

    private int checked(int i) {
        return Objects.checkIndex(i, size);
    }

    private void add(CharSequence name, CharSequence value) {
        if (size == names.length) {
            names = Arrays.copyOf(names, 2 * size);
            values = Arrays.copyOf(values, 2 * size);
        }
        names[size] = name;
        values[size++] = value;
    }

    private CharSequence lasting(CharSequence passing) {
        if (passing instanceof String) {
            return passing;
        }
        int length = passing.length();
        if (used + length > text.length) {
            text = Arrays.copyOf(text, 2 * (used + length));
        }
        for (int i = 0; i < length; i++) {
            text[used + i] = passing.charAt(i);
        }
        if (copied == copies.length) {
            int before = copies.length;
            copies = Arrays.copyOf(copies, before + 8);
            for (int i = before; i < copies.length; i++) {
                copies[i] = new Copy(this);
            }
        }
        Copy copy = copies[copied++];
        copy.start = used;
        copy.length = length;
        used += length;
        return copy;
    }

    private static boolean equalIgnoringCase(CharSequence a, CharSequence b) {
        if (a.length() != b.length()) {
            return false;
        }
        for (int i = 0; i < a.length(); i++) {
            if (lower(a.charAt(i)) != lower(b.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static int lower(char c) {
        return c >= 'A' && c <= 'Z' ? c + 32 : c;
    }

    /// A piece of the letter's text.
    private static final class Copy implements CharSequence {
        private final Letter letter;
        private int start;
        private int length;

        Copy(Letter letter) {
            this.letter = letter;
        }

        @Override
        public int length() {
            return length;
        }

        @Override
        public char charAt(int i) {
            return letter.text[start + Objects.checkIndex(i, length)];
        }

        @Override
        public CharSequence subSequence(int from, int to) {
            return toString().substring(from, to);
        }

        @Override
        public String toString() {
            return new String(letter.text, start, length);
        }
    }
}
