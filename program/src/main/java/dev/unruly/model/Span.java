package dev.unruly.model;

/// One piece of work within a traced request.
///
/// @param trace the request it belongs to
/// @param id its own
/// @param parent the span it is part of; empty: none
/// @param service who did it
/// @param name what it was, as the tracer calls it
/// @param peer who was asked, as far as the asking side knows; empty: not known
/// @param route method and path where they are known, as `POST /pay`; empty: they are not
public record Span(
        String trace,
        String id,
        String parent,
        String service,
        String name,
        Kind kind,
        long startNanos,
        long endNanos,
        String peer,
        String route,
        Ending ending) {

    /// Which side of a call it is.
    public enum Kind {
        /// Work for a caller.
        SERVER,
        /// Waiting for somebody else.
        CLIENT,
        /// Neither: inside a service.
        INSIDE,
        /// The tracer does not say; it follows from whose parent and child it is.
        UNKNOWN
    }

    /// How a call ended.
    public enum Ending {
        ANSWERED,
        /// With an error: how long it took says nothing of how long an answer takes.
        FAILED,
        /// Nobody waited any longer: an answer takes at least as long.
        CUT_OFF
    }

    public Span {
        if (endNanos < startNanos) {
            throw new IllegalArgumentException(
                    "a span must not end before it starts, got " + startNanos + ", " + endNanos);
        }
    }

    /// How long it took.
    public long nanos() {
        return endNanos - startNanos;
    }
}
