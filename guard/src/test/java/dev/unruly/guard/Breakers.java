package dev.unruly.guard;

import static dev.unruly.guard.CircuitBreaker.REFUSED;
import static dev.unruly.guard.Still.MS;
import static dev.unruly.guard.Still.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.guard.CircuitBreaker.State;

/// What is done to a breaker in its tests.
final class Breakers {

    /// Half of the calls may fail; a window of ten seconds; open for six.
    static final CircuitBreaker.Settings HALF =
            new CircuitBreaker.Settings(0.5, 0.5, 100 * MS, 10 * SECOND, 6 * SECOND);

    private Breakers() {}

    static CircuitBreaker breaker(CircuitBreaker.Settings settings) {
        return new CircuitBreaker(settings, new Chance(7), 0);
    }

    static void fail(CircuitBreaker breaker, int times, long now) {
        for (int i = 0; i < times; i++) {
            breaker.failed(breaker.tryEnter(now), 0, now);
        }
    }

    static void succeed(CircuitBreaker breaker, int times, long now) {
        for (int i = 0; i < times; i++) {
            breaker.succeeded(breaker.tryEnter(now), 0, now);
        }
    }

    /// Opens it at a moment; returns when it may be tried again.
    static long opened(CircuitBreaker breaker, long now) {
        fail(breaker, 10, now);
        assertThat(breaker.state()).isEqualTo(State.OPEN);
        return breaker.snapshot().untilNanos();
    }

    /// Answers well whatever is let in; returns when it has closed.
    static long recovered(CircuitBreaker breaker, long from) {
        long now = from;
        while (now < from + 100 * SECOND) {
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
        throw new AssertionError("not closed after 100 s: " + breaker.snapshot());
    }
}
