package dev.unruly.advise;

import dev.unruly.model.Policy;
import dev.unruly.stats.Interval;
import java.util.List;

/// A hedge with what it will do.
///
/// @param policy the delay and the chance
/// @param percentile which percentile it was made for, as a share
/// @param withoutNanos what that is without a hedge
/// @param predictedNanos what it will be
/// @param predicted between which bounds
/// @param extra the share of requests that are sent twice
/// @param fixedNanos what a hedge that is always sent, after the percentile that the same budget
///   allows, would give
public record HedgeSetting(
        Policy.Hedge policy,
        double percentile,
        double withoutNanos,
        double predictedNanos,
        Interval predicted,
        Interval extra,
        double fixedNanos)
        implements Setting {
    @Override
    public List<Policy> policies() {
        return List.of(policy);
    }
}
