package dev.unruly.journal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Reads what [Ink] wrote. Anything else is an [IllegalArgumentException], whatever the bytes.
public final class Eye {

    private final byte[] bytes;
    private int at;

    public Eye(byte[] bytes) {
        this.bytes = bytes;
    }

    public boolean done() {
        return at == bytes.length;
    }

    public int octet() {
        need(1);
        return bytes[at++] & 0xff;
    }

    public long number() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int next = octet();
            value |= (next & 0x7fL) << shift;
            if ((next & 0x80) == 0) {
                return (value >>> 1) ^ -(value & 1);
            }
        }
        throw new IllegalArgumentException("a number has more than ten bytes");
    }

    public int integer() {
        long value = number();
        if (value != (int) value) {
            throw new IllegalArgumentException("not a 32-bit number: " + value);
        }
        return (int) value;
    }

    public double fraction() {
        need(8);
        long bits = 0;
        for (int i = 0; i < 8; i++) {
            bits |= (bytes[at++] & 0xffL) << (8 * i);
        }
        return Double.longBitsToDouble(bits);
    }

    public byte[] bytes() {
        int length = integer();
        need(length);
        at += length;
        return Arrays.copyOfRange(bytes, at - length, at);
    }

    public String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    private void need(int more) {
        if (more < 0 || more > bytes.length - at) {
            throw new IllegalArgumentException("the record ends too early");
        }
    }
}
