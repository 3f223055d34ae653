package dev.unruly.gateway;

import java.util.Optional;

/// Cuts a stream of bytes into the bodies of [ControlBytes]' frames. It never holds more than the
/// largest frame and what came with its end.
public final class Frames {

    /// Room for a distribution of 200,000 points, which is what a file can say.
    static final int LARGEST_BODY = 1 << 22;

    private static final int LENGTH_BYTES = 4;

    private byte[] bytes = new byte[1 << 12];
    private int from;
    private int to;

    /// Takes bytes in.
    public void add(byte[] more, int count) {
        if (bytes.length - to < count) {
            makeRoom(count);
        }
        System.arraycopy(more, 0, bytes, to, count);
        to += count;
    }

    private void makeRoom(int count) {
        int held = to - from;
        byte[] target = bytes;
        if (bytes.length - held < count) {
            target = new byte[Math.max(2 * bytes.length, held + count)];
        }
        System.arraycopy(bytes, from, target, 0, held);
        bytes = target;
        from = 0;
        to = held;
    }

    /// The next body that is whole. To be called until it is empty before more is added.
    ///
    /// @throws IllegalArgumentException if no frame can be so long; the stream is then lost
    public Optional<byte[]> next() {
        if (to - from < LENGTH_BYTES) {
            return Optional.empty();
        }
        int length = 0;
        for (int i = 0; i < LENGTH_BYTES; i++) {
            length = (length << 8) | (bytes[from + i] & 0xff);
        }
        if (length < 1 || length > LARGEST_BODY) {
            throw new IllegalArgumentException(
                    "a message must have from 1 to " + LARGEST_BODY + " bytes, got " + length);
        }
        if (to - from - LENGTH_BYTES < length) {
            return Optional.empty();
        }
        byte[] body = new byte[length];
        System.arraycopy(bytes, from + LENGTH_BYTES, body, 0, length);
        from += LENGTH_BYTES + length;
        return Optional.of(body);
    }
}
