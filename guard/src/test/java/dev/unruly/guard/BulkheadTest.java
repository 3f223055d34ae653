package dev.unruly.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class BulkheadTest {

    private final List<String> in = new ArrayList<>();

    private final class Named extends Bulkhead.Waiter {
        private final String name;

        Named(String name) {
            this.name = name;
        }

        @Override
        protected void entered(long nowNanos) {
            in.add(name);
        }
    }

    @Test
    void thereAreSoManyPlacesAndNoMore() {
        var bulkhead = new Bulkhead(new Bulkhead.Settings(3, 0));

        assertThat(bulkhead.tryEnter()).isTrue();
        assertThat(bulkhead.tryEnter()).isTrue();
        assertThat(bulkhead.tryEnter()).isTrue();
        assertThat(bulkhead.tryEnter()).isFalse();
        bulkhead.left(0);
        assertThat(bulkhead.tryEnter()).isTrue();
        assertThat(bulkhead.tryEnter()).isFalse();
        assertThat(bulkhead.snapshot()).isEqualTo(new Bulkhead.Snapshot(3, 3, 0, 4, 0, 2, 0));
    }

    @Test
    void whoWaitsEntersInTurnAndNobodyOvertakes() {
        var bulkhead = new Bulkhead(new Bulkhead.Settings(1, 100));
        assertThat(bulkhead.enter(new Named("first"), Deadline.NONE, 0)).isTrue();
        var second = new Bulkhead(new Bulkhead.Settings(1, 100, 2));
        assertThat(second.tryEnter()).isTrue();

        assertThat(second.enter(new Named("a"), Deadline.NONE, 0)).isTrue();
        assertThat(second.enter(new Named("b"), Deadline.NONE, 0)).isTrue();
        assertThat(second.enter(new Named("c"), Deadline.NONE, 0)).isFalse();
        assertThat(second.tryEnter()).isFalse();
        second.left(1);
        assertThat(second.tryEnter()).isFalse();
        second.left(2);
        second.left(3);

        assertThat(in).containsExactly("first", "a", "b");
        assertThat(second.tryEnter()).isTrue();
        assertThat(second.snapshot()).isEqualTo(new Bulkhead.Snapshot(1, 1, 0, 4, 2, 1, 0));
    }

    @Test
    void nobodyIsLetInFromTheEndOfTheirWaitOn() {
        var bulkhead = new Bulkhead(new Bulkhead.Settings(1, 100, 3));
        assertThat(bulkhead.tryEnter()).isTrue();
        var early = new Named("early");
        var late = new Named("late");
        assertThat(bulkhead.enter(early, 60, 0)).isTrue();
        assertThat(bulkhead.enter(late, Deadline.NONE, 1)).isTrue();
        assertThat(early.untilNanos()).isEqualTo(60);
        assertThat(late.untilNanos()).isEqualTo(101);

        bulkhead.left(60);

        assertThat(in).containsExactly("late");
        assertThat(early.giveUp()).isTrue();
        assertThat(bulkhead.snapshot().waiting()).isZero();
        assertThat(bulkhead.snapshot().tooLong()).isEqualTo(1);
        assertThat(late.giveUp()).isFalse();
    }

    @Test
    void oneBeforeTheEndOfTheirWaitTheyStillEnter() {
        var bulkhead = new Bulkhead(new Bulkhead.Settings(1, 100));
        assertThat(bulkhead.tryEnter()).isTrue();
        assertThat(bulkhead.enter(new Named("a"), Deadline.NONE, 0)).isTrue();

        bulkhead.left(99);

        assertThat(in).containsExactly("a");
    }

    @Test
    void whoseDeadlineIsOverDoesNotWait() {
        var bulkhead = new Bulkhead(new Bulkhead.Settings(1, 100));
        assertThat(bulkhead.tryEnter()).isTrue();

        assertThat(bulkhead.enter(new Named("at"), 7, 7)).isFalse();
        assertThat(bulkhead.enter(new Named("before"), 8, 7)).isTrue();
    }

    @Test
    void whoHasGivenUpMakesRoomInTheQueue() {
        var bulkhead = new Bulkhead(new Bulkhead.Settings(1, 100, 1));
        assertThat(bulkhead.tryEnter()).isTrue();
        var impatient = new Named("impatient");
        assertThat(bulkhead.enter(impatient, Deadline.NONE, 0)).isTrue();
        assertThat(bulkhead.enter(new Named("no room"), Deadline.NONE, 0)).isFalse();

        assertThat(impatient.giveUp()).isTrue();
        assertThat(impatient.giveUp()).isFalse();

        assertThat(bulkhead.enter(new Named("next"), Deadline.NONE, 0)).isTrue();
        bulkhead.left(1);
        assertThat(in).containsExactly("next");
    }

    @Test
    void morePlacesLetInWhoWaitsAndFewerLetNobodyInUntilEnoughHaveLeft() {
        var bulkhead = new Bulkhead(new Bulkhead.Settings(1, 100, 2));
        assertThat(bulkhead.tryEnter()).isTrue();
        assertThat(bulkhead.enter(new Named("a"), Deadline.NONE, 0)).isTrue();
        assertThat(bulkhead.enter(new Named("b"), Deadline.NONE, 0)).isTrue();

        bulkhead.resize(3, 1);
        assertThat(in).containsExactly("a", "b");

        bulkhead.resize(1, 2);
        bulkhead.left(3);
        bulkhead.left(4);
        assertThat(bulkhead.tryEnter()).isFalse();
        bulkhead.left(5);
        assertThat(bulkhead.tryEnter()).isTrue();
        assertThat(bulkhead.places()).isEqualTo(1);
    }

    @Test
    void threadsNeverHoldMoreThanThereAreAndEverybodyIsServed() {
        var bulkhead = new Bulkhead(new Bulkhead.Settings(3, Still.SECOND * 60, 100));
        var inside = new AtomicInteger();
        var most = new AtomicInteger();
        var served = new AtomicInteger();
        long[] clock = new long[1];
        Together.run(
                8,
                thread -> {
                    for (int i = 0; i < 2_000; i++) {
                        assertThat(bulkhead.enter(Deadline.NONE, () -> clock[0])).isTrue();
                        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                        served.incrementAndGet();
                        if (i % 7 == 0) {
                            Thread.onSpinWait();
                        }
                        inside.decrementAndGet();
                        bulkhead.left(clock[0]);
                    }
                });
        assertThat(most.get()).isLessThanOrEqualTo(3);
        assertThat(served).hasValue(16_000);
        assertThat(bulkhead.snapshot().taken()).isZero();
        assertThat(bulkhead.snapshot().waiting()).isZero();
        assertThat(bulkhead.snapshot().entered()).isEqualTo(16_000);
    }

    @Test
    void noPlaceIsLostBetweenThoseWhoGiveUpAndThoseWhoLeave() {
        for (int round = 0; round < 500; round++) {
            var bulkhead = new Bulkhead(new Bulkhead.Settings(1, 100, 4));
            assertThat(bulkhead.tryEnter()).isTrue();
            var entered = new AtomicInteger();
            var waiters = new ArrayList<Bulkhead.Waiter>();
            for (int i = 0; i < 3; i++) {
                waiters.add(
                        new Bulkhead.Waiter() {
                            @Override
                            protected void entered(long nowNanos) {
                                entered.incrementAndGet();
                                bulkhead.left(nowNanos);
                            }
                        });
            }
            var gone = new AtomicInteger();
            Together.run(
                    4,
                    thread -> {
                        if (thread == 3) {
                            bulkhead.left(1);
                        } else if (bulkhead.enter(waiters.get(thread), Deadline.NONE, 0)
                                && waiters.get(thread).giveUp()) {
                            gone.incrementAndGet();
                        }
                    });
            assertThat(entered.get() + gone.get()).isEqualTo(3);
            assertThat(bulkhead.snapshot().taken()).isZero();
            assertThat(bulkhead.snapshot().waiting()).isZero();
        }
    }

    @Test
    void anInterruptedThreadTakesNoPlace() {
        var bulkhead = new Bulkhead(new Bulkhead.Settings(1, 100));
        assertThat(bulkhead.tryEnter()).isTrue();
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> bulkhead.enter(Deadline.NONE, () -> 0))
                .isInstanceOf(InterruptedException.class);

        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        bulkhead.left(0);
        assertThat(bulkhead.tryEnter()).isTrue();
    }

    @Test
    void settingsSayTheValueAndTheBound() {
        assertThatThrownBy(() -> new Bulkhead.Settings(0, 0))
                .hasMessage("places must be in [1, 8388608], got 0");
        assertThatThrownBy(() -> new Bulkhead.Settings(1, -1))
                .hasMessage("the wait must be >= 0, got -1");
        assertThatThrownBy(() -> new Bulkhead.Settings(1, 1, 0))
                .hasMessage("those who wait must be >= 1, got 0");
        assertThat(new Bulkhead.Settings(4, 1).mostWaiting()).isEqualTo(4);
        assertThat(new Bulkhead.Settings(4, 0).mostWaiting()).isZero();
    }
}
