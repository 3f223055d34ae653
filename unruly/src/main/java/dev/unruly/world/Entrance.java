package dev.unruly.world;

/// The serving side of a listening address.
public interface Entrance {

    /// A connection was accepted.
    ///
    /// @param id a number unique in this run
    /// @param from the other side's address
    Guest accepted(long id, Address from, long nowNanos);
}
