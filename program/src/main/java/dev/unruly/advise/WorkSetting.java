package dev.unruly.advise;

import dev.unruly.model.Policy;
import dev.unruly.stats.Interval;
import java.util.List;

/// A work budget, and why it is needed.
///
/// @param policy the budget
/// @param utilisation load per capacity
/// @param utilisationBetween its bounds, by those of the capacity
/// @param stableShare C_stable / C_norm: below this utilisation no trigger can make the system stay
///   down, whatever is retried
/// @param largest the budget's share must stay below this for load · (1 + share) < capacity
/// @param stableShareThen what `stableShare` is with the budget
public record WorkSetting(
        Policy.Budget policy,
        double utilisation,
        Interval utilisationBetween,
        double stableShare,
        double largest,
        double stableShareThen)
        implements Setting {

    /// Whether the system is safe as it is.
    public boolean safe() {
        return utilisation < stableShare;
    }

    @Override
    public List<Policy> policies() {
        return List.of(policy);
    }
}
