package dev.unruly.sim;

import dev.unruly.world.Alarm;

/// Something that happens on a loop: now, from its queue, or later, from its timers.
abstract class Event extends Alarm {

    abstract void happen(long nowNanos);

    @Override
    protected final void ring(long nowNanos) {
        happen(nowNanos);
    }
}
