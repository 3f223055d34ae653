package dev.unruly.world;

/// Whom to connect to: an address, and the authority to name in requests (`Host`).
public record Peer(Address address, String authority) {

    public Peer {
        if (authority.isEmpty()) {
            throw new IllegalArgumentException("authority must not be empty");
        }
    }

    /// A peer that is named by its address.
    public static Peer at(Address address) {
        return new Peer(address, address.toString());
    }
}
