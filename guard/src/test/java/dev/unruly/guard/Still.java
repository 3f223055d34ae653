package dev.unruly.guard;

import java.util.ArrayDeque;
import java.util.Queue;

/// A host whose time stands still until a test moves it.
final class Still {

    static final long MS = 1_000_000L;
    static final long SECOND = 1_000_000_000L;

    private final Queue<Runnable> due = new ArrayDeque<>();
    private final Timers timers = new Timers(due::add, () -> {});
    final Host host;
    private long nowNanos;

    Still(long seed) {
        this.host = new Host(() -> nowNanos, seed, timers);
    }

    long now() {
        return nowNanos;
    }

    /// Lets time pass, and everything happen that is due meanwhile, each at its moment.
    void pass(long nanos) {
        until(nowNanos + nanos);
    }

    void until(long thenNanos) {
        settle();
        for (long next = timers.ring(nowNanos); ; next = timers.ring(nowNanos)) {
            if (!due.isEmpty()) {
                settle();
            } else if (next <= thenNanos) {
                nowNanos = Math.max(nowNanos, next);
            } else {
                nowNanos = thenNanos;
                return;
            }
        }
    }

    /// Lets happen what is due without letting time pass.
    void settle() {
        for (Runnable next = due.poll(); next != null; next = due.poll()) {
            next.run();
        }
    }
}
