package dev.unruly.guard;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// One try of an [AsyncCall]. Its place is left when its work has ended, which may be long after
/// the try was given up.
final class AsyncTry<T extends @Nullable Object> extends Bulkhead.Waiter {

    private static final long NO_TIMER = -1;

    private final AsyncCall<T> call;
    private final Policies policies;
    private final Host host;
    private final int attempt;

    /// Whether the call has been told what became of this try.
    private final AtomicBoolean told = new AtomicBoolean();

    private long ticket;
    private long beganNanos;
    private volatile long timer = NO_TIMER;
    private volatile boolean givenUp;
    private volatile boolean first;
    private volatile @Nullable CompletionStage<T> stage;

    AsyncTry(AsyncCall<T> call, int attempt) {
        this.call = call;
        this.policies = call.policies;
        this.host = policies.host;
        this.attempt = attempt;
    }

    void begin() {
        long now = host.nanos();
        try {
            ticket = policies.enter(now);
        } catch (Refused refused) {
            call.failed(refused);
            return;
        }
        Bulkhead bulkhead = policies.bulkhead;
        if (bulkhead == null || bulkhead.tryEnter()) {
            launch(now);
        } else if (bulkhead.mayWait() && bulkhead.enter(this, call.caller.deadlineNanos(), now)) {
            host.timers().arm(untilNanos(), this::waitedForTooLong);
        } else {
            refused();
        }
    }

    @Override
    protected void entered(long nowNanos) {
        host.timers().execute(() -> launch(host.nanos()));
    }

    private void waitedForTooLong() {
        if (giveUp()) {
            refused();
        }
    }

    private void refused() {
        policies.takeBack(ticket);
        call.failed(policies.full());
    }

    private void launch(long nowNanos) {
        long giveUp = policies.giveUpNanos(call.caller, nowNanos);
        if (giveUp == Timeout.REFUSED || call.result.isDone()) {
            policies.takeBack(ticket);
            if (policies.bulkhead != null) {
                policies.bulkhead.left(nowNanos);
            }
            call.failed(policies.nothingLeft());
            return;
        }
        beganNanos = nowNanos;
        Caller caller = Policies.told(call.caller, attempt, giveUp);
        CompletionStage<T> begun;
        try {
            begun = caller.get(call.work);
        } catch (RuntimeException | Error thrown) {
            ended(null, thrown);
            return;
        }
        stage = begun;
        if (giveUp != Deadline.NONE) {
            timer = host.timers().arm(giveUp, this::gaveUp);
        }
        var _ = call.result.whenComplete((answer, failure) -> cancelled());
        begun.whenComplete(this::ended);
    }

    /// The work has ended; without a failure there is an answer, null only where it may be.
    @SuppressWarnings("NullAway")
    private void ended(@Nullable T answer, @Nullable Throwable failure) {
        long now = host.nanos();
        long took = now - beganNanos;
        long armed = timer;
        if (armed != NO_TIMER) {
            host.timers().disarm(armed);
        }
        if (!told.compareAndSet(false, true)) {
            policies.left(ticket, givenUp ? Policies.End.DROPPED : Policies.End.NEITHER, took, now);
        } else if (failure == null) {
            policies.left(ticket, policies.end(answer), took, now);
            policies.answered(ticket, answer, took, now);
            first = !policies.reading.failed(answer) && !call.result.isDone();
            call.answered(answer);
        } else {
            Throwable bare = AsyncCall.bare(failure);
            policies.left(ticket, policies.end(bare), took, now);
            policies.threw(ticket, bare, took, now);
            call.failed(bare);
        }
    }

    private void gaveUp() {
        if (told.compareAndSet(false, true)) {
            givenUp = true;
            long now = host.nanos();
            GaveUp late = policies.gaveUp(ticket, call.caller, now - beganNanos, now);
            cancelWork();
            call.failed(late);
        }
    }

    /// The caller's future is complete. If that was not by this try, its work is of no use any
    /// more.
    private void cancelled() {
        if (told.compareAndSet(false, true)) {
            long now = host.nanos();
            policies.lost(ticket, now - beganNanos, now);
            cancelWork();
        }
    }

    /// Whether this try has completed the caller's future.
    boolean answeredFirst() {
        return first;
    }

    private void cancelWork() {
        CompletionStage<T> work = stage;
        if (work != null) {
            policies.reading.cancel(work);
        }
    }
}
