package dev.unruly.advise;

import static dev.unruly.advise.Samples.MS;
import static dev.unruly.advise.Samples.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.chance.Distribution;
import dev.unruly.model.DependencySecond;
import dev.unruly.model.DependencyTally;
import dev.unruly.model.Policy;
import dev.unruly.model.Protection;
import dev.unruly.model.Share;
import dev.unruly.stats.Latencies;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class AdviceTest {

    private static final Known KNOWN =
            Samples.known(Samples.of(new Distribution.Lognormal(20, 0.8), 60_000))
                    .withTraffic(new Traffic(600, 60_000, 120, 12, 1, 2.7, 20, 10, 0, 0))
                    .withRepeatable(true)
                    .withDeadline(2 * SECOND);

    @Test
    void allKindsForOnePlace() {
        Advice advice = advice(subject());
        assertThat(advice.items())
                .extracting(Advice.Item::kind)
                .containsExactly(
                        Setting.Kind.TIMEOUT,
                        Setting.Kind.RETRY,
                        Setting.Kind.BUDGET,
                        Setting.Kind.BREAKER,
                        Setting.Kind.BULKHEAD,
                        Setting.Kind.HEDGE,
                        Setting.Kind.CACHE);
        assertThat(advice.items())
                .allSatisfy(item -> assertThat(item.setting()).isInstanceOf(Derived.Found.class));
        assertThat(advice.contradictions()).isEmpty();
        assertThat(advice.protections()).hasSize(1);
        assertThat(advice.protections().getFirst().policies())
                .extracting(policy -> (Object) policy.getClass())
                .containsExactly(
                        Policy.Timeout.class,
                        Policy.Retry.class,
                        Policy.Budget.class,
                        Policy.Breaker.class,
                        Policy.Bulkhead.class,
                        Policy.Hedge.class,
                        Policy.Ejection.class,
                        Policy.Cache.class,
                        Policy.SingleFlight.class);
    }

    /// At most half of the instances, in tenths of a percent rounded up, and never all of two.
    @Test
    void aHedgeComesWithAnEjection() {
        int[] instances = {2, 3, 4, 7};
        double[] most = {0.5, 0.334, 0.5, 0.429};
        for (int i = 0; i < instances.length; i++) {
            Advice advice = advice(subject().withCallee(0, instances[i]));
            assertThat(advice.protections().getFirst().policies())
                    .contains(new Policy.Ejection(3, 10 * SECOND, new Share(most[i])));
        }
    }

    @Test
    void theSameSeedGivesTheSameAdvice() {
        assertThat(advice(subject())).isEqualTo(advice(subject()));
    }

    @Test
    void stampsAreThoseOfTheWeakestFigure() {
        Advice advice = advice(subject());
        assertThat(stamp(advice, Setting.Kind.TIMEOUT)).isEqualTo(Stamp.THIS_RUN);
        assertThat(stamp(advice, Setting.Kind.BREAKER)).isEqualTo(Stamp.PRIOR);
        assertThat(stamp(advice(subject().withRecovery(SECOND)), Setting.Kind.BREAKER))
                .isEqualTo(Stamp.THIS_RUN);
        assertThat(stamp(advice, Setting.Kind.CACHE)).isEqualTo(Stamp.PRIOR);
    }

    @Test
    void whatIsNotKnownIsRefusedAndLeftOut() {
        Known few = Samples.known(Samples.of(new Distribution.Lognormal(20, 0.8), 20));
        Advice advice = advice(Subject.of(few));
        assertThat(advice.items())
                .hasSize(6)
                .allSatisfy(item -> {
                    assertThat(item.setting()).isInstanceOf(Derived.Refused.class);
                    assertThat(item.setting().because()).isNotBlank();
                });
        assertThat(advice.protections()).isEmpty();
    }

    @Test
    void oneInstanceIsForPeopleToRead() {
        var one =
                new Known(
                        new Place("payments", "", "10.0.0.7:80"),
                        Stamp.THIS_RUN,
                        KNOWN.parts(),
                        new Latencies(),
                        KNOWN.traffic(),
                        true,
                        0);
        assertThat(advice(Subject.of(one)).protections()).isEmpty();
    }

    @Test
    void aRunIsEnough() {
        var seconds = new ArrayList<DependencySecond>();
        var tally = new DependencyTally();
        int waiting = 0;
        // 100 a second for a minute, and then 20 a second more than it completes.
        for (int second = 0; second < 70; second++) {
            int asked = second < 60 ? 100 : 270;
            int done = second < 60 ? 100 : 250;
            for (int i = 0; i < asked; i++) {
                tally.asked();
            }
            waiting += asked - done;
            for (int i = 0; i < done; i++) {
                long own = (10 + (i * 7 + second) % 23) * MS;
                tally.completed(own, own + 4L * waiting * MS);
            }
            seconds.add(tally.take(0, second));
        }
        Subject subject = Subject.ofRun(Place.of("db"), seconds, 0, 60);
        assertThat(Samples.found(subject.capacity()).perSecond()).isEqualTo(250);
        assertThat(subject.known().traffic().peakPerSecond()).isEqualTo(100);
        assertThat(subject.points()).hasSize(70);
        Advice advice = advice(subject);
        assertThat(advice.items())
                .filteredOn(item -> item.kind() == Setting.Kind.BUDGET)
                .first()
                .satisfies(item ->
                        assertThat(item.setting().because())
                                .contains("you run at 40 % of capacity"));
        assertThat(stamp(advice, Setting.Kind.BUDGET)).isEqualTo(Stamp.THIS_RUN);
    }

    @Test
    void retriesFitIntoTheDeadline() {
        assertThat(RetryRule.USUAL.of(KNOWN, 300 * MS))
                .isInstanceOfSatisfying(
                        Derived.Found.class,
                        found ->
                                assertThat(((RetrySetting) found.value()).policy().most())
                                        .isEqualTo(2));
        // Two tries and a pause of 20 ms: 1,020 ms.
        Known base = Samples.known(constant(20 * MS)).withRepeatable(true);
        assertThat(RetryRule.USUAL.of(base.withDeadline(1_020 * MS), 500 * MS))
                .isInstanceOf(Derived.Found.class);
        assertThat(RetryRule.USUAL.of(base.withDeadline(1_020 * MS - 1), 500 * MS).because())
                .isEqualTo(
                        "two tries of 500 ms with a pause of up to 20 ms exceed the 1.02 s that the"
                                + " caller waits");
        assertThat(RetryRule.USUAL.of(base, 0).because()).contains("without a timeout");
        assertThat(RetryRule.USUAL.of(base.withRepeatable(false), MS).because())
                .contains("may do harm");
    }

    @Test
    void contradictionsAreSaid() {
        Known known =
                Samples.known(constant(50 * MS))
                        .withTraffic(Traffic.steady(10, 100))
                        .withDeadline(300 * MS);
        var timeout = new Policy.Timeout(49 * MS);
        assertThat(contradictions(known, timeout))
                .containsExactly(
                        "payments: the timeout of 49 ms is below the median of 50 ms: more than half"
                                + " of the calls are given up");
        assertThat(contradictions(known, new Policy.Timeout(50 * MS))).isEmpty();
        assertThat(
                        contradictions(
                                known,
                                new Policy.Timeout(100 * MS),
                                new Policy.Hedge(100 * MS, Share.ALL)))
                .containsExactly(
                        "payments: the hedge's delay of 100 ms is not below the timeout of 100 ms:"
                                + " none is ever sent");
        assertThat(
                        contradictions(
                                known,
                                new Policy.Timeout(100 * MS),
                                new Policy.Hedge(100 * MS - 1, Share.ALL)))
                .isEmpty();
        assertThat(
                        contradictions(
                                known,
                                new Policy.Retry(2, MS, MS),
                                new Policy.Budget(Share.NONE, 0, SECOND)))
                .containsExactly(
                        "payments: the budget is zero and there are 2 tries more: none is ever"
                                + " made");
        assertThat(
                        contradictions(
                                known,
                                new Policy.Retry(2, MS, MS),
                                new Policy.Budget(Share.NONE, 0.1, SECOND)))
                .isEmpty();
        // 100 a second for 50 ms are 5.
        assertThat(contradictions(known, new Policy.Bulkhead(4, 0)))
                .containsExactly(
                        "payments: the bulkhead has 4 places, and 5 calls run at a time on"
                                + " average");
        assertThat(contradictions(known, new Policy.Bulkhead(5, 0))).isEmpty();
    }

    @Test
    void triesMustFitAndSlowMustBeSeen() {
        Known known = Samples.known(constant(50 * MS)).withDeadline(300 * MS);
        // Three tries, and pauses of up to 20 and 40 ms.
        var retry = new Policy.Retry(2, 20 * MS, 100 * MS);
        assertThat(contradictions(known, new Policy.Timeout(80 * MS), retry)).isEmpty();
        assertThat(contradictions(known, new Policy.Timeout(80 * MS + 1), retry))
                .containsExactly(
                        "payments: 3 tries of 80 ms, with pauses, take up to 300 ms, and the"
                                + " caller waits 300 ms");
        assertThat(contradictions(known, new Policy.Timeout(301 * MS)))
                .containsExactly(
                        "payments: one try of 301 ms, with pauses, take up to 301 ms, and the"
                                + " caller waits 300 ms");
        var breaker = new Policy.Breaker(new Share(0.5), new Share(0.5), 100 * MS, SECOND, SECOND);
        assertThat(contradictions(known, new Policy.Timeout(100 * MS), breaker))
                .containsExactly(
                        "payments: the breaker calls slow what takes longer than 100 ms, and the"
                                + " timeout of 100 ms is sooner: nothing is ever slow");
        assertThat(contradictions(known, new Policy.Timeout(100 * MS + 1), breaker)).isEmpty();
        assertThat(
                        contradictions(
                                known, new Policy.Concurrency(4, 4, 8), new Policy.Bulkhead(3, 0)))
                .hasSize(1);
    }

    private static List<String> contradictions(Known known, Policy... policies) {
        return Contradictions.of(
                List.of(new Protection("payments", "", List.of(policies))), List.of(known));
    }

    private static Stamp stamp(Advice advice, Setting.Kind kind) {
        return advice.items().stream()
                .filter(item -> item.kind() == kind)
                .findFirst()
                .orElseThrow()
                .stamp();
    }

    private static Advice advice(Subject subject) {
        return Advice.of(List.of(subject), Rules.USUAL, new SplittableRandom(1));
    }

    private static Subject subject() {
        Capacity capacity = new Capacity(300, Stamp.THIS_RUN, "measured");
        return Subject.of(KNOWN)
                .withCapacity(new Derived.Found<>(capacity, "measured"), Work.ofRetries(2))
                .withCallee(0, 2)
                .withCache(new CacheUse(10, SECOND / 10, 60 * SECOND, SECOND, 100, 0));
    }

    private static Latencies constant(long nanos) {
        var sample = new Latencies();
        sample.record(nanos, 1_000);
        return sample;
    }
}
