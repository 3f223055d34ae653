package dev.unruly.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.unruly.backend.Blueprint;
import dev.unruly.backend.Link;
import dev.unruly.backend.Link.Connecting;
import dev.unruly.backend.Link.Far;
import dev.unruly.backend.Page;
import dev.unruly.backend.Step;
import dev.unruly.backend.Tries;
import dev.unruly.chance.Distribution;
import dev.unruly.chance.Distribution.Constant;
import dev.unruly.chance.Distribution.Exponential;
import dev.unruly.chance.Zipf;
import dev.unruly.engine.Plan;
import dev.unruly.model.Decision;
import dev.unruly.model.Fault;
import dev.unruly.model.Policy;
import dev.unruly.model.Policy.Sharing;
import dev.unruly.model.Protection;
import dev.unruly.model.Quiet;
import dev.unruly.model.Share;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Policies that ask again, elsewhere or not at all, on the links of a model, against closed forms.
class ModelledPoliciesTest {

    private static final long SECOND = 1_000_000_000L;
    private static final long MILLI = 1_000_000L;
    private static final Policy.Budget PLENTY = new Policy.Budget(Share.ALL, 1_000, 10 * SECOND);

    @TempDir private Path folder;

    private Callers.Seen played(int perSecond, int seconds, Blueprint blueprint) {
        return new Callers(folder, perSecond, "1h").of("work", blueprint, seconds);
    }

    /// A link within, behind policies; what is done at each of its instances.
    private static Blueprint behind(Far far, List<Policy> policies, Distribution... at) {
        List<List<Step>> steps =
                Arrays.stream(at).map(d -> List.<Step>of(new Step.Work(d))).toList();
        var ask =
                new Step.Ask("work", Tries.ONCE, steps.getFirst(), steps.subList(1, steps.size()));
        var link =
                new Link(
                        "work",
                        Connecting.BY_ITSELF,
                        List.of(new Protection("work", "", policies)),
                        far);
        return new Blueprint(List.of(), List.of(link), List.of(), List.of(Page.all(List.of(ask))));
    }

    private static Far instances(int count) {
        return new Far(count, 1, Optional.empty(), 0);
    }

    private static Far keys(Zipf keys, int bytes) {
        return new Far(1, 1, Optional.of(keys), bytes);
    }

    /// SingleR (Kaler, He & Elnikety, 2017): P(Q > t) = P(X > t)·(1 − q·P(Y ≤ t − d)), at the cost
    /// q·P(X > d).
    @ParameterizedTest
    @CsvSource({"20, 0.5", "10, 1", "30, 0.25"})
    void hedgesCutTheTailAsOrderStatisticsSay(int delayMs, double chance) {
        var hedge = new Policy.Hedge(delayMs * MILLI, new Share(chance));
        var takes = new Exponential(0.01);
        Callers.Seen seen =
                played(200, 1_000, behind(instances(2), List.of(hedge, PLENTY), takes, takes));

        double d = delayMs / 1e3;
        for (double t : new double[] {d + 0.005, d + 0.01, d + 0.02}) {
            double longer =
                    StrictMath.exp(-t / 0.01)
                            * (1 - chance * (1 - StrictMath.exp(-(t - d) / 0.01)));
            double error = 5 * Math.sqrt(longer / seen.all());
            assertThat(seen.longerThan(t)).as("longer than %s", t).isCloseTo(longer, within(error));
        }
        double cost = chance * StrictMath.exp(-d / 0.01);
        assertThat((double) seen.decided(Decision.HEDGED) / seen.all())
                .isCloseTo(cost, within(5 * Math.sqrt(cost / seen.all())));
        assertThat(seen.decided(Decision.HEDGE_WON)).isBetween(1L, seen.decided(Decision.HEDGED));
    }

    @Test
    void aHedgeNeedsAnotherInstanceAndWhatMayBeAskedTwice() {
        var hedge = new Policy.Hedge(MILLI, Share.ALL);
        var takes = new Constant(0.01);
        List<Policy> policies = List.of(hedge, PLENTY);

        Callers.Seen alone = played(50, 100, behind(instances(1), policies, takes));
        var written = new Far(2, 0, Optional.empty(), 0);
        Callers.Seen once = played(50, 100, behind(written, policies, takes, takes));
        var half = new Far(2, 0.5, Optional.empty(), 0);
        Callers.Seen some = played(50, 200, behind(half, policies, takes, takes));

        assertThat(alone.decided(Decision.HEDGED)).isZero();
        assertThat(once.decided(Decision.HEDGED)).isZero();
        assertThat((double) some.decided(Decision.HEDGED) / some.all())
                .isCloseTo(0.5, within(0.03));
    }

