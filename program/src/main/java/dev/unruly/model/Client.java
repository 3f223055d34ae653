package dev.unruly.model;

/// What the software in the user's hand does by itself.
///
/// @param kind decides defaults and how reports group
/// @param connections to one host at the most, at least 1
/// @param keepAliveNanos how long an idle connection is kept; 0: closed after each exchange
/// @param timeoutNanos after which the client gives an attempt up by itself; 0: never
/// @param retries what it repeats by itself
/// @param userAgent sent as `User-Agent`; empty: none
/// @param persistsAfterLeaving whether its own retries go on in the background after the user left
public record Client(
        Kind kind,
        int connections,
        long keepAliveNanos,
        long timeoutNanos,
        Retries retries,
        String userAgent,
        boolean persistsAfterLeaving) {

    /// Kinds of client.
    public enum Kind {
        BROWSER,
        APP,
        SERVICE
    }

    /// How the client's own retries space out.
    public enum Jitter {
        /// Always the full back-off.
        NONE,
        /// Uniform between half and all of it.
        EQUAL,
        /// Uniform between nothing and all of it (Brooker, "Exponential Backoff And Jitter", 2015).
        FULL
    }

    /// The client's own retries.
    ///
    /// @param most how often at the most after the first attempt; 0: never
    /// @param baseNanos the first pause
    /// @param factor by which each pause is longer than the one before, at least 1
    /// @param mostNanos no pause is longer
    /// @param jitter of the pauses
    public record Retries(int most, long baseNanos, double factor, long mostNanos, Jitter jitter) {

        /// No retries.
        public static final Retries NONE = new Retries(0, 0, 1, 0, Jitter.NONE);

        public Retries {
            if (most < 0 || baseNanos < 0 || mostNanos < 0) {
                throw new IllegalArgumentException(
                        "retries have no negative figures, got "
                                + most
                                + ", "
                                + baseNanos
                                + ", "
                                + mostNanos);
            }
            if (!(factor >= 1)) {
                throw new IllegalArgumentException("factor must be >= 1, got " + factor);
            }
        }
    }

    public Client {
        if (connections < 1) {
            throw new IllegalArgumentException("connections must be >= 1, got " + connections);
        }
        if (keepAliveNanos < 0 || timeoutNanos < 0) {
            throw new IllegalArgumentException(
                    "times must be >= 0, got " + keepAliveNanos + " and " + timeoutNanos);
        }
    }
}
