package dev.unruly.interleaving;

import static dev.unruly.interleaving.Interleavings.check;
import static dev.unruly.interleaving.Interleavings.wrongAnswers;
import static dev.unruly.interleaving.Interleavings.wrongEnds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.guard.ConcurrencyLimit;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;

final class ConcurrencyLimitTest {

    private static final long WINDOW = 100_000_000L;

    private static ConcurrencyLimit limit(int first) {
        return new ConcurrencyLimit(new ConcurrencyLimit.Settings(1, first, 200), 0);
    }

    /// Five places, within one window.
    public static final class Ours {
        private final ConcurrencyLimit limit = limit(5);

        @Operation
        public int enter() {
            return limit.tryEnter();
        }

        @Operation
        public int inside() {
            return limit.snapshot().inside();
        }
    }

    /// It looks whether there is a place, and then takes it.
    public static final class LooksFirst {
        private volatile int inside;

        @Operation
        public int enter() {
            int now = inside;
            if (now >= 5) {
                return 0;
            }
            inside = now + 1;
            return now + 1;
        }
    }

    @Test
    void thereAreSoManyPlacesAndNoMore() {
        assertThat(wrongAnswers(Ours.class)).isEmpty();
        assertThat(wrongAnswers(LooksFirst.class)).contains("Invalid execution results");
    }

    /// The last two drops of a window, of which either may be the one that ends it.
    public static final class WindowEnds {
        private final ConcurrencyLimit limit = limit(100);

        public WindowEnds() {
            for (int i = 0; i < 21; i++) {
                check(limit.tryEnter() > 0, "no place");
            }
            for (int i = 0; i < 19; i++) {
                limit.dropped(0);
            }
        }

        @Operation(runOnce = true)
        public void one() {
            limit.dropped(WINDOW);
        }

        @Operation(runOnce = true)
        public void other() {
            limit.dropped(WINDOW + 1);
        }

        @Validate
        public void endsAsItMust() {
            check(limit.limit() == 90, limit.snapshot());
            check(limit.snapshot().inside() == 0, limit.snapshot());
            check(limit.snapshot().dropped() == 21, limit.snapshot());
        }
    }

    /// Nobody is asked whether the window has been ended already.
    public static final class EndsTwice {
        private volatile double limit = 100;
        private volatile long ends = WINDOW;

        @Operation(runOnce = true)
        public void one() {
            dropped(WINDOW);
        }

        @Operation(runOnce = true)
        public void other() {
            dropped(WINDOW + 1);
        }

        private void dropped(long nowNanos) {
            if (nowNanos >= ends) {
                limit = limit * 0.9;
                ends = nowNanos + WINDOW;
            }
        }

        @Validate
        public void endsAsItMust() {
            check(limit == 90, "the limit is " + limit);
        }
    }

    @Test
    void aWindowIsJudgedOnceWhoeverSeesItsEnd() {
        assertThat(wrongEnds(WindowEnds.class, 2)).isEmpty();
        assertThat(wrongEnds(EndsTwice.class, 2)).contains("the limit is 81");
    }
}
