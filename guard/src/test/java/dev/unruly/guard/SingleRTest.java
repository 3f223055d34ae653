package dev.unruly.guard;

import static dev.unruly.guard.Still.MS;
import static dev.unruly.guard.Still.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Hedges cut the tail as SingleR's formula says: of 97 % lognormal around 8 ms and 3 % stragglers.
final class SingleRTest {

    private static final int CALLS = 60_000;

    private record Choice(double delayMillis, double chance, double p99Millis) {}

    private record Played(double p99Millis, double extra) {}

    private final double[] observed = sorted(1);

    private static double straggling(SplittableRandom random) {
        return random.nextDouble() < 0.97
                ? 8 * StrictMath.exp(0.4 * random.nextGaussian())
                : 60 + 400 * StrictMath.pow(random.nextDouble(), 1.6);
    }

    private static double[] sorted(int seed) {
        var random = new SplittableRandom(seed);
        double[] millis = new double[CALLS];
        Arrays.setAll(millis, i -> straggling(random));
        Arrays.sort(millis);
        return millis;
    }

    /// P(X ≤ t).
    private double share(double millis) {
        int at = Arrays.binarySearch(observed, millis);
        return (at < 0 ? -at - 1 : at + 1) / (double) CALLS;
    }

    private double p99(double delay, double chance) {
        double low = 0;
        double high = 1_000;
        while (high - low > 0.01) {
            double t = (low + high) / 2;
            double answered =
                    share(t) + chance * (1 - share(t)) * (t > delay ? share(t - delay) : 0);
            if (answered >= 0.99) {
                high = t;
            } else {
                low = t;
            }
        }
        return high;
    }

    /// The delay and chance that cost a budget and make p99 the least.
    private Choice best(double budget) {
        var best = new Choice(0, 0, Double.POSITIVE_INFINITY);
        for (double delay = 5; delay < 400; delay += 1) {
            double chance = Math.min(1, budget / (1 - share(delay)));
            double p99 = p99(delay, chance);
            if (p99 < best.p99Millis) {
                best = new Choice(delay, chance, p99);
            }
        }
        return best;
    }

    private Choice fixed(double budget) {
        double delay = observed[(int) ((1 - budget) * CALLS)];
        return new Choice(delay, 1, p99(delay, 1));
    }

    private static Played play(Choice choice) {
        var random = new SplittableRandom(2);
        var budget = new WorkBudget(new WorkBudget.Settings(1, 1_000_000, SECOND), 0);
        long delay = (long) (choice.delayMillis * MS);
        var hedge = new Hedge(new Hedge.Settings(delay, choice.chance), budget, new Chance(3));
        double[] millis = new double[CALLS];
        for (int i = 0; i < CALLS; i++) {
            double first = straggling(random);
            boolean again = first * MS > delay && hedge.fires(Caller.NOBODY, i * MS);
            millis[i] = again ? Math.min(first, choice.delayMillis + straggling(random)) : first;
        }
        Arrays.sort(millis);
        return new Played(millis[(int) (0.99 * CALLS)], hedge.snapshot().fired() / (double) CALLS);
    }

    @Test
    void onePercentIsUselessAtAFixedDelayAndHalvesTheTailBySingleR() {
        double without = observed[(int) (0.99 * CALLS)];

        Played fixed = play(fixed(0.01));
        Choice choice = best(0.01);
        Played ours = play(choice);

        assertThat(fixed.p99Millis).isGreaterThan(0.93 * without);
        assertThat(ours.p99Millis).isLessThan(0.6 * without);
        assertThat(ours.p99Millis).isCloseTo(choice.p99Millis, within(0.1 * choice.p99Millis));
        assertThat(ours.extra).isBetween(0.009, 0.011);
        assertThat(choice.chance).isBetween(0.3, 0.7);
    }

    @Test
    void twoPercentBySingleRCutMoreThanTwoPercentAtAFixedDelay() {
        Played fixed = play(fixed(0.02));
        Choice choice = best(0.02);
        Played ours = play(choice);

        assertThat(ours.p99Millis).isLessThan(0.8 * fixed.p99Millis);
        assertThat(ours.p99Millis).isCloseTo(choice.p99Millis, within(0.1 * choice.p99Millis));
        assertThat(ours.extra).isBetween(0.018, 0.022);
    }
}
