package dev.unruly.model;

import dev.unruly.model.Span.Ending;

/// One request as an access log has it.
///
/// @param route method and the beginning of a path, as `GET /products/*`
/// @param atNanos when it was logged, since the epoch
/// @param nanos how long it took
/// @param retry whether it repeats one that came before
public record Access(String route, long atNanos, long nanos, Ending ending, boolean retry) {

    public Access {
        if (nanos < 0) {
            throw new IllegalArgumentException("a duration must be >= 0, got " + nanos);
        }
    }
}
