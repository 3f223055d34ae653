package dev.unruly.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.backend.Blueprint;
import dev.unruly.backend.Gauge;
import dev.unruly.backend.Link;
import dev.unruly.backend.Link.Connecting;
import dev.unruly.backend.Page;
import dev.unruly.backend.Station;
import dev.unruly.backend.Station.WhenGone;
import dev.unruly.backend.Step;
import dev.unruly.backend.Store;
import dev.unruly.backend.Tries;
import dev.unruly.chance.Distribution;
import dev.unruly.chance.Zipf;
import dev.unruly.engine.Plan;
import dev.unruly.forall.Draw;
import dev.unruly.forall.Forall;
import dev.unruly.journal.Journal;
import dev.unruly.model.Conclusion;
import dev.unruly.model.Experiment;
import dev.unruly.model.Intention;
import dev.unruly.model.Observation;
import dev.unruly.model.Quiet;
import dev.unruly.model.Recovery;
import dev.unruly.model.RunResult;
import dev.unruly.model.Verdict;
import dev.unruly.sim.Weather;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whole runs of random experiments in random weather against random backends: they end, lose
/// nothing, count nothing twice, happen again the same way, and never hold what was not shown.
class StormTest {

    private static final long SECOND = 1_000_000_000L;
    private static final int CALM_AFTER = 30;

    private static final String POPULATION =
            """
            regions:
              near: { share: 50%, time-zone: UTC, round-trip: 0ms, last-mile: none }
              far:  { share: 50%, time-zone: UTC, round-trip: @trip@ms, last-mile: lte, jitter: 5ms, loss: 0.5% }
            personas:
              web:
                share: 50%
                journey: visit
                client: { kind: browser, timeout: @web-time-out@ms }
                patience: { weibull: { shape: 2, scale: @patience@ms } }
                when-slow: { wait: @wait@%, refresh: 30%, new-tab: 10%, leave: @leave@% }
                when-failed: { refresh: 50%, later: { share: 10%, pause: 2s }, leave: 40% }
                tries: @tries@
              app:
                share: 50%
                journey: visit
                client: { kind: app, timeout: @app-time-out@ms, retries: { most: @retries@, backoff: { base: 100ms, factor: 2, most: 1s, jitter: full } } }
                patience: { weibull: { shape: 2, scale: @patience@ms } }
                when-slow: { refresh: 60%, leave: 40% }
                tries: @tries@
            journeys:
              visit:
                start: list
                think: { log-logistic: { shape: 2.5, scale: 1.2s }, most: 15s }
                states:
                  list: { get: /list, with: [/a, /b], next: { page: 60%, leave: 40% } }
                  page: { get: /page, next: { list: 50%, pay: 20%, leave: 30% } }
                  pay:  { post: /pay, json: { reference: "${intent}" }, once: true, critical: true, next: leave }
            """;

    private static final String EXPERIMENT =
            """
            name: storm
            target: http://127.0.0.1:8080
            seed: @seed@
            population: it.population.yaml
            dependencies:
              database: { listen: "127.0.0.1:9000", upstream: "127.0.0.1:9001", protocol: http }
              other:    { listen: "127.0.0.1:9002", upstream: "127.0.0.1:9003", protocol: http }
            arrivals: [ { poisson: { rate: @rate@/s } } ]
            phases: { warm-up: 3s, baseline: 20s, watch: 20s, relief: @relief@ }
            triggers: [ @triggers@ ]
            expect: [ "goodput >= 90%", "p(99) < 3s", "amplification < 3", "duplicates of pay == 0", "recovers within 60s",
              "errors at other < 5%", "connections opened at database < 50/s" ]
            stop-if: [ "errors > 80% for 15s" ]
            abort-if: [ "errors > 95% for 40s" ]
            """;

    @TempDir private Path folder;
    private int runs;

    @Test
    void nothingIsLostCountedTwiceOrLeftBehind() {
        Forall.check(12, 20260201, this::storm);
    }

    /// A failing case is printed with its seed and its choices.
    @Test
    @Tag("nightly")
    void norIsItInThousandsOfRuns() {
        for (int seed = 0; seed < 20; seed++) {
            Forall.check(100, seed, this::storm);
        }
    }

