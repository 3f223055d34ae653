package dev.unruly.engine;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Text in the making: bytes that grow, read as characters one to one (ISO 8859-1), so that UTF-8
/// passes through header fields unharmed. One per loop, used again and again.
final class Ink implements CharSequence {

    private byte[] bytes = new byte[256];
    private int length;

    /// Forgets what was written.
    Ink clear() {
        length = 0;
        return this;
    }

    /// Appends one byte.
    void put(int octet) {
        if (length == bytes.length) {
            grow(1);
        }
        bytes[length++] = (byte) octet;
    }

    /// Appends bytes.
    void put(byte[] from, int start, int count) {
        if (bytes.length - length < count) {
            grow(count);
        }
        System.arraycopy(from, start, bytes, length, count);
        length += count;
    }

    /// Appends bytes.
    void put(byte[] from) {
        put(from, 0, from.length);
    }

    /// Appends characters below 256.
    void put(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            put(text.charAt(i));
        }
    }

    /// Appends a whole number in decimal digits.
    void putNumber(long number) {
        if (number < 0) {
            put('-');
        }
        int start = length;
        long rest = number;
        do {
            put('0' + (int) Math.abs(rest % 10));
            rest /= 10;
        } while (rest != 0);
        reverse(start, length - 1);
    }

    /// Takes back what was written after the first `newLength` bytes.
    void cut(int newLength) {
        length = newLength;
    }

    /// The bytes themselves, [#length] of them; valid until something is written.
    byte[] array() {
        return bytes;
    }

    /// A copy of the bytes.
    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public char charAt(int index) {
        return (char) (bytes[index] & 0xff);
    }

    @Override
    public CharSequence subSequence(int from, int to) {
        return toString().substring(from, to);
    }

    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }

    private void reverse(int from, int to) {
        for (int i = from, j = to; i < j; i++, j--) {
            byte swapped = bytes[i];
            bytes[i] = bytes[j];
            bytes[j] = swapped;
        }
    }

    private void grow(int count) {
        bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + count));
    }
}
