package dev.unruly.advise;

/// By which rules settings are derived.
public record Rules(
        TimeoutRule timeout,
        RetryRule retry,
        WorkRule work,
        BreakerRule breaker,
        BulkheadRule bulkhead,
        HedgeRule hedge,
        ConcurrencyRule concurrency,
        CacheRule cache) {

    /// The usual ones.
    public static final Rules USUAL =
            new Rules(
                    TimeoutRule.USUAL,
                    RetryRule.USUAL,
                    WorkRule.USUAL,
                    BreakerRule.USUAL,
                    BulkheadRule.USUAL,
                    HedgeRule.USUAL,
                    ConcurrencyRule.USUAL,
                    CacheRule.USUAL);
}
