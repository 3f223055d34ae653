package dev.unruly.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.unruly.chance.Draws;
import dev.unruly.chance.Poisson;
import dev.unruly.chance.Purpose;
import dev.unruly.chance.Seed;
import org.junit.jupiter.api.Test;

final class DesignEffectTest {

    private static final Draws DRAWS = new Seed(8).stream("batches");

    @Test
    void independentTrialsHaveNone() {
        double mean = 0;
        for (int run = 0; run < 50; run++) {
            mean += effect(run, 1) / 50;
        }
        // Never below 1, so a little above it on average.
        assertThat(mean).isBetween(1.0, 1.25);
    }

    /// Where five trials always share one fate, the share varies like that of a fifth of the
    /// trials.
    @Test
    void trialsThatShareTheirFateCountOnce() {
        double mean = 0;
        for (int run = 0; run < 50; run++) {
            mean += effect(run, 5) / 50;
        }
        assertThat(mean).isCloseTo(5, within(0.6));
    }

    @Test
    void batchesWithoutTrialsOrWithoutDifferenceSayNothing() {
        assertThat(DesignEffect.of(new long[] {5, 0, 5}, new long[] {5, 0, 5})).isEqualTo(1);
        assertThat(DesignEffect.of(new long[] {0, 0}, new long[] {5, 5})).isEqualTo(1);
        assertThat(DesignEffect.of(new long[] {10, 0}, new long[] {10, 10})).isEqualTo(20);
        assertThatThrownBy(() -> DesignEffect.of(new long[] {1, 0}, new long[] {2, 0}))
                .hasMessageContaining("got 1");
        assertThatThrownBy(() -> DesignEffect.of(new long[] {3, 0}, new long[] {2, 0}))
                .hasMessageContaining("3 of 2");
        assertThatThrownBy(() -> DesignEffect.of(new long[] {3}, new long[] {5, 5}))
                .hasMessageContaining("1 and 2");
    }

    @Test
    void dispersionTellsBurstsFromPacing() {
        long[] poisson = new long[5_000];
        long[] pairs = new long[5_000];
        long[] paced = new long[5_000];
        for (int n = 0; n < poisson.length; n++) {
            poisson[n] = Poisson.count(4, DRAWS.uniform(n, 0, Purpose.GAP, 0));
            pairs[n] = 2L * Poisson.count(2, DRAWS.uniform(n, 1, Purpose.GAP, 0));
            paced[n] = 4;
        }
        assertThat(Dispersion.index(poisson)).isCloseTo(1, within(0.08));
        assertThat(Dispersion.index(pairs)).isCloseTo(2, within(0.16));
        assertThat(Dispersion.index(paced)).isZero();
        assertThatThrownBy(() -> Dispersion.index(0, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Dispersion.index(3)).hasMessageContaining("1 counts");
    }

    private static double effect(int run, int together) {
        long[] successes = new long[20];
        long[] trials = new long[20];
        for (int batch = 0; batch < 20; batch++) {
            for (int trial = 0; trial < 100; trial++) {
                int fate = 100 * batch + trial / together;
                successes[batch] += DRAWS.uniform(run, fate, Purpose.VALUE, 0) < 0.9 ? 1 : 0;
                trials[batch]++;
            }
        }
        return DesignEffect.of(successes, trials);
    }
}
