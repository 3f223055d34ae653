package dev.unruly.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.unruly.chance.Draws;
import dev.unruly.chance.Poisson;
import dev.unruly.chance.Purpose;
import dev.unruly.chance.Seed;
import dev.unruly.stats.DailyCourse.Counts;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class DailyCourseTest {

    private static final Draws DRAWS = new Seed(1972).stream("days");
    private static final double[] WEEK = {1.2, 1.1, 1, 1, 1.1, 0.9, 0.7};

    @Test
    void theIntervalsHoldTheTruthAsOftenAsTheySay() {
        int[] held = new int[6];
        for (int run = 0; run < 100; run++) {
            DailyCourse course = DailyCourse.of(simulated(run, 14, 0.01, 0), true);
            held[0] += course.rateInterval().contains(0.01) ? 1 : 0;
            held[1] += course.amplitudeInterval(1).contains(0.6) ? 1 : 0;
            held[2] += course.peakInterval(1).contains(15) ? 1 : 0;
            held[3] += course.amplitudeInterval(2).contains(0.2) ? 1 : 0;
            held[4] += course.weekdayInterval(0).contains(1.2) ? 1 : 0;
            held[5] += course.weekdayInterval(6).contains(0.7) ? 1 : 0;
        }
        assertThat(Arrays.stream(held).boxed().toList())
                .allSatisfy(times -> assertThat(times).isBetween(88, 100));
    }

    /// Bursts make the intervals wider, as they should.
    @Test
    void burstsWidenTheIntervals() {
        DailyCourse calm = DailyCourse.of(simulated(1, 7, 0.05, 0), false);
        DailyCourse burst = DailyCourse.of(simulated(1, 7, 0.05, 9), false);
        assertThat(calm.dispersion()).isBetween(1.0, 1.9);
        assertThat(burst.dispersion()).isGreaterThan(4);
        assertThat(width(burst.amplitudeInterval(1)))
                .isGreaterThan(1.6 * width(calm.amplitudeInterval(1)));
    }

    @Test
    void theCourseIsTheRate() {
        DailyCourse course = DailyCourse.of(simulated(2, 28, 1, 0), true);
        for (int hour = 0; hour < 24 * 7; hour += 5) {
            double due = 1 * WEEK[hour / 24] * factor(hour);
            assertThat(course.at(3_600.0 * hour)).isCloseTo(due, within(0.05));
        }
    }

    @Test
    void nobodyIsACourseToo() {
        DailyCourse course = DailyCourse.of(new Counts(0, 3_600, new long[48]), false);
        assertThat(course.perSecond()).isCloseTo(0, within(1e-9));
    }

    private static double width(Interval interval) {
        return interval.high() - interval.low();
    }

    private static double factor(double hour) {
        return 1
                + 0.6 * Math.cos(2 * Math.PI * (hour - 15) / 24)
                + 0.2 * Math.cos(4 * Math.PI * (hour - 9) / 24);
    }

    /// Ten minutes each.
    ///
    /// @param bursts how many more each of a tenth of the bins brings
    private static Counts simulated(int run, int days, double perSecond, int bursts) {
        long[] counts = new long[days * 144];
        for (int bin = 0; bin < counts.length; bin++) {
            double hour = (bin + 0.5) / 6;
            double due = 600 * perSecond * WEEK[(bin / 144) % 7] * factor(hour % 24);
            double uniform = DRAWS.uniform(run, bin, Purpose.GAP, 0);
            double scale = bursts == 0 ? 1 : bin % 10 == 0 ? bursts : 1;
            counts[bin] = Poisson.count(due * scale, uniform);
        }
        return new Counts(0, 600, counts);
    }
}
