package dev.unruly.advise;

import dev.unruly.model.Policy;
import java.util.List;

/// A circuit breaker with what it will do.
///
/// @param policy the breaker; with fewer calls in a window than its least, shares say too little
/// @param callsPerWindow how many calls a window holds at the mean rate
/// @param falseOpeningsPerDay at most so many while all is as it was
/// @param seenFailed what share must fail for it to open within one window in 95 of 100 cases
/// @param seenSlow likewise of slow answers
/// @param openFrom where the time it stays open is from
public record BreakerSetting(
        Policy.Breaker policy,
        long callsPerWindow,
        double falseOpeningsPerDay,
        double seenFailed,
        double seenSlow,
        Stamp openFrom)
        implements Setting {
    @Override
    public List<Policy> policies() {
        return List.of(policy);
    }
}
