package dev.unruly.gateway;

import dev.unruly.guard.Bulkhead;
import dev.unruly.world.Loop;

/// Waits for a place for a call.
final class Place extends Bulkhead.Waiter {

    private final Loop loop;
    private final GuardedCall call;
    private final Wanted wanted;

    /// @param wanted kept
    Place(Loop loop, GuardedCall call, Wanted wanted) {
        this.loop = loop;
        this.call = call;
        this.wanted = wanted;
    }

    /// Goes on once whoever left the place has returned.
    @Override
    protected void entered(long nowNanos) {
        loop.post(() -> call.goOn(wanted));
    }
}
