package dev.unruly.guard;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// A stretch of a thread's work that others may interrupt, and nothing before or after it.
final class Interruptible {

    private static final int RUNNING = 0;
    private static final int INTERRUPTING = 1;
    private static final int INTERRUPTED = 2;
    private static final int ENDED = 3;

    private final AtomicInteger state = new AtomicInteger(RUNNING);
    private final Thread thread = Thread.currentThread();

    /// Interrupts it if it still runs.
    void interrupt() {
        if (state.compareAndSet(RUNNING, INTERRUPTING)) {
            thread.interrupt();
            state.set(INTERRUPTED);
        }
    }

    /// It has ended; for its own thread, which bears no trace of an interrupt afterwards. Returns
    /// whether there was one.
    boolean end() {
        if (state.compareAndSet(RUNNING, ENDED)) {
            return false;
        }
        while (state.get() == INTERRUPTING) {
            LockSupport.parkNanos(this, 1_000);
        }
        Thread.interrupted();
        return true;
    }
}
