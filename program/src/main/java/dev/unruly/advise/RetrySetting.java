package dev.unruly.advise;

import dev.unruly.model.Policy;
import java.util.List;

/// Retries with what they may cost.
///
/// @param policy how many, after which pauses
/// @param longestNanos how long a call takes at most, with all its tries and pauses
public record RetrySetting(Policy.Retry policy, double longestNanos) implements Setting {

    @Override
    public List<Policy> policies() {
        return List.of(policy);
    }
}
