package dev.unruly.interleaving;

import static dev.unruly.interleaving.Interleavings.check;
import static dev.unruly.interleaving.Interleavings.wrongAnswers;
import static dev.unruly.interleaving.Interleavings.wrongEnds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.guard.Bulkhead;
import dev.unruly.guard.Deadline;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;

/// Places, those who wait for one, and those who give up at the moment at which one is handed to
/// them.
final class BulkheadTest {

    /// Three places and no waiting.
    public static final class Ours {
        private final Bulkhead bulkhead = new Bulkhead(new Bulkhead.Settings(3, 0));
        private final AtomicInteger mine = new AtomicInteger();

        @Operation
        public boolean enter() {
            boolean in = bulkhead.tryEnter();
            if (in) {
                mine.incrementAndGet();
            }
            return in;
        }

        /// Leaves one place, of those that are known to be taken.
        @Operation
        public void leave() {
            int taken = mine.get();
            while (taken > 0 && !mine.compareAndSet(taken, taken - 1)) {
                taken = mine.get();
            }
            if (taken > 0) {
                bulkhead.left(0);
            }
        }

        @Validate
        public void endsAsItMust() {
            check(bulkhead.snapshot().taken() == mine.get(), bulkhead.snapshot());
        }
    }

    /// It looks whether there is a place, and then takes it.
    public static final class LooksFirst {
        private volatile int taken;

        @Operation
        public boolean enter() {
            int now = taken;
            if (now >= 5) {
                return false;
            }
            taken = now + 1;
            return true;
        }
    }

    private static final class Waits extends Bulkhead.Waiter {
        private final AtomicInteger in = new AtomicInteger();

        @Override
        protected void entered(long nowNanos) {
            in.incrementAndGet();
        }
    }

    private static Bulkhead one() {
        return new Bulkhead(new Bulkhead.Settings(1, 100, 2));
    }

    /// The place is left while one who waits gives up and another comes.
    public static final class GivesUp {
        private final Bulkhead bulkhead = one();
        private final Waits waits = new Waits();
        private final Waits comes = new Waits();
        private volatile boolean gone;

        public GivesUp() {
            check(bulkhead.tryEnter(), "no place");
            check(bulkhead.enter(waits, Deadline.NONE, 0), "no place to wait");
        }

        @Operation(runOnce = true)
        public void leaves() {
            bulkhead.left(1);
        }

        @Operation(runOnce = true)
        public void givesUp() {
            gone = waits.giveUp();
        }

        @Operation(runOnce = true)
        public void comes() {
            check(bulkhead.enter(comes, Deadline.NONE, 1), "no place to wait");
        }

        @Validate
        public void endsAsItMust() {
            check(waits.in.get() + (gone ? 1 : 0) == 1, "in " + waits.in + ", gone " + gone);
            Bulkhead.Snapshot now = bulkhead.snapshot();
            check(now.taken() == 1, now);
            check(now.waiting() == (gone ? 0 : 1), now);
            check(comes.in.get() == (gone ? 1 : 0), "the place is free and nobody is told");
            check(now.tooLong() == (gone ? 1 : 0), now);
        }
    }

    /// The place is left while somebody begins to wait for it.
    public static final class BeginsToWait {
        private final Bulkhead bulkhead = one();
        private final Waits comes = new Waits();

        public BeginsToWait() {
            check(bulkhead.tryEnter(), "no place");
        }

        @Operation(runOnce = true)
        public void leaves() {
            bulkhead.left(1);
        }

        @Operation(runOnce = true)
        public void comes() {
            check(bulkhead.enter(comes, Deadline.NONE, 1), "no place to wait");
        }

        @Validate
        public void endsAsItMust() {
            check(comes.in.get() == 1, "the place is free and nobody is told");
            check(bulkhead.snapshot().taken() == 1, bulkhead.snapshot());
            check(bulkhead.snapshot().waiting() == 0, bulkhead.snapshot());
        }
    }

    /// A person makes it smaller while places are left and taken.
    public static final class Resized {
        private final Bulkhead bulkhead = new Bulkhead(new Bulkhead.Settings(2, 100, 2));
        private final Waits waits = new Waits();

        public Resized() {
            for (int i = 0; i < 2; i++) {
                check(bulkhead.tryEnter(), "no place");
            }
            check(bulkhead.enter(waits, Deadline.NONE, 0), "no place to wait");
        }

        @Operation(runOnce = true)
        public void leaves() {
            bulkhead.left(1);
        }

        @Operation(runOnce = true)
        public void leavesToo() {
            bulkhead.left(1);
        }

        @Operation(runOnce = true)
        public void resizes() {
            bulkhead.resize(1, 1);
        }

        @Validate
        public void endsAsItMust() {
            check(waits.in.get() == 1, "the place is free and nobody is told");
            check(bulkhead.snapshot().taken() == 1, bulkhead.snapshot());
        }
    }

    /// Whoever comes looks for a place, and gets into the queue only then: who leaves meanwhile
    /// finds nobody.
    public static final class QueuesTooLate {
        private final AtomicInteger taken = new AtomicInteger(1);
        private final ConcurrentLinkedQueue<AtomicInteger> queue = new ConcurrentLinkedQueue<>();
        private final AtomicInteger comes = new AtomicInteger();

        @Operation(runOnce = true)
        public void leaves() {
            taken.decrementAndGet();
            AtomicInteger next = queue.poll();
            if (next != null) {
                taken.incrementAndGet();
                next.incrementAndGet();
            }
        }

        @Operation(runOnce = true)
        public void comes() {
            if (taken.compareAndSet(0, 1)) {
                comes.incrementAndGet();
            } else {
                queue.add(comes);
            }
        }

        @Validate
        public void endsAsItMust() {
            check(comes.get() == 1, "the place is free and nobody is told");
        }
    }

    @Test
    void thereAreSoManyPlacesAndNoMore() {
        assertThat(wrongAnswers(Ours.class)).isEmpty();
        assertThat(wrongAnswers(LooksFirst.class)).contains("Invalid execution results");
    }

    @Test
    void noPlaceAndNobodyWhoWaitsIsForgotten() {
        assertThat(wrongEnds(GivesUp.class, 3)).isEmpty();
        assertThat(wrongEnds(BeginsToWait.class, 2)).isEmpty();
        assertThat(wrongEnds(Resized.class, 3)).isEmpty();
        assertThat(wrongEnds(QueuesTooLate.class, 2)).contains("nobody is told");
    }
}
