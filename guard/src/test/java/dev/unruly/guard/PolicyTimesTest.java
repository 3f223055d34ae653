package dev.unruly.guard;

import static dev.unruly.guard.Still.MS;
import static dev.unruly.guard.Still.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// Nothing is decided before its time: each policy one before, at, and one after its moment or its
/// number.
final class PolicyTimesTest {

    private final Still still = new Still(3);
    private final List<CompletableFuture<String>> asked = new ArrayList<>();

    private CompletableFuture<String> ask() {
        var work = new CompletableFuture<String>();
        asked.add(work);
        return work;
    }

    @Test
    void aTryIsGivenUpAtItsTimeout() {
        Guard guard = Guard.of(still.host, "it", new Timeout.Settings(100 * MS));
        CompletableFuture<String> answer = guard.callAsync(this::ask);
        still.until(100 * MS - 1);
        assertThat(answer).isNotDone();
        still.until(100 * MS);
        assertThat(answer).isCompletedExceptionally();
        assertThat(guard.snapshot().timeout().orElseThrow().givenUp()).isEqualTo(1);
        still.until(100 * MS + 1);
        asked.getFirst().complete("late");
        assertThat(answer).isCompletedExceptionally();
    }

    @Test
    void anAnswerAtTheLastMomentIsInTime() {
        Guard guard = Guard.of(still.host, "it", new Timeout.Settings(100 * MS));
        CompletableFuture<String> answer = guard.callAsync(this::ask);
        still.until(100 * MS - 1);
        asked.getFirst().complete("just in time");
        still.until(100 * MS + 1);
        assertThat(answer).isCompletedWithValue("just in time");
        assertThat(guard.snapshot().timeout().orElseThrow().givenUp()).isZero();
    }

    @Test
    void aHedgeIsSentAtItsDelay() {
        Guard guard =
                Guard.of(
                        still.host,
                        "it",
                        new WorkBudget.Settings(0, 10, SECOND),
                        new Hedge.Settings(20 * MS, 1));
        var _ = guard.callAsync(Repeat.MAY, this::ask);
        still.until(20 * MS - 1);
        assertThat(asked).hasSize(1);
        still.until(20 * MS);
        assertThat(asked).hasSize(2);
        still.until(20 * MS + 1);
        assertThat(asked).hasSize(2);
    }

    @Test
    void whoWaitsForAFlightAsksAtTheEndOfItsWait() {
        Guard guard = Guard.of(still.host, "it", new SingleFlight.Settings(50 * MS));
        var _ = guard.callSharedAsync("key", this::ask);
        still.until(10 * MS);
        var _ = guard.callSharedAsync("key", this::ask);
        still.until(60 * MS - 1);
        assertThat(asked).hasSize(1);
        still.until(60 * MS);
        assertThat(asked).hasSize(2);
    }

    @Test
    void aBreakerIsTriedWhenItsTimeIsOver() {
        CircuitBreaker breaker = Breakers.breaker(Breakers.HALF);
        long until = Breakers.opened(breaker, 0);
        assertThat(until).isBetween(6 * SECOND, 7_500 * MS);
        assertThat(breaker.tryEnter(until - 1)).isEqualTo(CircuitBreaker.REFUSED);
        assertThat(breaker.openNanos(until - 1)).isEqualTo(1);
        assertThat(breaker.tryEnter(until)).isNotEqualTo(CircuitBreaker.REFUSED);
        assertThat(breaker.tryEnter(until + 1)).isEqualTo(CircuitBreaker.REFUSED);
    }

    @Test
    void anAnswerIsSlowFromTheNextNanosecondOn() {
        CircuitBreaker breaker = Breakers.breaker(Breakers.HALF);
        breaker.succeeded(breaker.tryEnter(0), 100 * MS - 1, 0);
        breaker.succeeded(breaker.tryEnter(0), 100 * MS, 0);
        assertThat(breaker.snapshot().slow()).isZero();
        breaker.succeeded(breaker.tryEnter(0), 100 * MS + 1, 0);
        assertThat(breaker.snapshot().slow()).isEqualTo(1);
    }

    /// 20 answers and 100 ms, both of them.
    @Test
    void aConcurrencyLimitMovesAfterAWindowAndTwentyAnswers() {
        assertThat(limitAfter(20, 100 * MS - 1)).isEqualTo(100);
        assertThat(limitAfter(19, 100 * MS)).isEqualTo(100);
        assertThat(limitAfter(20, 100 * MS)).isEqualTo(90);
        assertThat(limitAfter(21, 100 * MS + 1)).isEqualTo(90);
    }

    private static int limitAfter(int drops, long lastNanos) {
        var limit = new ConcurrencyLimit(new ConcurrencyLimit.Settings(1, 100, 200), 0);
        for (int i = 0; i < drops; i++) {
            assertThat(limit.tryEnter()).isPositive();
        }
        for (int i = 1; i < drops; i++) {
            limit.dropped(0);
        }
        limit.dropped(lastNanos);
        return limit.limit();
    }

    @Test
    void aThrottleForgetsAfterItsWindow() {
        var throttle = new Throttle(new Throttle.Settings(1, 10 * SECOND), new Chance(1), 0);
        for (int i = 0; i < 20; i++) {
            var _ = throttle.tryEnter(0);
        }
        assertThat(throttle.refusedShare(10 * SECOND - 1)).isEqualTo(0.9);
        assertThat(throttle.refusedShare(10 * SECOND)).isZero();
        assertThat(throttle.refusedShare(10 * SECOND + 1)).isZero();
    }

    @Test
    void aShedderJudgesAtTheEndOfItsInterval() {
        assertThat(cutAfter(5 * MS, 100 * MS - 1)).isZero();
        assertThat(cutAfter(5 * MS, 100 * MS)).isPositive();
        assertThat(cutAfter(5 * MS, 100 * MS + 1)).isPositive();
        assertThat(cutAfter(5 * MS - 1, 100 * MS)).isZero();
        assertThat(cutAfter(5 * MS + 1, 100 * MS)).isPositive();
    }

    private static int cutAfter(long waitNanos, long lastNanos) {
        var shedder = new Shedder(new Shedder.Settings(5 * MS, 100 * MS), 0);
        for (int i = 0; i < 30; i++) {
            assertThat(shedder.admits(Criticality.SHEDDABLE, 3, 0)).isTrue();
        }
        shedder.waited(waitNanos, 0);
        var _ = shedder.admits(Criticality.CRITICAL, 3, lastNanos);
        return shedder.snapshot().cut();
    }

    @Test
    void anInstanceIsBackWhenItsTimeIsOver() {
        var ejection = new Ejection(new Ejection.Settings(3, 10 * SECOND, 0.5), 3, 0);
        ejection.succeeded(0, MS, 0);
        for (int i = 0; i < 20; i++) {
            for (int instance = 0; instance < 3; instance++) {
                ejection.succeeded(instance, instance == 2 ? 20 * MS : MS, MS);
            }
        }
        ejection.succeeded(0, MS, SECOND - 1);
        assertThat(ejection.out(2, SECOND - 1)).isFalse();
        ejection.succeeded(0, MS, SECOND);
        assertThat(ejection.out(2, SECOND)).isTrue();
        assertThat(ejection.out(2, 11 * SECOND - 1)).isTrue();
        assertThat(ejection.out(2, 11 * SECOND)).isFalse();
        assertThat(ejection.snapshot().out()).isZero();
    }
}