    /// Of a share p that fails by chance, r retries leave p^(r+1), at the cost p + p² + … + p^r.
    @ParameterizedTest
    @CsvSource({"0.3, 2", "0.5, 3", "0.1, 1"})
    void retriesCostWhatTheSeriesSays(double fails, int most) {
        var retry = new Policy.Retry(most, MILLI, 10 * MILLI);
        Blueprint blueprint = behind(instances(1), List.of(retry, PLENTY), new Constant(0.005));
        Callers.Seen seen =
                new Callers(folder, 100, "1h")
                        .of(
                                "work",
                                blueprint,
                                400,
                                backend ->
                                        backend.hurt(
                                                1, "work", new Fault.Error(new Share(fails), 503)));

        double again = IntStream.rangeClosed(1, most).mapToDouble(k -> Math.pow(fails, k)).sum();
        double lost = Math.pow(fails, most + 1);
        double n = seen.all();
        assertThat(seen.decided(Decision.RETRIED) / n)
                .isCloseTo(again, within(6 * Math.sqrt(again / n)));
        assertThat((seen.all() - seen.well()) / n).isCloseTo(lost, within(5 * Math.sqrt(lost / n)));
    }

    /// Where all fails, a budget is what may be done twice.
    @Test
    void aBudgetBoundsRetries() {
        var retry = new Policy.Retry(3, MILLI, 10 * MILLI);
        var tenth = new Policy.Budget(new Share(0.1), 0, 10 * SECOND);
        Blueprint blueprint = behind(instances(1), List.of(retry, tenth), new Constant(0.005));
        Callers.Seen seen =
                new Callers(folder, 100, "1h")
                        .of(
                                "work",
                                blueprint,
                                300,
                                backend ->
                                        backend.hurt(1, "work", new Fault.Error(Share.ALL, 503)));

        assertThat((double) seen.decided(Decision.RETRIED) / seen.all())
                .isCloseTo(0.1, within(0.005));
        assertThat(seen.well()).isZero();
    }

