package dev.unruly.world;

/// One request and its answer, seen from the side that writes.
public interface Exchange extends ReadAhead {

    /// Appends to the body; consumes the bytes.
    void write(Bytes bytes);

    /// Whether more may be written now; if not, [ExchangeListener#drained] follows.
    boolean writable();

    /// The body is complete.
    void finish();

    /// Stops reading the other side's body.
    void pause();

    /// Goes on reading.
    void resume();

    /// Gives the exchange up: HTTP/1.1 closes the connection. Ends [Ending#CANCELLED].
    void cancel();
}
