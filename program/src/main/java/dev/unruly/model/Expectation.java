package dev.unruly.model;

/// What must hold: `p(99) of checkout < 400ms during baseline`.
///
/// @param text as it was written
/// @param metric what is measured
/// @param of whose
/// @param comparison with the bound
/// @param bound seconds for latencies and recovery, a share for shares, else a plain number
/// @param scope when
/// @param resolve what its failing means for the run
public record Expectation(
        String text,
        Metric metric,
        Selector of,
        Comparison comparison,
        double bound,
        Scope scope,
        Resolve resolve) {

    /// One whose failing does not end the run.
    public Expectation(
            String text,
            Metric metric,
            Selector of,
            Comparison comparison,
            double bound,
            Scope scope) {
        this(text, metric, of, comparison, bound, scope, new Resolve.GoOn());
    }

    /// What becomes of a run in which an expectation has failed before the end.
    public sealed interface Resolve {

        /// The run goes on; it is told at the end.
        record GoOn() implements Resolve {}

        /// The run is ended as soon as it is known.
        ///
        /// @param notBeforeNanos how much must have been measured first, from the baseline's
        ///   beginning on
        record Abort(long notBeforeNanos) implements Resolve {
            public Abort {
                if (notBeforeNanos < 0) {
                    throw new IllegalArgumentException(
                            "a delay must be >= 0, got " + notBeforeNanos);
                }
            }
        }
    }

    /// What is measured.
    public sealed interface Metric {

        /// A quantile of a latency.
        record Quantile(double q, Latency latency) implements Metric {
            public Quantile {
                if (!(q > 0 && q < 1)) {
                    throw new IllegalArgumentException("a quantile must be in (0, 1), got " + q);
                }
            }
        }

        /// A quantile of a latency in every stretch of a length, whichever second it begins with.
        record QuantileOverAny(Quantile quantile, int seconds) implements Metric {
            public QuantileOverAny {
                if (seconds < 1) {
                    throw new IllegalArgumentException("a stretch must be >= 1 s, got " + seconds);
                }
            }
        }

        /// The mean of a latency; requests without an answer count for as long as they lasted.
        record Average(Latency latency) implements Metric {}

        /// The shortest of a latency, of what was answered.
        record Shortest(Latency latency) implements Metric {}

        /// The longest of a latency, also of what was not answered.
        record Longest(Latency latency) implements Metric {}

        /// Requests sent.
        record Requests() implements Metric {}

        /// Requests sent per second.
        record RequestRate() implements Metric {}

        /// The share of intents answered correctly while the user still waited.
        record Goodput() implements Metric {}

        /// The share of attempts that failed (at a dependency: of requests).
        record Errors() implements Metric {}

        /// The share of intents that users gave up.
        record Abandonment() implements Metric {}

        /// Requests sent per request needed, the worst 10 s.
        record Amplification() implements Metric {}

        /// Intents that happened twice although they must happen once.
        record Duplicates() implements Metric {}

        /// The time to come back after the last trigger's end; the bound is the longest allowed.
        record Recovers() implements Metric {}

        /// Connections opened per second at a dependency, the worst second.
        record ConnectionsOpened() implements Metric {}
    }

    /// The three latencies.
    public enum Latency {
        PERCEIVED,
        RESPONSE,
        SERVICE
    }

    /// Whose measurements count. An empty name means all.
    public record Selector(String endpoint, String persona, String region, String dependency) {

        /// Everyone's.
        public static final Selector ALL = new Selector("", "", "", "");
    }

    /// When measurements count.
    public enum Scope {
        ALL,
        BASELINE,
        TRIGGER,
        WATCH
    }
}
