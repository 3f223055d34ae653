package dev.unruly.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.unruly.backend.Blueprint;
import dev.unruly.backend.Link;
import dev.unruly.backend.Link.Connecting;
import dev.unruly.backend.Page;
import dev.unruly.backend.Station;
import dev.unruly.backend.Step;
import dev.unruly.chance.Distribution;
import dev.unruly.chance.Distribution.Constant;
import dev.unruly.chance.Distribution.Exponential;
import dev.unruly.engine.Plan;
import dev.unruly.model.Decision;
import dev.unruly.model.Policy;
import dev.unruly.model.Protection;
import dev.unruly.model.Quiet;
import dev.unruly.model.Recovery;
import dev.unruly.model.RunResult;
import dev.unruly.model.Share;
import dev.unruly.stats.Queueing;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Policies on the links of a model, against the textbook and against what they are there for.
class GuardedLinksTest {

    private static final long SECOND = 1_000_000_000L;
    private static final long MILLI = 1_000_000L;
    @TempDir private Path folder;

    /// Erlang (1917): a loss system blocks the same share whatever the distribution of service.
    @ParameterizedTest
    @CsvSource({"5, false", "5, true", "8, false"})
    void aBulkheadRefusesWhatErlangSays(int places, boolean constant) {
        Distribution service = constant ? new Constant(0.04) : new Exponential(0.04);
        Callers.Seen seen =
                played(100, "1h", work(service, List.of(), new Policy.Bulkhead(places, 0)), 1_000);

        double blocked = Queueing.erlangB(places, 100 * 0.04);

        assertThat((double) seen.refused() / seen.all()).isCloseTo(blocked, within(0.05 * blocked));
        assertThat(seen.decided(Decision.BULKHEAD)).isEqualTo(seen.refused());
        assertThat(seen.decided(Decision.PASSED)).isEqualTo(seen.all() - seen.refused());
    }

    /// Response times of M/M/1 are exponential with mean 1/(μ − λ); a time-out that ends no work
    /// changes nothing in the queue, and tells so many that it took too long.
    @Test
    void aTimeOutIsMetAsOftenAsTheQueueIsSlow() {
        var queue = List.of(Station.patient("server", 1));
        Callers.Seen seen =
                played(
                        70,
                        "1h",
                        work(new Exponential(0.01), queue, new Policy.Timeout(100 * MILLI)),
                        2_000);

        double slow = StrictMath.exp(-(100 - 70) * 0.1);

        assertThat((double) seen.late() / seen.all()).isCloseTo(slow, within(0.08 * slow));
        assertThat(seen.decided(Decision.TIMED_OUT)).isEqualTo(seen.late());
        assertThat(seen.decided(Decision.OUTLIVED)).isZero();
    }

    /// Callers leave after 10 ms, and the work takes 40: a place that were left with its caller
    /// would bound nothing.
    @Test
    void aPlaceIsHeldUntilTheWorkHasEnded() {
        Callers.Seen seen =
                played(
                        100,
                        "10ms",
                        work(new Constant(0.04), List.of(), new Policy.Bulkhead(5, 0)),
                        1_000);

        double blocked = Queueing.erlangB(5, 100 * 0.04);

        assertThat((double) seen.decided(Decision.BULKHEAD) / seen.decidedOnEntry())
                .isCloseTo(blocked, within(0.05 * blocked));
        assertThat(seen.decided(Decision.OUTLIVED)).isEqualTo(seen.decided(Decision.PASSED));
        assertThat(seen.mostTaken()).isEqualTo(5);
    }

    /// As many as there are places may wait for one.
    @Test
    void whoWaitsForAPlaceGetsTheNextOne() {
        Callers.Seen seen =
                played(
                        70,
                        "1h",
                        work(new Exponential(0.01), List.of(), new Policy.Bulkhead(1, SECOND)),
                        2_000);

        // M/M/1/2: blocked is ρ²/(1 + ρ + ρ²).
        double rho = 0.7;
        double blocked = rho * rho / (1 + rho + rho * rho);

        assertThat((double) seen.refused() / seen.all()).isCloseTo(blocked, within(0.04 * blocked));
    }

    @Test
    void aRateLetsPassSoMany() {
        Callers.Seen seen =
                played(
                        100,
                        "1h",
                        work(new Constant(0.001), List.of(), new Policy.Rate(40, 1)),
                        500);

        // A bucket of one: whoever comes within 25 ms of the last who passed is refused.
        double passed = 500 / (1 / 40.0 + 1 / 100.0);
        assertThat((double) seen.decided(Decision.PASSED)).isBetween(passed, 1.4 * passed);
        assertThat(seen.decided(Decision.PASSED)).isLessThanOrEqualTo(500 * 40 + 1);
    }

