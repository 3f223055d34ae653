package dev.unruly.world;

/// What happens to a connection. [#ended] comes exactly once and last, also when it never opened.
public interface ConnectionListener extends ReadAhead {

    /// The connection is open for the user: one round trip after asking (with TLS: two).
    void opened(long nowNanos);

    /// The connection has room for another exchange.
    default void free(long nowNanos) {}

    /// The connection is gone.
    void ended(Ending ending, long nowNanos);
}
