package dev.unruly.gateway;

import dev.unruly.world.Bytes;

/// Reads both directions of one connection and tells requests and answers apart. It holds no bytes:
/// messages may be of any size and come in any chunks.
interface Dialect {

    /// The application has sent bytes.
    ///
    /// @param place of the first byte in the stream
    void up(Bytes bytes, long place, long nowNanos);

    /// The dependency has sent bytes.
    ///
    /// @param place of the first byte in the stream
    void down(Bytes bytes, long place, long nowNanos);

    /// Why requests cannot be told apart from now on; empty: they can.
    String notUnderstood();
}
