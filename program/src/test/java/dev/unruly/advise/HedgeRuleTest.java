package dev.unruly.advise;

import static dev.unruly.advise.Samples.MS;
import static dev.unruly.advise.Samples.found;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.unruly.chance.Distribution;
import dev.unruly.model.Share;
import dev.unruly.stats.Latencies;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HedgeRuleTest {

    private static final Distribution BODY = new Distribution.Lognormal(8, 0.5);
    private static final Known SEEN = seen(1_000_000);

    /// Always sent, and SingleR, in milliseconds.
    @ParameterizedTest
    @CsvSource({"0.01, 240.6, 123.9", "0.02, 114.6, 71.9", "0.05, 32.8, 32.8"})
    void budgetsGiveWhatTheReferenceHas(double budget, double fixed, double single) {
        HedgeSetting setting = found(rule(budget).of(SEEN, new SplittableRandom(1)));
        assertThat(setting.withoutNanos() / 1e6).isCloseTo(240.7, within(0.025 * 240.7));
        assertThat(setting.fixedNanos() / 1e6).isCloseTo(fixed, within(0.03 * fixed));
        assertThat(setting.predictedNanos() / 1e6).isLessThan(1.01 * single);
        assertThat(setting.predicted().contains(setting.predictedNanos())).isTrue();
        assertThat(setting.extra().low()).isLessThanOrEqualTo(budget);
        assertThat(setting.extra().high()).isLessThan(1.03 * budget);
    }

    /// The reference's delays and chances give what it says; ours are a little better, for every
    /// delay is tried.
    @ParameterizedTest
    @CsvSource({"0.01, 107, 0.5, 123.9", "0.02, 32.7, 0.62, 71.9"})
    void theReferencesChoiceIsPredictedAsItSays(
            double budget, double delay, double chance, double single) {
        var seen = new Alone(SEEN.answered(), SEEN.answered());
        assertThat(seen.quantile(0.99, delay * MS, chance) / 1e6)
                .isCloseTo(single, within(0.03 * single));
        assertThat(chance * seen.longer(delay * MS)).isCloseTo(budget, within(0.02 * budget));
        HedgeSetting setting = found(rule(budget).of(SEEN, new SplittableRandom(1)));
        assertThat(setting.predictedNanos() / 1e6).isBetween(0.85 * single, single);
        double spent =
                setting.policy().chance().value() * seen.longer(setting.policy().delayNanos());
        assertThat(spent).isCloseTo(budget, within(0.001 * budget));
    }

    @Test
    void aFixedPercentileIsCalledUselessWhereItIs() {
        assertThat(rule(0.01).of(SEEN, new SplittableRandom(1)).because())
                .contains("fixed percentile would be useless: with a budget of 1 %");
        assertThat(rule(0.011).of(SEEN, new SplittableRandom(1)).because())
                .doesNotContain("useless")
                .contains("after the 98.9th percentile, would give");
    }

    @Test
    void theIntervalHoldsWhatASimulationGives() {
        HedgeSetting setting = found(rule(0.02).of(seen(20_000), new SplittableRandom(2)));
        var random = new SplittableRandom(3);
        var taken = new Latencies();
        int hedged = 0;
        int count = 400_000;
        for (int i = 0; i < count; i++) {
            long first = draw(random);
            boolean late = first > setting.policy().delayNanos();
            if (late && random.nextDouble() < setting.policy().chance().value()) {
                hedged++;
                first = Math.min(first, setting.policy().delayNanos() + draw(random));
            }
            taken.record(first);
        }
        assertThat(setting.predicted().contains(taken.quantile(0.99))).isTrue();
        assertThat(setting.extra().contains((double) hedged / count)).isTrue();
        assertThat(setting.predicted().high()).isLessThan(1.5 * setting.predictedNanos());
    }

    @Test
    void whatMakesBothSlowLeavesLessToGain() {
        var random = new SplittableRandom(4);
        double[][] apart = pairs(0, random);
        double[][] alike = pairs(0.7, random);
        HedgeSetting free = found(rule(0.02).ofPairs(apart, true, random));
        HedgeSetting bound = found(rule(0.02).ofPairs(alike, true, random));
        assertThat(free.predictedNanos() / 1e6).isBetween(60.0, 85.0);
        assertThat(bound.predictedNanos()).isGreaterThan(1.8 * free.predictedNanos());
        // Blind to it, the histogram would promise as much as for the free ones.
        var marginal = new Latencies();
        for (double[] pair : alike) {
            marginal.record(Math.round(pair[0]));
        }
        Known blind = Samples.known(marginal).withRepeatable(true);
        assertThat(found(rule(0.02).of(blind, random)).predictedNanos() / 1e6)
                .isBetween(60.0, 85.0);
    }

    @Test
    void whatIsSlowTogetherCannotBeHedged() {
        var random = new SplittableRandom(5);
        var derived = rule(0.02).ofPairs(pairs(1, random), true, random);
        assertThat(derived).isInstanceOf(Derived.Refused.class);
        assertThat(derived.because()).contains("less than 5 % shorter");
    }

    @Test
    void whatMustNotBeRepeatedOrIsHardlyKnownIsRefused() {
        var random = new SplittableRandom(6);
        assertThat(rule(0.02).of(SEEN.withRepeatable(false), random).because())
                .contains("may do harm");
        assertThat(rule(0.02).of(seen(298), random).because())
                .startsWith("298 answers were seen; 299 are needed to bound the 99th");
        Known even =
                Samples.known(Samples.of(new Distribution.Uniform(10, 11), 10_000))
                        .withRepeatable(true);
        assertThat(rule(0.02).of(even, random).because()).contains("less than 5 % shorter");
        assertThatThrownBy(() -> rule(0)).hasMessageContaining("got 0.0");
    }

    @Test
    void aPercentileAmongThoseThatWereCutOffIsNotKnown() {
        Latencies answered = Samples.of(new Distribution.Lognormal(8, 1), 9_900);
        var few = new Latencies();
        few.record(200 * MS, 99);
        Known known = Samples.known(answered).withRepeatable(true);
        assertThat(rule(0.02).of(known.withCutOff(few), new SplittableRandom(1)))
                .isInstanceOf(Derived.Found.class);
        few.record(200 * MS, 1);
        assertThat(rule(0.02).of(known.withCutOff(few), new SplittableRandom(1)).because())
                .isEqualTo(
                        "1 % of 10,000 calls were cut off, so the 99th percentile is not known;"
                                + " fewer than 1 % may be");
    }

    /// 1,000 keys on 100 servers (Jeffrey Dean & Luiz Barroso, "The tail at scale", 2013): without
    /// hedging the 99.9th percentile of reading all of them was 1,800 ms; with 2 % more requests it
    /// was 74 ms. A key takes longer than 10 ms in 2 % of reads; stalls are so rare and long that
    /// reads take what the paper has: 5 % of them more than 52 ms, 1 % more than 994 ms, 0.1 % more
    /// than 1,800 ms.
    @Test
    void theTailAtScale() {
        var random = new SplittableRandom(7);
        var keys = new Latencies();
        for (int i = 0; i < 4_000_000; i++) {
            keys.record(key(random));
        }
        // All of 1,000 within the 99.9th percentile: each within its 99.9999th.
        var rule = new HedgeRule(new Share(0.02), new Share(1 - 1e-6), 0.95);
        Known known = Samples.known(keys).withRepeatable(true);
        HedgeSetting setting = found(rule.of(known, random));
        var without = new Latencies();
        var with = new Latencies();
        long hedges = 0;
        for (int read = 0; read < 10_000; read++) {
            long longest = 0;
            long longestHedged = 0;
            for (int i = 0; i < 1_000; i++) {
                long first = key(random);
                long hedged = first;
                if (first > setting.policy().delayNanos()
                        && random.nextDouble() < setting.policy().chance().value()) {
                    hedges++;
                    hedged = Math.min(first, setting.policy().delayNanos() + key(random));
                }
                longest = Math.max(longest, first);
                longestHedged = Math.max(longestHedged, hedged);
            }
            without.record(longest);
            with.record(longestHedged);
        }
        assertThat(without.quantile(0.999) / 1e6).isBetween(1_500.0, 2_100.0);
        assertThat(with.quantile(0.999) / 1e6).isLessThan(74);
        assertThat(hedges / 1e7).isLessThanOrEqualTo(0.0202);
        assertThat(with.quantile(0.999) / 1e6).isBetween(15.0, 74.0);
    }

    private static HedgeRule rule(double budget) {
        return new HedgeRule(new Share(budget), new Share(0.99), 0.95);
    }

    private static long key(RandomGenerator random) {
        double u = random.nextDouble();
        if (u >= 5.1e-5) {
            return Math.round(MS * (2 - 2.045 * StrictMath.log((u - 5.1e-5) / (1 - 5.1e-5))));
        }
        double place = random.nextDouble();
        double millis =
                u < 1e-6
                        ? 1_800 + 1_200 * place
                        : u < 1e-5
                                ? 994 + 806 * place
                                : 52 * StrictMath.exp(place * StrictMath.log(994 / 52.0));
        return Math.round(MS * millis);
    }

    /// The reference has 97 % lognormal around 8 ms and 3 % stragglers of 60 to 460 ms, with a 99th
    /// percentile of 240.7 ms; how they lie within was chosen to meet that and the case of 2 %.
    private static long draw(RandomGenerator random) {
        return random.nextDouble() < 0.03 ? straggler(random) : Samples.nanos(BODY, random);
    }

    private static long straggler(RandomGenerator random) {
        double u = random.nextDouble();
        return Math.round(MS * (60 + 400 * u * u));
    }

    private static Known seen(int count) {
        var random = new SplittableRandom(0);
        var sample = new Latencies();
        for (int i = 0; i < count; i++) {
            sample.record(draw(random));
        }
        return Samples.known(sample).withRepeatable(true);
    }

    /// Both take the same time in this share of cases.
    private static double[][] pairs(double together, RandomGenerator random) {
        double[][] pairs = new double[30_000][];
        for (int i = 0; i < pairs.length; i++) {
            boolean slow = random.nextDouble() < 0.03;
            boolean both = random.nextDouble() < together;
            long first = slow ? straggler(random) : Samples.nanos(BODY, random);
            long second = both ? first : draw(random);
            pairs[i] = new double[] {first, second};
        }
        return pairs;
    }
}
