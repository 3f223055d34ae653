package dev.unruly.advise;

import static dev.unruly.advise.Samples.MS;
import static dev.unruly.advise.Samples.SECOND;
import static dev.unruly.advise.Samples.found;
import static dev.unruly.advise.Samples.known;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.unruly.chance.Distribution;
import dev.unruly.model.Share;
import dev.unruly.stats.Latencies;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class TimeoutRuleTest {

    private static final TimeoutRule ONE_IN_A_THOUSAND =
            new TimeoutRule(new Share(0.001), 0.95, 1.25, 3, 60 * SECOND, new Share(0.005));

    private static final TimeoutRule ONE_IN_A_HUNDRED =
            new TimeoutRule(new Share(0.01), 0.95, 1.25, 3, 60 * SECOND, new Share(0.005));
    private static final Distribution LONG_TAIL = new Distribution.Lognormal(40, 1);

    @Test
    void aSampleThatIsTooSmallIsRefusedWithWhatIsNeeded() {
        assertThat(ONE_IN_A_HUNDRED.of(known(Samples.of(LONG_TAIL, 37))))
                .isEqualTo(
                        new Derived.Refused<>(
                                "37 answers were seen; 299 are needed to bound the 99th percentile"
                                        + " at 95 %"));
        assertThat(ONE_IN_A_HUNDRED.of(known(Samples.of(LONG_TAIL, 298))))
                .isInstanceOf(Derived.Refused.class);
        assertThat(ONE_IN_A_HUNDRED.of(known(Samples.of(LONG_TAIL, 299))))
                .isInstanceOf(Derived.Found.class);
        assertThat(TimeoutRule.USUAL.of(known(Samples.of(LONG_TAIL, 2_994))).because())
                .contains("2,994 answers were seen; 2,995 are needed to bound the 99.9th");
        assertThat(TimeoutRule.USUAL.of(known(new Latencies())).because()).startsWith("0 answers");
    }

    @Test
    void itIsTheBoundOfTheQuantileTimesTheMargin() {
        var derived = ONE_IN_A_HUNDRED.of(known(Samples.of(LONG_TAIL, 100_000)));
        TimeoutSetting setting = found(derived);
        // q99 = 40 · e^2.326 = 409.6 ms; the bound is the 99,052nd of 100,000: 2 % above.
        assertThat(setting.upperNanos() / 1e6).isCloseTo(418, within(8.0));
        assertThat((double) setting.policy().nanos())
                .isCloseTo(1.25 * setting.upperNanos(), within(1.0));
        // 1 − Φ(ln(523 / 40)) = 0.0051.
        assertThat(setting.givenUp().contains(0.0051)).isTrue();
        assertThat(setting.policy().fullNanos()).isEqualTo(60 * SECOND);
        assertThat(derived.because()).contains("99th percentile of 100,000 answers is at most 4");
    }

    @Test
    void whereAllTakeTheSameTimeItIsPadded() {
        var tight = known(Samples.of(new Distribution.Uniform(20, 21), 10_000));
        var derived = TimeoutRule.USUAL.of(tight);
        assertThat(found(derived).policy().nanos() / 1e6).isCloseTo(3 * 20.5, within(0.7));
        assertThat(derived.because()).contains("padded to 3 times");
    }

    @Test
    void theCeilingAndTheDeadlineCapIt() {
        var sample = known(Samples.of(LONG_TAIL, 10_000));
        var low = new TimeoutRule(new Share(0.01), 0.95, 1.25, 3, 300 * MS, Share.NONE);
        assertThat(found(low.of(sample)).policy().nanos()).isEqualTo(300 * MS);
        assertThat(low.of(sample).because()).contains("ceiling of 300 ms");
        var hurried = ONE_IN_A_HUNDRED.of(sample.withDeadline(200 * MS));
        assertThat(found(hurried).policy().nanos()).isEqualTo(200 * MS);
        assertThat(found(hurried).policy().fullNanos()).isEqualTo(200 * MS);
        assertThat(found(hurried).givenUp().low()).isGreaterThan(0.04);
        assertThat(hurried.because()).contains("no more than the 200 ms that the caller waits");
    }

    @Test
    void aDeadlineBelowTheMedianIsRefused() {
        var sample = known(Samples.of(LONG_TAIL, 10_000));
        assertThat(ONE_IN_A_HUNDRED.of(sample.withDeadline(39 * MS)).because())
                .contains("half of the answers take longer than 4")
                .contains("39 ms of the caller's deadline");
        assertThat(ONE_IN_A_HUNDRED.of(sample.withDeadline(41 * MS)))
                .isInstanceOf(Derived.Found.class);
    }

    @Test
    void driftIsSaidAndTheSlowerHalfCounts() {
        Latencies fast = Samples.of(new Distribution.Lognormal(20, 0.5), 5_000);
        Latencies slow = Samples.of(new Distribution.Lognormal(40, 0.5), 5_000);
        var drifting = withParts(fast, slow);
        var steady = withParts(slow, slow);
        assertThat(ONE_IN_A_HUNDRED.of(drifting).because())
                .contains("drift")
                .contains("slower half was used");
        assertThat(found(ONE_IN_A_HUNDRED.of(drifting)).upperNanos())
                .isGreaterThanOrEqualTo(found(ONE_IN_A_HUNDRED.of(steady)).upperNanos());
        assertThat(ONE_IN_A_HUNDRED.of(steady).because()).doesNotContain("drift");
        assertThat(found(ONE_IN_A_HUNDRED.of(withParts(slow, fast))).upperNanos())
                .isEqualTo(found(ONE_IN_A_HUNDRED.of(drifting)).upperNanos());
    }

    /// What happens when each round's timeout is derived from what the last one let through.
    @Test
    void theNaiveRuleRatchetsItselfDown() {
        var random = new SplittableRandom(11);
        double[] rounds = new double[8];
        long timeout = Long.MAX_VALUE;
        for (int round = 0; round < rounds.length; round++) {
            timeout = play(LONG_TAIL, timeout, 0, random).answered().quantile(0.99);
            rounds[round] = timeout / 1e6;
        }
        double[] reference = {413, 305, 259, 229, 206, 190, 178, 167};
        for (int round = 0; round < rounds.length; round++) {
            assertThat(rounds[round]).isCloseTo(reference[round], within(0.04 * reference[round]));
        }
        assertThat(1 - LONG_TAIL.cdf(rounds[6])).isCloseTo(0.069, within(0.004));
    }

    @Test
    void oursDoesNot() {
        var random = new SplittableRandom(11);
        long timeout = Long.MAX_VALUE;
        for (int round = 0; round < 20; round++) {
            Known seen = play(LONG_TAIL, timeout, 0.005, random);
            timeout = found(ONE_IN_A_HUNDRED.of(seen)).policy().nanos();
            assertThat(timeout / 1e6).isBetween(1.25 * 400, 1.25 * 440);
            assertThat(1 - LONG_TAIL.cdf(timeout / 1e6)).isLessThan(0.01);
        }
    }

    @Test
    void itFollowsADependencyThatHasBecomeSlower() {
        var random = new SplittableRandom(12);
        Distribution slower = new Distribution.Lognormal(120, 1);
        long timeout =
                found(ONE_IN_A_HUNDRED.of(play(LONG_TAIL, Long.MAX_VALUE, 0, random)))
                        .policy()
                        .nanos();
        assertThat(1 - slower.cdf(timeout / 1e6)).isGreaterThan(0.05);
        for (int round = 0; round < 4; round++) {
            Known seen = play(slower, timeout, 0.005, random);
            timeout = found(ONE_IN_A_HUNDRED.of(seen)).policy().nanos();
        }
        assertThat(timeout / 1e6).isBetween(3 * 1.25 * 395, 3 * 1.25 * 450);
    }

    @Test
    void whatLiesBeyondWhatWasWatchedIsDoubled() {
        var cut = new Latencies();
        cut.record(100 * MS, 500);
        var derived =
                ONE_IN_A_HUNDRED.of(
                        known(Samples.of(new Distribution.Uniform(10, 90), 9_500)).withCutOff(cut));
        assertThat(derived.because()).contains("lies beyond").contains("500 calls were cut off");
        assertThat(found(derived).upperNanos() / 1e6).isCloseTo(200, within(3.0));
        assertThat(found(derived).givenUp().low()).isZero();
        assertThat(found(derived).givenUp().high()).isCloseTo(0.054, within(0.002));
    }

    /// Twenty that were watched for two seconds are too few for a value, but many enough to know
    /// that one call in a thousand takes longer than those two seconds.
    @Test
    void fewThatWereWatchedForLongStillCount() {
        var cut = new Latencies();
        cut.record(2 * SECOND, 20);
        var derived =
                ONE_IN_A_THOUSAND.of(
                        known(Samples.of(new Distribution.Uniform(10, 60), 3_980)).withCutOff(cut));
        assertThat(derived.because()).contains("lies beyond 1.99 s");
        assertThat(found(derived).upperNanos() / 1e9).isCloseTo(4, within(0.05));
    }

    @Test
    void oneThatWasWatchedForLongProvesLittle() {
        var cut = new Latencies();
        cut.record(100 * MS, 39);
        cut.record(5 * SECOND, 1);
        var derived =
                ONE_IN_A_THOUSAND.of(
                        known(Samples.of(new Distribution.Uniform(10, 90), 3_960)).withCutOff(cut));
        assertThat(found(derived).upperNanos() / 1e6).isCloseTo(200, within(3.0));
    }

    @Test
    void rulesMakeSense() {
        assertThatThrownBy(() -> new TimeoutRule(Share.NONE, 0.95, 1, 1, SECOND, Share.NONE))
                .hasMessageContaining("got 0.0");
        assertThatThrownBy(() -> new TimeoutRule(new Share(0.01), 0.95, 0.9, 1, SECOND, Share.NONE))
                .hasMessageContaining("0.9");
        assertThatThrownBy(() -> new TimeoutRule(new Share(0.01), 1, 1, 1, SECOND, Share.NONE))
                .hasMessageContaining("got 1.0");
    }

    /// One round: those that take longer than the timeout are cut off, but for the probes.
    private static Known play(
            Distribution millis, long timeout, double probe, SplittableRandom random) {
        var answered = new Latencies();
        var cutOff = new Latencies();
        for (int i = 0; i < 100_000; i++) {
            long nanos = Samples.nanos(millis, random);
            boolean probing = random.nextDouble() < probe;
            if (nanos <= timeout || probing) {
                answered.record(nanos);
            } else {
                cutOff.record(timeout);
            }
        }
        return known(answered).withCutOff(cutOff);
    }

    private static Known withParts(Latencies... parts) {
        return new Known(
                Place.of("payments"),
                Stamp.THIS_RUN,
                List.of(parts),
                new Latencies(),
                Traffic.UNKNOWN,
                false,
                0);
    }
}
