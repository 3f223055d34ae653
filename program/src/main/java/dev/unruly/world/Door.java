package dev.unruly.world;

/// A listening address.
public interface Door {

    /// Where it listens, with the port that was given.
    Address address();

    /// Takes no more connections; those that are open stay.
    void close();
}
