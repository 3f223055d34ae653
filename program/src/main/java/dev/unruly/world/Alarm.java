package dev.unruly.world;

/// Something that wants to be woken. Its place in the timer wheel is inside it, so that arming
/// allocates nothing; extend it where a million are needed.
public abstract class Alarm implements ReadAhead {

    long atNanos;
    long order;

    /// In the heap below [TimerWheel#NOT_ARMED], in a slot above.
    int place = TimerWheel.NOT_ARMED;

    /// The time has come. The alarm is no longer armed and may be armed again.
    protected abstract void ring(long nowNanos);

    /// Whether it will ring.
    public final boolean armed() {
        return place != TimerWheel.NOT_ARMED;
    }

    /// When it rings, if it is [#armed].
    public final long atNanos() {
        return atNanos;
    }

    /// Its turn among the alarms of the same instant, from when it was last armed.
    public final long turn() {
        return order;
    }
}
