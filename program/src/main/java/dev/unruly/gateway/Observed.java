package dev.unruly.gateway;

import dev.unruly.stats.Latencies;

/// What a dependency took lately: its own latency over the last two minutes in which it was asked
/// anything, in slices of ten seconds.
///
/// "Lately" ends with the last answer, so that a dependency that was stalled, or not asked for a
/// while, is still known by what it took before.
final class Observed {

    static final long SLICE_NANOS = 10_000_000_000L;
    static final int SLICES = 12;

    private final Latencies[] slices = new Latencies[SLICES];
    private long slice = -1;

    Observed() {
        for (int i = 0; i < SLICES; i++) {
            slices[i] = new Latencies();
        }
    }

    /// An answer came.
    void record(long ownNanos, long nowNanos) {
        long now = nowNanos / SLICE_NANOS;
        if (now > slice) {
            for (long old = Math.max(slice + 1, now - SLICES + 1); old <= now; old++) {
                slices[(int) (old % SLICES)].clear();
            }
            slice = now;
        }
        slices[(int) (slice % SLICES)].record(ownNanos);
    }

    /// What is known now, as it will stay: a fault that begins is told by it and does not see
    /// itself in it.
    Latencies frozen() {
        var all = new Latencies();
        for (Latencies one : slices) {
            all.add(one);
        }
        return all;
    }
}
