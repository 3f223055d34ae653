package dev.unruly.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Time and turns: alarms ring in order and never early, tasks are posted from anywhere.
public abstract class AlarmContract extends WorldContract {

    private final List<String> rung = new ArrayList<>();

    private Bell bell(String name) {
        return new Bell(() -> turns.take(name, () -> rung.add(name)));
    }

    @Test
    void alarmsRingInTheOrderOfTheirTimesAndThenOfTheirArming() {
        on(() -> {
            long now = loop.nanos();
            loop.arm(bell("late"), now + 3 * MILLI);
            loop.arm(bell("first of two"), now + 2 * MILLI);
            loop.arm(bell("second of two"), now + 2 * MILLI);
            loop.arm(bell("early by a nanosecond"), now + 2 * MILLI - 1);
        });
        until("all ring", () -> rung.size() == 4);
        assertThat(rung)
                .containsExactly("early by a nanosecond", "first of two", "second of two", "late");
    }

    @Test
    void anAlarmNeverRingsEarlyAndIsToldTheTime() {
        List<Bell> bells = new ArrayList<>();
        on(() -> {
            for (int i = 0; i < 50; i++) {
                Bell bell = bell("bell" + i);
                bells.add(bell);
                loop.arm(bell, loop.nanos() + i * 777_777L);
            }
        });
        List<Long> due = bells.stream().map(Alarm::atNanos).toList();
        until("all ring", () -> rung.size() == 50);
        for (int i = 0; i < 50; i++) {
            assertMoment(bells.get(i).rangNanos, due.get(i));
            assertThat(bells.get(i).armed()).isFalse();
        }
    }

    @Test
    void anAlarmThatIsMovedRingsOnceAtItsNewPlace() {
        on(() -> {
            long now = loop.nanos();
            Bell moved = bell("moved");
            loop.arm(moved, now + MILLI);
            loop.arm(bell("other"), now + 3 * MILLI);
            loop.arm(moved, now + 3 * MILLI);
            assertThat(moved.armed()).isTrue();
            assertThat(moved.atNanos()).isEqualTo(now + 3 * MILLI);
        });
        until("both ring", () -> rung.size() == 2);
        pass(5 * MILLI);
        assertThat(rung).containsExactly("other", "moved");
    }

    @Test
    void anAlarmOfThePastRingsOnceTheCallerHasReturned() {
        pass(2 * MILLI);
        on(() -> {
            loop.arm(bell("past"), loop.nanos() - MILLI);
            loop.arm(bell("long past"), -5);
            assertThat(rung).isEmpty();
        });
        until("both ring", () -> rung.size() == 2);
        assertThat(rung).containsExactly("long past", "past");
    }

    @Test
    void anAlarmThatWasTakenBackDoesNotRing() {
        on(() -> {
            long at = loop.nanos() + MILLI;
            Bell victim = bell("victim");
            loop.arm(new Bell(() -> turns.take("killer", () -> loop.disarm(victim))), at);
            loop.arm(victim, at);
            loop.arm(bell("witness"), at);
            Bell never = bell("never");
            loop.disarm(never);
            loop.arm(never, at);
            loop.disarm(never);
            loop.disarm(never);
            assertThat(never.armed()).isFalse();
        });
        until("the witness rings", () -> !rung.isEmpty());
        pass(2 * MILLI);
        assertThat(rung).containsExactly("witness");
    }

    @Test
    void anAlarmMayArmItselfWhileItRings() {
        List<Bell> self = new ArrayList<>();
        on(() -> {
            long start = loop.nanos();
            var bell =
                    new Bell(() -> {
                        Bell me = self.getFirst();
                        assertThat(me.armed()).isFalse();
                        if (me.rings < 5) {
                            loop.arm(me, start + me.rings * MILLI);
                        }
                    });
            self.add(bell);
            loop.arm(bell, start);
        });
        until("it rings five times", () -> self.getFirst().rings == 5);
        pass(2 * MILLI);
        assertThat(self.getFirst().rings).isEqualTo(5);
    }

    @Test
    void timeNeverDecreases() {
        List<Long> seen = new ArrayList<>();
        on(() -> {
            for (int i = 0; i < 20; i++) {
                loop.arm(
                        new Bell(() -> {
                            seen.add(loop.nanos());
                            loop.post(() -> seen.add(loop.nanos()));
                        }),
                        loop.nanos() + i % 7 * MILLI);
            }
        });
        until("all ran", () -> seen.size() == 40);
        assertThat(seen).isSorted();
        assertThat(seen.getFirst()).isNotNegative();
    }

    @Test
    void aPostedTaskRunsAfterTheCallerAndAfterWhatIsQueued() {
        on(() -> {
            for (int i = 0; i < 100; i++) {
                String name = "task" + i;
                loop.post(() -> turns.take(name, () -> rung.add(name)));
            }
            assertThat(rung).isEmpty();
        });
        until("all ran", () -> rung.size() == 100);
        assertThat(rung)
                .containsExactlyElementsOf(
                        IntStream.range(0, 100).mapToObj(i -> "task" + i).toList());
    }

    @Test
    void anyThreadMayPost() throws InterruptedException {
        var numbers = new CopyOnWriteArrayList<Integer>();
        var ranOn = new AtomicReference<Thread>();
        on(() -> ranOn.set(Thread.currentThread()));
        var stranger =
                new Thread(() -> {
                    for (int i = 0; i < 1_000; i++) {
                        int number = i;
                        loop.post(() -> turns.take("posted task", () -> numbers.add(number)));
                    }
                });
        stranger.start();
        stranger.join();
        until("all ran", () -> numbers.size() == 1_000);
        assertThat(numbers).isSorted();
    }

    @Test
    void loopsPostToEachOther() {
        Loop other = stage.loop(1);
        var path = new CopyOnWriteArrayList<Integer>();
        assertThat(loop.index()).isZero();
        assertThat(other.index()).isEqualTo(1);
        on(() ->
                other.post(() -> {
                    path.add(other.index());
                    loop.post(() -> path.add(loop.index()));
                }));
        until("there and back", () -> path.size() == 2);
        assertThat(path).containsExactly(1, 0);
    }
}