    /// What makes a system of retrying clients metastable (see [MetastableTest]) is gone where the
    /// edge takes no more than can be served.
    @Test
    void aBulkheadAtTheEdgeBringsBackWhatRetriesKeepDown() {
        RunResult without = storm(List.of());
        RunResult with =
                storm(List.of(new Protection("server", "", List.of(new Policy.Bulkhead(30, 0)))));

        assertThat(without.recovery()).as(without.why()).isEqualTo(Recovery.METASTABLE);
        assertThat(with.recovery()).as(with.why()).isEqualTo(Recovery.RECOVERED);
        assertThat(with.guards()).hasSize(1);
        assertThat(with.goodput().watch()).isGreaterThan(0.95);
        assertThat(without.goodput().watch()).isLessThan(0.05);
    }

    @Test
    void aBreakerOnADependencyFailsFastWhileItIsBroken() {
        var breaker =
                new Policy.Breaker(
                        new Share(0.5), new Share(0.5), 100 * MILLI, 5 * SECOND, 5 * SECOND);
        RunResult with = storm(List.of(new Protection("disks", "", List.of(breaker))));

        assertThat(with.guards().getFirst().decisions()).containsKey(Decision.BREAKER);
        assertThat(with.recovery()).as(with.why()).isEqualTo(Recovery.RECOVERED);
    }

    @Test
    void whatIsNotEnforcedIsNamed() {
        Blueprint blueprint = work(new Constant(0.01), List.of(), new Policy.Timeout(SECOND));
        var protections =
                List.of(
                        new Protection("edge", "", List.of(new Policy.Retry(2, MILLI, SECOND))),
                        new Protection("work", "/slow", List.of(new Policy.Timeout(SECOND))),
                        new Protection(
                                "work",
                                "",
                                List.of(
                                        new Policy.Timeout(SECOND),
                                        new Policy.Cache(SECOND, 0, Share.NONE, 0))),
                        new Protection("nowhere", "", List.of(new Policy.Timeout(SECOND))));

        assertThat(blueprint.unenforced(protections))
                .containsExactly(
                        "work /slow: the model does not enforce timeout, for it does not know which"
                                + " routes its application asks for",
                        "work: the model does not enforce cache, for it does not know what is asked"
                                + " for there: write keys:",
                        "nowhere: the model does not enforce timeout, for it is no part of it");
    }

    private RunResult storm(List<Protection> protections) {
        String text =
                """
                name: storm
                target: http://127.0.0.1:8080
                seed: 3
                population: it.population.yaml
                dependencies:
                  server: { listen: "127.0.0.1:8080", upstream: "127.0.0.1:9001", protocol: http }
                  disks:  { listen: "127.0.0.1:9002", upstream: "127.0.0.1:9003", protocol: http }
                arrivals: [ { poisson: { rate: 300/s } } ]
                phases: { warm-up: 2s, baseline: 30s, watch: 60s, relief: 600s }
                triggers: [ { fault: { at: 0s, for: 10s, on: disks, latency: { times-observed: 10 } } } ]
                """;
        var experiment =
                Rehearsal.experiment(folder, Rehearsal.retrying(3), text)
                        .withProtections(protections);
        var work = new Step.Work(new Constant(0.02));
        var places = new Step.In("places", List.of(new Step.Ask("disks", List.of(work))));
        var blueprint =
                new Blueprint(
                        List.of(Station.patient("places", 20)),
                        List.of(
                                new Link("server", Connecting.OF_CALLERS),
                                new Link("disks", Connecting.BY_ITSELF)),
                        List.of(),
                        List.of(Page.all(List.of(new Step.Ask("server", List.of(places))))));
        return new Simulation(Plan.of(experiment), blueprint, new Quiet()).play(false);
    }

    /// One link at the edge behind a policy, and one within.
    private static Blueprint work(Distribution service, List<Station> stations, Policy policy) {
        Step work = new Step.Ask("work", List.of(new Step.Work(service)));
        Step all = stations.isEmpty() ? work : new Step.In("server", List.of(work));
        return new Blueprint(
                stations,
                List.of(
                        new Link(
                                "edge",
                                Connecting.OF_CALLERS,
                                List.of(new Protection("edge", "", List.of(policy)))),
                        new Link("work", Connecting.BY_ITSELF)),
                List.of(),
                List.of(Page.all(List.of(new Step.Ask("edge", List.of(all))))));
    }

    private Callers.Seen played(int perSecond, String patience, Blueprint blueprint, int seconds) {
        return new Callers(folder, perSecond, patience).of("edge", blueprint, seconds);
    }
}
