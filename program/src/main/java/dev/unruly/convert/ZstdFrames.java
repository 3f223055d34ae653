package dev.unruly.convert;

import java.io.IOException;
import java.io.InputStream;

/// Passes frames of zstd on (RFC 8878, 2021), without those that are to be skipped, and refuses a
/// window of more than readers must hold: a few bytes could ask for a gibibyte of memory.
final class ZstdFrames extends InputStream {

    /// As much as the zstd program unpacks without being asked to.
    static final long MOST_WINDOW = 1L << 27;

    private static final int[] DICTIONARY = {0, 1, 2, 4};
    private static final int[] SIZE = {0, 2, 4, 8};
    private static final long MAGIC = 0xfd2fb528L;
    private static final long SKIPPABLE = 0x184d2a50L;

    private enum Part {
        MAGIC,
        SKIPPED_SIZE,
        DESCRIPTOR,
        HEADER,
        BLOCK,
        PASSING
    }

    private final InputStream in;
    private Part part = Part.MAGIC;
    private int wanted = 4;
    private int have;
    private final int[] got = new int[16];
    private int descriptor;
    private boolean last;
    private long passing;
    private boolean skipped;
    private int told;
    private int tell;
    private final byte[] buffer = new byte[1 << 16];
    private int at;
    private int filled;

    ZstdFrames(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (true) {
            if (told < tell) {
                int some = Math.min(length, tell - told);
                for (int i = 0; i < some; i++) {
                    to[offset + i] = (byte) got[told++];
                }
                return some;
            }
            if (at == filled) {
                filled = Math.max(0, in.read(buffer, 0, buffer.length));
                at = 0;
                if (filled == 0) {
                    // Half of a heading is for the decoder to miss the rest of.
                    tell(have);
                    if (tell == 0) {
                        return -1;
                    }
                    continue;
                }
            }
            if (part == Part.PASSING) {
                int some = (int) Math.min(Math.min(passing, length), filled - at);
                System.arraycopy(buffer, at, to, offset, some);
                passed(some);
                if (!skipped) {
                    return some;
                }
            } else {
                got[have++] = buffer[at++] & 0xff;
                if (have == wanted) {
                    took();
                }
            }
        }
    }

    private void passed(int bytes) {
        at += bytes;
        passing -= bytes;
        if (passing == 0) {
            go(last ? Part.MAGIC : Part.BLOCK, last ? 4 : 3);
        }
    }

    /// So many bytes of the heading that was got are for the decoder.
    private void tell(int bytes) {
        told = 0;
        tell = bytes;
        have = 0;
    }

    private void took() throws IOException {
        int bytes = have;
        Part was = part;
        look();
        skipped = was == Part.SKIPPED_SIZE || (was == Part.MAGIC && part == Part.SKIPPED_SIZE);
        tell(skipped ? 0 : bytes);
    }

    private void look() throws IOException {
        switch (part) {
            case MAGIC -> {
                long magic = number(0, 4);
                if ((magic & ~0xfL) == SKIPPABLE) {
                    go(Part.SKIPPED_SIZE, 4);
                } else if (magic == MAGIC) {
                    go(Part.DESCRIPTOR, 1);
                } else {
                    throw new IOException("no frame is behind a frame");
                }
            }
            case SKIPPED_SIZE -> pass(number(0, 4), true);
            case DESCRIPTOR -> {
                descriptor = got[0];
                int header = windowBytes() + DICTIONARY[descriptor & 3] + sizeBytes();
                go(Part.HEADER, Math.max(1, header));
            }
            case HEADER -> header();
            case BLOCK -> {
                long block = number(0, 3);
                boolean end = (block & 1) == 1;
                long size = ((block >> 1) & 3) == 1 ? 1 : block >> 3;
                pass(size + (end && (descriptor & 4) != 0 ? 4 : 0), end);
            }
            case PASSING -> throw new IllegalStateException("what passes is not looked at");
        }
    }

    private void header() throws IOException {
        long window;
        if (windowBytes() == 1) {
            long base = 1L << (10 + (got[0] >> 3));
            window = base + base / 8 * (got[0] & 7);
        } else {
            int sizeBytes = sizeBytes();
            window = number(have - sizeBytes, sizeBytes);
        }
        if (window < 0 || window > MOST_WINDOW) {
            throw new IOException(
                    "a frame asks for a window of %,d bytes, and the most is %,d"
                            .formatted(window, MOST_WINDOW));
        }
        go(Part.BLOCK, 3);
    }

    private boolean single() {
        return (descriptor & 0x20) != 0;
    }

    private int windowBytes() {
        return single() ? 0 : 1;
    }

    private int sizeBytes() {
        int size = SIZE[descriptor >> 6];
        return size == 0 && single() ? 1 : size;
    }

    private void pass(long bytes, boolean end) {
        last = end;
        passing = bytes;
        if (bytes == 0) {
            go(end ? Part.MAGIC : Part.BLOCK, end ? 4 : 3);
        } else {
            go(Part.PASSING, 0);
        }
    }

    private void go(Part next, int bytes) {
        part = next;
        wanted = bytes;
        have = 0;
    }

    private long number(int from, int bytes) {
        long value = 0;
        for (int i = bytes - 1; i >= 0; i--) {
            value = (value << 8) | got[from + i];
        }
        return value;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
