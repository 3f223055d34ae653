package dev.unruly.gateway;

import dev.unruly.model.Policy;
import java.util.List;
import java.util.Optional;

/// How one policy at a listener stands.
///
/// @param route empty: all routes that have none of their own
/// @param policy as it is in force, or would be if it were not off
/// @param condition what it means for requests now
/// @param word its state in a word of its own, such as `half-open`
/// @param figures its numbers, in an order that people read
/// @param override which one changes it, if one does
public record PolicyState(
        String route,
        Policy policy,
        Condition condition,
        String word,
        List<Figure> figures,
        Optional<Integer> override) {

    public PolicyState {
        figures = List.copyOf(figures);
    }

    /// What a policy means for requests now.
    public enum Condition {
        /// It lets all through.
        CALM,
        /// It has something to do.
        BUSY,
        /// It turns requests away.
        REFUSING,
        /// It does nothing: it was switched off.
        OFF
    }

    /// The same, seen from a route and with what changes it.
    PolicyState at(String newRoute, Optional<Integer> newOverride) {
        return new PolicyState(newRoute, policy, condition, word, figures, newOverride);
    }

    /// One that was switched off.
    static PolicyState off(String route, Policy policy) {
        return new PolicyState(route, policy, Condition.OFF, "off", List.of(), Optional.empty());
    }
}
