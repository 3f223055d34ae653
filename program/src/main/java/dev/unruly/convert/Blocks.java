package dev.unruly.convert;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/// The lines of a stream as ranges of one block of bytes, which is used again and again; lines that
/// are too long are passed over in bounded memory.
final class Blocks {

    /// No line is longer.
    static final int LONGEST_LINE = 1 << 20;

    private final InputStream in;
    private final int size;
    private final int longest;
    private byte[] block;
    private int filled;
    private int from;
    private int to;
    private int next;
    private boolean ended;
    private boolean tooLong;
    private byte[] beginning = {};

    /// What a block has at first; it grows when a stream fills it.
    private static final int FIRST = 1 << 16;

    Blocks(InputStream in) {
        this(in, 1 << 22, LONGEST_LINE);
    }

    /// @param size of the block, more than `longest`
    Blocks(InputStream in, int size, int longest) {
        if (size <= longest + 1) {
            throw new IllegalArgumentException(
                    "a block must hold the longest line and its end, got " + size + ", " + longest);
        }
        this.in = in;
        this.size = size;
        this.block = new byte[Math.min(size, FIRST)];
        this.longest = longest;
    }

    /// Goes to the next line; false: there is none.
    boolean next() throws IOException {
        tooLong = false;
        from = next;
        int look = from;
        while (true) {
            while (look < filled && block[look] != '\n') {
                look++;
            }
            if (look < filled) {
                return line(look, look + 1);
            }
            if (ended) {
                return (from < filled || tooLong) && line(filled, filled);
            }
            if (look - from > longest) {
                if (!tooLong) {
                    beginning = Arrays.copyOfRange(block, from, from + Shown.MOST_BYTES);
                }
                tooLong = true;
                next = look;
            }
            look = more(tooLong ? look : from, look);
        }
    }

    private boolean line(int end, int after) {
        to = end > from && block[end - 1] == '\r' ? end - 1 : end;
        if (!tooLong && to - from > longest) {
            tooLong = true;
            beginning = Arrays.copyOfRange(block, from, from + Shown.MOST_BYTES);
        }
        next = after;
        return true;
    }

    /// Reads more behind what is kept; where to go on.
    private int more(int keep, int look) throws IOException {
        if (filled == block.length && block.length < size) {
            block = Arrays.copyOf(block, Math.min(size, 8 * block.length));
        }
        if (keep > 0 && (filled == block.length || keep == filled)) {
            System.arraycopy(block, keep, block, 0, filled - keep);
            filled -= keep;
            from = 0;
            look -= keep;
        }
        int read = in.read(block, filled, block.length - filled);
        if (read < 0) {
            ended = true;
        } else {
            filled += read;
        }
        return look;
    }

    byte[] bytes() {
        return block;
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }

    /// Whether the line is longer than any should be; its bytes are not all here.
    boolean tooLong() {
        return tooLong;
    }

    /// What a line that is too long begins with.
    byte[] beginning() {
        return beginning.clone();
    }
}
