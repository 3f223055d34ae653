package dev.unruly.guard;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One call whose work runs elsewhere: its tries, their hedges, and the caller's future. No thread
/// waits.
final class AsyncCall<T extends @Nullable Object> {

    final Policies policies;
    final Caller caller;
    final Supplier<? extends CompletionStage<T>> work;
    final CompletableFuture<T> result = new CompletableFuture<>();
    private final Repeat repeat;

    /// Tries so far, hedges among them.
    private final AtomicInteger attempts = new AtomicInteger();

    /// Tries under way: one, or two where one is hedged. When it comes to 0, all that was asked has
    /// failed.
    private final AtomicInteger underWay = new AtomicInteger();

    AsyncCall(
            Policies policies,
            Caller caller,
            Repeat repeat,
            Supplier<? extends CompletionStage<T>> work) {
        this.policies = policies;
        this.caller = caller;
        this.repeat = repeat;
        this.work = work;
    }

    CompletableFuture<T> begin() {
        try {
            policies.begin(caller, policies.host.nanos());
        } catch (Refused refused) {
            result.completeExceptionally(refused);
            return result;
        }
        tryOnce();
        return result;
    }

    private void tryOnce() {
        if (result.isDone()) {
            return;
        }
        int attempt = attempts.incrementAndGet();
        underWay.set(1);
        Hedge hedge = policies.hedge;
        if (hedge != null && hedge.may(caller, repeat)) {
            Host host = policies.host;
            long at = Nanos.after(host.nanos(), hedge.settings().delayNanos());
            long timer = host.timers().arm(at, () -> hedge(hedge, attempt));
            var _ = result.whenComplete((answer, failure) -> host.timers().disarm(timer));
        }
        new AsyncTry<>(this, attempt).begin();
    }

    /// The delay of a try is over: it is asked again, if it is still under way, and if that may be.
    private void hedge(Hedge hedge, int attempt) {
        if (!result.isDone()
                && attempts.get() == attempt
                && underWay.get() == 1
                && hedge.fires(caller, policies.host.nanos())
                && underWay.compareAndSet(1, 2)) {
            var second = new AsyncTry<>(this, attempts.incrementAndGet());
            second.begin();
            var _ =
                    result.whenComplete((answer, failure) -> {
                        if (second.answeredFirst()) {
                            hedge.won();
                        }
                    });
        }
    }

    /// A try was answered.
    void answered(T answer) {
        Reading reading = policies.reading;
        boolean last = underWay.decrementAndGet() == 0;
        if (!reading.failed(answer)) {
            result.complete(answer);
            return;
        }
        if (!last) {
            return;
        }
        long pause =
                policies.pauseNanos(
                        caller, repeat, attempts.get(), reading.retryAfterNanos(answer));
        if (pause == Retry.REFUSED) {
            result.complete(answer);
        } else {
            again(pause);
        }
    }

    /// A try failed, was given up, or was refused.
    void failed(Throwable failure) {
        if (underWay.decrementAndGet() > 0) {
            return;
        }
        long pause =
                policies.mayBeRepeated(failure)
                        ? policies.pauseNanos(
                                caller,
                                repeat,
                                attempts.get(),
                                policies.reading.retryAfterNanos(failure))
                        : Retry.REFUSED;
        if (pause == Retry.REFUSED) {
            result.completeExceptionally(failure);
        } else {
            again(pause);
        }
    }

    private void again(long pauseNanos) {
        Host host = policies.host;
        host.timers().arm(Nanos.after(host.nanos(), pauseNanos), this::tryOnce);
    }

    /// The exception that was thrown, without what futures wrap it into.
    static Throwable bare(Throwable thrown) {
        Throwable cause = thrown.getCause();
        return thrown instanceof CompletionException && cause != null ? cause : thrown;
    }
}
