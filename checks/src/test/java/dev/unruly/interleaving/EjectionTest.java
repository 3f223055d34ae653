package dev.unruly.interleaving;

import static dev.unruly.interleaving.Interleavings.check;
import static dev.unruly.interleaving.Interleavings.wrongEnds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.guard.Ejection;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;

/// Instances that are left out, and the count of them that bounds how many may be.
final class EjectionTest {

    private static final long MS = 1_000_000L;
    private static final long SECOND = 1_000 * MS;

    /// Two of four may be left out, for ten seconds; the last is twenty times as slow.
    private static Ejection slowLast() {
        var ejection = new Ejection(new Ejection.Settings(3, 10 * SECOND, 0.5), 4, 0);
        ejection.succeeded(0, MS, 0);
        for (int i = 0; i < 20; i++) {
            for (int instance = 0; instance < 4; instance++) {
                ejection.succeeded(instance, instance == 3 ? 20 * MS : MS, MS);
            }
        }
        return ejection;
    }

    private static int out(Ejection ejection, long now) {
        int out = 0;
        for (int instance = 0; instance < 4; instance++) {
            out += ejection.out(instance, now) ? 1 : 0;
        }
        return out;
    }

    /// Two threads whose answers are due to be looked at, a second apart by their clocks.
    public static final class LooksTogether {
        private final Ejection ejection = slowLast();

        @Operation(runOnce = true)
        public void one() {
            ejection.succeeded(0, MS, 1_001 * MS);
        }

        @Operation(runOnce = true)
        public void other() {
            ejection.succeeded(1, MS, 2_001 * MS);
        }

        @Validate
        public void endsAsItMust() {
            check(ejection.snapshot().out() == 1, ejection.snapshot());
            check(ejection.snapshot().slow() == 1, ejection.snapshot());
        }
    }

    /// Its time is over, and two ask for it at once.
    public static final class ComesBack {
        private final Ejection ejection = slowLast();

        public ComesBack() {
            ejection.succeeded(0, MS, SECOND);
            check(ejection.snapshot().out() == 1, ejection.snapshot());
        }

        @Operation(runOnce = true)
        public boolean one() {
            return ejection.out(3, 30 * SECOND);
        }

        @Operation(runOnce = true)
        public boolean other() {
            return ejection.out(3, 30 * SECOND);
        }

        @Validate
        public void endsAsItMust() {
            check(ejection.snapshot().out() == 0, ejection.snapshot());
            check(out(ejection, 30 * SECOND) == 0, "still out");
        }
    }

    /// It is counted as left out whether somebody else has left it out meanwhile or not.
    public static final class CountsTwice {
        private final AtomicInteger out = new AtomicInteger();
        private final AtomicLong until = new AtomicLong();

        @Operation(runOnce = true)
        public void one() {
            leaveOut();
        }

        @Operation(runOnce = true)
        public void other() {
            leaveOut();
        }

        private void leaveOut() {
            if (until.get() == 0 && out.get() < 2) {
                out.incrementAndGet();
                until.set(1);
            }
        }

        @Validate
        public void endsAsItMust() {
            check(out.get() == 1, out + " are out");
        }
    }

    @Test
    void anInstanceIsLeftOutAndComesBackOnce() {
        assertThat(wrongEnds(LooksTogether.class, 2)).isEmpty();
        assertThat(wrongEnds(ComesBack.class, 2)).isEmpty();
        assertThat(wrongEnds(CountsTwice.class, 2)).contains("2 are out");
    }
}
