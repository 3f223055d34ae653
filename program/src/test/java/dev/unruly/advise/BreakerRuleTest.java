package dev.unruly.advise;

import static dev.unruly.advise.Samples.MS;
import static dev.unruly.advise.Samples.SECOND;
import static dev.unruly.advise.Samples.found;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.unruly.chance.Distribution;
import dev.unruly.model.Policy;
import dev.unruly.model.Share;
import dev.unruly.stats.Proportion;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class BreakerRuleTest {

    private static final BreakerRule EAGER =
            new BreakerRule(1.0 / 30, new Share(0.001), new Share(0.5), new Share(0.01), 0.95);

    @Test
    void chanceOpensItMoreRarelyThanStated() {
        BreakerSetting setting = found(EAGER.of(known(100, 60, 6), 0));
        Policy.Breaker breaker = setting.policy();
        // 6 of 6,000 failed: at most 0.2 % do, by Clopper and Pearson at 95 % one-sided.
        double usual = new Proportion(6, 6_000).clopperPearson(0.9).high();
        assertThat(usual).isCloseTo(0.00197, within(0.00001));
        long tooMany = Math.round(breaker.failed().value() * setting.callsPerWindow());
        double looks = 100 * 86_400.0;
        var window = new Proportion(tooMany, setting.callsPerWindow());
        assertThat(looks * window.pOfSoMany(usual)).isLessThanOrEqualTo(1.0 / 60);
        // One fewer would not be rare enough.
        var fewer = new Proportion(tooMany - 1, setting.callsPerWindow());
        assertThat(looks * fewer.pOfSoMany(usual)).isGreaterThan(1.0 / 60);
        assertThat(setting.falseOpeningsPerDay()).isLessThanOrEqualTo(1.0 / 30);
    }

    @Test
    void itIsHeldAgainstTwoSimulatedMonths() {
        var rule = new BreakerRule(24, new Share(0.001), new Share(0.5), new Share(0.02), 0.95);
        BreakerSetting setting = found(rule.of(known(20, 3_000, 600), 0));
        int calls = (int) setting.callsPerWindow();
        boolean[] failed = new boolean[calls];
        var random = new SplittableRandom(3);
        double limit = setting.policy().failed().value() * calls - 1e-9;
        int inWindow = 0;
        int openings = 0;
        // 60 days at 20 a second, with exactly the share of failures that was seen.
        for (long i = 0; i < 60 * 86_400 * 20L; i++) {
            int at = (int) (i % calls);
            inWindow -= failed[at] ? 1 : 0;
            failed[at] = random.nextDouble() < 0.01;
            inWindow += failed[at] ? 1 : 0;
            if (inWindow >= limit) {
                openings++;
                Arrays.fill(failed, false);
                inWindow = 0;
            }
        }
        assertThat(openings / 60.0).isLessThan(12);
    }

    @Test
    void itSeesWhatItSaysItSees() {
        BreakerSetting setting = found(BreakerRule.USUAL.of(known(100, 60, 6), 0));
        assertThat(setting.policy().failed()).isEqualTo(new Share(0.2));
        assertThat(setting.callsPerWindow()).isEqualTo(500);
        var window = new Proportion(100, 500);
        assertThat(window.pOfSoMany(setting.seenFailed())).isCloseTo(0.95, within(1e-6));
        assertThat(setting.seenFailed()).isBetween(0.2, 0.25);
    }

    @Test
    void withTooFewCallsItMustNotOpen() {
        BreakerSetting setting = found(BreakerRule.USUAL.of(known(100, 60, 6), 0));
        double p = 1.0 / 60 / 8.64e6;
        for (long calls = setting.policy().least(); calls <= 500; calls++) {
            assertThat(new Proportion(Math.ceil(0.2 * calls), calls).pOfSoMany(0.01))
                    .isLessThanOrEqualTo(p);
        }
        long fewer = setting.policy().least() - 1L;
        assertThat(new Proportion(Math.ceil(0.2 * fewer), fewer).pOfSoMany(0.01)).isGreaterThan(p);
        assertThat(fewer).isBetween(20L, 100L);
    }

    @Test
    void rareCallsNeedLongerWindowsAndInTheEndAreRefused() {
        assertThat(found(BreakerRule.USUAL.of(known(100, 60, 6), 0)).policy().windowNanos())
                .isEqualTo(5 * SECOND);
        assertThat(found(BreakerRule.USUAL.of(known(1, 6_000, 6), 0)).policy().windowNanos())
                .isGreaterThan(5 * SECOND);
        var refused = BreakerRule.USUAL.of(known(0.05, 60_000, 3), 0);
        assertThat(refused).isInstanceOf(Derived.Refused.class);
        assertThat(refused.because())
                .contains("0.05 requests a second")
                .contains("120 s hold only 6 independent calls")
                .contains("50 %");
    }

    @Test
    void failuresInClustersAreFewerIndependentCalls() {
        Known even = known(100, 600, 60);
        var clustered =
                even.withTraffic(new Traffic(600, 60_000, 100, 60, 4, Double.NaN, 0, 0, 0, 0));
        double alone = found(EAGER.of(even, 0)).policy().failed().value();
        assertThat(found(EAGER.of(clustered, 0)).policy().failed().value())
                .isGreaterThan(1.5 * alone);
    }

    @Test
    void whatIsSlowIsBeyondTheBaselineAndOpensForAsLongAsRecoveryTook() {
        BreakerSetting setting = found(BreakerRule.USUAL.of(known(100, 60, 0), 7 * SECOND));
        // p99 of 1 to 101 ms, evenly: 100 ms.
        assertThat(setting.policy().slowNanos() / 1e6).isBetween(100.0, 102.5);
        assertThat(setting.policy().openNanos()).isEqualTo(7 * SECOND);
        assertThat(setting.openFrom()).isEqualTo(Stamp.THIS_RUN);
        BreakerSetting unseen = found(BreakerRule.USUAL.of(known(100, 60, 0), 0));
        assertThat(unseen.policy().openNanos()).isEqualTo(unseen.policy().windowNanos());
        assertThat(unseen.openFrom()).isEqualTo(Stamp.PRIOR);
    }

    @Test
    void withoutARateOrEnoughAnswersThereIsNone() {
        Known known = known(100, 60, 0);
        assertThat(BreakerRule.USUAL.of(known.withTraffic(Traffic.UNKNOWN), 0).because())
                .contains("no requests per second");
        var few =
                Samples.known(Samples.of(new Distribution.Uniform(1, 101), 298))
                        .withTraffic(known.traffic());
        assertThat(BreakerRule.USUAL.of(few, 0).because())
                .isEqualTo(
                        "298 answers were seen; 299 are needed to bound the 99th percentile at"
                                + " 95 %, beyond which an answer is slow");
    }

    private static Known known(double perSecond, int seconds, long failed) {
        long requests = Math.round(perSecond * seconds);
        return Samples.known(Samples.of(new Distribution.Uniform(1, 101), 6_000))
                .withTraffic(
                        new Traffic(
                                seconds, requests, perSecond, failed, 1, Double.NaN, 0, 0, 0, 0))
                .withDeadline(300 * MS);
    }
}
