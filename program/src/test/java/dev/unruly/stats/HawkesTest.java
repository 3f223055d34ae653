package dev.unruly.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.unruly.chance.Draws;
import dev.unruly.chance.Poisson;
import dev.unruly.chance.Purpose;
import dev.unruly.chance.Seed;
import dev.unruly.stats.Hawkes.Course;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HawkesTest {

    private static final Draws DRAWS = new Seed(1971).stream("arrivals");

    @ParameterizedTest
    @ValueSource(doubles = {0.3, 0.6})
    void theBranchingRatioComesBack(double branching) {
        int held = 0;
        int halfLives = 0;
        int rejected = 0;
        for (int run = 0; run < 100; run++) {
            double[] seconds = simulated(run, 1, branching, 0.5, 1_500, _ -> 1);
            Hawkes hawkes = Hawkes.of(seconds, Course.flat(1_500)).orElseThrow();
            held += hawkes.branchingInterval().contains(branching) ? 1 : 0;
            halfLives += hawkes.halfLifeInterval().contains(Math.log(2) / 0.5) ? 1 : 0;
            rejected += hawkes.fit().p() < 0.01 ? 1 : 0;
            assertThat(hawkes.gain()).isGreaterThan(10);
        }
        assertThat(held).isBetween(88, 100);
        assertThat(halfLives).isBetween(88, 100);
        assertThat(rejected).isLessThanOrEqualTo(3);
    }

    /// By more than ten of Akaike's points a Poisson process is called self-exciting once in a
    /// hundred times at the most.
    @Test
    void aPoissonProcessIsNotSelfExciting() {
        int called = 0;
        for (int run = 0; run < 200; run++) {
            double[] seconds = simulated(1_000 + run, 1, 0, 1, 1_000, _ -> 1);
            called += Hawkes.of(seconds, Course.flat(1_000)).orElseThrow().gain() > 10 ? 1 : 0;
        }
        assertThat(called).isLessThanOrEqualTo(2);
    }

    /// A rate that goes up and down is taken for bursts unless its course is known.
    @Test
    void theCourseOfTheRateIsNotABurst() {
        double[] factors = new double[40];
        for (int i = 0; i < factors.length; i++) {
            factors[i] = 1 + 0.9 * Math.sin(2 * Math.PI * i / factors.length);
        }
        double[] seconds =
                simulated(7, 2, 0.5, 1, 4_000, t -> factors[Math.min(39, (int) (t / 100))]);
        Hawkes known = Hawkes.of(seconds, new Course(100, factors)).orElseThrow();
        assertThat(known.branching()).isCloseTo(0.5, within(0.06));
        assertThat(known.rate()).isCloseTo(2, within(0.25));
        assertThat(known.fit().p()).isGreaterThan(0.01);
        Hawkes flat = Hawkes.of(seconds, Course.flat(4_000)).orElseThrow();
        assertThat(flat.branching()).isGreaterThan(known.branchingInterval().high());
    }

    @Test
    void fewMomentsSayNothing() {
        double[] few = new double[Hawkes.LEAST];
        for (int i = 0; i < few.length; i++) {
            few[i] = i + 0.5 * Math.sin(i);
        }
        assertThat(Hawkes.of(few, Course.flat(100))).isPresent();
        assertThat(Hawkes.of(Arrays.copyOf(few, 99), Course.flat(100))).isEmpty();
        assertThatThrownBy(() -> new Course(0, few)).hasMessageContaining("got 0.0 and 100");
    }

    /// Clusters of immigrants who come by thinning: Hawkes & Oakes, 1974.
    private static double[] simulated(
            int run,
            double rate,
            double branching,
            double decay,
            double end,
            DoubleUnaryOperator course) {
        List<Double> moments = new ArrayList<>();
        double at = 0;
        int draw = 0;
        while (true) {
            at -= Math.log(DRAWS.uniform(run, draw, Purpose.GAP, 0)) / (2 * rate);
            if (at >= end) {
                break;
            }
            if (2 * DRAWS.uniform(run, draw++, Purpose.THINNING, 0) < course.applyAsDouble(at)) {
                moments.add(at);
            }
        }
        for (int i = 0; i < moments.size(); i++) {
            int more = Poisson.count(branching, DRAWS.uniform(run, i, Purpose.CLUSTER_SIZE, 0));
            for (int j = 0; j < more; j++) {
                double uniform = DRAWS.uniform(run, i, Purpose.CLUSTER_DELAY, j);
                double next = moments.get(i) - Math.log(uniform) / decay;
                if (next < end) {
                    moments.add(next);
                }
            }
        }
        return moments.stream().mapToDouble(t -> t).sorted().toArray();
    }
}
