package dev.unruly.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.unruly.backend.Assembly;
import dev.unruly.chance.Distribution;
import dev.unruly.chance.Draws;
import dev.unruly.chance.Purpose;
import dev.unruly.chance.Seed;
import dev.unruly.engine.Plan;
import dev.unruly.journal.Journal;
import dev.unruly.model.Experiment;
import dev.unruly.model.Policy;
import dev.unruly.model.Protection;
import dev.unruly.model.Quiet;
import dev.unruly.model.Recovery;
import dev.unruly.model.RunResult;
import dev.unruly.model.SystemModel;
import dev.unruly.model.SystemModel.Application;
import dev.unruly.model.SystemModel.Cache;
import dev.unruly.model.SystemModel.Callee;
import dev.unruly.model.SystemModel.Connecting;
import dev.unruly.model.SystemModel.Figure;
import dev.unruly.model.SystemModel.Page;
import dev.unruly.model.SystemModel.Stamp;
import dev.unruly.model.SystemModel.Time;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A model that was fitted to a run against a known system is that system, within bounds; the
/// systems are drawn at random.
class FittingTest {

    private static final long MILLI = 1_000_000L;
    static final String POPULATION =
            """
            regions:
              near: { share: 50%, time-zone: UTC, round-trip: 10ms, last-mile: none }
              far:  { share: 50%, time-zone: UTC, round-trip: 80ms, last-mile: none }
            personas:
              app:
                share: 100%
                journey: shop
                client: { kind: app, timeout: 2s, retries: { most: 3, backoff: { base: 100ms, factor: 1, most: 100ms, jitter: none } } }
                patience: { weibull: { shape: 2, scale: 3s } }
                when-slow: { refresh: 60%, leave: 40% }
                when-failed: { refresh: 60%, leave: 40% }
                tries: 4
            journeys:
              shop:
                start: home
                think: { exponential: { mean: 1s } }
                states:
                  home:   { get: /, next: { search: 60%, pay: 10%, leave: 30% } }
                  search: { get: "/search?q=shoes", next: { home: 30%, pay: 30%, leave: 40% } }
                  pay:    { post: /pay, next: { leave: 100% } }
            """;

    private static final String EXPERIMENT =
            """
            name: known
            target: http://127.0.0.1:8080
            seed: 5
            population: it.population.yaml
            dependencies:
              edge:     { listen: "127.0.0.1:8080", upstream: "127.0.0.1:9000", protocol: http }
              database: { listen: "127.0.0.1:9001", upstream: "127.0.0.1:9002", protocol: postgres }
              identity: { listen: "127.0.0.1:9003", upstream: "127.0.0.1:9004", protocol: http }
            arrivals: [ { poisson: { rate: @rate@/s } } ]
            phases: { warm-up: 5s, baseline: 60s, watch: 60s, relief: none }
            triggers: [ { fault: { at: 0s, for: @stall@s, on: database, stall: {} } } ]
            """;

    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void whatIsFittedIsWhatIsTrue(long seed) throws IOException {
        SystemModel truth = drawn(seed);
        Experiment experiment = experiment(20, 12);
        Path run = played(experiment, truth);

        SystemModel fitted = fitted(run, experiment);

        Application application = fitted.application();
        assertThat(application.places().stamp()).isEqualTo(Stamp.THIS_RUN);
        assertThat(application.places().value()).isEqualTo(truth.application().places().value());
        assertThat(application.worksOn().value()).isEqualTo(1);
        for (int d = 0; d < 2; d++) {
            double takes = truth.callees().get(d).takes().seconds().mean();
            assertThat(fitted.callees().get(d).takes().seconds().mean())
                    .as(fitted.callees().get(d).name())
                    .isCloseTo(takes, within(0.1 * takes));
        }
        for (Page page : truth.pages()) {
            Page same = page(fitted, page.name());
            double whole = whole(truth, page);
            assertThat(whole(fitted, same))
                    .as("all of %s", page.name())
                    .isCloseTo(whole, within(0.12 * whole));
            double calls = calls(page, "identity");
            assertThat(calls(same, "identity")).isCloseTo(calls, within(0.25));
        }
    }

    /// The model that was fitted to a run that fell predicts the length from which on the true
    /// system does.
    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void theTippingPointIsPredicted(long seed) throws IOException {
        SystemModel truth = drawn(seed);
        Experiment experiment = experiment(20, 16);
        SystemModel fitted = fitted(played(experiment, truth), experiment);

        Vulnerability real = tip(experiment, truth);
        Vulnerability predicted = tip(experiment, fitted);

        double tip = real.tipSeconds().orElseThrow();
        assertThat(predicted.tipSeconds().orElseThrow()).isCloseTo(tip, within(0.25 * tip));
    }

