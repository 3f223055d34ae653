package dev.unruly.guard;

import static dev.unruly.guard.Still.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class WorkBudgetTest {

    private static WorkBudget budget(double share, double least) {
        return new WorkBudget(new WorkBudget.Settings(share, least, 10 * SECOND), 0);
    }

    private static void asked(WorkBudget budget, int times, long now) {
        for (int i = 0; i < times; i++) {
            budget.asked(1, now);
        }
    }

    @Test
    void aTenthOfFirstTriesMayBeRepeated() {
        var budget = budget(0.1, 0);

        asked(budget, 9, 0);
        assertThat(budget.tryTake(1, 0)).isFalse();
        asked(budget, 1, 0);
        assertThat(budget.tryTake(1, 0)).isTrue();
        assertThat(budget.tryTake(1, 0)).isFalse();
        asked(budget, 20, 0);
        assertThat(budget.left(0)).isBetween(1.99, 2.01);
        assertThat(budget.tryTake(1, 0)).isTrue();
        assertThat(budget.tryTake(1, 0)).isTrue();
        assertThat(budget.tryTake(1, 0)).isFalse();
        assertThat(budget.snapshot()).isEqualTo(new WorkBudget.Snapshot(30, 3, 3, 0));
    }

    @Test
    void theLeastPerSecondIsThereFromTheBeginning() {
        var budget = budget(0, 0.2);

        assertThat(budget.tryTake(1, 0)).isTrue();
        assertThat(budget.tryTake(1, 0)).isTrue();
        assertThat(budget.tryTake(1, 0)).isFalse();
    }

    @Test
    void whatWasEarnedLastsForTenSlotsAndNoLonger() {
        var budget = budget(1, 0);
        asked(budget, 3, 0);

        assertThat(budget.tryTake(1, 9 * SECOND)).isTrue();
        assertThat(budget.tryTake(1, 10 * SECOND - 1)).isTrue();
        assertThat(budget.tryTake(1, 10 * SECOND)).isFalse();
        assertThat(budget.tryTake(1, 10 * SECOND + 1)).isFalse();
    }

    @Test
    void whatWasSpentIsForgottenWithWhatEarnedIt() {
        var budget = budget(0, 0.1);

        assertThat(budget.tryTake(1, 5 * SECOND)).isTrue();
        assertThat(budget.tryTake(1, 15 * SECOND - 1)).isFalse();
        assertThat(budget.tryTake(1, 15 * SECOND)).isTrue();
    }

    @Test
    void whoIsAskedForSomethingRepeatedDoesNotMultiplyIt() {
        var budget = budget(0, 100);

        assertThat(budget.tryTake(2, 0)).isFalse();
        assertThat(budget.tryTake(1, 0)).isTrue();
        budget.asked(2, 0);
        assertThat(budget.snapshot()).isEqualTo(new WorkBudget.Snapshot(0, 1, 0, 1));
    }

    @Test
    void noWindowEverHasMoreThanItsBound() {
        var random = new SplittableRandom(3);
        for (int round = 0; round < 200; round++) {
            double share = random.nextInt(5) / 10.0;
            double least = random.nextInt(3) / 10.0;
            var budget = budget(share, least);
            var firsts = new ArrayDeque<Long>();
            var spent = new ArrayDeque<Long>();
            long now = 0;
            for (int i = 0; i < 500; i++) {
                now += random.nextLong(random.nextInt(20) == 0 ? 15 * SECOND : SECOND / 4);
                // The window is ten slots, of which the running one is the last.
                long from = (now / SECOND - 9) * SECOND;
                firsts.removeIf(at -> at < from);
                spent.removeIf(at -> at < from);
                if (random.nextInt(3) > 0) {
                    budget.asked(1, now);
                    firsts.add(now);
                } else {
                    boolean may = spent.size() + 1 <= share * firsts.size() + least * 10 + 1e-9;
                    assertThat(budget.tryTake(1, now)).isEqualTo(may);
                    if (may) {
                        spent.add(now);
                    }
                }
            }
        }
    }

    @Test
    void manyThreadsTakeExactlyWhatThereIs() {
        for (int round = 0; round < 200; round++) {
            var budget = budget(0.5, 0);
            asked(budget, 100, 0);
            var taken = new AtomicLong();
            int at = round;
            Together.run(
                    4,
                    thread -> {
                        for (int i = 0; i < 40; i++) {
                            // Some threads' clocks are in the next slot already.
                            long now = (thread + i) % 3 == 0 ? SECOND : SECOND - 1 - at;
                            if (budget.tryTake(1, now)) {
                                taken.incrementAndGet();
                            }
                        }
                    });
            assertThat(taken).hasValue(50);
            assertThat(budget.snapshot().taken()).isEqualTo(50);
            assertThat(budget.snapshot().empty()).isEqualTo(110);
        }
    }

    @Test
    void manyThreadsEarnExactlyWhatTheyAsk() {
        var budget = budget(1, 0);
        Together.run(8, thread -> asked(budget, 2_000, thread * SECOND));

        assertThat(budget.left(8 * SECOND)).isBetween(15_999.9, 16_000.1);
    }

    @Test
    void settingsSayTheValueAndTheBound() {
        assertThatThrownBy(() -> new WorkBudget.Settings(1.01, 0, 1))
                .hasMessage("the share of a budget must be in [0, 1], got 1.01");
        assertThatThrownBy(() -> new WorkBudget.Settings(-0.01, 0, 1))
                .hasMessage("the share of a budget must be in [0, 1], got -0.01");
        assertThatThrownBy(() -> new WorkBudget.Settings(0, Double.NaN, 1))
                .hasMessage("the least per second must be >= 0 and finite, got NaN");
        assertThatThrownBy(() -> new WorkBudget.Settings(0, 0, 0))
                .hasMessage("the time a budget lasts must be > 0, got 0");
        assertThat(new WorkBudget.Settings(1, 0, 1).share()).isEqualTo(1);
    }
}
