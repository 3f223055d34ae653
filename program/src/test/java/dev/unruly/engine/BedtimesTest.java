package dev.unruly.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.forall.Draw;
import dev.unruly.forall.Forall;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BedtimesTest {

    private static final long SLOT = 1L << 22;

    /// So many slots are told apart; what is later is far.
    private static final long ROUND = 65_536 * SLOT;

    private final Bedtimes bedtimes = new Bedtimes();
    private final List<Integer> woken = new ArrayList<>();

    @Test
    void nothingIsDueInAnEmptyHouse() {
        assertThat(bedtimes.nextNanos()).isEqualTo(Bedtimes.NEVER);
        wake(100 * SLOT);
        assertThat(woken).isEmpty();
    }

    @Test
    void wakesJustBeforeTheSlotOfTheMoment() {
        bedtimes.add(1, 5 * SLOT, 0);
        bedtimes.add(2, 6 * SLOT - 1, 0);
        bedtimes.add(3, 6 * SLOT, 0);
        assertThat(bedtimes.nextNanos()).isEqualTo(5 * SLOT - 1);
        wake(5 * SLOT - 2);
        assertThat(woken).isEmpty();
        wake(5 * SLOT - 1);
        assertThat(woken).containsExactlyInAnyOrder(1, 2);
        assertThat(bedtimes.nextNanos()).isEqualTo(6 * SLOT - 1);
    }

    @Test
    void soonestIsTheNextSlotThatIsNotYetBeingWoken() {
        assertThat(Bedtimes.soonestNanos(3 * SLOT - 2)).isEqualTo(3 * SLOT);
        assertThat(Bedtimes.soonestNanos(3 * SLOT - 1)).isEqualTo(4 * SLOT);
        assertThat(Bedtimes.soonestNanos(3 * SLOT)).isEqualTo(4 * SLOT);
        bedtimes.add(1, 4 * SLOT, 3 * SLOT);
        assertThat(bedtimes.nextNanos()).isEqualTo(4 * SLOT - 1);
    }

    @Test
    void wakesInTimeAtTheEdgesOfARound() {
        for (long slots : new long[] {65_534, 65_535, 65_536, 65_537, 3 * 65_536 + 7}) {
            var each = new Bedtimes();
            each.add(1, (10 + slots) * SLOT + 5, 10 * SLOT);
            assertThat(wakesAt(each, (10 + slots) * SLOT + 5)).isEqualTo((10 + slots) * SLOT - 1);
        }
    }

    @Test
    void whatIsLateIsWokenAtOnce() {
        bedtimes.add(1, 5 * SLOT, 0);
        bedtimes.add(2, 7 * SLOT, 0);
        bedtimes.add(3, 9 * SLOT, 0);
        wake(8 * SLOT);
        assertThat(woken).containsExactly(1, 2);
    }

    @Test
    void manyShareASlot() {
        for (int row = 0; row < 100; row++) {
            bedtimes.add(row, 5 * SLOT + row, 0);
        }
        wake(5 * SLOT - 1);
        assertThat(woken).hasSize(100).doesNotHaveDuplicates();
        assertThat(bedtimes.nextNanos()).isEqualTo(Bedtimes.NEVER);
    }

    @Test
    void clearedItWakesNobody() {
        bedtimes.add(1, 5 * SLOT, 0);
        bedtimes.add(2, 2 * ROUND, 0);
        bedtimes.clear();
        assertThat(bedtimes.nextNanos()).isEqualTo(Bedtimes.NEVER);
        bedtimes.add(3, 5 * SLOT, 0);
        wake(3 * ROUND);
        assertThat(woken).containsExactly(3);
    }

    @Test
    void everybodyIsWokenOnceAndInTime() {
        Forall.check(100, 20260301, BedtimesTest::anyTimes);
    }

    private static void anyTimes(Draw draw) {
        var bedtimes = new Bedtimes();
        Map<Integer, Long> asleep = new HashMap<>();
        long now = draw.between(0L, 10 * ROUND);
        for (int row = 0; row < 300; row++) {
            long least = Bedtimes.soonestNanos(now) - now;
            long most = draw.oneOf(10 * SLOT, ROUND, 5 * ROUND);
            long at = now + draw.between(least, least + most);
            asleep.put(row, at);
            bedtimes.add(row, at, now);
            if (draw.coin()) {
                now = wakeNext(bedtimes, asleep, now);
            }
        }
        while (!asleep.isEmpty()) {
            now = wakeNext(bedtimes, asleep, now);
        }
        assertThat(bedtimes.nextNanos()).isEqualTo(Bedtimes.NEVER);
    }

    /// Wakes at the next moment that is asked for. Returns it.
    private static long wakeNext(Bedtimes bedtimes, Map<Integer, Long> asleep, long nowNanos) {
        long now = Math.max(nowNanos, bedtimes.nextNanos());
        bedtimes.wake(
                now,
                (rows, count) -> {
                    for (int i = 0; i < count; i++) {
                        assertThat(asleep).containsKey(rows[i]);
                        long at = asleep.getOrDefault(rows[i], 0L);
                        asleep.remove(rows[i]);
                        if (at >= Bedtimes.soonestNanos(now)) {
                            asleep.put(rows[i], at);
                            bedtimes.add(rows[i], at, now);
                        }
                    }
                });
        assertThat(asleep.values()).allMatch(at -> at >= Bedtimes.soonestNanos(now));
        return now;
    }

    /// When a row is woken for good that is put back as long as its moment is later.
    private static long wakesAt(Bedtimes bedtimes, long atNanos) {
        long[] last = {0};
        while (bedtimes.nextNanos() != Bedtimes.NEVER) {
            long now = bedtimes.nextNanos();
            last[0] = now;
            bedtimes.wake(
                    now,
                    (rows, count) -> {
                        assertThat(count).isEqualTo(1);
                        if (atNanos >= Bedtimes.soonestNanos(now)) {
                            bedtimes.add(rows[0], atNanos, now);
                        }
                    });
        }
        return last[0];
    }

    private void wake(long nowNanos) {
        bedtimes.wake(
                nowNanos,
                (rows, count) -> {
                    for (int i = 0; i < count; i++) {
                        woken.add(rows[i]);
                    }
                });
    }
}
