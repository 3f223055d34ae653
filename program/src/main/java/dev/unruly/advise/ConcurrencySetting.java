package dev.unruly.advise;

import dev.unruly.model.Policy;
import dev.unruly.stats.Interval;
import dev.unruly.stats.UniversalScalability;
import java.util.List;

/// A concurrency limit with what it follows from.
///
/// @param policy the limit, as bounds for one that adapts itself
/// @param law what was fitted
/// @param knee the concurrency at which throughput is largest, or from which it no longer grows
/// @param kneeInterval between which bounds
/// @param perSecond throughput there
public record ConcurrencySetting(
        Policy.Concurrency policy,
        UniversalScalability law,
        double knee,
        Interval kneeInterval,
        double perSecond)
        implements Setting {
    @Override
    public List<Policy> policies() {
        return List.of(policy);
    }
}
