package dev.unruly.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.chance.Distribution;
import dev.unruly.engine.Plan;
import dev.unruly.journal.Journal;
import dev.unruly.model.Decision;
import dev.unruly.model.DependencyTally;
import dev.unruly.model.Experiment;
import dev.unruly.model.GuardSecond;
import dev.unruly.model.Policy;
import dev.unruly.model.Protection;
import dev.unruly.model.RouteSecond;
import dev.unruly.model.Share;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Settings in force against what was seen: sixty requests a second that take 96 ms on average, 5.7
/// at a time.
class StandingTest {

    private static final long MILLI = 1_000_000;

    private static final String EXPERIMENT =
            """
            name: standing
            target: http://127.0.0.1:9000
            seed: 5
            population: it.population.yaml
            dependencies: { workers: { listen: "127.0.0.1:9000", upstream: "127.0.0.1:9001", protocol: http } }
            arrivals: [ { poisson: { rate: 60/s } } ]
            phases: { warm-up: 5s, baseline: 60s, watch: 1s, relief: none }
            """;

    @TempDir private Path folder;

    /// What a run has seen in which a decision was taken so often in every second of the baseline.
    private Evidence seen(Decision decision, long perSecond) throws IOException {
        Experiment experiment = Rehearsal.experiment(folder, Rehearsal.retrying(0), EXPERIMENT);
        Path run = Files.createDirectories(folder.resolve("run-" + perSecond));
        var workers = Rehearsal.workers(100, new Distribution.Lognormal(0.08, 0.6));
        try (Journal journal = Journal.begin(run)) {
            new Simulation(Plan.of(experiment), workers, journal).play(false);
            for (int second = 5; second < 65; second++) {
                var counts = new ArrayList<>(Collections.nCopies(Decision.COUNT, 0L));
                counts.set(decision.number(), perSecond);
                journal.guarded(new GuardSecond(0, second, 60, counts, 5, 20, 0));
            }
            journal.flush();
        }
        return Evidence.of(run, experiment);
    }

    private List<String> against(Evidence evidence, Policy... policies) {
        return Standing.contradictions(
                evidence,
                List.of(new Protection("workers", "", List.of(policies))),
                Derivation.of(evidence, List.of(), new SplittableRandom(1)));
    }

    @Test
    void whatFollowsTodayStands() throws IOException {
        Evidence evidence = seen(Decision.PASSED, 60);
        Derivation today = Derivation.of(evidence, List.of(), new SplittableRandom(1));

        assertThat(today.protections()).isNotEmpty();
        assertThat(Standing.contradictions(evidence, today.protections(), today)).isEmpty();
    }

    @Test
    void aTimeoutBelowWhatIsSeenFails() throws IOException {
        Evidence evidence = seen(Decision.PASSED, 60);

        // The true 99.9th percentile is 511 ms; of 3,600 answers some 4 take longer.
        assertThat(against(evidence, new Policy.Timeout(510 * MILLI))).isEmpty();
        assertThat(against(evidence, new Policy.Timeout(300 * MILLI)))
                .singleElement()
                .asString()
                .startsWith("workers: the timeout of 300 ms is below what was seen")
                .containsPattern("; today \\d{3} ms would follow, [23]\\.\\d times as much$");
    }

    @Test
    void aBulkheadThatIsTooSmallFails() throws IOException {
        Evidence evidence = seen(Decision.PASSED, 60);

        // Erlang: 5.7 at a time lose 0.9 % at 12 places and 1.8 % at 11.
        assertThat(against(evidence, new Policy.Bulkhead(13, 0))).isEmpty();
        assertThat(against(evidence, new Policy.Bulkhead(10, 0)))
                .singleElement()
                .asString()
                .startsWith("workers: the bulkhead of 10 places is too small for 5.")
                .containsPattern("; today \\d\\d places would follow, [12]\\.\\d times as many$");
    }

    @Test
    void whatIsTurnedAwayWhileAllIsWellFails() throws IOException {
        assertThat(against(seen(Decision.BULKHEAD, 0), new Policy.Bulkhead(20, 0))).isEmpty();
        assertThat(against(seen(Decision.BULKHEAD, 1), new Policy.Bulkhead(20, 0)))
                .singleElement()
                .asString()
                .startsWith(
                        "workers: the bulkhead of 20 places turned away or gave up 60 of 3600"
                                + " requests while nothing was wrong, at least 1.2");
    }

    @Test
    void aBreakerThatCallsTheUsualSlowFails() throws IOException {
        Evidence evidence = seen(Decision.PASSED, 60);
        var some = new Share(0.2);

        assertThat(against(evidence, breaker(some, 200))).isEmpty();
        assertThat(against(evidence, breaker(some, 100)))
                .singleElement()
                .asString()
                .contains("the breaker calls slow what takes longer than 100 ms")
                .endsWith("it opens at 20 %");
    }

