package dev.unruly.convert;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// Passes frames of zstd on (RFC 8878, 2021), but for those whose window is more than readers must
/// hold: a few bytes could ask for a gibibyte of memory.
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
    private @Nullable IOException bad;

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
        if (bad != null) {
            throw bad;
        }
        int count = in.read(to, offset, length);
        int at = offset;
        while (at < offset + count) {
            if (part == Part.PASSING) {
                int some = (int) Math.min(passing, offset + count - at);
                at += some;
                passing -= some;
                if (passing == 0) {
                    go(last ? Part.MAGIC : Part.BLOCK, last ? 4 : 3);
                }
            } else {
                got[have++] = to[at++] & 0xff;
                if (have == wanted) {
                    try {
                        took();
                    } catch (IOException e) {
                        // What stands before is still good.
                        bad = e;
                        return at - offset;
                    }
                }
            }
        }
        return count;
    }

    private void took() throws IOException {
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
