package dev.unruly.world;

/// What happens to a byte stream. Bytes are borrowed until the call returns. [#ended] comes exactly
/// once and last, also when the pipe never opened.
public interface PipeListener {

    /// The pipe is open.
    void opened(Pipe pipe, long nowNanos);

    /// Bytes have arrived.
    void read(Bytes bytes, long nowNanos);

    /// The other side has ended its direction in good order (FIN).
    void shut(long nowNanos);

    /// There is room to write again.
    default void drained(long nowNanos) {}

    /// The pipe is gone.
    void ended(Ending ending, long nowNanos);
}
