package dev.unruly.convert;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A file's text, unpacked and in UTF-8, of which a beginning can be looked at before it is read.
final class Opening {

    /// So much of it is looked at: what holds no line's end has a line that is too long.
    static final int HEAD = Blocks.LONGEST_LINE + (1 << 18);

    /// So much, where the first lines are all very long.
    private static final int MORE = 16 * HEAD;

    private static final int BOM = 3;

    private final BufferedInputStream in;
    private byte[] head = {};
    private long passed;
    private byte[] firstPassed = {};

    private Opening(InputStream text) {
        in = new BufferedInputStream(text, 1 << 16);
    }

    /// @throws IOException if it cannot be read, or unpacked from its first byte on
    static Opening of(String name, InputStream file) throws IOException {
        var raw = new BufferedInputStream(Unpacked.of(name, file), 1 << 16);
        raw.mark(4);
        byte[] first = new byte[4];
        int count = 0;
        try {
            count = Math.max(0, raw.readNBytes(first, 0, 4));
        } catch (Unpacked.Damaged e) {
            // It comes again when this is read.
        }
        raw.reset();
        if (count >= BOM
                && (first[0] & 0xff) == 0xef
                && (first[1] & 0xff) == 0xbb
                && (first[2] & 0xff) == 0xbf) {
            raw.skipNBytes(BOM);
            return new Opening(raw);
        }
        return new Opening(utf16(first, count) ? new Utf8Stream(raw, ends(first)) : raw);
    }

    private static boolean utf16(byte[] b, int count) {
        boolean marked = count > 1 && (b[0] & b[1]) == -2 && (b[0] | b[1]) == -1;
        boolean everySecond = (b[0] == 0) != (b[1] == 0) && (b[0] == 0) == (b[2] == 0);
        return marked || (count == 4 && everySecond && (b[1] == 0) == (b[3] == 0));
    }

    private static Charset ends(byte[] b) {
        return b[0] == 0 || b[0] == -2 ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_16LE;
    }

    /// Its beginning, past lines that are too long: those say nothing of a format. What is looked
    /// at is still to be read, the lines that were passed are not.
    byte[] head() throws IOException {
        peek(HEAD);
        while (tooLong(head)) {
            firstPassed = passed == 0 ? Arrays.copyOf(head, Shown.MOST_BYTES) : firstPassed;
            passed++;
            pass();
            peek(HEAD);
        }
        if (head.length == HEAD && Guess.ordinary(head) == 0) {
            peek(MORE);
        }
        return head;
    }

    private static boolean tooLong(byte[] head) {
        if (head.length < HEAD) {
            return false;
        }
        for (byte b : head) {
            if (b == '\n') {
                return false;
            }
        }
        return !Guess.isDocument(head);
    }

    private void peek(int most) throws IOException {
        in.mark(most);
        try {
            head = in.readNBytes(most);
            in.reset();
        } catch (Unpacked.Damaged e) {
            in.reset();
            head = in.readNBytes(Math.max(0, in.available()));
            in.reset();
            if (head.length == 0) {
                throw e;
            }
        }
    }

    /// Goes behind the next line's end.
    private void pass() throws IOException {
        byte[] some = new byte[1 << 16];
        while (true) {
            in.mark(some.length);
            int count = in.read(some, 0, some.length);
            for (int i = 0; i < count; i++) {
                if (some[i] == '\n') {
                    in.reset();
                    in.skipNBytes(i + 1L);
                    return;
                }
            }
            if (count < 0) {
                return;
            }
        }
    }

    /// What is to be read.
    InputStream rest() {
        return in;
    }

    /// Lines that were passed.
    long passed() {
        return passed;
    }

    /// The beginning of the first of them.
    byte[] firstPassed() {
        return firstPassed.clone();
    }
}
