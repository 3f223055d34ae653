package dev.unruly.engine;

import dev.unruly.model.AllowedTarget;
import java.util.Arrays;

/// How many requests one loop may still send where an experiment's `allow-targets` sets a bound: in
/// no second more than the loop's part of `max-rate`. What would be more is not sent at all, and
/// told; nothing is put off, for that would be another load than the one that is asked for.
///
/// The loops' parts are whole numbers that add up to the bound, so that they need not know of each
/// other. A bound of less than one a second belongs to the first loop, as one request in so many
/// seconds.
final class Allowance {

    /// When the last requests were sent, as many as there may be in a window; the next place is the
    /// oldest.
    private final long[] sentNanos;

    private final long windowNanos;
    private final boolean bounded;
    private int next;

    private Allowance(boolean bounded, int most, long windowNanos) {
        this.bounded = bounded;
        this.sentNanos = new long[most];
        this.windowNanos = windowNanos;
        Arrays.fill(sentNanos, Long.MIN_VALUE);
    }

    /// The part that a slice of a plan's loops has.
    static Allowance of(Plan plan, Slice slice) {
        return plan.experiment()
                .bound()
                .map(bound -> of(bound, slice))
                .orElseGet(() -> new Allowance(false, 0, 0));
    }

    private static Allowance of(AllowedTarget bound, Slice slice) {
        double rate = bound.requestsPerSecond();
        if (rate < 1) {
            int most = slice.loop() == 0 ? 1 : 0;
            return new Allowance(true, most, (long) Math.ceil(Nanos.PER_SECOND / rate));
        }
        return new Allowance(true, part((int) Math.floor(rate), slice), Nanos.PER_SECOND);
    }

    private static int part(int whole, Slice slice) {
        return whole / slice.loops() + (slice.loop() < whole % slice.loops() ? 1 : 0);
    }

    /// Whether there is a bound at all.
    boolean bounded() {
        return bounded;
    }

    /// Whether a request may be sent now, where there is a bound. If so, it counts as sent.
    boolean take(long nowNanos) {
        if (sentNanos.length == 0) {
            return false;
        }
        long oldest = sentNanos[next];
        if (oldest != Long.MIN_VALUE && nowNanos - oldest < windowNanos) {
            return false;
        }
        sentNanos[next] = nowNanos;
        next = (next + 1) % sentNanos.length;
        return true;
    }
}
