package dev.unruly.model;

/// What must hold: `p(99) of checkout < 400ms during baseline`.
///
/// @param text as it was written
/// @param metric what is measured
/// @param of whose
/// @param comparison with the bound
/// @param bound seconds for quantiles and recovery, a share for shares, else a plain number
/// @param scope when
public record Expectation(
        String text, Metric metric, Selector of, Comparison comparison, double bound, Scope scope) {

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
