package dev.unruly.gateway;

import java.util.Optional;

/// A fault in force on one dependency.
interface Hurt {

    /// What it does, in a few words, with the figures that were only known when it began.
    String detail();

    /// Its part in one direction of a connection, if it has one; asked once per connection and
    /// direction, when the fault begins or the connection is opened.
    ///
    /// @param connection counts the listener's connections, from 0
    default Optional<Valve> valve(long connection, Direction direction) {
        return Optional.empty();
    }

    /// Whether this connection is reset when the fault begins, or as soon as it is opened.
    default boolean resets(long connection) {
        return false;
    }

    /// The status with which a request is answered instead of asking the dependency; 0: none. HTTP
    /// only.
    ///
    /// @param request counts the connection's requests, from 0
    default int errorFor(long connection, int request) {
        return 0;
    }
}
