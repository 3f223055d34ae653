package dev.unruly.guard;

import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/// Where guards live: their clock, their chance, their timers. One for an application.
///
///     static final Host HOST = Host.start(System::nanoTime, System.nanoTime());
///
/// The clock and the seed are handed in, so that a guard can be tested without waiting.
public final class Host implements AutoCloseable {

    private final LongSupplier nanos;
    private final Chance chance;
    private final Timers timers;
    private volatile boolean closed;

    /// A host whose time somebody else keeps, by calling [Timers#ring].
    public Host(LongSupplier nanos, long seed, Timers timers) {
        this.nanos = nanos;
        this.chance = new Chance(seed);
        this.timers = timers;
    }

    /// A host with a thread that keeps time; what is due runs in virtual threads.
    public static Host start(LongSupplier nanos, long seed) {
        return start(nanos, seed, task -> Thread.ofVirtual().name("guard-due").start(task));
    }

    /// A host with a thread that keeps time.
    ///
    /// @param executor runs what is due; it must take a task at once
    public static Host start(LongSupplier nanos, long seed, Executor executor) {
        var keeper = new Keeper();
        var timers = new Timers(executor, keeper::wake);
        var host = new Host(nanos, seed, timers);
        keeper.begin(host);
        return host;
    }

    long nanos() {
        return nanos.getAsLong();
    }

    LongSupplier clock() {
        return nanos;
    }

    Chance chance() {
        return chance;
    }

    Timers timers() {
        return timers;
    }

    /// Time is not kept any more: what waits for a timer waits for ever.
    @Override
    public void close() {
        closed = true;
        timers.arm(Long.MIN_VALUE, () -> {});
    }

    /// The thread that keeps time.
    private static final class Keeper {
        private volatile Thread thread = Thread.currentThread();

        void begin(Host host) {
            thread = Thread.ofPlatform().daemon().name("guard-timers").unstarted(() -> keep(host));
            thread.start();
        }

        void wake() {
            LockSupport.unpark(thread);
        }

        private void keep(Host host) {
            while (!host.closed) {
                long next = host.timers.ring(host.nanos());
                if (next == Timers.NEVER) {
                    LockSupport.park(this);
                } else {
                    LockSupport.parkNanos(this, next - host.nanos());
                }
            }
        }
    }
}
