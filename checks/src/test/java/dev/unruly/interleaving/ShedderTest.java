package dev.unruly.interleaving;

import static dev.unruly.interleaving.Interleavings.check;
import static dev.unruly.interleaving.Interleavings.wrongEnds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.guard.Criticality;
import dev.unruly.guard.Shedder;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;

/// An interval that ends is judged once, whoever sees its end at the same moment.
final class ShedderTest {

    private static final Criticality LEAST = Criticality.SHEDDABLE;

    /// Twenty have arrived of level 3; 19 are wanted after overload, so that it is refused whole.
    public static final class IntervalEnds {
        private final Shedder shedder = new Shedder(new Shedder.Settings(5, 10), 0);

        public IntervalEnds() {
            for (int i = 0; i < 20; i++) {
                check(shedder.admits(LEAST, 3, 1), "refused too early");
            }
            shedder.waited(5, 2);
        }

        @Operation(runOnce = true)
        public void one() {
            var _ = shedder.admits(LEAST, 4, 10);
        }

        @Operation(runOnce = true)
        public void other() {
            shedder.waited(9, 10);
        }

        @Validate
        public void endsAsItMust() {
            check(shedder.snapshot().cut() == 4, shedder.snapshot());
            long told = 0;
            for (long count : shedder.snapshot().admitted()) {
                told += count;
            }
            for (long count : shedder.snapshot().refused()) {
                told += count;
            }
            check(told == 21, shedder.snapshot());
        }
    }

    /// Nobody is asked whether the interval has been ended already.
    public static final class EndsTwice {
        private volatile long ends = 10;
        private volatile int cut;

        @Operation(runOnce = true)
        public void one() {
            look();
        }

        @Operation(runOnce = true)
        public void other() {
            look();
        }

        private void look() {
            if (10 >= ends) {
                int seen = cut;
                cut = seen + 1;
                ends = 20;
            }
        }

        @Validate
        public void endsAsItMust() {
            check(cut == 1, "moved to " + cut);
        }
    }

    @Test
    void anIntervalOfOverloadMovesTheCutOnce() {
        assertThat(wrongEnds(IntervalEnds.class, 2)).isEmpty();
        assertThat(wrongEnds(EndsTwice.class, 2)).contains("moved to 2");
    }
}
