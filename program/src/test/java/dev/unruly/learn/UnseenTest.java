package dev.unruly.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.unruly.chance.Draws;
import dev.unruly.chance.Purpose;
import dev.unruly.chance.Seed;
import dev.unruly.learn.LearnedArrivals.Excitement;
import dev.unruly.learn.LearnedArrivals.Known;
import dev.unruly.learn.Unseen.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Days of which there is no log are days of which nothing is known.
final class UnseenTest {

    private static final long HOUR = 3_600_000L;
    private static final long DAY = 24 * HOUR;

    /// 3 June 2024, 00:00 UTC.
    private static final long MONDAY = 1_717_372_800_000L;

    private static Span file(long fromHour, long toHour) {
        return new Span(MONDAY + fromHour * HOUR, MONDAY + toHour * HOUR, HOUR);
    }

    @Test
    void wholeDaysBetweenFilesAreUnseenAndNightsAreNot() {
        assertThat(Unseen.between(List.of()).spans()).isEmpty();
        assertThat(Unseen.between(List.of(file(0, 24), file(43, 60))).spans()).isEmpty();
        assertThat(Unseen.between(List.of(file(44, 60), file(0, 24))).spans())
                .containsExactly(new Span(MONDAY + 24 * HOUR, MONDAY + 44 * HOUR, 20 * HOUR));
        // Another file covers it.
        assertThat(Unseen.between(List.of(file(0, 24), file(44, 60), file(10, 50))).spans())
                .isEmpty();
        // As long as what is silent within a file.
        var closed = new Span(MONDAY, MONDAY + 100 * HOUR, 5 * HOUR);
        assertThat(Unseen.between(List.of(closed, file(124, 130))).spans()).isEmpty();
        assertThat(Unseen.between(List.of(closed, file(125, 130))).spans()).hasSize(1);
    }

    @Test
    void momentsGoThereAndBack() {
        var unseen = new Unseen(List.of(new Span(100, 200, 0), new Span(300, 350, 0)));
        assertThat(unseen.millis()).isEqualTo(150);
        for (long moment : new long[] {0, 99, 200, 299, 350, 1_000}) {
            assertThat(unseen.real(unseen.seen(moment))).isEqualTo(moment);
        }
        assertThat(unseen.seen(150)).isEqualTo(100);
        assertThat(unseen.touched(0, 50, 8))
                .containsExactly(false, false, true, true, false, false, true, false);
    }

    @Test
    void daysWithoutALogNeitherThinTheRateNorMakeBursts() {
        var unseen =
                new Unseen(
                        List.of(
                                new Span(MONDAY + 2 * DAY, MONDAY + 5 * DAY, 0),
                                new Span(MONDAY + 6 * DAY, MONDAY + 9 * DAY + 6 * HOUR, 0)));
        long[] moments = daily(0.02, 12);
        long[] seen = Arrays.stream(moments).filter(m -> inside(unseen, m)).toArray();
        Known holes = (Known) ArrivalTimes.of(seen, 1, unseen, _ -> {});
        assertThat(holes.perSecond().low()).isLessThan(0.02);
        assertThat(holes.perSecond().value()).isCloseTo(0.02, within(0.002));
        assertThat(holes.harmonics().getFirst().amplitude().value()).isCloseTo(0.6, within(0.1));
        assertThat(holes.harmonics().getFirst().peakHour().value()).isCloseTo(15, within(0.7));
        assertThat(holes.excitement()).isInstanceOf(Excitement.None.class);
        assertThat(holes.episodes()).isEmpty();
        // Who does not know of the holes takes them for quiet.
        Known taken = (Known) ArrivalTimes.of(seen, 1, Unseen.NOTHING, _ -> {});
        assertThat(taken.perSecond().value()).isLessThan(0.012);
    }

    private static boolean inside(Unseen unseen, long moment) {
        return unseen.spans().stream()
                .noneMatch(s -> s.fromMillis() <= moment && moment < s.toMillis());
    }

    /// Whole seconds of a Poisson process that follows a day with its peak at 15:00.
    private static long[] daily(double perSecond, int days) {
        Draws draws = new Seed(7).stream("unseen");
        List<Long> moments = new ArrayList<>();
        double at = 0;
        for (int i = 0; at < days * 86_400.0; i++) {
            at -= Math.log(draws.uniform(0, i, Purpose.GAP, 0)) / (perSecond * 1.6);
            double kept = draws.uniform(0, i, Purpose.THINNING, 0) * 1.6;
            if (kept < 1 + 0.6 * Math.cos(2 * Math.PI * (at / 3_600 - 15) / 24)) {
                moments.add(MONDAY + 1_000L * (long) at);
            }
        }
        return moments.stream().mapToLong(Long::longValue).toArray();
    }
}
