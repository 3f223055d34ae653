package dev.unruly.engine;

import dev.unruly.chance.Draws;
import dev.unruly.chance.Purpose;
import dev.unruly.model.ClientAddress;

/// Users' own network addresses, told in a header field.
///
/// @param header the field's name
/// @param first the range's first address, as a number
/// @param size how many addresses the range has
record Addresses(String header, long first, long size) {

    static Addresses of(ClientAddress.InHeader told) {
        long mask = told.prefixBits() == 0 ? 0 : -1L << (32 - told.prefixBits());
        long first = Integer.toUnsignedLong(told.firstAddress()) & mask;
        return new Addresses(told.header(), first, 1L << (32 - told.prefixBits()));
    }

    /// Writes a user's address.
    void write(Ink to, Draws draws, long user) {
        long address = first + Draws.below(size, draws.bits(user, 0, Purpose.ADDRESS, 0));
        for (int shift = 24; shift >= 0; shift -= 8) {
            to.putNumber((address >> shift) & 0xff);
            if (shift > 0) {
                to.put('.');
            }
        }
    }
}
