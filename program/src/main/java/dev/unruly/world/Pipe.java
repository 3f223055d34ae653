package dev.unruly.world;

/// A byte stream in both directions.
public interface Pipe {

    /// A number unique in this run.
    long id();

    /// Appends to the stream; consumes the bytes.
    void write(Bytes bytes);

    /// Whether more may be written now; if not, [PipeListener#drained] follows.
    boolean writable();

    /// Stops reading.
    void pause();

    /// Goes on reading.
    void resume();

    /// Ends this side of the stream in good order (FIN); reading goes on.
    void shut();

    /// Ends both sides at once (RST).
    void reset();
}
