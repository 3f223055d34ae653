package dev.unruly.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.unruly.chance.Seed;
import dev.unruly.model.Arrival;
import dev.unruly.model.Arrival.Flash;
import dev.unruly.model.Arrival.Spacing;
import dev.unruly.model.Arrival.Stretch;
import dev.unruly.model.Arrival.Wave;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Loads with an end: how many come, and when.
final class WaveTest {

    private static final long SECOND = Draft.SECOND;
    private static final List<Stretch> STAGES =
            List.of(
                    new Stretch(0, 0, 10 * SECOND),
                    new Stretch(5, 5, 60 * SECOND),
                    new Stretch(5, 10, 120 * SECOND),
                    new Stretch(10, 1, 120 * SECOND));

    private static long[] starts(Arrival arrival, int loops) {
        var origin = new Origin(0, 0, arrival, 0, new Seed(7).stream("arrivals"), List.of());
        var starts = new ArrayList<Long>();
        for (int loop = 0; loop < loops; loop++) {
            for (Stream stream : origin.onwards(new Slice(loop, loops))) {
                while (stream.next()) {
                    starts.add(stream.atNanos());
                }
            }
        }
        assertThat(origin.backwards(Slice.ALL)).isEmpty();
        return starts.stream().mapToLong(Long::longValue).sorted().toArray();
    }

    private static long between(long[] starts, long from, long to) {
        return Arrays.stream(starts).filter(at -> at >= from * SECOND && at < to * SECOND).count();
    }

    @Test
    void evenlySpacedUsersAreExactlyAsManyAsTheRateBrings() {
        long[] starts = starts(new Wave(STAGES, Spacing.EVENLY), 1);
        assertThat(starts).hasSize(300 + 900 + 660);
        assertThat(starts[0]).isEqualTo(10 * SECOND);
        assertThat(starts[1]).isEqualTo(10 * SECOND + SECOND / 5);
        assertThat(between(starts, 10, 70)).isEqualTo(300);
        assertThat(between(starts, 70, 190)).isEqualTo(900);
        assertThat(starts[starts.length - 1]).isBetween(309 * SECOND, 310 * SECOND);
        assertThat(starts(new Wave(STAGES, Spacing.EVENLY), 3)).isEqualTo(starts);
    }

    @Test
    void ratesThatNoBinaryNumberHoldsBringNobodyMore() {
        for (int perMinute : new int[] {1, 7, 11, 13, 77, 300, 999}) {
            var stretch = new Stretch(perMinute / 60.0, perMinute / 60.0, 60 * SECOND);
            var wave = new Wave(List.of(stretch, stretch, stretch), Spacing.EVENLY);
            assertThat(starts(wave, 1)).hasSize(3 * perMinute);
        }
    }

    /// The distribution of moments is that of the rate: Kolmogorov's distance, at 1 in 100.
    @Test
    void countedUsersAreExactlyAsManyAndComeByTheRate() {
        long[] starts = starts(new Wave(STAGES, Spacing.COUNTED), 1);
        assertThat(starts).hasSize(300 + 900 + 660);
        assertThat(between(starts, 0, 10)).isZero();
        assertThat(between(starts, 10, 70)).isEqualTo(300);
        assertThat(between(starts, 70, 190)).isEqualTo(900);
        double farthest = 0;
        int n = 0;
        for (long at : starts) {
            if (at >= 190 * SECOND) {
                double t = at / 1e9 - 190;
                double due = (10 * t - 9.0 / 240 * t * t) / 660;
                farthest = Math.max(farthest, Math.abs(due - n++ / 660.0));
            }
        }
        assertThat(farthest).isBetween(1e-3, 1.63 / Math.sqrt(660));
        assertThat(starts(new Wave(STAGES, Spacing.COUNTED), 3)).isEqualTo(starts);
    }

    @Test
    void aFractionOfACountedUserDoesNotCome() {
        var most = new Wave(List.of(new Stretch(3.7, 3.7, SECOND)), Spacing.COUNTED);
        assertThat(starts(most, 1)).hasSize(3);
        var whole =
                new Wave(List.of(new Stretch(7 / 60.0, 7 / 60.0, 60 * SECOND)), Spacing.COUNTED);
        assertThat(starts(whole, 1)).hasSize(7);
    }

    /// With two users x is 1/4 and 2/4, so that the second comes in the middle; with six, the third
    /// of 8 parts: erf⁻¹(−1/4) = −0.2253121, erf⁻¹(−3/4) = −0.8134198.
    @Test
    void aPeakIsTheSmoothStepOfItsFormula() {
        long[] two = starts(new Flash(4 * SECOND, 2, 20 * SECOND, Flash.Shape.PEAK), 1);
        assertThat(two).containsExactly(4 * SECOND, 14 * SECOND);
        long[] six = starts(new Flash(0, 6, 20 * SECOND, Flash.Shape.PEAK), 1);
        assertThat(six).hasSize(6);
        assertThat(six[0]).isZero();
        assertThat(six[3]).isEqualTo(10 * SECOND);
        double third = 20 * (-0.2253121 + 0.8134198) / (2 * 0.8134198);
        assertThat(six[2] / 1e9).isCloseTo(third, within(1e-5));
        long[] many = starts(new Flash(0, 1_000, 20 * SECOND, Flash.Shape.PEAK), 2);
        assertThat(many).hasSize(1_000);
        assertThat(between(many, 9, 11)).isGreaterThan(3 * between(many, 4, 6));
        assertThat(many[999]).isBetween(18 * SECOND, 20 * SECOND);
    }
}
