package dev.unruly.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.forall.Draw;
import dev.unruly.forall.Forall;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The wheel against the plainest thing that does the same: a list that is searched.
final class TimerWheelTest {

    private static final long MINUTE = 60_000_000_000L;

    /// Lengths of time from less than a tick to more than the wheel's last level.
    private static final List<Integer> BITS = List.of(4, 15, 17, 25, 27, 35, 40, 42, 45);

    private static final class Bell extends Alarm {
        @Override
        protected void ring(long nowNanos) {}
    }

    /// What is armed, in the order of arming.
    private static final class Plain {
        private record Armed(Bell bell, long atNanos) {}

        private final List<Armed> armed = new ArrayList<>();

        void arm(Bell bell, long atNanos) {
            disarm(bell);
            armed.add(new Armed(bell, Math.max(0, atNanos)));
        }

        void disarm(Bell bell) {
            armed.removeIf(one -> one.bell == bell);
        }

        long nextNanos() {
            return armed.stream().mapToLong(Armed::atNanos).min().orElse(TimerWheel.NEVER);
        }

        @Nullable Bell takeDue(long nowNanos) {
            Armed first =
                    armed.stream()
                            .filter(one -> one.atNanos <= nowNanos)
                            .min(Comparator.comparingLong(Armed::atNanos))
                            .orElse(null);
            if (first == null) {
                return null;
            }
            armed.remove(first);
            return first.bell;
        }
    }

    @Test
    void alarmsComeInTheirExactOrderWhateverIsArmedMovedAndTakenBack() {
        Forall.check(400, 11, TimerWheelTest::playsLikeAList);
    }

    private static void playsLikeAList(Draw draw) {
        var wheel = new TimerWheel();
        var plain = new Plain();
        var bells = new ArrayList<Bell>();
        long now = 0;
        int acts = draw.between(1, 120);
        for (int i = 0; i < acts; i++) {
            switch (draw.between(0, 5)) {
                case 0, 1, 2 -> {
                    boolean another = bells.isEmpty() || draw.between(0, 3) > 0;
                    Bell bell = another ? new Bell() : bells.get(draw.between(0, bells.size() - 1));
                    if (another) {
                        bells.add(bell);
                    }
                    long at = now - 5 + draw.ofBits(BITS.get(draw.between(0, BITS.size() - 1)));
                    wheel.arm(bell, at);
                    plain.arm(bell, at);
                }
                case 3 -> {
                    if (!bells.isEmpty()) {
                        Bell bell = bells.get(draw.between(0, bells.size() - 1));
                        wheel.disarm(bell);
                        plain.disarm(bell);
                    }
                }
                default -> {
                    now += draw.ofBits(BITS.get(draw.between(0, BITS.size() - 1)));
                    takeAll(wheel, plain, now);
                }
            }
            assertThat(wheel.armed()).isEqualTo(plain.armed.size());
            assertThat(wheel.nextNanos()).isEqualTo(plain.nextNanos());
        }
        takeAll(wheel, plain, Long.MAX_VALUE - 1);
        assertThat(wheel.armed()).isZero();
    }

    private static void takeAll(TimerWheel wheel, Plain plain, long now) {
        Bell due;
        do {
            due = plain.takeDue(now);
            assertThat(wheel.takeDue(now)).isSameAs(due);
        } while (due != null);
    }

    /// A crowd at one instant, much of which is taken back again.
    @Test
    void aCrowdAtOneInstantKeepsTheOrderOfItsArming() {
        var wheel = new TimerWheel();
        var bells = new ArrayList<Bell>();
        for (int i = 0; i < 10_000; i++) {
            var bell = new Bell();
            bells.add(bell);
            wheel.arm(bell, 20 * MINUTE);
        }
        assertThat(wheel.nextNanos()).isEqualTo(20 * MINUTE);
        for (int i = 0; i < bells.size(); i += 3) {
            wheel.disarm(bells.get(i));
        }
        for (int i = 0; i < bells.size(); i++) {
            if (i % 3 != 0) {
                assertThat(wheel.takeDue(20 * MINUTE)).isSameAs(bells.get(i));
            }
        }
        assertThat(wheel.takeDue(20 * MINUTE)).isNull();
    }
}
