package dev.unruly.world;

/// A connection that carries exchanges, one after the other (HTTP/1.1) or side by side.
public interface Connection extends ReadAhead {

    /// A number unique in this run.
    long id();

    /// How many more exchanges may be started now. HTTP/1.1: 1 when idle, else 0. Not yet open: 0.
    int room();

    /// Starts an exchange.
    ///
    /// @param head what to ask; rendered before this returns
    /// @param bodyBytes the size of the body to follow; 0: none; -1: not known, sent in chunks
    /// @throws IllegalStateException when there is no [#room]
    Exchange start(Head head, long bodyBytes, ExchangeListener listener);

    /// Whether it can be [#putAway] now: nothing runs or is on its way, and nobody but the user
    /// will do anything with it. A real connection never can.
    default boolean restful() {
        return false;
    }

    /// Puts it away, where it costs next to nothing, and returns the number by which its loop finds
    /// it again ([Loop#takeOut]). This object is not used any more, and its listener hears nothing.
    default int putAway() {
        throw new IllegalStateException("connection " + id() + " cannot be put away");
    }

    /// Closes in good order; a running exchange ends [Ending#CANCELLED].
    void close();

    /// Closes at once, with a reset where the network knows one.
    void abort();
}
