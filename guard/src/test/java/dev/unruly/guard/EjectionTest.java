package dev.unruly.guard;

import static dev.unruly.guard.Still.MS;
import static dev.unruly.guard.Still.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class EjectionTest {

    private static final Ejection.Settings SETTINGS = new Ejection.Settings(3, 10 * SECOND, 0.5);

    private final Ejection ejection = new Ejection(SETTINGS, 4, 0);

    /// Each instance answers so many times within one second, the first one in its own time.
    private void answers(long at, int times, long firstTakes) {
        for (int i = 0; i < times; i++) {
            for (int instance = 0; instance < 4; instance++) {
                long now = at + i * SECOND / times;
                if (!ejection.out(instance, now)) {
                    ejection.succeeded(instance, instance == 0 ? firstTakes : 10 * MS, now);
                }
            }
        }
    }

    @Test
    void whoIsMoreThanSoManyTimesSlowerIsLeftOut() {
        answers(0, 100, 30 * MS);
        answers(SECOND, 100, 30 * MS);
        assertThat(ejection.snapshot().out()).isZero();

        var other = new Ejection(SETTINGS, 4, 0);
        for (int i = 0; i < 200; i++) {
            for (int instance = 0; instance < 4; instance++) {
                other.succeeded(instance, instance == 2 ? 30 * MS + 1_000 : 10 * MS, i * 10L * MS);
            }
        }
        assertThat(other.out(2, 2 * SECOND)).isTrue();
        assertThat(other.snapshot()).isEqualTo(new Ejection.Snapshot(1, 1, 0, 0));
    }

    @Test
    void fewAnswersSayNothing() {
        for (int i = 0; i < 19; i++) {
            answers(i * MS, 1, SECOND);
        }
        answers(SECOND, 1, SECOND);
        assertThat(ejection.snapshot().slow()).isZero();
        answers(2 * SECOND, 1, SECOND);
        assertThat(ejection.snapshot().slow()).isEqualTo(1);

        var other = new Ejection(SETTINGS, 4, 0);
        for (int i = 0; i < 19; i++) {
            for (int instance = 0; instance < 4; instance++) {
                other.succeeded(instance, instance == 0 ? SECOND : MS, i * SECOND / 4);
            }
        }
        assertThat(other.snapshot().slow()).isZero();
    }

    @Test
    void whoFailsMoreThanTheOthersIsLeftOut() {
        for (int i = 0; i < 200; i++) {
            for (int instance = 0; instance < 4; instance++) {
                long now = i * 10L * MS;
                if (ejection.out(instance, now)) {
                    continue;
                }
                if ((instance == 1 && i % 2 == 0) || i % 50 == 0) {
                    ejection.failed(instance, MS, now);
                } else {
                    ejection.succeeded(instance, MS, now);
                }
            }
        }
        assertThat(ejection.out(1, 2 * SECOND)).isTrue();
        assertThat(ejection.snapshot()).isEqualTo(new Ejection.Snapshot(1, 0, 1, 0));
    }

    @Test
    void whoRefusesAtOnceMakesNobodyElseLookSlow() {
        var two = new Ejection(SETTINGS, 2, 0);
        for (int i = 0; i < 200; i++) {
            long now = i * 10L * MS;
            if (!two.out(0, now)) {
                two.succeeded(0, 20 * MS, now);
            }
            if (!two.out(1, now)) {
                two.failed(1, MS / 10, now);
            }
        }
        assertThat(two.out(0, 2 * SECOND)).isFalse();
        assertThat(two.out(1, 2 * SECOND)).isTrue();
        assertThat(two.snapshot()).isEqualTo(new Ejection.Snapshot(1, 0, 1, 0));
    }

    @Test
    void whereAllAreSlowOrAllFailNobodyStandsOut() {
        for (int i = 0; i < 500; i++) {
            for (int instance = 0; instance < 4; instance++) {
                if (i % 2 == 0) {
                    ejection.failed(instance, SECOND, i * 10L * MS);
                } else {
                    ejection.succeeded(instance, SECOND, i * 10L * MS);
                }
            }
        }
        assertThat(ejection.snapshot().out()).isZero();
    }

    @Test
    void itComesBackAfterItsTimeAndIsLeftOutForLongerTheNextTime() {
        answers(0, 100, SECOND);
        answers(SECOND, 100, SECOND);
        assertThat(ejection.out(0, SECOND)).isTrue();
        long back = firstIn(SECOND);
        assertThat(back).isBetween(11 * SECOND, 12 * SECOND);

        answers(back, 100, SECOND);
        answers(back + SECOND, 100, SECOND);
        long again = back + 2 * SECOND;
        assertThat(ejection.out(0, again)).isTrue();
        assertThat(firstIn(again) - back).isBetween(20 * SECOND, 22 * SECOND);
    }

    private long firstIn(long from) {
        long now = from;
        while (ejection.out(0, now)) {
            now += MS;
        }
        return now;
    }

    @Test
    void noMoreThanAShareIsLeftOut() {
        var shared = new Ejection(new Ejection.Settings(2, 10 * SECOND, 0.34), 6, 0);
        for (int i = 0; i < 300; i++) {
            for (int instance = 0; instance < 6; instance++) {
                long now = i * 10L * MS;
                if (!shared.out(instance, now)) {
                    shared.succeeded(instance, instance < 3 ? 10 * MS : (90 + instance) * MS, now);
                }
            }
        }
        assertThat(shared.snapshot().out()).isLessThanOrEqualTo(2);
        assertThat(shared.snapshot().spared() + shared.snapshot().slow()).isPositive();

        var none = new Ejection(new Ejection.Settings(2, SECOND, 0.24), 4, 0);
        for (int i = 0; i < 300; i++) {
            for (int instance = 0; instance < 4; instance++) {
                none.succeeded(instance, instance == 0 ? SECOND : MS, i * 10L * MS);
            }
        }
        assertThat(none.snapshot().out()).isZero();
        assertThat(none.snapshot().spared()).isPositive();
    }

    @Test
    void threadsLeaveOutOnceWhatIsToBeLeftOut() {
        for (int round = 0; round < 50; round++) {
            var shared = new Ejection(SETTINGS, 4, 0);
            var answers = new AtomicInteger();
            Together.run(
                    4,
                    thread -> {
                        for (int i = 0; i < 400; i++) {
                            long now = i * 10L * MS;
                            if (!shared.out(thread, now)) {
                                shared.succeeded(thread, thread == 3 ? SECOND : MS, now);
                                answers.incrementAndGet();
                            }
                        }
                    });
            assertThat(shared.snapshot().out()).isBetween(0, 1);
        }
    }

    @Test
    void settingsSayTheValueAndTheBound() {
        assertThatThrownBy(() -> new Ejection.Settings(1, 1, 1))
                .hasMessage("times must be > 1 and finite, got 1.0");
        assertThatThrownBy(() -> new Ejection.Settings(2, 0, 1))
                .hasMessage("the time it is left out must be > 0, got 0");
        assertThatThrownBy(() -> new Ejection.Settings(2, 1, 1.1))
                .hasMessage("the share that may be left out must be in [0, 1], got 1.1");
        assertThatThrownBy(() -> new Ejection(SETTINGS, 0, 0))
                .hasMessage("instances must be >= 1, got 0");
    }
}
