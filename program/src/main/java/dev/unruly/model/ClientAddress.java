package dev.unruly.model;

/// Whether requests tell the backend an address of the user's own.
public sealed interface ClientAddress {

    /// They do not.
    record Untold() implements ClientAddress {}

    /// In a header field, from a range.
    ///
    /// @param header the field's name
    /// @param firstAddress the range's first IPv4 address, as a number
    /// @param prefixBits the range's prefix length, in [0, 32]
    record InHeader(String header, int firstAddress, int prefixBits) implements ClientAddress {
        public InHeader {
            if (prefixBits < 0 || prefixBits > 32) {
                throw new IllegalArgumentException("prefix must be in [0, 32], got " + prefixBits);
            }
        }
    }
}
