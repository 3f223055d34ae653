package dev.unruly.shop.web;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// Bytes that have arrived and have not been used: grows as needed, holds nothing while empty.
final class Inbox {
    private static final byte[] NOTHING = new byte[0];

    private byte[] bytes = NOTHING;
    private int start;
    private int end;

    void add(ByteBuffer more) {
        int count = more.remaining();
        if (end + count > bytes.length) {
            byte[] roomier = new byte[Math.max(512, Math.max(2 * size(), size() + count))];
            System.arraycopy(bytes, start, roomier, 0, size());
            end -= start;
            start = 0;
            bytes = roomier;
        }
        more.get(bytes, end, count);
        end += count;
    }

    int size() {
        return end - start;
    }

    byte at(int index) {
        return bytes[start + index];
    }

    byte[] copy(int from, int to) {
        return Arrays.copyOfRange(bytes, start + from, start + to);
    }

    /// Forgets the first bytes.
    void drop(int count) {
        start += count;
        if (start == end) {
            bytes = NOTHING;
            start = 0;
            end = 0;
        }
    }
}