    /// Every key by itself: of λT + 1 requests in a round, λT find what one has fetched.
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.8})
    void aTimeToLiveIsHitAsRenewalTheorySays(double skew) {
        var zipf = new Zipf(200, skew);
        var cache = new Policy.Cache(SECOND, 0, Share.NONE, 0, Sharing.EVERYBODY);
        Callers.Seen seen =
                played(100, 1_000, behind(keys(zipf, 0), List.of(cache), new Constant(0)));

        double hits = 0;
        double before = 0;
        for (int rank = 1; rank <= zipf.size(); rank++) {
            double share = zipf.cdf(rank) - before;
            before = zipf.cdf(rank);
            double rate = 100 * share;
            hits += share * rate / (1 + rate);
        }
        assertThat((double) seen.decided(Decision.KEPT) / seen.all()).isCloseTo(hits, within(0.01));
    }

    /// What makes room for others: Che, Tung & Wang, "Hierarchical web caching systems", 2002. With
    /// room for C the characteristic time t solves Σ(1 − e^(−λᵢt)) = C, and a key is hit with 1 −
    /// e^(−λᵢt).
    @Test
    void aFullShelfIsHitAsCheSays() {
        var zipf = new Zipf(2_000, 0.8);
        int bytes = 30_720;
        int room = (int) ((8L << 20) / (bytes + 2_048));
        var cache = new Policy.Cache(3_600 * SECOND, 0, Share.NONE, 0, Sharing.EVERYBODY);
        Callers.Seen seen =
                played(200, 500, behind(keys(zipf, bytes), List.of(cache), new Constant(0)));

        double[] shares = new double[zipf.size()];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = zipf.cdf(i + 1) - zipf.cdf(i);
        }
        double low = 0;
        double high = 1e6;
        for (int i = 0; i < 100; i++) {
            double t = (low + high) / 2;
            double kept = Arrays.stream(shares).map(p -> 1 - Math.exp(-p * t)).sum();
            low = kept < room ? t : low;
            high = kept < room ? high : t;
        }
        double t = low;
        double hits = Arrays.stream(shares).map(p -> p * (1 - Math.exp(-p * t))).sum();
        assertThat((double) seen.decided(Decision.KEPT) / seen.all()).isCloseTo(hits, within(0.01));
    }

    /// An entry that ten thousand want expires once a second; fetching it takes 50 ms.
    @Test
    void earlyRefreshAndStaleAnswersLetNobodyWait() {
        Callers.Seen bare = cached(new Policy.Cache(SECOND, 0, Share.NONE, 0, Sharing.EVERYBODY));
        Callers.Seen early = cached(new Policy.Cache(SECOND, 0, Share.NONE, 1, Sharing.EVERYBODY));
        Callers.Seen stale =
                cached(new Policy.Cache(SECOND, SECOND, Share.NONE, 0, Sharing.EVERYBODY));

        // One in a round fetches, and who comes meanwhile waits for it.
        assertThat(bare.longerThan(0.0001)).isCloseTo(0.05 / 1.05, within(0.006));
        assertThat(bare.decided(Decision.REFRESHED)).isZero();
        assertThat(bare.decided(Decision.SHARED)).isGreaterThan(bare.decided(Decision.PASSED));
        assertThat(early.longerThan(0.0001)).isLessThan(0.003);
        assertThat(early.decided(Decision.REFRESHED)).isBetween(100L, 160L);
        assertThat(stale.longerThan(0.0001)).isLessThan(0.001);
        assertThat(stale.decided(Decision.REFRESHED)).isBetween(90L, 100L);
    }

    private Callers.Seen cached(Policy.Cache cache) {
        return played(
                200, 100, behind(keys(new Zipf(1, 0), 0), List.of(cache), new Constant(0.05)));
    }

    /// What is kept at a listener can be thrown away by a trigger, as at a gateway.
    @Test
    void whatIsKeptCanBeThrownAway() {
        assertThat(fetches("")).isEqualTo(1);
        assertThat(fetches("{ purge: { at: 5s, on: work } }")).isEqualTo(2);
    }

    private long fetches(String trigger) {
        String text =
                """
                name: purge
                target: http://127.0.0.1:8080
                seed: 3
                population: it.population.yaml
                dependencies:
                  work: { listen: "127.0.0.1:9002", upstream: "127.0.0.1:9003", protocol: http }
                arrivals: [ { poisson: { rate: 50/s } } ]
                phases: { warm-up: 1s, baseline: 30s, watch: 30s }
                triggers: [ @trigger@ ]
                """;
        var cache = new Policy.Cache(3_600 * SECOND, 0, Share.NONE, 0, Sharing.EVERYBODY);
        List<Policy> policies = List.of(cache);
        var experiment =
                Rehearsal.experiment(
                                folder, Rehearsal.retrying(0), text.replace("@trigger@", trigger))
                        .withProtections(List.of(new Protection("work", "", policies)));
        Blueprint blueprint = behind(keys(new Zipf(1, 0), 0), policies, new Constant(0.01));
        var result = new Simulation(Plan.of(experiment), blueprint, new Quiet()).play(false);
        return result.guards().getFirst().decisions().getOrDefault(Decision.PASSED, 0L);
    }

    @Test
    void anInstanceThatLagsBehindIsLeftOut() {
        var eject = new Policy.Ejection(3, 60 * SECOND, new Share(0.5));
        var quick = new Constant(0.01);
        var slow = new Constant(0.2);
        Callers.Seen without =
                played(20, 300, behind(instances(3), List.of(PLENTY), quick, quick, slow));
        Callers.Seen with =
                played(20, 300, behind(instances(3), List.of(eject, PLENTY), quick, quick, slow));

        assertThat(without.longerThan(0.1)).isCloseTo(1 / 3.0, within(0.02));
        // Out within ten seconds; let in again after 60, 120 and so on, until it lags again.
        assertThat(with.longerThan(0.1)).isBetween(0.001, 0.06);
    }

    /// A thousand a second can be served, and up to 1,600 ask, half of them for what is critical.
    /// That is turned away as good as never; without shedding both are alike.
    @Test
    void whatMattersIsServedWhileTheRestIsShed() {
        var bulkhead = new Policy.Bulkhead(50, 100 * MILLI);
        var shed = new Policy.Shed(10 * MILLI, 100 * MILLI, List.of("/"), List.of());

        Callers.Seen without = overloaded(List.of(bulkhead));
        Callers.Seen with = overloaded(List.of(shed, bulkhead));

        assertThat(without.refusedShare(0)).isCloseTo(without.refusedShare(1), within(0.03));
        assertThat(without.refusedShare(0)).isGreaterThan(0.25);
        assertThat(with.refusedShare(0)).isLessThan(0.03);
        assertThat(with.refusedShare(1)).isGreaterThan(0.6);
        assertThat(with.decided(Decision.SHED)).isGreaterThan(0);
    }

    private Callers.Seen overloaded(List<Policy> policies) {
        var protection = new Protection("work", "", policies);
        var edge = new Link("work", Connecting.OF_CALLERS, List.of(protection));
        var work = new Step.Work(new Exponential(0.05));
        var page = Page.all(List.of(new Step.Ask("work", List.of(work))));
        return new Callers(folder, 800, "1h")
                .forOther()
                .of("work", new Blueprint(List.of(), List.of(edge), List.of(), List.of(page)), 60);
    }
}