    private void storm(Draw draw) {
        boolean roomy = draw.coin();
        Experiment experiment = experiment(draw);
        Blueprint blueprint = blueprint(draw, roomy ? 10_000 : draw.between(1, 20));
        var mix =
                new Weather.Mix(
                        draw.share() / 5,
                        draw.share() / 5,
                        draw.share() / 5,
                        draw.share() / 5,
                        draw.share() / 5,
                        draw.between(0, SECOND));
        int weatherFrom = draw.between(0, 2 * CALM_AFTER);
        var weather =
                new Weather(
                        experiment.seed(),
                        mix,
                        weatherFrom * SECOND,
                        CALM_AFTER * SECOND + weatherFrom * SECOND);
        int stop = draw.oneOf(0, 0, 0, draw.between(1, 60));
        Told first = played(experiment, blueprint, weather, stop);
        Told second = played(experiment, blueprint, weather, stop);
        assertThat(second.journal).isEqualTo(first.journal);
        assertThat(second.concluded).isEqualTo(first.concluded);
        first.check();
        if (roomy) {
            first.checkCalm(weatherFrom + CALM_AFTER + 15);
        }
    }

    private Told played(Experiment experiment, Blueprint blueprint, Weather weather, int stop) {
        try {
            Path here = Files.createDirectory(folder.resolve("run-" + runs++));
            var told = new Told();
            try (Journal journal = Journal.begin(here)) {
                var plan = Plan.of(experiment);
                var simulation = new Simulation(plan, blueprint, new Both(journal, told));
                simulation.weather(weather);
                if (stop > 0) {
                    simulation.stopAt(stop * SECOND, "interrupted");
                }
                told.concluded = Optional.of(simulation.play(false));
                told.gauges =
                        blueprint.stations().stream()
                                .map(s -> simulation.backend().gauge(s.name()))
                                .toList();
            }
            Path file = here.resolve(Journal.FILE);
            told.journal = Files.readAllBytes(file);
            Files.delete(file);
            return told;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Experiment experiment(Draw draw) {
        int wait = draw.between(0, 30);
        String population =
                POPULATION
                        .replace("@trip@", "" + draw.between(0, 300))
                        .replace("@web-time-out@", "" + draw.oneOf(30_000, 1_000, 10_000))
                        .replace("@app-time-out@", "" + draw.oneOf(2_000, 500, 5_000))
                        .replace("@patience@", "" + draw.between(500, 5_000))
                        .replace("@wait@", "" + wait)
                        .replace("@leave@", "" + (60 - wait))
                        .replace("@tries@", "" + draw.between(1, 5))
                        .replace("@retries@", "" + draw.between(0, 4));
        String text =
                EXPERIMENT
                        .replace("@seed@", "" + draw.between(0, 100_000))
                        .replace("@rate@", "" + draw.between(8, 30))
                        .replace("@relief@", draw.oneOf("30s", "none"))
                        .replace("@triggers@", String.join(", ", draw.list(3, StormTest::trigger)));
        return Rehearsal.experiment(folder, population, text);
    }

    private static String trigger(Draw draw) {
        int at = draw.between(0, 10);
        int lasts = draw.between(1, 10);
        String on = draw.oneOf("database", "other");
        String fault =
                draw.oneOf(
                        "stall: {}",
                        "latency: { times-observed: 5 }",
                        "latency: { observed: p99, share: 50% }",
                        "latency: { add: { lognormal: { median: 300ms, sigma: 1 } }, share: 30% }",
                        "error: { share: 40%, status: 503 }",
                        "reset: { share: 70% }",
                        "blackhole: {}");
        return draw.oneOf(
                "{ fault: { at: %ds, for: %ds, on: %s, %s } }".formatted(at, lasts, on, fault),
                "{ route: { at: %ds, for: %ds, on: far, add: 600ms } }".formatted(at, lasts),
                "{ purge: { at: %ds, delete: \"http://127.0.0.1:8080/cache\" } }".formatted(at),
                "{ flash: { at: %ds, users: 200 } }".formatted(at));
    }

    private static Blueprint blueprint(Draw draw, int places) {
        WhenGone gone = draw.oneOf(WhenGone.values());
        int queue = draw.oneOf(Station.ENDLESS, 0, 50);
        var stations =
                List.of(
                        new Station("front", places, queue, gone),
                        new Station("pool", Math.max(1, places / 2), Station.ENDLESS, gone));
        var links =
                List.of(
                        new Link("database", draw.oneOf(Connecting.values())),
                        new Link("other", draw.oneOf(Connecting.values())));
        Store.Keys keys =
                draw.coin() ? new Store.Keys.Target() : new Store.Keys.Drawn(new Zipf(100, 0.9));
        var store = new Store("store", keys, draw.between(1, 60) * SECOND, draw.coin());
        Step quick = new Step.Work(new Distribution.Exponential(0.005));
        // Less than any time-out: else one in a hundred thousand fails though all is calm.
        Step slow =
                new Step.Work(new Distribution.Capped(new Distribution.Lognormal(0.05, 0.7), 0.2));
        var tries =
                new Tries(
                        draw.between(0, 3),
                        draw.between(0, 100) * SECOND / 1_000,
                        draw.oneOf(SECOND, 300 * SECOND / 1_000, 0L));
        Step database = new Step.Ask("database", List.of(quick));
        Step other = new Step.Ask("other", tries, List.of(slow));
        Step both = new Step.Together(List.of(List.of(other), List.of(database), List.of(other)));
        Step cached = new Step.Look("store", List.of(new Step.Times(3, List.of(database)), slow));
        long wait = draw.oneOf(0L, 2 * SECOND);
        var page =
                new Step.In(
                        "front", List.of(quick, new Step.In("pool", wait, List.of(cached, both))));
        var rest = new Step.In("front", List.of(quick));
        var answer = new Page.Answer(200, List.of(), draw.between(0, 20_000));
        return new Blueprint(
                stations,
                links,
                List.of(store),
                List.of(
                        new Page("GET", "/list", answer, List.of(page)),
                        new Page("GET", "/page", answer, List.of(page)),
                        new Page("", "/", Page.Answer.OK, List.of(rest))));
    }

    /// What a run has told.
    private static final class Told extends Quiet {
        private final List<Intention> wishes = new ArrayList<>();
        private final List<Conclusion> conclusions = new ArrayList<>();
        private final List<Observation> requests = new ArrayList<>();
        private byte[] journal = {};
        private List<Gauge> gauges = List.of();
        private Optional<RunResult> concluded = Optional.empty();

        @Override
        public void wishes(Intention intention) {
            wishes.add(intention);
        }

        @Override
        public void requested(Observation observation) {
            requests.add(observation);
        }

        @Override
        public void concluded(Conclusion conclusion) {
            conclusions.add(conclusion);
        }

        private RunResult result() {
            return concluded.orElseThrow();
        }

        private void check() {
            Set<List<Long>> begun = new HashSet<>();
            for (Intention wish : wishes) {
                assertThat(begun.add(key(wish))).as("%s", wish).isTrue();
            }
            assertThat(conclusions.stream().map(c -> key(c.intention())).toList())
                    .containsExactlyInAnyOrderElementsOf(begun);
            assertThat(requests.stream().map(Told::key).toList()).doesNotHaveDuplicates();
            for (Gauge gauge : gauges) {
                assertThat(gauge.entered() - gauge.left())
                        .isEqualTo(gauge.busy() + gauge.waiting());
                assertThat(gauge.presentSeconds())
                        .isGreaterThanOrEqualTo(gauge.stayedSeconds() * (1 - 1e-9));
            }
            assertThat(result().header().seconds()).isLessThan(2_000);
            if (result().verdict() == Verdict.HOLDS) {
                assertThat(result().header().complete()).isTrue();
                assertThat(offered()).isGreaterThan(0.9);
            }
        }

        /// The share of what was planned for the baseline that was offered.
        private double offered() {
            double[] had = result().timeline().intents().toArray();
            double[] due = result().timeline().planned().toArray();
            double hadSum = 0;
            double dueSum = 0;
            for (int second = 3; second < 23; second++) {
                hadSum += had[second];
                dueSum += due[second];
            }
            // Four standard deviations of chance.
            return (hadSum + 4 * StrictMath.sqrt(2 * dueSum)) / dueSum;
        }

        /// Where there is room and the weather is calm, everybody near gets an answer, unless their
        /// patience ends first.
        private void checkCalm(int fromSecond) {
            boolean over = result().recovery() == Recovery.RECOVERED;
            for (Conclusion c : conclusions) {
                if (over
                        && c.intention().region() == 0
                        && c.intention().meantNanos() > fromSecond * SECOND) {
                    assertThat(c.end()).as("%s", c).isNotEqualTo(Conclusion.End.FAILED);
                }
            }
        }

        private static List<Long> key(Intention wish) {
            return List.of(wish.user(), (long) wish.intent());
        }

        private static List<Long> key(Observation o) {
            return List.of(
                    o.user(),
                    (long) o.intent(),
                    (long) o.attempt(),
                    (long) o.part(),
                    o.meantNanos());
        }
    }
}