    /// One route of two is half of the requests and takes twice as long, and is held against that.
    @Test
    void aRouteIsHeldAgainstItsOwnAnswers() throws IOException {
        Evidence evidence = routed("GET /a", new Distribution.Lognormal(0.16, 0.6), 60);
        Derivation today = Derivation.of(evidence, List.of(), new SplittableRandom(1));
        var place = new Protection("workers", "GET /a", List.of(new Policy.Timeout(600 * MILLI)));

        // Its true 99.9th percentile is 1.02 s; 60 a second for 192 ms are 11.5 at a time.
        Protection own =
                today.protections().stream()
                        .filter(p -> p.route().equals("GET /a"))
                        .findFirst()
                        .orElseThrow();
        assertThat(own.policies())
                .hasAtLeastOneElementOfType(Policy.Bulkhead.class)
                .filteredOn(Policy.Timeout.class::isInstance)
                .singleElement()
                .isInstanceOfSatisfying(
                        Policy.Timeout.class,
                        t -> assertThat(t.nanos() / MILLI).isBetween(1_000L, 2_000L));
        assertThat(Standing.contradictions(evidence, List.of(own), today)).isEmpty();
        assertThat(Standing.contradictions(evidence, List.of(place), today))
                .singleElement()
                .asString()
                .startsWith("workers GET /a: the timeout of 600 ms is below what was seen")
                .containsPattern("; today 1\\.\\d+ s would follow, [23]\\.\\d times as much$");
        var few = new Protection("workers", "GET /a", List.of(new Policy.Bulkhead(14, 0)));
        assertThat(Standing.contradictions(evidence, List.of(few), today))
                .singleElement()
                .asString()
                .startsWith("workers GET /a: the bulkhead of 14 places is too small for 11.");
        var enough = new Protection("workers", "GET /a", List.of(new Policy.Bulkhead(22, 0)));
        assertThat(Standing.contradictions(evidence, List.of(enough), today)).isEmpty();
        // Of a route that was not counted by itself, nothing is known.
        var other = new Protection("workers", "GET /b", place.policies());
        assertThat(Standing.contradictions(evidence, List.of(other), today)).isEmpty();
    }

    /// Requests that its time-out gave up have taken longer.
    @Test
    void whatARoutesTimeoutGaveUpCounts() throws IOException {
        Evidence evidence = routed("GET /a", new Distribution.Lognormal(0.08, 0.6), 60, 300);
        Derivation today = Derivation.of(evidence, List.of(), new SplittableRandom(1));
        var tight = new Protection("workers", "GET /a", List.of(new Policy.Timeout(300 * MILLI)));

        assertThat(Standing.contradictions(evidence, List.of(tight), today))
                .singleElement()
                .asString()
                .startsWith("workers GET /a: the timeout of 300 ms is below what was seen");
    }

    private Evidence routed(String route, Distribution takes, int perSecond) throws IOException {
        return routed(route, takes, perSecond, Integer.MAX_VALUE);
    }

    /// A run in which a route has so many requests a second, those cut off that take longer.
    private Evidence routed(String route, Distribution takes, int perSecond, int mostMillis)
            throws IOException {
        Experiment experiment = Rehearsal.experiment(folder, Rehearsal.retrying(0), EXPERIMENT);
        Path run = Files.createDirectories(folder.resolve("routed-" + mostMillis));
        var workers = Rehearsal.workers(100, new Distribution.Lognormal(0.08, 0.6));
        var random = new SplittableRandom(7);
        try (Journal journal = Journal.begin(run)) {
            new Simulation(Plan.of(experiment), workers, journal).play(false);
            var tally = new DependencyTally();
            for (int second = 5; second < 65; second++) {
                for (int i = 0; i < perSecond; i++) {
                    long nanos = Math.round(1e9 * takes.quantile(random.nextDouble(1e-9, 1)));
                    tally.asked();
                    if (nanos > mostMillis * MILLI) {
                        tally.cutOff(mostMillis * MILLI);
                        tally.failed();
                    } else {
                        tally.completed(nanos, nanos);
                    }
                }
                journal.routed(new RouteSecond(route, tally.take(0, second)));
            }
            journal.flush();
        }
        return Evidence.of(run, experiment);
    }

    @Test
    void whatARouteTurnsAwayWhileAllIsWellFails() throws IOException {
        var small = new Policy.Bulkhead(2, 0);
        var route = new Protection("workers", "GET /a", List.of(small));
        var other = new Protection("workers", "GET /b/*", List.of(small));
        var whole = new Protection("workers", "", List.of(new Policy.Bulkhead(20, 0)));
        Evidence evidence = seen(Decision.BULKHEAD, 1);
        Derivation today = Derivation.of(evidence, List.of(), new SplittableRandom(1));

        assertThat(Standing.contradictions(seen(Decision.BULKHEAD, 0), List.of(route), today))
                .isEmpty();
        assertThat(Standing.contradictions(evidence, List.of(route), today))
                .singleElement()
                .asString()
                .startsWith(
                        "workers GET /a: the bulkhead of 2 places turned away or gave up 60 of 3600"
                                + " requests while nothing was wrong")
                .endsWith("; those are the requests of all routes, which are counted together");
        assertThat(Standing.contradictions(evidence, List.of(route, other), today))
                .singleElement()
                .asString()
                .startsWith(
                        "workers GET /a, GET /b/*: the bulkhead of 2 places and its like turned");
        // Who turned them away is not known then, and the whole's own is told of.
        assertThat(Standing.contradictions(evidence, List.of(whole, route), today))
                .singleElement()
                .asString()
                .startsWith("workers: the bulkhead of 20 places turned away");
        // Of another kind, nothing was turned away.
        var rate = new Protection("workers", "GET /a", List.of(new Policy.Rate(1, 1)));
        assertThat(Standing.contradictions(evidence, List.of(rate), today)).isEmpty();
    }

    private static Policy.Breaker breaker(Share share, long slowMillis) {
        return new Policy.Breaker(share, share, slowMillis * MILLI, 5_000 * MILLI, 5_000 * MILLI);
    }
}
