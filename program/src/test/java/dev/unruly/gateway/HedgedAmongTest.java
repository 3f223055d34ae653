package dev.unruly.gateway;

import static dev.unruly.gateway.Rig.MS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.chance.Distribution;
import dev.unruly.chance.Draws;
import dev.unruly.chance.Purpose;
import dev.unruly.chance.Seed;
import dev.unruly.gateway.HttpRig.Call;
import dev.unruly.gateway.HttpRig.Line;
import dev.unruly.gateway.HttpRig.Served;
import dev.unruly.gateway.HttpRig.Words;
import dev.unruly.model.Policy;
import dev.unruly.model.Protection;
import dev.unruly.model.Share;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A hedge with the ejection that advice gives it, among instances of which one is not well: never
/// worse than nothing.
class HedgedAmongTest {

    private static final long SECOND = 1_000 * MS;
    private static final int REQUESTS = 6_000;
    private static final long EVERY_MS = 5;

    /// Whoever has no answer then goes without.
    private static final long PATIENCE_MS = 3_000;

    private static final Policy HEDGE = new Policy.Hedge(40 * MS, new Share(0.5));

    enum Ill {
        NOT,
        SLOW,
        REFUSES,
        SHUT,
        SILENT
    }

    /// @param good how many were answered well in time
    /// @param p99 milliseconds that it took, with those for whom it took their patience
    /// @param mean the same
    private record Fared(int good, long p99, double mean) {}

    private static Policy ejection(int instances) {
        return new Policy.Ejection(3, 10 * SECOND, new Share(instances == 3 ? 0.334 : 0.5));
    }

    private static Fared play(int instances, Ill ill, Policy... policies) {
        var rig = new HttpRig(instances);
        Draws draws = new Seed(7).stream("service");
        var lognormal = new Distribution.Lognormal(10, 0.5);
        int[] asked = {0};
        rig.whenReceived =
                one -> {
                    int n = asked[0]++;
                    double takes = lognormal.quantile(draws.uniform(n, 0, Purpose.VALUE, 0));
                    boolean strays = draws.uniform(n, 0, Purpose.VALUE, 1) < 0.02;
                    long ms = Math.round(strays ? takes + 300 : takes);
                    boolean sick = one.instance == 1;
                    if (sick && ill == Ill.REFUSES) {
                        one.answer(503, "");
                    } else if (!(sick && ill == Ill.SILENT)) {
                        rig.after(sick && ill == Ill.SLOW ? 10 * ms : ms, () -> answer(one));
                    }
                };
        if (ill == Ill.SHUT) {
            rig.doors.get(1).close();
        }
        rig.link.protect(List.of(new Protection("database", "", List.of(policies))));
        var calls = new ArrayList<Call>();
        for (int i = 0; i < REQUESTS; i++) {
            rig.until(1 + i * EVERY_MS);
            Line line = rig.open();
            calls.add(line.ask(Words.get("/" + i)));
            rig.after(PATIENCE_MS, () -> line.connection().close());
        }
        rig.until(REQUESTS * EVERY_MS + PATIENCE_MS + 1_000);
        return fared(calls);
    }

    private static void answer(Served one) {
        if (one.endings.isEmpty()) {
            one.answer(200, "");
        }
    }

    private static Fared fared(List<Call> calls) {
        long[] took = new long[calls.size()];
        int good = 0;
        for (int i = 0; i < took.length; i++) {
            Call call = calls.get(i);
            boolean answered = call.status == 200 && call.receivedNanos >= 0;
            took[i] = answered ? call.receivedNanos / MS - (1 + i * EVERY_MS) : PATIENCE_MS;
            good += answered ? 1 : 0;
        }
        double mean = Arrays.stream(took).average().orElseThrow();
        Arrays.sort(took);
        return new Fared(good, took[took.length * 99 / 100], mean);
    }

    @ParameterizedTest
    @CsvSource({
        "2, NOT",
        "2, SLOW",
        "2, REFUSES",
        "2, SILENT",
        "2, SHUT",
        "3, NOT",
        "3, SLOW",
        "3, REFUSES",
        "3, SILENT",
        "3, SHUT"
    })
    void withAnEjectionItIsNeverWorse(int instances, Ill ill) {
        Fared without = play(instances, ill);
        Fared both = play(instances, ill, HEDGE, ejection(instances));
        assertThat(both.good).isGreaterThanOrEqualTo(without.good);
        assertThat(both.p99).isLessThanOrEqualTo(without.p99);
        assertThat(both.mean).isLessThanOrEqualTo(without.mean);
        assertThat(both.good).isGreaterThanOrEqualTo(REQUESTS * 94 / 100);
    }

    /// Who refuses at once has the least under way and draws what others would answer: the hedge
    /// alone is worse than nothing, and the ejection is what helps. Until it has seen enough, a
    /// second each time, what is asked is lost.
    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void aHedgeAloneIsWorseWhereOneRefusesAtOnce(int instances) {
        Fared alone = play(instances, Ill.REFUSES, HEDGE);
        Fared both = play(instances, Ill.REFUSES, HEDGE, ejection(instances));
        assertThat(alone.good).isLessThan(REQUESTS / instances * (instances - 1));
        assertThat(both.good).isGreaterThanOrEqualTo(REQUESTS * 94 / 100);
    }
}
