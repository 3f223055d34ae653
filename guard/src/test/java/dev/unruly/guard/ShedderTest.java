package dev.unruly.guard;

import static dev.unruly.guard.Still.MS;
import static dev.unruly.guard.Still.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class ShedderTest {

    private final Shedder shedder = new Shedder(new Shedder.Settings(10 * MS, 100 * MS), 0);

    /// One interval in which every level has one arrival, and the shortest wait is so long.
    private void interval(int number, long waitNanos) {
        long now = number * 100L * MS;
        for (Criticality criticality : Criticality.values()) {
            for (int user = 0; user < Shedder.USERS; user++) {
                shedder.admits(criticality, user, now);
            }
        }
        shedder.waited(waitNanos, now + 1);
        shedder.waited(waitNanos + MS, now + 2);
    }

    @Test
    void waitsAtTheTargetThroughoutAnIntervalAreOverloadAndOneShorterIsNot() {
        interval(0, 10 * MS - 1);
        interval(1, 10 * MS);
        assertThat(shedder.snapshot().cut()).isZero();
        interval(2, 0);
        assertThat(shedder.snapshot().cut()).isEqualTo(20);
    }

    @Test
    void whatMattersLeastIsRefusedFirst() {
        for (int i = 0; i < 60; i++) {
            interval(i, 50 * MS);
        }
        var after = shedder.snapshot();
        assertThat(after.refused().get(0)).isGreaterThan(5_000);
        assertThat(after.refused().get(1)).isPositive().isLessThan(after.refused().get(0));
        assertThat(after.refused().get(2)).isLessThan(after.refused().get(1));
        assertThat(shedder.admits(Criticality.CRITICAL, 127, 6 * SECOND)).isTrue();
        assertThat(shedder.admits(Criticality.SHEDDABLE, 0, 6 * SECOND)).isFalse();
    }

    @Test
    void whenWaitsAreShortAgainEverybodyIsLetInAgain() {
        for (int i = 0; i < 40; i++) {
            interval(i, 50 * MS);
        }
        assertThat(shedder.snapshot().cut()).isGreaterThan(200);
        for (int i = 40; i < 400; i++) {
            interval(i, 0);
        }
        assertThat(shedder.snapshot().cut()).isZero();
    }

    @Test
    void anIntervalInWhichNothingWasBegunIsNoOverload() {
        for (int i = 0; i < 10; i++) {
            shedder.admits(Criticality.SHEDDABLE, 0, i * 100L * MS);
        }
        assertThat(shedder.snapshot().cut()).isZero();
    }

    /// A queue that is asked for half as much again as it can do: with the shedder what matters
    /// gets good answers, and waits stay near the target.
    @Test
    void underOverloadWhatMattersIsServedWithShortWaits() {
        var random = new SplittableRandom(1);
        var queue = new ArrayDeque<Long>();
        long criticalRefused = 0;
        long critical = 0;
        long longWaits = 0;
        long begun = 0;
        for (long now = 0; now < 60 * SECOND; now += MS) {
            for (int i = 0; i < 3; i++) {
                boolean matters = random.nextInt(4) == 0;
                boolean in =
                        shedder.admits(
                                matters ? Criticality.CRITICAL : Criticality.NORMAL,
                                random.nextInt(Shedder.USERS),
                                now);
                if (in) {
                    queue.add(now);
                }
                if (matters && now > 20 * SECOND) {
                    critical++;
                    criticalRefused += in ? 0 : 1;
                }
            }
            for (int i = 0; i < 2 && !queue.isEmpty(); i++) {
                long waited = now - queue.remove();
                shedder.waited(waited, now);
                if (now > 20 * SECOND) {
                    begun++;
                    longWaits += waited > 200 * MS ? 1 : 0;
                }
            }
        }
        assertThat((double) criticalRefused / critical).isLessThan(0.01);
        assertThat((double) longWaits / begun).isLessThan(0.2);
    }

    @Test
    void aUsersNumberLastsAnHourAndThenChanges() {
        int changed = 0;
        int[] seen = new int[Shedder.USERS];
        for (int user = 0; user < 10_000; user++) {
            int number = Shedder.user(user, 7);
            assertThat(number).isBetween(0, 127);
            assertThat(Shedder.user(user, 7)).isEqualTo(number);
            changed += Shedder.user(user, 8) == number ? 0 : 1;
            seen[number]++;
        }
        assertThat(changed).isGreaterThan(9_800);
        assertThat(seen).doesNotContain(0);
        assertThatThrownBy(() -> shedder.admits(Criticality.NORMAL, 128, 0))
                .hasMessage("a user's number must be in [0, 127], got 128");
    }

    @Test
    void settingsSayTheValueAndTheBound() {
        assertThatThrownBy(() -> new Shedder.Settings(0, 1))
                .hasMessage("the target must be > 0, got 0");
        assertThatThrownBy(() -> new Shedder.Settings(10, 9))
                .hasMessage("the interval must be >= 10, got 9");
        assertThat(new Shedder.Settings(10, 10).intervalNanos()).isEqualTo(10);
    }
}
