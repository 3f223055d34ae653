package dev.unruly.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class TimersTest {

    private final List<String> rung = new ArrayList<>();
    private final AtomicInteger woken = new AtomicInteger();
    private final Timers timers = new Timers(Runnable::run, woken::incrementAndGet);

    @Test
    void aTimerRingsAtItsMomentAndNotBefore() {
        timers.arm(100, () -> rung.add("a"));

        assertThat(timers.ring(99)).isEqualTo(100);
        assertThat(rung).isEmpty();
        assertThat(timers.ring(100)).isEqualTo(Timers.NEVER);
        assertThat(rung).containsExactly("a");
        assertThat(timers.ring(101)).isEqualTo(Timers.NEVER);
        assertThat(rung).containsExactly("a");
    }

    @Test
    void whatIsTakenBackDoesNotRing() {
        long ticket = timers.arm(100, () -> rung.add("a"));

        assertThat(timers.disarm(ticket)).isTrue();
        assertThat(timers.disarm(ticket)).isFalse();
        timers.ring(200);
        assertThat(rung).isEmpty();
    }

    @Test
    void anOldTicketDoesNotTakeBackWhatCameAfter() {
        long old = timers.arm(100, () -> rung.add("a"));
        timers.ring(100);
        timers.arm(200, () -> rung.add("b"));

        assertThat(timers.disarm(old)).isFalse();
        timers.ring(200);

        assertThat(rung).containsExactly("a", "b");
    }

    @Test
    void onlyAnEarlierMomentWakes() {
        timers.arm(100, () -> {});
        assertThat(woken).hasValue(1);
        timers.arm(100, () -> {});
        timers.arm(101, () -> {});
        assertThat(woken).hasValue(1);
        timers.arm(99, () -> {});
        assertThat(woken).hasValue(2);
        assertThat(timers.ring(0)).isEqualTo(99);
    }

    /// Else whoever keeps time is woken by each timer that comes when none is there.
    @Test
    void timersThatFollowEachOtherWakeOnce() {
        for (int now = 0; now < 100; now++) {
            long ticket = timers.arm(now + 100, () -> {});
            timers.ring(now);
            timers.disarm(ticket);
            assertThat(timers.ring(now)).isEqualTo(100);
        }
        assertThat(woken).hasValue(1);
    }

    @Test
    void aThreadIsInterruptedAtItsMomentOnly() {
        long early = timers.armInterrupt(100, Thread.currentThread());
        timers.ring(99);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThat(timers.disarm(early)).isTrue();
        timers.ring(100);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();

        long late = timers.armInterrupt(200, Thread.currentThread());
        timers.ring(200);
        assertThat(timers.disarm(late)).isFalse();
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void thereIsRoomForManyMoreThanOneTable() {
        var tickets = new ArrayList<Long>();
        var count = new AtomicInteger();
        for (int i = 0; i < 5_000; i++) {
            tickets.add(timers.arm(i, count::incrementAndGet));
        }
        assertThat(tickets).doesNotHaveDuplicates().allMatch(ticket -> ticket >= 0);
        for (int i = 0; i < 5_000; i += 2) {
            assertThat(timers.disarm(tickets.get(i))).isTrue();
        }
        timers.ring(5_000);
        assertThat(count).hasValue(2_500);
    }

    @Test
    void betweenThreadsEachTimerRingsOrIsTakenBack() {
        var clock = new AtomicLong();
        var rings = new AtomicInteger();
        var backs = new AtomicInteger();
        var shared = new Timers(Runnable::run, () -> {});
        Together.run(
                4,
                thread -> {
                    for (int i = 0; i < 5_000; i++) {
                        if (thread == 0) {
                            shared.ring(clock.incrementAndGet());
                        } else if (shared.disarm(
                                shared.arm(clock.get() + i % 2, rings::incrementAndGet))) {
                            backs.incrementAndGet();
                        }
                    }
                });
        shared.ring(Long.MAX_VALUE - 1);
        assertThat(rings.get() + backs.get()).isEqualTo(15_000);
    }

    @Test
    void whoeverKeepsTimeNeverSleepsPastATimer() {
        for (int round = 0; round < 300; round++) {
            var due = new AtomicInteger();
            var wakes = new AtomicInteger();
            var shared = new Timers(Runnable::run, wakes::incrementAndGet);
            shared.arm(1_000, () -> {});
            var next = new AtomicLong();
            Together.run(
                    2,
                    thread -> {
                        if (thread == 0) {
                            next.set(shared.ring(1));
                        } else {
                            shared.arm(10, due::incrementAndGet);
                        }
                    });
            // Either it was told, or it was woken to look again.
            assertThat(next.get() == 10 || wakes.get() > 1).isTrue();
        }
    }
}
