package dev.unruly.gateway;

import dev.unruly.model.Dependency;
import java.util.List;

/// How one listener of a gateway stands.
///
/// @param dependency with the port that was given
/// @param connections of the application that are open
/// @param inFlight requests that wait for their answer of the dependency
/// @param asked requests that have ever come to its policies
/// @param decisions how often each decision was ever taken, in the order of their numbers
public record ListenerState(
        Dependency dependency,
        int connections,
        int inFlight,
        long asked,
        List<Long> decisions,
        List<FaultState> faults,
        List<PolicyState> policies) {

    public ListenerState {
        decisions = List.copyOf(decisions);
        faults = List.copyOf(faults);
        policies = List.copyOf(policies);
    }

    /// A fault in force.
    ///
    /// @param leftNanos until it ends by itself
    public record FaultState(int fault, String detail, long leftNanos) {}
}
