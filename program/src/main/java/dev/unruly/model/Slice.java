package dev.unruly.model;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A range of somebody else's bytes, good until they are overwritten; filled again for each line,
/// so that reading a log makes no garbage.
public final class Slice {

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final byte[] NONE = {};

    private byte[] bytes = NONE;
    private int from;
    private int to;

    /// Looks at `bytes[from, to)`, which are not copied.
    public void set(byte[] bytes, int from, int to) {
        if (from < 0 || to < from || to > bytes.length) {
            throw new IllegalArgumentException(
                    "a range must be within 0-" + bytes.length + ", got " + from + "-" + to);
        }
        this.bytes = bytes;
        this.from = from;
        this.to = to;
    }

    public void set(String text) {
        byte[] copy = text.getBytes(StandardCharsets.UTF_8);
        set(copy, 0, copy.length);
    }

    public void clear() {
        set(NONE, 0, 0);
    }

    public byte[] bytes() {
        return bytes;
    }

    public int from() {
        return from;
    }

    public int to() {
        return to;
    }

    public int length() {
        return to - from;
    }

    public boolean isEmpty() {
        return to == from;
    }

    /// 64 bits that depend on every byte and on the key.
    public long hash(long key) {
        return hash(bytes, from, to, key);
    }

    /// 64 bits that depend on every byte of a range and on the key: eight bytes at a time by
    /// multiplication, mixed at the end (David Stafford's variant 13 of the finalizer of
    /// MurmurHash3, 2011).
    public static long hash(byte[] bytes, int from, int to, long key) {
        long h = key ^ (to - from) * 0x9E3779B97F4A7C15L;
        int i = from;
        for (; i + 8 <= to; i += 8) {
            h = (h ^ (long) LONGS.get(bytes, i)) * 0xBF58476D1CE4E5B9L;
            h ^= h >>> 29;
        }
        h = (h ^ rest(bytes, i, to - i)) * 0xBF58476D1CE4E5B9L;
        h = (h ^ (h >>> 30)) * 0xBF58476D1CE4E5B9L;
        h = (h ^ (h >>> 27)) * 0x94D049BB133111EBL;
        return h ^ (h >>> 31);
    }

    private static long rest(byte[] bytes, int at, int count) {
        long word = 0;
        for (int i = 0; i < count; i++) {
            word |= (bytes[at + i] & 0xFFL) << (8 * i);
        }
        return word;
    }

    /// Whether the bytes are those of the text, all of which are ASCII.
    public boolean is(String ascii) {
        if (ascii.length() != length()) {
            return false;
        }
        for (int i = 0; i < ascii.length(); i++) {
            if (bytes[from + i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    public boolean sameAs(Slice other) {
        return Arrays.equals(bytes, from, to, other.bytes, other.from, other.to);
    }

    /// The bytes as UTF-8; what is none is a replacement character.
    public String text() {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return text();
    }
}
