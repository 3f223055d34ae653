package dev.unruly.guard;

import static dev.unruly.guard.Still.MS;
import static dev.unruly.guard.Still.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout.ThreadMode;

/// Blocking calls, in real time: virtual threads wait, are interrupted, and share.
@org.junit.jupiter.api.Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
final class GuardBlockingIT {

    private final Host host = Host.start(System::nanoTime, 1);

    @AfterEach
    void close() {
        host.close();
    }

    @Test
    void workThatTakesTooLongIsInterruptedAndTheThreadIsCleanAfterwards() throws Exception {
        Guard guard = Guard.of(host, "db", new Timeout.Settings(20 * MS));

        assertThatThrownBy(() ->
                        guard.call(() -> {
                            Thread.sleep(10_000);
                            return "";
                        }))
                .isInstanceOf(GaveUp.class);

        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThat(guard.call(() -> "quick")).isEqualTo("quick");
        assertThat(guard.snapshot().timeout().orElseThrow().givenUp()).isEqualTo(1);
    }

    @Test
    void workThatDoesNotHeedItsInterruptKeepsItsPlace() throws Exception {
        Guard guard =
                Guard.of(host, "db", new Timeout.Settings(20 * MS), new Bulkhead.Settings(1, 0));
        var release = new CountDownLatch(1);
        var begun = new CountDownLatch(1);
        var deaf = new AtomicInteger();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<String> stubborn =
                    threads.submit(() ->
                            guard.call(() -> {
                                begun.countDown();
                                return waitDeafly(release, deaf);
                            }));
            begun.await();
            while (deaf.get() == 0) {
                Thread.sleep(1);
            }
            // Interrupted, but at work: nobody else gets in.
            assertThatThrownBy(() -> guard.call(() -> "")).isInstanceOf(Refused.class);
            release.countDown();
            assertThat(stubborn.get()).isEqualTo("at last");
        }
        assertThat(guard.call(() -> "free")).isEqualTo("free");
    }

    private static String waitDeafly(CountDownLatch release, AtomicInteger interrupts) {
        while (true) {
            try {
                release.await();
                return "at last";
            } catch (InterruptedException heard) {
                interrupts.incrementAndGet();
            }
        }
    }

    @Test
    void whatMayBeRepeatedIsRepeated() throws Exception {
        Guard guard =
                Guard.of(
                        host,
                        "db",
                        new WorkBudget.Settings(0, 100, SECOND),
                        new Retry.Settings(2, MS, MS));
        var tries = new AtomicInteger();

        String answer =
                guard.call(
                        Repeat.MAY,
                        () -> {
                            if (tries.incrementAndGet() < 3) {
                                throw new IllegalStateException("no");
                            }
                            return "try " + Caller.current().attempt();
                        });

        assertThat(answer).isEqualTo("try 3");
        assertThat(tries).hasValue(3);
        assertThatThrownBy(() ->
                        guard.call(() -> {
                            tries.incrementAndGet();
                            throw new IllegalStateException("no");
                        }))
                .hasMessage("no");
        assertThat(tries).hasValue(4);
    }

    @Test
    void thousandsOfVirtualThreadsShareFewPlaces() throws Exception {
        Guard guard =
                Guard.of(
                        host,
                        "db",
                        new Timeout.Settings(10 * SECOND),
                        new CircuitBreaker.Settings(0.5, 1, SECOND, SECOND, SECOND),
                        new Bulkhead.Settings(8, 30 * SECOND, 10_000));
        var inside = new AtomicInteger();
        var most = new AtomicInteger();
        List<Future<Integer>> answers = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 3_000; i++) {
                int number = i;
                answers.add(
                        threads.submit(() ->
                                guard.call(() -> {
                                    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                                    Thread.onSpinWait();
                                    inside.decrementAndGet();
                                    return number;
                                })));
            }
            for (int i = 0; i < answers.size(); i++) {
                assertThat(answers.get(i).get()).isEqualTo(i);
            }
        }
        assertThat(most.get()).isBetween(1, 8);
        assertThat(guard.snapshot().bulkhead().orElseThrow().taken()).isZero();
    }

    @Test
    void oneOfManyThreadsAsksAndAllGetItsAnswer() throws Exception {
        Guard guard = Guard.of(host, "cache", new SingleFlight.Settings(20 * SECOND));
        var asked = new AtomicInteger();
        var everybody = new CountDownLatch(1);
        List<Future<String>> answers = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 200; i++) {
                answers.add(
                        threads.submit(() ->
                                guard.callShared(
                                        "key",
                                        () -> {
                                            asked.incrementAndGet();
                                            everybody.await();
                                            return "42";
                                        })));
            }
            while (guard.snapshot().singleFlight().orElseThrow().joined() < 199) {
                Thread.sleep(1);
            }
            everybody.countDown();
            for (Future<String> answer : answers) {
                assertThat(answer.get()).isEqualTo("42");
            }
        }
        assertThat(asked).hasValue(1);
    }

    @Test
    void anInterruptOfTheLeaderLetsTheNextLead() throws Exception {
        Guard guard = Guard.of(host, "cache", new SingleFlight.Settings(20 * SECOND));
        var leading = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<String> leader =
                    threads.submit(() ->
                            guard.callShared(
                                    "key",
                                    () -> {
                                        leading.countDown();
                                        new CountDownLatch(1).await();
                                        return "never";
                                    }));
            leading.await();
            Future<String> next = threads.submit(() -> guard.callShared("key", () -> "42"));
            while (guard.snapshot().singleFlight().orElseThrow().joined() == 0) {
                Thread.sleep(1);
            }
            leader.cancel(true);
            assertThat(next.get()).isEqualTo("42");
        }
        assertThat(guard.snapshot().singleFlight().orElseThrow().tookOver()).isEqualTo(1);
    }

    @Test
    void aDeadlineBoundsWhatHasNoTimeoutOfItsOwn() {
        Guard guard = Guard.of(host, "db");
        Caller hurried = Caller.NOBODY.until(System.nanoTime() + 20 * MS);

        assertThatThrownBy(() ->
                        hurried.call(() ->
                                guard.call(() -> {
                                    Thread.sleep(10_000);
                                    return "";
                                })))
                .isInstanceOf(GaveUp.class)
                .matches(thrown -> ((GaveUp) thrown).forCaller());
    }

    @Test
    void aHedgeThatAnswersFirstInterruptsTheFirstTry() throws Exception {
        Guard guard = hedged();
        var interrupted = new AtomicInteger();

        String answer =
                guard.call(
                        Repeat.MAY,
                        () -> {
                            if (Caller.current().attempt() > 1) {
                                return "second";
                            }
                            try {
                                Thread.sleep(10_000);
                                return "first";
                            } catch (InterruptedException told) {
                                interrupted.incrementAndGet();
                                throw told;
                            }
                        });

        assertThat(answer).isEqualTo("second");
        assertThat(interrupted).hasValue(1);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThat(guard.snapshot().hedge()).contains(new Hedge.Snapshot(1, 0, 0, 1));
    }

    @Test
    void aHedgeThatIsSlowerIsInterruptedAndLeavesItsPlace() throws Exception {
        Guard guard = hedged();
        var interrupted = new CountDownLatch(1);
        var hedgeRuns = new CountDownLatch(1);

        String answer =
                guard.call(
                        Repeat.MAY,
                        () -> {
                            if (Caller.current().attempt() == 1) {
                                hedgeRuns.await();
                                return "first";
                            }
                            hedgeRuns.countDown();
                            try {
                                Thread.sleep(10_000);
                            } catch (InterruptedException told) {
                                interrupted.countDown();
                            }
                            return "second";
                        });

        assertThat(answer).isEqualTo("first");
        interrupted.await();
        while (guard.snapshot().bulkhead().orElseThrow().taken() > 0) {
            Thread.sleep(1);
        }
    }

    @Test
    void whereTheFirstTryFailsItsHedgeIsWaitedFor() throws Exception {
        var hedgeRuns = new CountDownLatch(1);
        var firstFailed = new CountDownLatch(1);

        String answer =
                hedged().call(
                                Repeat.MAY,
                                () -> {
                                    if (Caller.current().attempt() == 1) {
                                        hedgeRuns.await();
                                        firstFailed.countDown();
                                        throw new IllegalStateException("no");
                                    }
                                    hedgeRuns.countDown();
                                    firstFailed.await();
                                    Thread.sleep(20);
                                    return "second";
                                });

        assertThat(answer).isEqualTo("second");
    }

    private Guard hedged() {
        return Guard.of(
                host,
                "search",
                new WorkBudget.Settings(0, 100, SECOND),
                new Hedge.Settings(5 * MS, 1),
                new Bulkhead.Settings(4, 0),
                new Timeout.Settings(30 * SECOND));
    }
}
