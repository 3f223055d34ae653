package dev.unruly.advise;

import static dev.unruly.advise.Samples.found;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.unruly.chance.Distribution;
import dev.unruly.model.Share;
import dev.unruly.stats.Latencies;
import dev.unruly.stats.Queueing;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BulkheadRuleTest {

    @ParameterizedTest
    @CsvSource({
        "20, 0.01, 30",
        "20, 0.001, 35",
        "2, 0.01, 7",
        "2, 0.001, 8",
        "100, 0.01, 117",
        "100, 0.001, 128",
    })
    void placesAreErlangs(double load, double blocked, int places) {
        // All take 100 ms, so the mean is certain.
        var rule = new BulkheadRule(new Share(blocked), 0.95);
        BulkheadSetting setting = found(rule.of(constant(10 * load), 0));
        assertThat(setting.policy().most()).isEqualTo(places);
        assertThat(setting.load()).isCloseTo(load, within(1e-9));
        assertThat(setting.blocked().high()).isLessThanOrEqualTo(blocked);
        assertThat(Queueing.erlangB(places - 1, load)).isGreaterThan(blocked);
    }

    @Test
    void soManyAreTurnedAwayInASimulationToo() {
        BulkheadSetting setting =
                found(new BulkheadRule(new Share(0.01), 0.95).of(constant(200), 0));
        // The mean is that of the sample, the distribution is not: it does not matter.
        double blocked = simulate(setting.policy().most(), 200, new Distribution.Exponential(0.1));
        assertThat(blocked).isCloseTo(setting.blocked().high(), within(0.0015));
        double narrow = simulate(24, 200, new Distribution.Exponential(0.1));
        assertThat(narrow).as("the mean and a fifth").isGreaterThan(0.05);
    }

    @Test
    void theCalleesShareCapsIt() {
        var rule = BulkheadRule.USUAL;
        var capped = rule.of(constant(200), 34);
        assertThat(found(capped).policy().most()).isEqualTo(34);
        assertThat(found(capped).blocked().high()).isGreaterThan(0.001);
        assertThat(capped.because()).contains("35 places would").contains("can serve 34");
        assertThat(found(rule.of(constant(200), 35)).policy().most()).isEqualTo(35);
        assertThat(found(rule.of(constant(200), 20)).policy().most()).isEqualTo(20);
        assertThat(rule.of(constant(200), 19))
                .isEqualTo(
                        new Derived.Refused<>(
                                "200 requests a second at the peak, each for 100 ms, are 20 at a"
                                        + " time, and the callee can serve 19 at a time"));
    }

    @ParameterizedTest
    @CsvSource({"34, 35", "35, 35", "36, 36", "70, 70", "71, 70"})
    void burstsGetThePlacesThatTheyTookWhenAllWasWell(int inFlight, int places) {
        Known known = constant(200);
        Traffic t = known.traffic();
        var bursty =
                new Traffic(
                        t.seconds(),
                        t.requests(),
                        t.peakPerSecond(),
                        t.failed(),
                        t.designEffect(),
                        t.meanInFlight(),
                        inFlight,
                        t.peakConnections(),
                        t.refused(),
                        t.retries());
        var derived = BulkheadRule.USUAL.of(known.withTraffic(bursty), 0);
        assertThat(found(derived).policy().most()).isEqualTo(places);
        assertThat(derived.because().contains("they come in bursts")).isEqualTo(places > 35);
    }

    @Test
    void anUncertainMeanGetsMorePlaces() {
        var wide = new Distribution.Lognormal(30, 1.5);
        Known few = withRate(Samples.of(wide, 50), 200);
        Known many = withRate(Samples.of(wide, 50_000), 200);
        assertThat(found(BulkheadRule.USUAL.of(few, 0)).policy().most())
                .isGreaterThan(found(BulkheadRule.USUAL.of(many, 0)).policy().most());
    }

    @Test
    void tooLittleIsRefused() {
        assertThat(BulkheadRule.USUAL.of(withRate(repeated(29), 200), 0).because())
                .isEqualTo("29 calls were seen; 30 are needed to know how long a call takes");
        assertThat(BulkheadRule.USUAL.of(withRate(repeated(30), 200), 0))
                .isInstanceOf(Derived.Found.class);
        assertThat(BulkheadRule.USUAL.of(Samples.known(repeated(30)), 0).because())
                .contains("no requests per second");
        assertThatThrownBy(() -> new BulkheadRule(Share.NONE, 0.95)).hasMessageContaining("0.0");
    }

    private static Known constant(double perSecond) {
        return withRate(repeated(10_000), perSecond);
    }

    private static Latencies repeated(int count) {
        var sample = new Latencies();
        sample.record(100 * Samples.MS, count);
        return sample;
    }

    private static Known withRate(Latencies sample, double perSecond) {
        return Samples.known(sample).withTraffic(Traffic.steady(60, perSecond));
    }

    private static double simulate(int places, double perSecond, Distribution seconds) {
        var random = new SplittableRandom(5);
        var ends = new PriorityQueue<Double>();
        double now = 0;
        int blocked = 0;
        int calls = 400_000;
        for (int i = 0; i < calls; i++) {
            now -= StrictMath.log(1 - random.nextDouble()) / perSecond;
            while (!ends.isEmpty() && ends.peek() <= now) {
                ends.remove();
            }
            if (ends.size() < places) {
                ends.add(now + seconds.quantile(random.nextDouble()));
            } else {
                blocked++;
            }
        }
        return (double) blocked / calls;
    }
}
