package dev.unruly.gateway;

import dev.unruly.model.Policy;

/// What a person wants to be otherwise about a policy.
public sealed interface Change {

    /// It does nothing.
    record Off() implements Change {}

    /// It has other settings, or is there at all.
    record Put(Policy policy) implements Change {}

    /// A breaker is held open, so that nothing passes.
    record HeldOpen() implements Change {}

    /// A breaker is held closed, so that everything passes.
    record HeldClosed() implements Change {}
}
