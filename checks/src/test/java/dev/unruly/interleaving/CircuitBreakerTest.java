package dev.unruly.interleaving;

import static dev.unruly.interleaving.Interleavings.check;
import static dev.unruly.interleaving.Interleavings.wrongAnswers;
import static dev.unruly.interleaving.Interleavings.wrongEnds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.guard.Chance;
import dev.unruly.guard.CircuitBreaker;
import dev.unruly.guard.CircuitBreaker.State;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;

/// Whoever asks and answers at the moment at which the state changes.
final class CircuitBreakerTest {

    private static final long SECOND = 1_000_000_000L;

    /// Two failures in a row are too many: 0.03² < 0.001. Open for a second, or up to a quarter
    /// more.
    private static CircuitBreaker breaker() {
        return new CircuitBreaker(
                new CircuitBreaker.Settings(0.03, 1, SECOND, 10 * SECOND, SECOND),
                new Chance(1),
                0);
    }

    /// One that has opened, and is tried again from 2 s on at the latest.
    private static CircuitBreaker opened() {
        CircuitBreaker breaker = breaker();
        breaker.failed(breaker.tryEnter(0), 0, 0);
        breaker.failed(breaker.tryEnter(0), 0, 0);
        check(breaker.state() == State.OPEN, breaker.snapshot());
        return breaker;
    }

    /// Failures that threads tell of, and who is let in.
    public static final class Opens {
        private final CircuitBreaker breaker = breaker();

        @Operation
        public void fails() {
            breaker.failed(0, 0, 1);
        }

        @Operation
        public boolean refuses() {
            return breaker.tryEnter(1) == CircuitBreaker.REFUSED;
        }
    }

    /// Each failure is counted, and looked at before it is counted.
    public static final class LooksFirst {
        private volatile int failures;

        @Operation
        public void fails() {
            int seen = failures;
            failures = seen + 1;
        }

        @Operation
        public boolean refuses() {
            return failures >= 4;
        }
    }

    @Test
    void itOpensWithTheFailureThatIsOneTooMany() {
        assertThat(wrongAnswers(Opens.class)).isEmpty();
        assertThat(wrongAnswers(LooksFirst.class)).contains("Invalid execution results");
    }

    /// Two ask when the time is over; and one tells of a call that it made before it opened.
    public static final class OneTrial {
        private final CircuitBreaker breaker = opened();
        private volatile long one;
        private volatile long other;

        @Operation(runOnce = true)
        public void asks() {
            one = breaker.tryEnter(2 * SECOND);
        }

        @Operation(runOnce = true)
        public void asksToo() {
            other = breaker.tryEnter(2 * SECOND);
        }

        @Operation(runOnce = true)
        public void tellsLate() {
            breaker.failed(0, 0, 2 * SECOND);
        }

        @Validate
        public void endsAsItMust() {
            boolean first = one != CircuitBreaker.REFUSED;
            boolean second = other != CircuitBreaker.REFUSED;
            check(first ^ second, first + " and " + second);
            CircuitBreaker.Snapshot told = breaker.snapshot();
            check(told.state() == State.TRYING && told.trials() == 1, told);
            check(told.late() == 1 && told.failed() == 3, told);
            breaker.failed(first ? one : other, 0, 2 * SECOND);
            check(breaker.state() == State.OPEN, breaker.snapshot());
        }
    }

    /// The one trial fails while others ask and cancel: it is open then, and nobody is under way.
    public static final class TrialFails {
        private final CircuitBreaker breaker = opened();
        private final long trial = breaker.tryEnter(2 * SECOND);
        private volatile long asked;

        @Operation(runOnce = true)
        public void fails() {
            breaker.failed(trial, 0, 2 * SECOND);
        }

        @Operation(runOnce = true)
        public void asks() {
            asked = breaker.tryEnter(2 * SECOND);
        }

        @Validate
        public void endsAsItMust() {
            check(asked == CircuitBreaker.REFUSED, "two trials at once");
            check(breaker.state() == State.OPEN, breaker.snapshot());
            check(breaker.snapshot().opened() == 2, breaker.snapshot());
        }
    }

    /// Who finds it open with its time over lets itself in, and then says that it is tried.
    public static final class TwoTrials {
        private volatile boolean trying;
        private volatile int trials;

        @Operation(runOnce = true)
        public void asks() {
            ask();
        }

        @Operation(runOnce = true)
        public void asksToo() {
            ask();
        }

        private void ask() {
            if (!trying) {
                trying = true;
                int seen = trials;
                trials = seen + 1;
            }
        }

        @Validate
        public void endsAsItMust() {
            check(trials == 1, trials + " trials");
        }
    }

    @Test
    void oneTrialIsLetInAndDecides() {
        assertThat(wrongEnds(OneTrial.class, 3)).isEmpty();
        assertThat(wrongEnds(TrialFails.class, 2)).isEmpty();
        assertThat(wrongEnds(TwoTrials.class, 2)).contains("2 trials");
    }
}
