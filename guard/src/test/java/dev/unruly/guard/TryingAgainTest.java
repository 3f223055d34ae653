package dev.unruly.guard;

import static dev.unruly.guard.Breakers.HALF;
import static dev.unruly.guard.Breakers.breaker;
import static dev.unruly.guard.Breakers.fail;
import static dev.unruly.guard.Breakers.opened;
import static dev.unruly.guard.Breakers.recovered;
import static dev.unruly.guard.CircuitBreaker.REFUSED;
import static dev.unruly.guard.Still.MS;
import static dev.unruly.guard.Still.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.guard.CircuitBreaker.State;
import org.junit.jupiter.api.Test;

/// How a breaker that was open finds out whether it may close.
final class TryingAgainTest {

    private final CircuitBreaker breaker = breaker(HALF);

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
}
