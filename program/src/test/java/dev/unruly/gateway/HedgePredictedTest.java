package dev.unruly.gateway;

import static dev.unruly.gateway.Rig.MS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.advise.Derived;
import dev.unruly.advise.HedgeRule;
import dev.unruly.advise.HedgeSetting;
import dev.unruly.advise.Known;
import dev.unruly.advise.Place;
import dev.unruly.gateway.HttpRig.Words;
import dev.unruly.model.Decision;
import dev.unruly.model.DependencySecond;
import dev.unruly.model.Policy;
import dev.unruly.model.Protection;
import dev.unruly.model.Share;
import dev.unruly.stats.Interval;
import dev.unruly.stats.Latencies;
import dev.unruly.stats.Proportion;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// Of two instances one has become slow; the hedge that advice derives from what the listener saw
/// does what was predicted of it.
class HedgePredictedTest {

    private static final int REQUESTS = 40_000;
    private static final int PER_SECOND = 200;

    private final HttpRig rig = new HttpRig(2);
    private final RandomGenerator random = new Random(7);

    /// Log-normal, as the shop's identity provider; the tail of the slow one is far longer.
    private double millis(int instance) {
        return 40 * Math.exp((instance == 0 ? 0.3 : 1.2) * random.nextGaussian());
    }

    private void protect(Policy... policies) {
        rig.link.protect(List.of(new Protection("database", "", List.of(policies))));
    }

    /// Asks at random moments; returns the seconds in which it did.
    private List<DependencySecond> play() {
        int first = (int) (rig.world.nanos() / (1_000 * MS)) + 1;
        rig.until(first * 1_000L);
        double at = rig.world.nanos();
        for (int i = 0; i < REQUESTS; i++) {
            at -= Math.log(1 - random.nextDouble()) * 1e9 / PER_SECOND;
            rig.world.runUntil((long) at);
            HttpRig.Line line = rig.open();
            line.ask(Words.get("/verify?token=" + i));
        }
        int last = (int) (rig.world.nanos() / (1_000 * MS)) + 1;
        rig.until(last * 1_000L + 20_000);
        return rig.heard.seconds.stream()
                .filter(s -> s.second() >= first && s.second() < last)
                .toList();
    }

    private long count(Decision decision, List<DependencySecond> in) {
        return rig.heard.guards.stream()
                .filter(g -> g.second() >= in.getFirst().second())
                .mapToLong(second -> second.count(decision))
                .sum();
    }

    private static Latencies seen(List<DependencySecond> seconds) {
        var all = new Latencies();
        seconds.forEach(second -> all.add(second.seen()));
        return all;
    }

    @Test
    void thePercentileAndTheExtraLoadAreAsPredicted() {
        rig.whenReceived =
                one ->
                        rig.after(
                                Math.max(1, Math.round(millis(one.instance))),
                                () -> {
                                    if (one.endings.isEmpty()) {
                                        one.answer(200, "");
                                    }
                                });
        // Something that makes requests choose their instance, and does nothing else here.
        var idle = new Policy.Retry(1, MS, MS);
        var budget = new Policy.Budget(new Share(0.1), 0, 10_000 * MS);
        protect(idle, budget);
        List<DependencySecond> before = play();
        Known known =
                Known.ofRun(Place.of("identity"), before, 0, Integer.MAX_VALUE)
                        .withRepeatable(true);
        if (!(HedgeRule.USUAL.of(known, random)
                instanceof Derived.Found<HedgeSetting>(HedgeSetting hedge, String because))) {
            throw new AssertionError("no hedge was derived");
        }
        protect(idle, budget, hedge.policy());
        List<DependencySecond> after = play();
        Latencies seen = seen(after);
        double measured = seen.quantile(0.99);
        assertThat(measured / MS)
                .as("%s; before: %s ms", because, seen(before).quantile(0.99) / MS)
                .isBetween(
                        hedge.predicted().low() / MS * 0.98, hedge.predicted().high() / MS * 1.02);
        assertThat(measured).isLessThan(0.85 * seen(before).quantile(0.99));
        long asked = count(Decision.PASSED, after);
        assertThat(asked).isEqualTo(REQUESTS);
        Interval extra = new Proportion(count(Decision.HEDGED, after), asked).wilson(0.95);
        assertThat(extra.low())
                .as("%s of %s", extra, hedge.extra())
                .isLessThan(hedge.extra().high());
        assertThat(extra.high()).isGreaterThan(hedge.extra().low());
    }
}
