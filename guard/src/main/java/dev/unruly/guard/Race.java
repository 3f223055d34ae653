package dev.unruly.guard;

import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A blocking try and its hedge: the first in the caller's thread, the second in a thread of its
/// own once the delay is over. Who answers first interrupts the other; if one fails, the other is
/// waited for.
final class Race<T extends @Nullable Object> {

    /// What became of the hedge.
    private sealed interface Second<T extends @Nullable Object> {
        record Waiting<T extends @Nullable Object>() implements Second<T> {}

        record Running<T extends @Nullable Object>(Interruptible work) implements Second<T> {}

        record Answered<T extends @Nullable Object>(T answer) implements Second<T> {}

        /// It failed, it was too late, or there was none.
        record Over<T extends @Nullable Object>() implements Second<T> {}
    }

    private final BlockingCall calls;
    private final Hedge hedge;
    private final Caller caller;
    private final Callable<T> work;
    private final Interruptible first = new Interruptible();
    private final Thread thread = Thread.currentThread();
    private final AtomicReference<Second<T>> second = new AtomicReference<>(new Second.Waiting<>());

    Race(BlockingCall calls, Hedge hedge, Caller caller, Callable<T> work) {
        this.calls = calls;
        this.hedge = hedge;
        this.caller = caller;
        this.work = work;
    }

    /// Runs both. What the first try throws is thrown if the second has no answer either.
    T run(int attempt, long nowNanos) throws Exception {
        Host host = calls.host();
        long timer =
                host.timers()
                        .arm(
                                Nanos.after(nowNanos, hedge.settings().delayNanos()),
                                () -> runSecond(attempt + 1));
        T answer;
        try {
            answer = calls.tryOnce(caller, attempt, nowNanos, work);
        } catch (Exception failure) {
            first.end();
            host.timers().disarm(timer);
            if (failure instanceof InterruptedException
                    && !(second.get() instanceof Second.Answered)) {
                loseSecond();
                throw failure;
            }
            return secondOr(failure);
        } catch (Error failure) {
            first.end();
            host.timers().disarm(timer);
            loseSecond();
            throw failure;
        }
        first.end();
        host.timers().disarm(timer);
        loseSecond();
        return answer;
    }

    /// The second's answer, for which it is waited if it is at work; else the first's failure.
    private T secondOr(Exception failure) throws Exception {
        while (true) {
            switch (second.get()) {
                case Second.Answered<T>(T answer) -> {
                    hedge.won();
                    return answer;
                }
                case Second.Over<T>() -> throw failure;
                case Second.Waiting<T> waiting ->
                        second.compareAndSet(waiting, new Second.Over<>());
                case Second.Running<T> _ -> {
                    LockSupport.park(this);
                    if (Thread.interrupted()) {
                        loseSecond();
                        throw new InterruptedException();
                    }
                }
            }
        }
    }

    /// The second is of no use any more.
    private void loseSecond() {
        if (second.getAndSet(new Second.Over<>()) instanceof Second.Running<T>(var running)) {
            running.interrupt();
        }
    }

    private void runSecond(int attempt) {
        Second<T> waiting = second.get();
        if (!(waiting instanceof Second.Waiting) || !hedge.fires(caller, calls.host().nanos())) {
            return;
        }
        var own = new Interruptible();
        var running = new Second.Running<T>(own);
        if (!second.compareAndSet(waiting, running)) {
            return;
        }
        Second<T> end;
        try {
            end = new Second.Answered<>(calls.tryOnce(caller, attempt, calls.host().nanos(), work));
        } catch (Exception _) {
            end = new Second.Over<>(); // the first's failure is the one that is told
        }
        own.end();
        if (second.compareAndSet(running, end)) {
            if (end instanceof Second.Answered) {
                first.interrupt();
            }
            LockSupport.unpark(thread);
        }
    }
}
