package dev.unruly.world;

/// A connection seen from the serving side.
public interface Guest {

    /// The hold on the connection: exactly once, first, for those who may want to end it.
    default void entered(Visit visit, long nowNanos) {}

    /// A request's head has arrived. Its body and end follow on the listener that is returned
    /// ([ExchangeListener#head] is not called). Arguments are borrowed until this returns.
    ExchangeListener asked(
            Asked exchange, CharSequence method, CharSequence target, Fields fields, long nowNanos);

    /// The connection is gone: exactly once, last.
    void ended(Ending ending, long nowNanos);
}
