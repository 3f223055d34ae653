package dev.unruly.interleaving;

import static dev.unruly.interleaving.Interleavings.check;
import static dev.unruly.interleaving.Interleavings.wrongEnds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.guard.Timers;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Timers that are taken back at the moment at which they ring, and whoever keeps time.
final class TimersTest {

    /// A timer that is due, which one thread takes back while another rings.
    public static final class TakenBackWhenDue {
        private final AtomicInteger rang = new AtomicInteger();
        private final Timers timers = new Timers(Runnable::run, () -> {});
        private final long ticket = timers.arm(10, rang::incrementAndGet);
        private final AtomicInteger next = new AtomicInteger();
        private volatile boolean takenBack;
        private volatile long nextTicket;

        @Operation(runOnce = true)
        public void keeper() {
            timers.ring(10);
        }

        /// Takes it back, and arms one that may get the same slot.
        @Operation(runOnce = true)
        public void other() {
            takenBack = timers.disarm(ticket);
            nextTicket = timers.arm(20, next::incrementAndGet);
        }

        @Validate
        public void endsAsItMust() {
            check(rang.get() == (takenBack ? 0 : 1), takenBack + ", and rang " + rang);
            check(next.get() == 0, "the next rang with it");
            check(!timers.disarm(ticket), "taken back twice");
            check(timers.ring(19) <= 20, "it is slept past the next");
            check(timers.disarm(nextTicket), "the next is gone");
        }
    }

    /// A timer is armed while whoever keeps time looks what is next: either it sees the timer, or
    /// it is woken.
    public static final class ArmedWhileLooking {
        private final AtomicInteger woken = new AtomicInteger();
        private final Timers timers = new Timers(Runnable::run, woken::incrementAndGet);
        private volatile long next;
        private volatile int wokenBefore;

        public ArmedWhileLooking() {
            var _ = timers.arm(5, () -> {});
        }

        @Operation(runOnce = true)
        public void keeper() {
            wokenBefore = woken.get();
            next = timers.ring(5);
        }

        @Operation(runOnce = true)
        public void other() {
            var _ = timers.arm(50, () -> {});
        }

        @Validate
        public void endsAsItMust() {
            check(next <= 50 || woken.get() > wokenBefore, "nobody looks before " + next);
        }
    }

    /// It looks whether the timer has rung, and then takes it back.
    public static final class LooksFirst {
        private final AtomicInteger rang = new AtomicInteger();
        private final AtomicReference<@Nullable Runnable> slot =
                new AtomicReference<>(rang::incrementAndGet);
        private volatile boolean takenBack;

        @Operation(runOnce = true)
        public void keeper() {
            Runnable due = slot.get();
            if (due != null) {
                slot.set(null);
                due.run();
            }
        }

        @Operation(runOnce = true)
        public void other() {
            takenBack = slot.get() != null;
            slot.set(null);
        }

        @Validate
        public void endsAsItMust() {
            check(rang.get() == (takenBack ? 0 : 1), takenBack + ", and rang " + rang);
        }
    }

    @Test
    void aTimerRingsOrIsTakenBackAndNobodySleepsPastIt() {
        assertThat(wrongEnds(TakenBackWhenDue.class, 2)).isEmpty();
        assertThat(wrongEnds(ArmedWhileLooking.class, 2)).isEmpty();
        assertThat(wrongEnds(LooksFirst.class, 2)).contains("true, and rang 1");
    }
}
