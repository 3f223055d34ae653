package dev.unruly.gateway;

/// One connection of the application with the one to the dependency that belongs to it.
interface Link {

    /// Counts the listener's connections, from 0.
    long number();

    /// A fault has begun, or was in force when the connection was opened.
    void hurt(int fault, Hurt hurt, long nowNanos);

    /// A fault has ended.
    void heal(int fault, long nowNanos);

    /// Ends both connections with a reset.
    void reset();

    /// Why its requests cannot be told apart; empty: they can.
    String notUnderstood();
}
