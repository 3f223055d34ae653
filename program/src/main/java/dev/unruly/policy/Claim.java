package dev.unruly.policy;

/// The right to fetch a kept answer anew behind somebody's back: one has it at a time, and after a
/// fetch that failed nobody has it for a while.
public final class Claim {

    /// After a fetch behind a reader's back has failed, no other is begun for so long.
    public static final long PAUSE_NANOS = 1_000_000_000L;

    private boolean taken;
    private long fromNanos = Long.MIN_VALUE;

    /// Whether a new one is to be fetched behind who asks. It is then up to the caller.
    public boolean tryTake(long nowNanos) {
        boolean free = !taken && nowNanos >= fromNanos;
        taken |= free;
        return free;
    }

    /// Somebody else has fetched.
    public void giveBack() {
        taken = false;
        fromNanos = Long.MIN_VALUE;
    }

    /// No new one was to be had.
    public void failed(long nowNanos) {
        taken = false;
        fromNanos = nowNanos + PAUSE_NANOS;
    }
}
