package dev.unruly.guard;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One call whose work runs elsewhere: its tries, one after the other, and the caller's future. No
/// thread waits.
final class AsyncCall<T extends @Nullable Object> {

    final Policies policies;
    final Caller caller;
    final Supplier<? extends CompletionStage<T>> work;
    final CompletableFuture<T> result = new CompletableFuture<>();
    private final Repeat repeat;

    /// Of the try that is under way; tries follow each other.
    private int attempt = 1;

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
        if (!result.isDone()) {
            new AsyncTry<>(this, attempt).begin();
        }
    }

    /// A try was answered.
    void answered(T answer) {
        Reading reading = policies.reading;
        long pause =
                reading.failed(answer)
                        ? policies.pauseNanos(
                                caller, repeat, attempt, reading.retryAfterNanos(answer))
                        : Retry.REFUSED;
        if (pause == Retry.REFUSED) {
            result.complete(answer);
        } else {
            again(pause);
        }
    }

    /// A try failed, was given up, or was refused.
    void failed(Throwable failure) {
        Reading reading = policies.reading;
        long pause =
                policies.mayBeRepeated(failure)
                        ? policies.pauseNanos(
                                caller, repeat, attempt, reading.retryAfterNanos(failure))
                        : Retry.REFUSED;
        if (pause == Retry.REFUSED) {
            result.completeExceptionally(failure);
        } else {
            again(pause);
        }
    }

    private void again(long pauseNanos) {
        Host host = policies.host;
        attempt++;
        host.timers().arm(Nanos.after(host.nanos(), pauseNanos), this::tryOnce);
    }

    /// The exception that was thrown, without what futures wrap it into.
    static Throwable bare(Throwable thrown) {
        Throwable cause = thrown.getCause();
        return thrown instanceof CompletionException && cause != null ? cause : thrown;
    }
}
