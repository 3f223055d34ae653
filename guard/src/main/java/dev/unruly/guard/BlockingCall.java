package dev.unruly.guard;

import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Calls in the caller's own thread. A try that takes too long is interrupted; since it is the same
/// thread, its place is held until the work ends, whether it heeds that or not.
final class BlockingCall {

    private static final long NO_TIMER = -1;

    private final Policies policies;
    private final Host host;

    BlockingCall(Policies policies) {
        this.policies = policies;
        this.host = policies.host;
    }

    Host host() {
        return host;
    }

    <T extends @Nullable Object> T call(Caller caller, Repeat repeat, Callable<T> work)
            throws Exception {
        long now = host.nanos();
        policies.begin(caller, now);
        if (policies.retry == null) {
            return tryHedged(caller, repeat, 1, now, work);
        }
        int attempt = 1;
        while (true) {
            long pause;
            try {
                T answer = tryHedged(caller, repeat, attempt, now, work);
                pause = pauseAfter(caller, repeat, attempt, answer);
                if (pause == Retry.REFUSED) {
                    return answer;
                }
            } catch (Exception failure) {
                pause = pauseAfter(caller, repeat, attempt, failure);
                if (pause == Retry.REFUSED) {
                    throw failure;
                }
            }
            pause(pause);
            attempt++;
            now = host.nanos();
        }
    }

    private long pauseAfter(Caller caller, Repeat repeat, int attempt, @Nullable Object answer) {
        Reading reading = policies.reading;
        return reading.failed(answer)
                ? policies.pauseNanos(caller, repeat, attempt, reading.retryAfterNanos(answer))
                : Retry.REFUSED;
    }

    private long pauseAfter(Caller caller, Repeat repeat, int attempt, Exception failure) {
        Reading reading = policies.reading;
        return policies.mayBeRepeated(failure)
                ? policies.pauseNanos(caller, repeat, attempt, reading.retryAfterNanos(failure))
                : Retry.REFUSED;
    }

    private void pause(long nanos) throws InterruptedException {
        long until = Nanos.after(host.nanos(), nanos);
        for (long left = nanos; left > 0; left = until - host.nanos()) {
            LockSupport.parkNanos(this, left);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    private <T extends @Nullable Object> T tryHedged(
            Caller caller, Repeat repeat, int attempt, long nowNanos, Callable<T> work)
            throws Exception {
        Hedge hedge = policies.hedge;
        return hedge == null || !hedge.may(caller, repeat)
                ? tryOnce(caller, attempt, nowNanos, work)
                : new Race<>(this, hedge, caller, work).run(attempt, nowNanos);
    }

    <T extends @Nullable Object> T tryOnce(
            Caller caller, int attempt, long nowNanos, Callable<T> work) throws Exception {
        long ticket = policies.enter(nowNanos);
        long began = enterBulkhead(ticket, caller, nowNanos);
        long giveUp = policies.giveUpNanos(caller, began);
        if (giveUp == Timeout.REFUSED) {
            policies.takeBack(ticket);
            leaveBulkhead(began);
            throw policies.nothingLeft();
        }
        return run(caller, attempt, giveUp, ticket, began, work);
    }

    private void leaveBulkhead(long nowNanos) {
        if (policies.bulkhead != null) {
            policies.bulkhead.left(nowNanos);
        }
    }

    /// Returns when the try begins: a wait for a place is not part of it.
    private long enterBulkhead(long ticket, Caller caller, long nowNanos)
            throws InterruptedException {
        Bulkhead bulkhead = policies.bulkhead;
        if (bulkhead == null || bulkhead.tryEnter()) {
            return nowNanos;
        }
        boolean in = false;
        try {
            in = bulkhead.mayWait() && bulkhead.enter(caller.deadlineNanos(), host.clock());
        } finally {
            if (!in) {
                policies.takeBack(ticket);
            }
        }
        if (!in) {
            throw policies.full();
        }
        return host.nanos();
    }

    private <T extends @Nullable Object> T run(
            Caller caller,
            int attempt,
            long giveUpNanos,
            long ticket,
            long beganNanos,
            Callable<T> work)
            throws Exception {
        long timer =
                giveUpNanos == Deadline.NONE
                        ? NO_TIMER
                        : host.timers().armInterrupt(giveUpNanos, Thread.currentThread());
        T answer;
        try {
            answer = told(caller, attempt, giveUpNanos, timer, work);
        } catch (Throwable exception) {
            boolean interrupted = disarmed(timer);
            long now = host.nanos();
            if (interrupted && !(exception instanceof Error)) {
                policies.left(ticket, Policies.End.DROPPED, now - beganNanos, now);
                throw policies.gaveUp(ticket, caller, now - beganNanos, now);
            }
            policies.left(ticket, policies.end(exception), now - beganNanos, now);
            policies.threw(ticket, exception, now - beganNanos, now);
            throw exception;
        }
        disarmed(timer);
        long now = host.nanos();
        policies.left(ticket, policies.end(answer), now - beganNanos, now);
        policies.answered(ticket, answer, now - beganNanos, now);
        return answer;
    }

    /// Runs work that knows of its caller; bound anew only where something has changed.
    private <T extends @Nullable Object> T told(
            Caller caller, int attempt, long giveUpNanos, long timer, Callable<T> work)
            throws Exception {
        if (giveUpNanos == caller.deadlineNanos() && attempt == 1) {
            return work.call();
        }
        return timer == NO_TIMER
                ? Policies.told(caller, attempt, giveUpNanos).bound(work)
                : host.timers()
                        .bound(timer)
                        .set(giveUpNanos, Policies.told(caller, attempt))
                        .call(work);
    }

    /// Takes the timer back; whether it had rung. Its interrupt must not reach what comes after.
    private boolean disarmed(long timer) {
        if (timer == NO_TIMER || host.timers().disarm(timer)) {
            return false;
        }
        Thread.interrupted();
        return true;
    }
}
