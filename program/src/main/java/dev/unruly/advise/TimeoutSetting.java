package dev.unruly.advise;

import dev.unruly.model.Policy;
import dev.unruly.stats.Interval;
import java.util.List;

/// A timeout with what it will do.
///
/// @param policy the timeout; its probes are the tries that must not be given up before their full
///   time: without them nobody can see that answers take longer, and the next timeout could only
///   fall
/// @param upperNanos what the quantile does not exceed with the rule's confidence
/// @param givenUp the share of calls that it gives up although they would be answered, while all is
///   as it was
public record TimeoutSetting(Policy.Timeout policy, long upperNanos, Interval givenUp)
        implements Setting {
    @Override
    public List<Policy> policies() {
        return List.of(policy);
    }
}
