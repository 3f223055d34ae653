package dev.unruly.model;

import dev.unruly.chance.Distribution;

/// What is done to a dependency's traffic.
public sealed interface Fault {

    /// Answers come later.
    ///
    /// @param by how much
    /// @param share of the requests it is done to
    record Latency(Delay by, Share share) implements Fault {}

    /// Nothing passes in either direction; connections stay open and new ones are accepted.
    record Stall() implements Fault {}

    /// Requests are answered with an error instead (HTTP only).
    record Error(Share share, int status) implements Fault {
        public Error {
            if (status < 400 || status > 599) {
                throw new IllegalArgumentException("status must be in [400, 599], got " + status);
            }
        }
    }

    /// Connections are reset: those open at its beginning and those opened during it.
    record Reset(Share share) implements Fault {}

    /// Bytes pass at this rate at the most, per connection and direction.
    record Bandwidth(long bytesPerSecond) implements Fault {
        public Bandwidth {
            if (bytesPerSecond <= 0) {
                throw new IllegalArgumentException("bandwidth must be > 0, got " + bytesPerSecond);
            }
        }
    }

    /// What is sent is swallowed: connections are accepted, nothing is ever answered, and what was
    /// swallowed does not come back when it ends.
    record Blackhole() implements Fault {}

    /// By how much answers come later.
    sealed interface Delay {

        /// Drawn from a distribution, in seconds.
        record Drawn(Distribution seconds) implements Delay {

            /// That half of the draws do not exceed.
            public double medianSeconds() {
                return seconds.quantile(0.5);
            }
        }

        /// So much that an answer takes `factor` times what this dependency was observed to take:
        /// an answer that took s is held back for (factor − 1) · s more.
        record TimesObserved(double factor) implements Delay {
            public TimesObserved {
                if (!(factor >= 1)) {
                    throw new IllegalArgumentException("factor must be >= 1, got " + factor);
                }
            }
        }

        /// As long as this quantile of what this dependency was observed to take.
        record ObservedQuantile(double quantile) implements Delay {
            public ObservedQuantile {
                if (!(quantile > 0 && quantile < 1)) {
                    throw new IllegalArgumentException("quantile must be in (0, 1): " + quantile);
                }
            }
        }
    }
}
