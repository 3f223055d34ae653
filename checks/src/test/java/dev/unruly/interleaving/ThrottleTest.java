package dev.unruly.interleaving;

import static dev.unruly.interleaving.Interleavings.check;
import static dev.unruly.interleaving.Interleavings.wrongEnds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.guard.Chance;
import dev.unruly.guard.Throttle;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;

/// Threads that ask at the same moment may all find the same share; what counts is that everything
/// is counted once, also where a slot begins.
final class ThrottleTest {

    public static final class Ours {
        private final Throttle throttle =
                new Throttle(new Throttle.Settings(1, 10), new Chance(1), 0);

        @Operation(runOnce = true)
        public void one() {
            var _ = throttle.tryEnter(0);
            throttle.accepted(0);
            var _ = throttle.tryEnter(1);
        }

        @Operation(runOnce = true)
        public void other() {
            var _ = throttle.tryEnter(0);
            var _ = throttle.tryEnter(1);
            throttle.accepted(1);
        }

        @Validate
        public void endsAsItMust() {
            // Four were asked and two accepted: (4 − 2) / (4 + 1).
            check(throttle.refusedShare(9) == 0.4, throttle.refusedShare(9));
            // Those of the first slot are forgotten: (2 − 1) / (2 + 1).
            check(throttle.refusedShare(10) == 1 / 3.0, throttle.refusedShare(10));
            Throttle.Snapshot told = throttle.snapshot();
            check(told.admitted() + told.refused() == 4, told);
        }
    }

    /// A slot is begun anew first, and then counted in.
    public static final class CountsInTwoSteps {
        private volatile long slot;
        private volatile long count;

        @Operation(runOnce = true)
        public void one() {
            count();
        }

        @Operation(runOnce = true)
        public void other() {
            count();
        }

        private void count() {
            if (slot < 1) {
                slot = 1;
                count = 0;
            }
            long seen = count;
            count = seen + 1;
        }

        @Validate
        public void endsAsItMust() {
            check(count == 2, count + " were counted");
        }
    }

    @Test
    void everyRequestAndEveryAnswerCountsOnce() {
        assertThat(wrongEnds(Ours.class, 2)).isEmpty();
        assertThat(wrongEnds(CountsInTwoSteps.class, 2)).contains("1 were counted");
    }
}
