package dev.unruly.guard;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// All that protects an application from one dependency, and that dependency from the application.
/// One for each dependency, for as long as the application lives.
///
///     static final Guard IDENTITY =
///             Guard.of(
///                     HOST,
///                     "identity",
///                     new Timeout.Settings(250_000_000L),
///                     new Bulkhead.Settings(20, 0));
///
///     User user = IDENTITY.call(() -> client.user(id));
///
/// The order, from outside: the caller's deadline, single flight, budget and retries; then for each
/// try: breaker, throttle, rate, concurrency limit, bulkhead, timeout; a hedge is a try beside another. What is not set is not there.
///
/// What a policy refuses is thrown as [Refused], what took too long as [GaveUp]; neither has a stack
/// trace. Other exceptions are those of the work.
///
/// Any thread; virtual threads are never pinned, for there are no locks.
public final class Guard {

    private final Policies policies;
    private final BlockingCall blocking;
    private final Optional<Shared> shared;

    private Guard(Policies policies) {
        this.policies = policies;
        this.blocking = new BlockingCall(policies);
        this.shared = Optional.ofNullable(policies.flights).map(f -> new Shared(policies, f));
    }

    /// A guard that takes every exception for a failure.
    ///
    /// @param settings at most one of each policy
    public static Guard of(Host host, String name, Setting... settings) {
        return of(host, name, Reading.USUAL, settings);
    }

    /// A guard.
    ///
    /// @param reading what is a failure
    /// @param settings at most one of each policy
    public static Guard of(Host host, String name, Reading reading, Setting... settings) {
        return new Guard(new Policies(host, name, reading, List.of(settings)));
    }

    public String name() {
        return policies.name;
    }

    /// Now, by the guard's clock.
    long nanos() {
        return policies.host.nanos();
    }

    // --- calls
    // -------------------------------------------------------------------------------------

    /// Calls what must not be done twice.
    public <T extends @Nullable Object> T call(Callable<T> work) throws Exception {
        return blocking.call(Caller.current(), Repeat.MUST_NOT, work);
    }

    /// Calls in this thread. Work that takes too long is interrupted; if it does not heed that, the
    /// caller waits with it, and its place stays taken.
    public <T extends @Nullable Object> T call(Repeat repeat, Callable<T> work) throws Exception {
        return blocking.call(Caller.current(), repeat, work);
    }

    /// Calls what gives the same answer to all who ask with an equal key, and may be repeated.
    /// Without single flight among the settings everybody asks.
    public <T extends @Nullable Object> T callShared(Object key, Callable<T> work)
            throws Exception {
        Caller caller = Caller.current();
        return shared.isEmpty()
                ? blocking.call(caller, Repeat.MAY, work)
                : shared.get().call(key, caller, () -> blocking.call(caller, Repeat.MAY, work));
    }

    /// Calls, and answers something else where that fails or is refused.
    public <T extends @Nullable Object> T callOr(
            Repeat repeat, Callable<T> work, Function<? super Exception, ? extends T> fallback)
            throws InterruptedException {
        try {
            return blocking.call(Caller.current(), repeat, work);
        } catch (InterruptedException interrupted) {
            throw interrupted;
        } catch (Exception failure) {
            policies.fellBack();
            return fallback.apply(failure);
        }
    }

    /// Calls what must not be done twice, and whose work runs elsewhere.
    public <T extends @Nullable Object> CompletableFuture<T> callAsync(
            Supplier<? extends CompletionStage<T>> work) {
        return callAsync(Repeat.MUST_NOT, work);
    }

    /// Calls what runs elsewhere. A try that takes too long is given up, and [Reading#cancel] is
    /// asked to end its work; its place stays taken until the work's stage is complete. Cancelling
    /// the future does the same.
    public <T extends @Nullable Object> CompletableFuture<T> callAsync(
            Repeat repeat, Supplier<? extends CompletionStage<T>> work) {
        return new AsyncCall<>(policies, Caller.current(), repeat, work).begin();
    }

    /// Calls what runs elsewhere, and answers something else where that fails or is refused.
    /// Cancelling the future cancels the call.
    public <T extends @Nullable Object> CompletableFuture<T> callAsyncOr(
            Repeat repeat,
            Supplier<? extends CompletionStage<T>> work,
            Function<? super Throwable, ? extends T> fallback) {
        CompletableFuture<T> asked = callAsync(repeat, work);
        CompletableFuture<T> answer =
                asked.exceptionally(thrown -> {
                    policies.fellBack();
                    return fallback.apply(AsyncCall.bare(thrown));
                });
        var _ =
                answer.whenComplete((given, thrown) -> {
                    if (answer.isCancelled()) {
                        asked.cancel(true);
                    }
                });
        return answer;
    }

    /// Calls what runs elsewhere and gives the same answer to all who ask with an equal key.
    public <T extends @Nullable Object> CompletableFuture<T> callSharedAsync(
            Object key, Supplier<? extends CompletionStage<T>> work) {
        Caller caller = Caller.current();
        Supplier<CompletableFuture<T>> asked =
                () -> new AsyncCall<>(policies, caller, Repeat.MAY, work).begin();
        return shared.isEmpty() ? asked.get() : shared.get().callAsync(key, caller, asked);
    }

    // --- what it has decided
    // -----------------------------------------------------------------------

    /// Decisions of every policy that is set.
    ///
    /// @param begun calls that passed the deadline
    /// @param tooLate calls of whose deadline nothing was left
    /// @param fallbacks calls that were answered with something else
    public record Snapshot(
            long begun,
            long tooLate,
            long fallbacks,
            Optional<Timeout.Snapshot> timeout,
            Optional<WorkBudget.Snapshot> budget,
            Optional<Retry.Snapshot> retry,
            Optional<Hedge.Snapshot> hedge,
            Optional<CircuitBreaker.Snapshot> breaker,
            Optional<Throttle.Snapshot> throttle,
            Optional<RateLimit.Snapshot> rate,
            Optional<ConcurrencyLimit.Snapshot> concurrency,
            Optional<Bulkhead.Snapshot> bulkhead,
            Optional<SingleFlight.Snapshot> singleFlight) {}

    public Snapshot snapshot() {
        return new Snapshot(
                policies.begun(),
                policies.tooLate(),
                policies.fallbacks(),
                Optional.ofNullable(policies.timeout).map(Timeout::snapshot),
                Optional.ofNullable(policies.budget).map(WorkBudget::snapshot),
                Optional.ofNullable(policies.retry).map(Retry::snapshot),
                Optional.ofNullable(policies.hedge).map(Hedge::snapshot),
                Optional.ofNullable(policies.breaker).map(CircuitBreaker::snapshot),
                Optional.ofNullable(policies.throttle).map(Throttle::snapshot),
                Optional.ofNullable(policies.rate).map(RateLimit::snapshot),
                Optional.ofNullable(policies.limit).map(ConcurrencyLimit::snapshot),
                Optional.ofNullable(policies.bulkhead).map(Bulkhead::snapshot),
                Optional.ofNullable(policies.flights).map(SingleFlight::snapshot));
    }

    /// The breaker, for whoever wants to hold it open or closed; empty: none is set.
    public Optional<CircuitBreaker> breaker() {
        return Optional.ofNullable(policies.breaker);
    }

    /// The bulkhead, for whoever wants to give it more places or fewer; empty: none is set.
    public Optional<Bulkhead> bulkhead() {
        return Optional.ofNullable(policies.bulkhead);
    }
}