    private static Vulnerability tip(Experiment experiment, SystemModel system) {
        return Vulnerability.find(experiment, Assembly.of(system), 0, 1, 6, _ -> {});
    }

    /// What settings do to the true system they do to its model: the same sign, and about as much.
    @Test
    void theEffectOfSettingsIsPredicted() throws IOException {
        SystemModel truth = drawn(21);
        Experiment experiment = experiment(20, 12);
        SystemModel fitted = fitted(played(experiment, truth), experiment);
        var guarded =
                experiment.withProtections(
                        List.of(
                                new Protection(
                                        "edge",
                                        "",
                                        List.of(
                                                new Policy.Timeout(1_500 * MILLI),
                                                new Policy.Bulkhead(
                                                        (int)
                                                                (2
                                                                        * truth.application()
                                                                                .places()
                                                                                .value()),
                                                        0)))));

        RunResult trueBefore = result(experiment, truth);
        RunResult trueAfter = result(guarded, truth);
        RunResult saidBefore = result(experiment, fitted);
        RunResult saidAfter = result(guarded, fitted);

        assertThat(trueBefore.recovery()).isEqualTo(Recovery.NOT_RECOVERED);
        assertThat(trueAfter.recovery()).isEqualTo(Recovery.RECOVERED);
        assertThat(saidBefore.recovery()).isEqualTo(Recovery.NOT_RECOVERED);
        assertThat(saidAfter.recovery()).isEqualTo(Recovery.RECOVERED);
        double effect = trueAfter.goodput().watch() - trueBefore.goodput().watch();
        assertThat(saidAfter.goodput().watch() - saidBefore.goodput().watch())
                .isCloseTo(effect, within(0.1));
    }

    @Test
    void peopleOfAnotherTemperCanFlipTheVerdict() {
        SystemModel truth = drawn(21);
        Experiment experiment = experiment(20, 3);
        var one =
                Rejudgement.of(
                        experiment,
                        truth,
                        List.of(new Protection("edge", "", List.of(new Policy.Bulkhead(60, 0)))),
                        1,
                        _ -> {});

        assertThat(one.cells()).hasSize(9);
        assertThat(one.cells().get(4).temper()).isEqualTo(Temper.AS_WRITTEN);
        assertThat(one.lines()).hasSizeBetween(12, 13);
        for (Rejudgement.Cell cell : one.flips()) {
            assertThat(cell.with().holds()).isNotEqualTo(one.cells().get(4).with().holds());
        }
    }

    @Test
    void aTemperChangesPatienceAndReactions() {
        Experiment experiment = experiment(20, 3);
        var persona = new Temper(2, 0.5).of(experiment).population().personas().getFirst();

        assertThat(persona.patienceSeconds()).isEqualTo(new Distribution.Weibull(2, 6));
        assertThat(persona.tries()).isEqualTo(2);
        // 60 % ask again, of which half the weight is left beside 40 %: 30/70.
        assertThat(persona.whenSlow().choices().getFirst().share().value())
                .isCloseTo(3.0 / 7, within(1e-9));
        assertThat(persona.client())
                .isEqualTo(experiment.population().personas().getFirst().client());
    }

    @Test
    void whatWasNeverOverloadedIsAPrior() throws IOException {
        SystemModel truth = drawn(1);
        Experiment experiment = experiment(4, 1);

        Application application = fitted(played(experiment, truth), experiment).application();

        assertThat(application.places().stamp()).isEqualTo(Stamp.PRIOR);
        assertThat(application.places().why()).contains("no plateau was seen");
        assertThat(application.queue().value()).isInfinite();
        assertThat(application.crowded()).extracting(Figure::value).isEqualTo(1.0);
    }

    @Test
    void tooLittleIsRefusedWithNumberAndBound() throws IOException {
        Experiment experiment = experiment(1, 1);
        Path run = played(experiment, drawn(1));

        assertThat(Fitted.of(run, experiment))
                .isInstanceOfSatisfying(
                        Fitted.Refused.class,
                        refused ->
                                assertThat(refused.reasons().toString())
                                        .containsPattern(
                                                "\\d+ requests were answered in the baseline, and at least 200 are needed"));
    }

    @Test
    void aRunWithoutDependenciesIsRefused() throws IOException {
        String text =
                """
                name: bare
                target: http://127.0.0.1:8080
                seed: 5
                population: it.population.yaml
                arrivals: [ { poisson: { rate: 20/s } } ]
                phases: { warm-up: 5s, baseline: 30s, watch: 1s, relief: none }
                """;
        Experiment experiment = Rehearsal.experiment(folder, POPULATION, text);
        Path run = played(experiment, drawn(1));

        assertThat(Fitted.of(run, experiment))
                .isInstanceOfSatisfying(
                        Fitted.Refused.class,
                        refused ->
                                assertThat(refused.reasons().getFirst())
                                        .startsWith(
                                                "0 dependencies were behind listeners, and at least 1"));
    }

