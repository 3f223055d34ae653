package dev.unruly.chance;

import java.util.HexFormat;

/// A number of 128 bits, such as a [Digest]'s sum. Prints as 32 hexadecimal digits.
public record Key128(long high, long low) {

    public static final Key128 ZERO = new Key128(0, 0);

    /// The sum modulo 2¹²⁸.
    public Key128 plus(Key128 other) {
        long sum = low + other.low;
        long carry = Long.compareUnsigned(sum, low) < 0 ? 1 : 0;
        return new Key128(high + other.high + carry, sum);
    }

    /// The key that [#toString] wrote.
    public static Key128 parse(String text) {
        if (text.length() != 32) {
            throw new IllegalArgumentException("a key has 32 hexadecimal digits, got: " + text);
        }
        return new Key128(
                HexFormat.fromHexDigitsToLong(text, 0, 16),
                HexFormat.fromHexDigitsToLong(text, 16, 32));
    }

    @Override
    public String toString() {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(high) + hex.toHexDigits(low);
    }
}
