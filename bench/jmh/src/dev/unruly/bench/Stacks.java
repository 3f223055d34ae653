package dev.unruly.bench;

import dev.unruly.guard.Bulkhead;
import dev.unruly.guard.Caller;
import dev.unruly.guard.CircuitBreaker;
import dev.unruly.guard.Guard;
import dev.unruly.guard.Host;
import dev.unruly.guard.Timeout;
import dev.unruly.guard.Timers;
import dev.unruly.guard.WorkBudget;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.github.resilience4j.timelimiter.TimeLimiter;
import io.github.resilience4j.timelimiter.TimeLimiterConfig;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// The same protection in two libraries: breaker, bulkhead, timeout, and what bounds retries. The work
/// returns a constant, so that what is measured is the protection.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Stacks {

    private static final long SECOND = 1_000_000_000L;

    private final Host host = Host.start(System::nanoTime, 1);
    private final Guard guard =
            Guard.of(
                    host,
                    "it",
                    new Timeout.Settings(SECOND),
                    new WorkBudget.Settings(0.1, 1, 10 * SECOND),
                    new dev.unruly.guard.Retry.Settings(2, 100_000_000L, SECOND),
                    new CircuitBreaker.Settings(0.5, 0.5, SECOND / 2, 10 * SECOND, SECOND),
                    new Bulkhead.Settings(1_000, 0));
    private final Callable<String> work = () -> "answer";

    /// A caller whose deadline is sooner than the timeout: the try's end is the caller's, and nothing is
    /// bound anew.
    private final Caller hurried =
            Caller.NOBODY.until(System.nanoTime() + 100_000 * SECOND);

    private final Guard patient =
            Guard.of(
                    host,
                    "it",
                    new Timeout.Settings(1_000_000 * SECOND),
                    new WorkBudget.Settings(0.1, 1, 10 * SECOND),
                    new dev.unruly.guard.Retry.Settings(2, 100_000_000L, SECOND),
                    new CircuitBreaker.Settings(0.5, 0.5, SECOND / 2, 10 * SECOND, SECOND),
                    new Bulkhead.Settings(1_000, 0));

    private final io.github.resilience4j.circuitbreaker.CircuitBreaker breaker4j =
            io.github.resilience4j.circuitbreaker.CircuitBreaker.of(
                    "it",
                    CircuitBreakerConfig.custom()
                            .slidingWindowType(SlidingWindowType.TIME_BASED)
                            .slidingWindowSize(10)
                            .slowCallDurationThreshold(Duration.ofMillis(500))
                            .slowCallRateThreshold(50)
                            .build());
    private final io.github.resilience4j.bulkhead.Bulkhead bulkhead4j =
            io.github.resilience4j.bulkhead.Bulkhead.of(
                    "it",
                    BulkheadConfig.custom()
                            .maxConcurrentCalls(1_000)
                            .maxWaitDuration(Duration.ZERO)
                            .build());
    private final Retry retry4j = Retry.of("it", RetryConfig.custom().maxAttempts(3).build());
    private final ExecutorService pool = Executors.newCachedThreadPool();
    private final TimeLimiter limiter4j =
            TimeLimiter.of(TimeLimiterConfig.custom().timeoutDuration(Duration.ofSeconds(1)).build());
    private final Callable<String> decorated =
            Retry.decorateCallable(
                    retry4j,
                    breaker4j.decorateCallable(io.github.resilience4j.bulkhead.Bulkhead.decorateCallable(bulkhead4j, work)));
    private final Callable<String> decoratedWithTimeout =
            Retry.decorateCallable(
                    retry4j,
                    breaker4j.decorateCallable(
                            io.github.resilience4j.bulkhead.Bulkhead.decorateCallable(
                                    bulkhead4j,
                                    TimeLimiter.decorateFutureSupplier(
                                            limiter4j, () -> pool.submit(work)))));

    @TearDown
    public void close() {
        host.close();
        pool.shutdownNow();
    }

    /// All four; each call binds its own end for the work inside.
    @Benchmark
    public String guard() throws Exception {
        return guard.call(work);
    }

    /// Resilience4j without a timeout: what it can do in the caller's thread.
    @Benchmark
    public String resilience4jWithoutTimeout() throws Exception {
        return decorated.call();
    }

    /// Resilience4j with its timeout, which needs another thread.
    @Benchmark
    public String resilience4j() throws Exception {
        return decoratedWithTimeout.call();
    }

    /// A thread that has a deadline already.
    @State(Scope.Thread)
    public static class Bound {
        /// How many calls are made within one binding, so that its own cost does not count.
        static final int CALLS = 1_000;
    }

    /// All four, where the caller's deadline is the sooner one.
    @Benchmark
    @org.openjdk.jmh.annotations.OperationsPerInvocation(Bound.CALLS)
    public Object guardWithinDeadline(Bound bound) throws Exception {
        return hurried.call(this::thousand);
    }

    private Object thousand() throws Exception {
        Object last = "";
        for (int i = 0; i < Bound.CALLS; i++) {
            last = patient.call(work);
        }
        return last;
    }

    /// What a hedge's delay costs: a timer that is taken back.
    @State(Scope.Benchmark)
    public static class Delays {
        final Timers timers = new Timers(Runnable::run, () -> {});
        final Runnable task = () -> {};
    }

    @Benchmark
    public boolean hedgeTimer(Delays delays) {
        return delays.timers.disarm(
                delays.timers.arm(System.nanoTime() + 20_000_000L, delays.task));
    }
}
