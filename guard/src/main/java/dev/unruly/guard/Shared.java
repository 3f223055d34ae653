package dev.unruly.guard;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Calls that share their answer with whoever asks for the same meanwhile.
final class Shared {

    /// Stands for an answer that is null, which a flight cannot carry.
    private static final Object NULL = new Object();

    private final Policies policies;
    private final SingleFlight<Object, Object> flights;

    Shared(Policies policies, SingleFlight<Object, Object> flights) {
        this.policies = policies;
        this.flights = flights;
    }

    // --- blocking
    // ----------------------------------------------------------------------------------

    <T extends @Nullable Object> T call(Object key, Caller caller, Callable<T> asked)
            throws Exception {
        var seat = new Seat(Thread.currentThread());
        if (flights.join(key, seat)) {
            return lead(seat, asked);
        }
        Host host = policies.host;
        long until =
                Math.min(
                        Nanos.after(host.nanos(), flights.settings().waitNanos()),
                        caller.deadlineNanos());
        while (!seat.called) {
            long left = until - host.nanos();
            boolean interrupted = Thread.currentThread().isInterrupted();
            if ((left <= 0 || interrupted) && flights.leave(seat)) {
                if (interrupted && Thread.interrupted()) {
                    throw new InterruptedException();
                }
                return asked.call();
            }
            if (left > 0) {
                LockSupport.parkNanos(this, left);
            } else {
                LockSupport.parkNanos(this, 1_000); // it is being called at this moment
            }
        }
        Throwable failure = seat.failure;
        if (failure != null) {
            throw sneaky(failure);
        }
        Object answer = seat.answer;
        return answer == null ? lead(seat, asked) : unwrapped(answer);
    }

    private <T extends @Nullable Object> T lead(Seat seat, Callable<T> asked) throws Exception {
        T answer;
        try {
            answer = asked.call();
        } catch (Throwable failure) {
            ended(seat, failure);
            throw failure;
        }
        flights.landed(seat, answer == null ? NULL : answer);
        return answer;
    }

    /// What the leader's end means to those who wait: the dependency's failure is theirs too, the
    /// leader's own lack of time is not.
    private void ended(SingleFlight.Passenger<Object, Object> leader, Throwable failure) {
        boolean own =
                failure instanceof Error
                        || !policies.mayBeRepeated(failure)
                        || (failure instanceof GaveUp late && late.forCaller());
        if (own) {
            flights.died(leader);
        } else {
            flights.failed(leader, failure);
        }
    }

    /// The answer of a flight; whoever shares a key shares the answer's type.
    @SuppressWarnings({"unchecked", "NullAway", "TypeParameterUnusedInFormals"})
    private static <T extends @Nullable Object> T unwrapped(Object answer) {
        return (T) (answer == NULL ? null : answer);
    }

    /// Throws what the leader threw, whatever it is.
    @SuppressWarnings("unchecked")
    private static <E extends Throwable> Error sneaky(Throwable failure) throws E {
        throw (E) failure;
    }

    private static final class Seat extends SingleFlight.Passenger<Object, Object> {
        private final Thread thread;
        private @Nullable Object answer;
        private @Nullable Throwable failure;
        private volatile boolean called;

        Seat(Thread thread) {
            this.thread = thread;
        }

        @Override
        protected void answered(Object answer) {
            this.answer = answer;
            call();
        }

        @Override
        protected void failed(Throwable failure) {
            this.failure = failure;
            call();
        }

        @Override
        protected void lead() {
            call();
        }

        private void call() {
            called = true;
            LockSupport.unpark(thread);
        }
    }

    // --- asynchronous
    // ------------------------------------------------------------------------------

    <T extends @Nullable Object> CompletableFuture<T> callAsync(
            Object key, Caller caller, Supplier<? extends CompletionStage<T>> asked) {
        var seat = new AsyncSeat<T>(asked);
        if (flights.join(key, seat)) {
            seat.ask(true);
        } else {
            Host host = policies.host;
            long until =
                    Math.min(
                            Nanos.after(host.nanos(), flights.settings().waitNanos()),
                            caller.deadlineNanos());
            host.timers().arm(until, seat::waitedForTooLong);
        }
        return seat.result;
    }

    private final class AsyncSeat<T extends @Nullable Object>
            extends SingleFlight.Passenger<Object, Object> {
        private final Supplier<? extends CompletionStage<T>> asked;
        private final CompletableFuture<T> result = new CompletableFuture<>();

        AsyncSeat(Supplier<? extends CompletionStage<T>> asked) {
            this.asked = asked;
        }

        private void waitedForTooLong() {
            if (flights.leave(this)) {
                ask(false);
            }
        }

        private void ask(boolean leads) {
            asked.get()
                    .whenComplete((answer, thrown) -> {
                        if (thrown == null) {
                            if (leads) {
                                flights.landed(this, answer == null ? NULL : answer);
                            }
                            result.complete(answer);
                        } else {
                            Throwable failure = AsyncCall.bare(thrown);
                            if (leads) {
                                ended(this, failure);
                            }
                            result.completeExceptionally(failure);
                        }
                    });
        }

        @Override
        protected void answered(Object answer) {
            policies.host.timers().execute(() -> result.complete(Shared.<T>unwrapped(answer)));
        }

        @Override
        protected void failed(Throwable failure) {
            policies.host.timers().execute(() -> result.completeExceptionally(failure));
        }

        @Override
        protected void lead() {
            policies.host.timers().execute(() -> ask(true));
        }
    }
}