    @Test
    void whatAnswersSayCannotBePlayed() {
        String people =
                POPULATION.replace("get: /,", "get: /, capture: { token: { json: $.token } },");
        Experiment experiment =
                Rehearsal.experiment(
                        folder, people, EXPERIMENT.replace("@rate@", "20").replace("@stall@", "2"));

        assertThat(Sighted.unplayable(experiment))
                .containsExactly(
                        "home remembers `token` of the answer, and a model's answers say nothing");
    }

    @Test
    void aLargerSystemFaresTheSame() {
        SystemModel truth = drawn(21);
        Experiment experiment = experiment(20, 3);
        var scale = new Scale(4);

        RunResult one = result(experiment, truth);
        RunResult four = result(scale.of(experiment), scale.of(truth));

        assertThat((double) four.totals().intents())
                .isCloseTo(4.0 * one.totals().intents(), within(0.5 * one.totals().intents()));
        assertThat(four.recovery()).isEqualTo(one.recovery());
    }

    private static RunResult result(Experiment experiment, SystemModel system) {
        return new Simulation(Plan.of(experiment), Assembly.of(system), new Quiet()).play(false);
    }

    private Experiment experiment(int rate, int stall) {
        return Rehearsal.experiment(
                folder,
                POPULATION,
                EXPERIMENT.replace("@rate@", "" + rate).replace("@stall@", "" + stall));
    }

    private Path played(Experiment experiment, SystemModel system) throws IOException {
        Path run = Files.createTempDirectory(folder, "run");
        try (Journal journal = Journal.begin(run)) {
            new Simulation(Plan.of(experiment), Assembly.of(system), journal).play(false);
        }
        return run;
    }

    static SystemModel fitted(Path run, Experiment experiment) throws IOException {
        return switch (Fitted.of(run, experiment)) {
            case Fitted.Model model -> model.system();
            case Fitted.Refused refused -> throw new AssertionError(refused.reasons().toString());
        };
    }

    private static Page page(SystemModel system, String name) {
        return system.pages().stream().filter(p -> p.name().equals(name)).findFirst().orElseThrow();
    }

    private static double calls(Page page, String callee) {
        return page.calls().containsKey(callee)
                ? Objects.requireNonNull(page.calls().get(callee)).value()
                : 0;
    }

    /// What a page takes with its calls, when nobody is in its way.
    private static double whole(SystemModel system, Page page) {
        double sum = page.takes().seconds().mean();
        for (Callee callee : system.callees()) {
            sum += calls(page, callee.name()) * callee.takes().seconds().mean();
        }
        return sum;
    }

    /// A system at 45 % of what it can do at 20 users a second, drawn at random.
    static SystemModel drawn(long seed) {
        Draws draws = new Seed(seed).stream("system");
        double identity = 0.05 + 0.1 * u(draws, 0);
        double query = 0.001 + 0.002 * u(draws, 1);
        int home = 1 + (int) (3 * u(draws, 2));
        int search = 1 + (int) (6 * u(draws, 3));
        int pay = 2 + (int) (6 * u(draws, 4));
        // About 2.2 pages a user.
        double places = 20 * 2.2 * (identity + 0.012) / 0.45;
        var application =
                new Application(
                        Figure.given(400),
                        Figure.given(Double.POSITIVE_INFINITY),
                        Figure.given(Math.ceil(places)),
                        Figure.given(0),
                        Figure.given(0),
                        Figure.given(1),
                        Figure.given(1),
                        Figure.given(1));
        var callees =
                List.of(
                        callee("database", query, Connecting.BY_A_POOL),
                        callee("identity", identity, Connecting.BY_ITSELF));
        return new SystemModel(
                "edge",
                application,
                callees,
                new Cache(Figure.given(600), Map.of()),
                List.of(
                        page("GET", "/search", 0.004, search, 1),
                        page("POST", "/pay", 0.006, pay, 2),
                        page("GET", "/", 0.003, home, 1)));
    }

    private static double u(Draws draws, int index) {
        return draws.uniform(1, 0, Purpose.VALUE, index);
    }

    private static Callee callee(String name, double seconds, Connecting connecting) {
        return new Callee(
                name,
                new Time(new Distribution.Lognormal(0.9 * seconds, 0.5), Stamp.GIVEN, ""),
                Figure.given(1),
                connecting,
                Figure.given(0),
                Figure.given(0));
    }

    private static Page page(String method, String path, double takes, int queries, int verified) {
        return new Page(
                method,
                path,
                200,
                500,
                false,
                false,
                new Time(new Distribution.Lognormal(takes, 0.5), Stamp.GIVEN, ""),
                Map.of(
                        "database", Figure.given(queries),
                        "identity", Figure.given(verified)));
    }
}
