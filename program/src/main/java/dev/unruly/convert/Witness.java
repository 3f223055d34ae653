package dev.unruly.convert;

import dev.unruly.model.Hit;
import dev.unruly.model.Span;

/// Takes what evidence says.
public interface Witness {

    /// A request.
    ///
    /// @param hit good during the call only
    void hit(Hit hit);

    /// A request that somebody's own browser recorded; who does not care takes it as any other.
    ///
    /// @param hit good during the call only
    default void recorded(Hit hit) {
        hit(hit);
    }

    /// A piece of work within a traced request.
    void span(Span span);

    /// Somebody came, and nothing else is known of it.
    void arrival(long atMillis);

    /// So many came within a time.
    void arrivals(long fromMillis, long periodMillis, long count);
}
