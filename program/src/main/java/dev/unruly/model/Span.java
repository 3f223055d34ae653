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
/// @param caller who asked from outside, as far as the serving side knows
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
        Ending ending,
        Caller caller) {

    /// Who asked from outside, and what for, as a log would have it; what is empty is not known.
    ///
    /// @param account a user's or a session's id
    /// @param address of the client
    /// @param agent what the client says it is
    /// @param target path and query, or a whole URL
    /// @param referrer the page that the client came from
    public record Caller(
            String account, String address, String agent, String target, String referrer) {

        /// Nothing is known.
        public static final Caller UNKNOWN = new Caller("", "", "", "", "");

        /// Whether one caller can be told from another.
        public boolean known() {
            return !account.isEmpty() || !address.isEmpty();
        }
    }

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

    /// A span that does not say who asked.
    public Span(
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
        this(
                trace,
                id,
                parent,
                service,
                name,
                kind,
                startNanos,
                endNanos,
                peer,
                route,
                ending,
                Caller.UNKNOWN);
    }

    public Span {
        if (endNanos < startNanos) {
            throw new IllegalArgumentException(
                    "a span must not end before it starts, got " + startNanos + ", " + endNanos);
        }
    }

    /// The same, of another service.
    public Span of(String other) {
        return new Span(
                trace,
                id,
                parent,
                other,
                name,
                kind,
                startNanos,
                endNanos,
                peer,
                route,
                ending,
                caller);
    }

    /// The same under another id, or as part of another span.
    public Span as(String otherId, String otherParent) {
        return new Span(
                trace,
                otherId,
                otherParent,
                service,
                name,
                kind,
                startNanos,
                endNanos,
                peer,
                route,
                ending,
                caller);
    }

    /// The same by a clock that is so much later.
    public Span later(long nanos) {
        return new Span(
                trace,
                id,
                parent,
                service,
                name,
                kind,
                startNanos + nanos,
                endNanos + nanos,
                peer,
                route,
                ending,
                caller);
    }

    /// How long it took.
    public long nanos() {
        return endNanos - startNanos;
    }
}
