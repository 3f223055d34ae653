package dev.unruly.gateway;

import dev.unruly.world.ExchangeListener;

/// Where a request goes once it has passed its policies.
interface Onward {

    /// Passes it on to the dependency; returns what hears the application's side of it.
    ExchangeListener pass(GuardedCall call, Wanted wanted, long nowNanos);
}
