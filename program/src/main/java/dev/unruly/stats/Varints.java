package dev.unruly.stats;

import java.io.ByteArrayOutputStream;

/// Whole numbers in as few bytes as they need: seven bits a byte, the lowest first.
final class Varints {

    private Varints() {}

    static void write(ByteArrayOutputStream out, long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.write((int) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    /// Reads one number after the other; complains where bytes are missing or left over.
    static final class Reader {
        private final byte[] bytes;
        private int at;

        Reader(byte[] bytes) {
            this.bytes = bytes;
        }

        int octet() {
            if (at == bytes.length) {
                throw new IllegalArgumentException("cut short after " + at + " bytes");
            }
            return bytes[at++] & 0xff;
        }

        long next() {
            long value = 0;
            for (int shift = 0; shift < 64; shift += 7) {
                int octet = octet();
                value |= (long) (octet & 0x7f) << shift;
                if (octet < 0x80) {
                    return value;
                }
            }
            throw new IllegalArgumentException("a number of more than 64 bits before byte " + at);
        }

        /// A number that must lie in [least, most].
        long next(String name, long least, long most) {
            long value = next();
            if (value < least || value > most) {
                throw new IllegalArgumentException(
                        "%s must be in [%d, %d], got %d".formatted(name, least, most, value));
            }
            return value;
        }

        /// The bytes of a part with its length in front.
        byte[] part() {
            int length = (int) next("length", 0, Integer.MAX_VALUE);
            if (length > bytes.length - at) {
                throw new IllegalArgumentException("cut short after " + bytes.length + " bytes");
            }
            byte[] part = new byte[length];
            System.arraycopy(bytes, at, part, 0, length);
            at += length;
            return part;
        }

        void end() {
            if (at != bytes.length) {
                throw new IllegalArgumentException((bytes.length - at) + " bytes left over");
            }
        }
    }
}
