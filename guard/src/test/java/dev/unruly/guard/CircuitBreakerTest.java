package dev.unruly.guard;

import static dev.unruly.guard.Breakers.HALF;
import static dev.unruly.guard.Breakers.breaker;
import static dev.unruly.guard.Breakers.fail;
import static dev.unruly.guard.Breakers.opened;
import static dev.unruly.guard.Breakers.succeed;
import static dev.unruly.guard.CircuitBreaker.REFUSED;
import static dev.unruly.guard.Still.MS;
import static dev.unruly.guard.Still.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unruly.guard.CircuitBreaker.State;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class CircuitBreakerTest {

    private final CircuitBreaker breaker = breaker(HALF);

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

    /// The test alone would open it with the tenth failure.
    @Test
    void withFewerAnswersThanTheLeastItDoesNotOpen() {
        var patient =
                breaker(new CircuitBreaker.Settings(0.5, 1, 100 * MS, 10 * SECOND, SECOND, 25));
        for (int i = 0; i < 24; i++) {
            patient.failed(patient.tryEnter(i), MS, i);
        }
        assertThat(patient.state()).isEqualTo(CircuitBreaker.State.CLOSED);
        patient.failed(patient.tryEnter(24), MS, 24);
        assertThat(patient.state()).isEqualTo(CircuitBreaker.State.OPEN);
        assertThatThrownBy(() -> new CircuitBreaker.Settings(1, 1, 1, 1, 1, 0))
                .hasMessage("the least answers must be >= 1, got 0");
    }
}
