package dev.unruly.convert;

/// What one field of a log says.
///
/// @param time how a time is written; of others it does nothing
/// @param micros of one unit of a duration
record Column(Kind kind, LogTime time, double micros) {

    /// What it is about.
    enum Kind {
        SKIP,
        ADDRESS,
        /// With a port behind it.
        ADDRESS_PORT,
        /// X-Forwarded-For: goes before the address of who connected.
        FORWARDED,
        AGENT,
        ACCOUNT,
        /// All cookies: the one of a session is looked for.
        COOKIES,
        METHOD,
        /// Method, URL and protocol.
        REQUEST,
        URL,
        QUERY,
        HOST,
        REFERRER,
        CONTENT_TYPE,
        REGION,
        /// When the request had been answered.
        ENDED,
        /// When the request came.
        BEGAN,
        DATE,
        CLOCK,
        STATUS,
        BYTES,
        TOOK,
        /// One of several durations that add up.
        TOOK_PART,
        /// One of them, which is also how long it took who was asked for the answer.
        TARGET_PART,
        /// What was asked for the answer.
        UPSTREAM,
        /// How long that took; of several tries the last counts.
        UPSTREAM_TOOK,
        /// Words of a proxy that may say that the caller left.
        FLAGS,
        /// What somebody else asks for, as it stands.
        KEPT
    }

    static Column of(Kind kind) {
        return new Column(kind, new LogTime(LogTime.ANY), 0);
    }

    static Column at(Kind kind, String pattern) {
        return new Column(kind, new LogTime(pattern), 0);
    }

    static Column upstreamTook(double micros) {
        return new Column(Kind.UPSTREAM_TOOK, new LogTime(LogTime.ANY), micros);
    }

    static Column took(double micros) {
        return new Column(Kind.TOOK, new LogTime(LogTime.ANY), micros);
    }
}
