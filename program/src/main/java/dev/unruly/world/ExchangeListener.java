package dev.unruly.world;

/// What happens to an exchange. Arguments are borrowed until the call returns; `nowNanos` is when
/// the user sees it, after the road. [#ended] comes exactly once and last.
public interface ExchangeListener extends ReadAhead {

    /// The last byte of the request has left for the road.
    default void sent(long nowNanos) {}

    /// An interim answer (1xx).
    default void interim(int status, Fields fields, long nowNanos) {}

    /// The answer's head: its first byte has arrived.
    void head(int status, Fields fields, long nowNanos);

    /// A part of the body.
    void body(Bytes bytes, long nowNanos);

    /// The other side's message is whole: its last byte has arrived. Comes once, after the last
    /// [#body]; also for a message without a body.
    default void received(long nowNanos) {}

    /// There is room to write again.
    default void drained(long nowNanos) {}

    /// The exchange is over.
    void ended(Ending ending, long nowNanos);
}
