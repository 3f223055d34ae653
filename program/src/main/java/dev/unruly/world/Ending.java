package dev.unruly.world;

/// How a connection, an exchange or a pipe ended.
public enum Ending {
    /// In good order.
    COMPLETE,
    /// We gave it up.
    CANCELLED,
    /// The name could not be resolved.
    NO_NAME,
    /// Nobody listens there.
    REFUSED,
    /// No route, or no answer to the connect.
    UNREACHABLE,
    /// The certificate was not accepted.
    UNTRUSTED,
    /// The other side reset the connection.
    RESET,
    /// The connection ended before the message did.
    CUT_SHORT,
    /// What came was not the protocol.
    MALFORMED,
    /// More came than we are willing to hold.
    LIMIT,
    /// The serving side had no place for it.
    TURNED_AWAY,
    /// This machine has no free port: our own fault.
    NO_PORTS,
    /// This process has no free descriptor: our own fault.
    NO_DESCRIPTORS,
    /// This process has no memory for it: our own fault.
    NO_MEMORY;

    /// Whether the generating machine is to blame, so that the verdict must be `unclear`.
    public boolean ours() {
        return this == NO_PORTS || this == NO_DESCRIPTORS || this == NO_MEMORY;
    }
}
