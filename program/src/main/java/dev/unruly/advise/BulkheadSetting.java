package dev.unruly.advise;

import dev.unruly.model.Policy;
import dev.unruly.stats.Interval;
import java.util.List;

/// A bulkhead with what it will do.
///
/// @param policy the bulkhead
/// @param load calls that run at a time on average at the peak rate (Little's law)
/// @param blocked the share of calls that find no place at the peak rate; low and high by the
///   interval of the mean duration
public record BulkheadSetting(Policy.Bulkhead policy, double load, Interval blocked)
        implements Setting {
    @Override
    public List<Policy> policies() {
        return List.of(policy);
    }
}
