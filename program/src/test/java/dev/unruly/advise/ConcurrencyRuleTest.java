package dev.unruly.advise;

import static dev.unruly.advise.Samples.found;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.unruly.advise.ConcurrencyRule.Point;
import dev.unruly.model.DependencySecond;
import dev.unruly.model.DependencyTally;
import dev.unruly.model.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class ConcurrencyRuleTest {

    private static final int[] LEVELS = {1, 2, 4, 8, 12, 16, 24, 32, 48, 64};

    @Test
    void whereThroughputFallsTheLimitIsItsPeak() {
        var derived = ConcurrencyRule.USUAL.of(points(0.05, 0.001, 0.02), random());
        ConcurrencySetting setting = found(derived);
        // √(0.95 / 0.001) = 30.8.
        assertThat(setting.knee()).isCloseTo(30.8, within(2.0));
        assertThat(setting.kneeInterval().contains(30.8)).isTrue();
        assertThat(setting.policy())
                .isEqualTo(
                        new Policy.Concurrency(1, (int) setting.knee() / 2, (int) setting.knee()));
        assertThat(derived.because()).contains("throughput is largest at 3");
    }

    @Test
    void whereItOnlyFlattensTheLimitIsTheKnee() {
        var derived = ConcurrencyRule.USUAL.of(points(0.1, 0, 0.02), random());
        assertThat(found(derived).knee()).isCloseTo(10, within(1.0));
        assertThat(derived.because()).contains("no longer grows with more than 1");
    }

    @Test
    void pointsThatDoNotBendAreRefused() {
        var derived = ConcurrencyRule.USUAL.of(points(0.001, 0, 0.02), random());
        assertThat(derived).isInstanceOf(Derived.Refused.class);
        assertThat(derived.because())
                .contains("up to 64 at a time the points do not bend")
                .contains("60 % or less");
    }

    @Test
    void aPeakThatWasNotReachedIsNoPeak() {
        // Its peak is at 98.
        assertThat(ConcurrencyRule.USUAL.of(points(0.001, 0.0001, 0.005), random()))
                .isInstanceOf(Derived.Refused.class);
    }

    @Test
    void noiseAndTooFewLevelsAreRefused() {
        var noise = new ArrayList<Point>();
        var random = random();
        for (int level : LEVELS) {
            noise.add(new Point(level, 100 + 50 * random.nextDouble()));
        }
        assertThat(ConcurrencyRule.USUAL.of(noise, random()).because())
                .contains("explains only")
                .contains("70 % are needed");
        List<Point> all = points(0.05, 0.001, 0);
        assertThat(ConcurrencyRule.USUAL.of(all.subList(0, 5), random()).because())
                .isEqualTo("5 levels of concurrency were seen; 6 are needed to see a knee");
    }

    @Test
    void pointsOfARunAreLittles() {
        var seconds = new ArrayList<DependencySecond>();
        var tally = new DependencyTally();
        for (int i = 0; i < 40; i++) {
            tally.asked();
            tally.completed(10 * Samples.MS, 250 * Samples.MS);
        }
        seconds.add(tally.take(0, 0));
        seconds.add(tally.take(0, 1));
        assertThat(ConcurrencyRule.points(seconds)).containsExactly(new Point(10, 40));
    }

    private static List<Point> points(double alpha, double beta, double noise) {
        var random = random();
        var points = new ArrayList<Point>();
        for (int i = 0; i < 3; i++) {
            for (int n : LEVELS) {
                double x = 50.0 * n / (1 + alpha * (n - 1) + beta * n * (n - 1));
                points.add(new Point(n, x * (1 + noise * random.nextGaussian())));
            }
        }
        return points;
    }

    private static SplittableRandom random() {
        return new SplittableRandom(10);
    }
}
