package dev.unruly.guard;

import static dev.unruly.guard.CircuitBreaker.REFUSED;
import static dev.unruly.guard.Still.MS;
import static dev.unruly.guard.Still.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unruly.guard.CircuitBreaker.State;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class CircuitBreakerTest {

    private static final CircuitBreaker.Settings HALF =
            new CircuitBreaker.Settings(0.5, 0.5, 100 * MS, 10 * SECOND, 6 * SECOND);

    private final CircuitBreaker breaker = breaker(HALF);

    private static CircuitBreaker breaker(CircuitBreaker.Settings settings) {
        return new CircuitBreaker(settings, new Chance(7), 0);
    }

    private static void fail(CircuitBreaker breaker, int times, long now) {
        for (int i = 0; i < times; i++) {
            breaker.failed(breaker.tryEnter(now), 0, now);
        }
    }

    private static void succeed(CircuitBreaker breaker, int times, long now) {
        for (int i = 0; i < times; i++) {
            breaker.succeeded(breaker.tryEnter(now), 0, now);
        }
    }

    /// Opens it at a moment; returns when it may be tried again.
    private static long opened(CircuitBreaker breaker, long now) {
        fail(breaker, 10, now);
        assertThat(breaker.state()).isEqualTo(State.OPEN);
        return breaker.snapshot().untilNanos();
    }

    // --- opening
    // -----------------------------------------------------------------------------------

    @Test
    void tenFailuresInARowAreBeyondHalfAndNineAreNot() {
        fail(breaker, 9, 0);
        assertThat(breaker.state()).isEqualTo(State.CLOSED);

        fail(breaker, 1, 0);
        assertThat(breaker.state()).isEqualTo(State.OPEN);
        assertThat(breaker.tryEnter(0)).isEqualTo(REFUSED);
    }

    @Test
    void threeFailuresInARowAreBeyondATenthAndTwoAreNot() {
        var tenth = breaker(new CircuitBreaker.Settings(0.1, 1, 100 * MS, 10 * SECOND, SECOND));

        fail(tenth, 2, 0);
        assertThat(tenth.state()).isEqualTo(State.CLOSED);
        fail(tenth, 1, 0);
        assertThat(tenth.state()).isEqualTo(State.OPEN);
    }

    @Test
    void aShareAtItsBoundDoesNotOpen() {
        for (int i = 0; i < 5_000; i++) {
            succeed(breaker, 1, i * MS);
            fail(breaker, 1, i * MS);
        }
        assertThat(breaker.state()).isEqualTo(State.CLOSED);
    }

    @Test
    void aShareBeyondItsBoundOpensOnceThatIsSure() {
        int calls = 0;
        while (breaker.state() == State.CLOSED) {
            calls += 10;
            succeed(breaker, 4, calls * MS);
            fail(breaker, 6, calls * MS);
        }
        // P(X >= 0.6 n) <= 0.001 where X ~ Binomial(n, 0.5) takes some 240; the order adds a
        // little.
        assertThat(calls).isBetween(150, 270);
    }

    @Test
    void whatIsOlderThanTheWindowIsForgotten() {
        fail(breaker, 9, 0);
        var other = breaker(HALF);
        fail(other, 9, 0);

        fail(breaker, 1, 10 * SECOND - 1);
        fail(other, 1, 10 * SECOND);

        assertThat(breaker.state()).isEqualTo(State.OPEN);
        assertThat(other.state()).isEqualTo(State.CLOSED);
    }

    @Test
    void slowAnswersOpenItToo() {
        for (int i = 0; i < 20; i++) {
            breaker.succeeded(breaker.tryEnter(0), 100 * MS, 0);
        }
        assertThat(breaker.snapshot().slow()).isZero();

        var slow = breaker(HALF);
        for (int i = 0; i < 9; i++) {
            slow.succeeded(slow.tryEnter(0), 100 * MS + 1, 0);
        }
        assertThat(slow.state()).isEqualTo(State.CLOSED);
        slow.succeeded(slow.tryEnter(0), 100 * MS + 1, 0);
        assertThat(slow.state()).isEqualTo(State.OPEN);
        assertThat(slow.snapshot().slow()).isEqualTo(10);
    }

    @Test
    void aBoundOfOneNeverOpens() {
        var never = breaker(new CircuitBreaker.Settings(1, 1, MS, SECOND, SECOND));

        fail(never, 1_000, 0);

        assertThat(never.state()).isEqualTo(State.CLOSED);
    }

    @Test
    void cancelledCallsCountNeitherWay() {
        fail(breaker, 9, 0);
        for (int i = 0; i < 100; i++) {
            breaker.cancelled(breaker.tryEnter(0));
            breaker.gaveUp(breaker.tryEnter(0), 100 * MS, 0);
        }
        assertThat(breaker.state()).isEqualTo(State.CLOSED);
        fail(breaker, 1, 0);
        assertThat(breaker.state()).isEqualTo(State.OPEN);
        assertThat(breaker.snapshot().cancelled()).isEqualTo(200);
    }

    @Test
    void whatWasGivenUpWhenItWasSlowAlreadyCountsAsSlow() {
        for (int i = 0; i < 10; i++) {
            assertThat(breaker.state()).isEqualTo(State.CLOSED);
            breaker.gaveUp(breaker.tryEnter(0), 100 * MS + 1, 0);
        }
        assertThat(breaker.state()).isEqualTo(State.OPEN);
    }

    @Test
    void halvingKeepsSharesWhereCountsWouldOverflow() {
        for (int i = 0; i < 200_000; i++) {
            succeed(breaker, 3, 0);
            fail(breaker, 2, 0);
        }
        assertThat(breaker.state()).isEqualTo(State.CLOSED);
        fail(breaker, 200_000, 0);
        assertThat(breaker.state()).isEqualTo(State.OPEN);
    }

    // --- trying again
    // ------------------------------------------------------------------------------

    @Test
    void itStaysOpenForItsTimeAndUpToAQuarterMore() {
        long until = opened(breaker, SECOND);

        assertThat(until).isBetween(7 * SECOND, 7 * SECOND + 3 * SECOND / 2);
        assertThat(breaker.openNanos(SECOND)).isEqualTo(until - SECOND);
        assertThat(breaker.tryEnter(until - 1)).isEqualTo(REFUSED);
        assertThat(breaker.state()).isEqualTo(State.OPEN);
        assertThat(breaker.tryEnter(until)).isNotEqualTo(REFUSED);
        assertThat(breaker.state()).isEqualTo(State.TRYING);
    }

    @Test
    void theFirstTrialIsAlone() {
        long until = opened(breaker, 0);

        long trial = breaker.tryEnter(until);
        for (int i = 0; i < 1_000; i++) {
            assertThat(breaker.tryEnter(until + i)).isEqualTo(REFUSED);
        }
        breaker.succeeded(trial, 0, until + 1);
        assertThat(breaker.tryEnter(until + SECOND - 1)).isEqualTo(REFUSED);
        assertThat(breaker.tryEnter(until + SECOND)).isNotEqualTo(REFUSED);
    }

    @Test
    void oneFailedTrialOpensItAgainForTwiceAsLong() {
        long until = opened(breaker, 0);

        fail(breaker, 1, until);

        assertThat(breaker.state()).isEqualTo(State.OPEN);
        assertThat(breaker.openNanos(until)).isBetween(12 * SECOND, 15 * SECOND);
    }

    @Test
    void theTimeGrowsToEightTimesAndNoFurther() {
        long now = opened(breaker, 0);
        for (long least : new long[] {12, 24, 48, 48, 48}) {
            fail(breaker, 1, now);
            assertThat(breaker.openNanos(now)).isBetween(least * SECOND, least * SECOND * 5 / 4);
            now += breaker.openNanos(now);
        }
    }

    @Test
    void theTimeIsShortAgainAfterAWindowThatWasWell() {
        long closed = recovered(breaker, opened(breaker, 0));
        fail(breaker, 10, closed + 10 * SECOND - 1);
        assertThat(breaker.openNanos(closed + 10 * SECOND - 1)).isGreaterThan(11 * SECOND);

        var other = breaker(HALF);
        long then = recovered(other, opened(other, 0));
        fail(other, 10, then + 10 * SECOND);
        assertThat(other.openNanos(then + 10 * SECOND)).isLessThan(8 * SECOND);
    }

    /// Answers well whatever is let in; returns when it has closed.
    private static long recovered(CircuitBreaker breaker, long from) {
        long now = from;
        while (true) {
            long ticket = breaker.tryEnter(now);
            if (breaker.state() == State.CLOSED) {
                breaker.cancelled(ticket);
                return now;
            }
            if (ticket != REFUSED) {
                breaker.succeeded(ticket, 0, now);
            }
            now += MS;
        }
    }

    @Test
    void itLetsThroughAGrowingShareAndClosesAfterItsTime() {
        long until = opened(breaker, 0);
        long refusedBefore = breaker.snapshot().refused();
        long closed = recovered(breaker, until);

        // Six steps of a second each, a thousand calls a second: 1, then 1/32, 1/16 … 1/2 of them.
        assertThat(closed - until).isBetween(6 * SECOND, 6 * SECOND + 10 * MS);
        var after = breaker.snapshot();
        assertThat(after.trials()).isBetween(850L, 1_090L);
        assertThat(after.refused() - refusedBefore).isEqualTo(6_000 - after.trials());
        assertThat(after.opened()).isEqualTo(1);
        assertThat(after.closed()).isEqualTo(1);
    }

    @Test
    void aQuarterOfFailuresAmongTrialsIsNoReasonToOpenAgain() {
        long now = opened(breaker, 0);
        long trial = breaker.tryEnter(now);
        breaker.succeeded(trial, 0, now);
        for (int i = 0; breaker.state() != State.CLOSED; i++) {
            now += MS;
            long ticket = breaker.tryEnter(now);
            if (ticket != REFUSED && i % 4 == 0) {
                breaker.failed(ticket, 0, now);
            } else if (ticket != REFUSED) {
                breaker.succeeded(ticket, 0, now);
            }
        }
        assertThat(breaker.snapshot().opened()).isEqualTo(1);
    }

    @Test
    void fourFailuresInARowInALaterStepAreAReasonAndThreeAreNot() {
        long now = opened(breaker, 0);
        breaker.succeeded(breaker.tryEnter(now), 0, now);
        now += SECOND;
        for (int i = 0; i < 4; i++) {
            assertThat(breaker.state()).as("after %d", i).isNotEqualTo(State.OPEN);
            breaker.failed(breaker.tryEnter(now), 0, now);
        }
        assertThat(breaker.state()).isEqualTo(State.OPEN);
    }

    @Test
    void aTrialThatIsCancelledMakesRoomForAnother() {
        long until = opened(breaker, 0);
        long trial = breaker.tryEnter(until);
        assertThat(breaker.tryEnter(until)).isEqualTo(REFUSED);

        breaker.cancelled(trial);

        assertThat(breaker.tryEnter(until)).isEqualTo(trial);
    }

    @Test
    void aTrialWithoutAnAnswerHasFailedWhenItsLeaseIsOver() {
        long until = opened(breaker, 0);
        long trial = breaker.tryEnter(until);

        assertThat(breaker.tryEnter(until + 6 * SECOND - 1)).isEqualTo(REFUSED);
        assertThat(breaker.state()).isEqualTo(State.TRYING);
        assertThat(breaker.tryEnter(until + 6 * SECOND)).isEqualTo(REFUSED);
        assertThat(breaker.state()).isEqualTo(State.OPEN);

        breaker.failed(trial, 0, until + 6 * SECOND);
        assertThat(breaker.snapshot().late()).isEqualTo(1);
    }

    @Test
    void theLeaseOfATrialAfterACancelledOneIsItsOwn() {
        long until = opened(breaker, 0);
        breaker.cancelled(breaker.tryEnter(until));

        assertThat(breaker.tryEnter(until + 5 * SECOND)).isNotEqualTo(REFUSED);
        assertThat(breaker.tryEnter(until + 6 * SECOND)).isEqualTo(REFUSED);
        assertThat(breaker.state()).isEqualTo(State.TRYING);
        assertThat(breaker.tryEnter(until + 11 * SECOND)).isEqualTo(REFUSED);
        assertThat(breaker.state()).isEqualTo(State.OPEN);
    }

    @Test
    void answersToCallsOfAnEarlierStateAreNotHeard() {
        long early = breaker.tryEnter(0);
        long closed = recovered(breaker, opened(breaker, 0));
        for (int i = 0; i < 20; i++) {
            breaker.failed(early, 0, closed);
        }
        assertThat(breaker.state()).isEqualTo(State.CLOSED);
        assertThat(breaker.snapshot().late()).isEqualTo(20);
    }

    @Test
    void failuresBeforeItOpenedDoNotCountAfterItHasClosed() {
        var quick = breaker(new CircuitBreaker.Settings(0.5, 1, MS, 100 * SECOND, 6));
        fail(quick, 10, 0);
        long closed = recovered(quick, quick.snapshot().untilNanos());
        fail(quick, 9, closed);
        assertThat(quick.state()).isEqualTo(State.CLOSED);
        fail(quick, 1, closed);
        assertThat(quick.state()).isEqualTo(State.OPEN);
    }

    // --- people
    // ------------------------------------------------------------------------------------

    @Test
    void aPersonMayHoldItOpenOrClosed() {
        breaker.hold(State.OPEN, 0);
        assertThat(breaker.tryEnter(1_000 * SECOND)).isEqualTo(REFUSED);
        assertThat(breaker.snapshot().held()).isTrue();

        breaker.hold(State.CLOSED, 0);
        fail(breaker, 100, 0);
        assertThat(breaker.state()).isEqualTo(State.CLOSED);

        breaker.release(0);
        assertThat(breaker.snapshot().held()).isFalse();
        fail(breaker, 10, 0);
        assertThat(breaker.state()).isEqualTo(State.OPEN);

        breaker.release(0);
        assertThat(breaker.state()).isEqualTo(State.OPEN);
        assertThatThrownBy(() -> breaker.hold(State.TRYING, 0))
                .hasMessage("a breaker is held OPEN or CLOSED, got TRYING");
    }

    // --- threads
    // -----------------------------------------------------------------------------------

    @Test
    void oneOfManyThreadsGetsTheTrialAndOneOpensIt() {
        for (int round = 0; round < 200; round++) {
            var shared = breaker(HALF);
            long until = opened(shared, 0);
            var trials = new AtomicInteger();
            Together.run(
                    4,
                    thread -> {
                        if (shared.tryEnter(until) != REFUSED) {
                            trials.incrementAndGet();
                        }
                    });
            assertThat(trials).hasValue(1);
        }
    }

    @Test
    void everyAnswerOfManyThreadsIsCountedOnce() {
        var shared = breaker(new CircuitBreaker.Settings(1, 1, MS, 10 * SECOND, SECOND));
        Together.run(
                8,
                thread -> {
                    for (int i = 0; i < 5_000; i++) {
                        long ticket = shared.tryEnter(i);
                        if (i % 5 == 0) {
                            shared.failed(ticket, 2 * MS, i);
                        } else {
                            shared.succeeded(ticket, 0, i);
                        }
                    }
                });
        var all = shared.snapshot();
        assertThat(all.admitted()).isEqualTo(40_000);
        assertThat(all.good()).isEqualTo(32_000);
        assertThat(all.failed()).isEqualTo(8_000);
        assertThat(all.slow()).isEqualTo(8_000);
        assertThat(all.late()).isZero();
    }

    @Test
    void settingsSayTheValueAndTheBound() {
        assertThatThrownBy(() -> new CircuitBreaker.Settings(0, 1, 1, 1, 1))
                .hasMessage("the share of failures must be in (0, 1], got 0.0");
        assertThatThrownBy(() -> new CircuitBreaker.Settings(1, 1.1, 1, 1, 1))
                .hasMessage("the share of slow answers must be in (0, 1], got 1.1");
        assertThatThrownBy(() -> new CircuitBreaker.Settings(1, 1, 0, 1, 1))
                .hasMessage("what is slow must be > 0, got 0");
        assertThatThrownBy(() -> new CircuitBreaker.Settings(1, 1, 1, 0, 1))
                .hasMessage("the window must be > 0, got 0");
        assertThatThrownBy(() -> new CircuitBreaker.Settings(1, 1, 1, 1, 0))
                .hasMessage("the time it stays open must be > 0, got 0");
    }
}
