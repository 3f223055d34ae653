package dev.unruly.interleaving;

import static dev.unruly.interleaving.Interleavings.check;
import static dev.unruly.interleaving.Interleavings.wrongAnswers;
import static dev.unruly.interleaving.Interleavings.wrongEnds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.guard.Caller;
import dev.unruly.guard.Chance;
import dev.unruly.guard.Hedge;
import dev.unruly.guard.WorkBudget;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;

/// Retries and hedges that draw on one budget.
final class WorkBudgetTest {

    /// Half of first tries may be repeated; it lasts for ten slots of a nanosecond.
    private static WorkBudget budget(int asked) {
        var budget = new WorkBudget(new WorkBudget.Settings(0.5, 0, 10), 0);
        for (int i = 0; i < asked; i++) {
            budget.asked(1, 0);
        }
        return budget;
    }

    /// All at the same moment.
    public static final class Ours {
        private final WorkBudget budget = budget(0);
        private final Hedge hedge = new Hedge(new Hedge.Settings(1, 1), budget, new Chance(1));

        @Operation
        public void asked() {
            budget.asked(1, 0);
        }

        @Operation
        public boolean retries() {
            return budget.tryTake(1, 0);
        }

        @Operation
        public boolean hedges() {
            return hedge.fires(Caller.NOBODY, 0);
        }
    }

    /// It looks whether something is left, and then takes.
    public static final class LooksFirst {
        private final AtomicLong earned = new AtomicLong();
        private final AtomicLong spent = new AtomicLong();

        @Operation
        public void asked() {
            earned.incrementAndGet();
        }

        @Operation
        public boolean retries() {
            if (spent.get() + 1 > 0.5 * earned.get()) {
                return false;
            }
            spent.incrementAndGet();
            return true;
        }
    }

    @Test
    void threadsSpendWhatOneWouldSpend() {
        assertThat(wrongAnswers(Ours.class)).isEmpty();
        assertThat(wrongAnswers(LooksFirst.class)).contains("Invalid execution results");
    }

    /// Two threads whose clocks differ by a slot, and a budget that has two left.
    public static final class ClocksDiffer {
        private final WorkBudget budget = budget(4);
        private final AtomicInteger taken = new AtomicInteger();

        @Operation(runOnce = true)
        public void early() {
            take(0);
            take(1);
        }

        @Operation(runOnce = true)
        public void late() {
            take(1);
            take(2);
        }

        private void take(long now) {
            if (budget.tryTake(1, now)) {
                taken.incrementAndGet();
            }
        }

        @Validate
        public void endsAsItMust() {
            check(taken.get() == 2, taken + " were taken of 2");
            check(budget.left(9) < 0.5, budget.left(9) + " are left");
            check(budget.snapshot().empty() == 2, budget.snapshot());
        }
    }

    /// What was spent in a slot is added to the others' before the next begins, and nothing keeps
    /// others from spending in it meanwhile.
    public static final class ClosesWhileOthersSpend {
        private final AtomicLong slot = new AtomicLong();
        private final AtomicLong spent = new AtomicLong();
        private final AtomicLong before = new AtomicLong();
        private final AtomicInteger taken = new AtomicInteger();

        @Operation(runOnce = true)
        public void early() {
            take(0);
            take(1);
        }

        @Operation(runOnce = true)
        public void late() {
            take(1);
            take(2);
        }

        private void take(long now) {
            long running = slot.get();
            if (running < now && slot.compareAndSet(running, now)) {
                before.addAndGet(spent.get());
                spent.set(0);
            }
            long seen = spent.get();
            if (seen + before.get() < 2 && spent.compareAndSet(seen, seen + 1)) {
                taken.incrementAndGet();
            }
        }

        @Validate
        public void endsAsItMust() {
            check(taken.get() == 2, taken + " were taken of 2");
        }
    }

    @Test
    void whereClocksDifferNothingIsSpentTwice() {
        assertThat(wrongEnds(ClocksDiffer.class, 2)).isEmpty();
        assertThat(wrongEnds(ClosesWhileOthersSpend.class, 2)).contains("were taken of 2");
    }
}
