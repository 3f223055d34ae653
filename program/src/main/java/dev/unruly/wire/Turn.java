package dev.unruly.wire;

/// Something that waits in the loop's queue to call its user back, once no user's call is running.
interface Turn {

    /// It is the turn's time.
    void take(long nowNanos);
}
