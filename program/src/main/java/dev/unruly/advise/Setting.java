package dev.unruly.advise;

import dev.unruly.model.Policy;
import java.util.List;

/// Policies that were derived, with what they will do.
public sealed interface Setting
        permits TimeoutSetting,
                RetrySetting,
                HedgeSetting,
                BreakerSetting,
                BulkheadSetting,
                ConcurrencySetting,
                WorkSetting,
                CacheSetting {

    /// The policies; a cache comes with its single-flight, a hedge with an ejection.
    List<Policy> policies();

    /// What is derived, as people call it.
    enum Kind {
        TIMEOUT("timeout"),
        RETRY("retry"),
        BUDGET("budget"),
        BREAKER("breaker"),
        BULKHEAD("bulkhead"),
        HEDGE("hedge"),
        CONCURRENCY("concurrency"),
        CACHE("cache");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        @Override
        public String toString() {
            return word;
        }
    }
}
