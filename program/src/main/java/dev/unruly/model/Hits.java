package dev.unruly.model;

/// Takes requests as logs have them.
@FunctionalInterface
public interface Hits {

    /// Takes one.
    ///
    /// @param hit good during the call only: it is filled again for the next line
    void hit(Hit hit);
}
