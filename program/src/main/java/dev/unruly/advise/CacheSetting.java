package dev.unruly.advise;

import dev.unruly.model.Policy;
import java.util.List;

/// A cache and its single-flight with what they will do.
///
/// @param cache for how long, with which jitter and eagerness
/// @param flight how long those wait who ask for what is being made
/// @param duplicates how many requests reach the origin for one key that expires, beyond the one
///   that is needed, without single-flight and early refresh
/// @param missedEarly how likely an expiry is that no early refresh has prevented
/// @param earlyRefreshes how many requests per expiry begin an early refresh without single-flight
/// @param burstPerSecond how many keys that were filled together expire in one second, with jitter
public record CacheSetting(
        Policy.Cache cache,
        Policy.SingleFlight flight,
        double duplicates,
        double missedEarly,
        double earlyRefreshes,
        double burstPerSecond)
        implements Setting {
    @Override
    public List<Policy> policies() {
        return List.of(cache, flight);
    }
}
