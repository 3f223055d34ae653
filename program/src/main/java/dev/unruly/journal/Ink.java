package dev.unruly.journal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Bytes that grow: whole numbers in as few as they need (LEB128), texts and byte strings with
/// their length before them.
public final class Ink {

    private byte[] bytes = new byte[1 << 16];
    private int size;

    public int size() {
        return size;
    }

    public byte[] array() {
        return bytes;
    }

    public void clear() {
        size = 0;
    }

    public void octet(int value) {
        room(1);
        bytes[size++] = (byte) value;
    }

    /// Any whole number; small ones of either sign are short (zigzag).
    public void number(long value) {
        room(10);
        long rest = (value << 1) ^ (value >> 63);
        while ((rest & ~0x7fL) != 0) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    public void fraction(double value) {
        long bits = Double.doubleToLongBits(value);
        room(8);
        for (int i = 0; i < 8; i++) {
            bytes[size++] = (byte) (bits >>> (8 * i));
        }
    }

    public void bytes(byte[] value) {
        number(value.length);
        room(value.length);
        System.arraycopy(value, 0, bytes, size, value.length);
        size += value.length;
    }

    public void text(String value) {
        bytes(value.getBytes(StandardCharsets.UTF_8));
    }

    private void room(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
        }
    }
}
