package dev.unruly.advise;

import static dev.unruly.advise.Samples.SECOND;
import static dev.unruly.advise.Samples.found;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class CacheRuleTest {

    @Test
    void duplicatesAreRateTimesRecompute() {
        CacheSetting setting = found(CacheRule.USUAL.of(use(10, 3, 60)));
        assertThat(setting.duplicates()).isCloseTo(30, within(1e-9));
        assertThat(setting.cache().eagerness()).isEqualTo(1);
        assertThat(setting.flight().waitNanos()).isEqualTo(9 * SECOND);
        assertThat(CacheRule.USUAL.of(use(10, 3, 60)).because())
                .contains("10 requests a second for one key")
                .contains("are 30 duplicates at each expiry");
    }

    @Test
    void soManyComeInASimulationToo() {
        var random = new SplittableRandom(8);
        CacheSetting unprotected = found(CacheRule.USUAL.of(use(10, 3, 60)));
        assertThat(simulate(10, 3, 60, 0, random)[0])
                .isCloseTo(unprotected.duplicates(), within(1.0));
    }

    @Test
    void earlyRefreshMissesAsOftenAsItSays() {
        var random = new SplittableRandom(9);
        // 5 duplicates: β = 1 would miss 16 % of expiries.
        CacheSetting setting = found(CacheRule.USUAL.of(use(10, 0.5, 60)));
        assertThat(setting.cache().eagerness()).isBetween(1.0, 3.0);
        assertThat(setting.missedEarly()).isCloseTo(0.01, within(1e-6));
        double[] seen = simulate(10, 0.5, 60, setting.cache().eagerness(), random);
        assertThat(seen[1]).isCloseTo(0.01, within(0.006));
        double[] atOne = simulate(10, 0.5, 60, 1, random);
        assertThat(atOne[1]).isCloseTo(StrictMath.exp(-CacheRule.early(5, 1)), within(0.02));
    }

    @Test
    void jitterSpreadsWhatWasFilledTogether() {
        var many = new CacheUse(1, SECOND / 10, 100 * SECOND, 0, 1_000, 50);
        CacheSetting setting = found(CacheRule.USUAL.of(many));
        // 1,000 keys at 50 a second take 20 s of 100 s.
        assertThat(setting.cache().jitter().value()).isCloseTo(0.2, within(1e-9));
        assertThat(setting.burstPerSecond()).isCloseTo(50, within(1e-9));
        var tooMany = new CacheUse(1, SECOND / 10, 100 * SECOND, 0, 10_000, 50);
        assertThat(found(CacheRule.USUAL.of(tooMany)).cache().jitter().value()).isEqualTo(0.5);
        assertThat(CacheRule.USUAL.of(tooMany).because())
                .contains("expire at 200 a second, of 50")
                .contains("more jitter is not given");
        var unknown = new CacheUse(1, SECOND / 10, 100 * SECOND, 0, 1_000, 0);
        assertThat(found(CacheRule.USUAL.of(unknown)).cache().jitter().value()).isEqualTo(0.1);
        assertThat(CacheRule.USUAL.of(unknown).because()).contains("not known");
    }

    @Test
    void whatNeedsNoneOrCannotBeFreshIsRefused() {
        assertThat(CacheRule.USUAL.of(use(1, 0.009, 60)).because()).contains("nothing needs");
        assertThat(CacheRule.USUAL.of(use(1, 0.01, 60))).isInstanceOf(Derived.Found.class);
        assertThat(CacheRule.USUAL.of(use(1, 3, 3)).because())
                .contains("good for 3 s and takes 3 s to make");
        assertThatThrownBy(() -> use(0, 1, 1)).hasMessageContaining("0.0");
        assertThatThrownBy(() -> use(1, 1, 0)).hasMessageContaining("fresh 0");
    }

    private static CacheUse use(double perSecond, double recompute, double fresh) {
        return new CacheUse(
                perSecond, Math.round(recompute * 1e9), Math.round(fresh * 1e9), 0, 1, 0);
    }

    /// The mean number of duplicates per expiry, and the share of expiries at which no answer was
    /// there.
    private static double[] simulate(
            double perSecond, double delta, double fresh, double beta, SplittableRandom random) {
        int expiries = 3_000;
        long duplicates = 0;
        int missed = 0;
        for (int i = 0; i < expiries; i++) {
            double now = 0;
            double ready = Double.POSITIVE_INFINITY;
            while (now < fresh) {
                now -= StrictMath.log(1 - random.nextDouble()) / perSecond;
                double ahead = -delta * beta * StrictMath.log(1 - random.nextDouble());
                if (now < fresh && ready == Double.POSITIVE_INFINITY && now + ahead >= fresh) {
                    ready = now + delta;
                }
            }
            if (ready > fresh) {
                missed++;
                // The first after the expiry makes it anew; who comes meanwhile does so too.
                double made = now + delta;
                now -= StrictMath.log(1 - random.nextDouble()) / perSecond;
                while (now < made) {
                    duplicates++;
                    now -= StrictMath.log(1 - random.nextDouble()) / perSecond;
                }
            }
        }
        return new double[] {(double) duplicates / expiries, (double) missed / expiries};
    }
}
