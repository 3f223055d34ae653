package dev.unruly.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.backend.Blueprint;
import dev.unruly.backend.Link;
import dev.unruly.backend.Link.Connecting;
import dev.unruly.backend.Page;
import dev.unruly.backend.Station;
import dev.unruly.backend.Step;
import dev.unruly.backend.Store;
import dev.unruly.backend.Tries;
import dev.unruly.chance.Distribution;
import dev.unruly.engine.Plan;
import dev.unruly.model.Quiet;
import dev.unruly.model.RunResult;
import dev.unruly.model.Symptom;
import dev.unruly.model.Symptom.Finding;
import dev.unruly.model.Symptom.Kind;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a system suffered from, where the truth is known, for it was built so.
class SymptomsTest {

    private static final String EXPERIMENT =
            """
            name: symptoms
            target: http://127.0.0.1:8080
            seed: 3
            population: it.population.yaml
            dependencies:
              edge:  { listen: "127.0.0.1:8080", upstream: "127.0.0.1:8081", protocol: http }
              store: { listen: "127.0.0.1:9002", upstream: "127.0.0.1:9003", protocol: http }
            arrivals: [ { poisson: { rate: @rate@/s } } ]
            phases: { warm-up: 5s, baseline: 40s, watch: 60s, relief: none }
            triggers: [ @trigger@ ]
            """;

    private static final String SLOW =
            "{ fault: { at: 0s, for: 10s, on: store, latency: { times-observed: 10 } } }";

    @TempDir private Path folder;

    private RunResult played(int retries, int rate, String trigger, Blueprint backend) {
        String text = EXPERIMENT.replace("@rate@", "" + rate).replace("@trigger@", trigger);
        var experiment = Rehearsal.experiment(folder, Rehearsal.retrying(retries), text);
        return new Simulation(Plan.of(experiment), backend, new Quiet()).play(false);
    }

    private static Blueprint backend(List<Station> stations, List<Store> stores, Step inside) {
        return new Blueprint(
                stations,
                List.of(
                        new Link("edge", Connecting.BY_ITSELF),
                        new Link("store", Connecting.BY_ITSELF)),
                stores,
                List.of(Page.all(List.of(new Step.Ask("edge", List.of(inside))))));
    }

    private static List<Step> work(double seconds) {
        return List.of(new Step.Work(new Distribution.Lognormal(seconds, 0.3)));
    }

    private static Symptom at(RunResult result, Kind kind, String where) {
        return result.symptoms().stream()
                .filter(s -> s.kind() == kind && s.at().equals(where))
                .findFirst()
                .orElseThrow(() -> new AssertionError(kind + " in " + result.symptoms()));
    }

    private static List<String> found(RunResult result) {
        return result.symptoms().stream()
                .filter(Symptom::found)
                .map(s -> s.kind() + " " + s.at())
                .toList();
    }

    @Test
    void aPoolThatIsDryIsNamedWithWhoKeepsItSo() {
        var places = new Step.In("places", List.of(new Step.Ask("store", work(0.1))));
        RunResult result =
                played(
                        1,
                        60,
                        SLOW,
                        backend(List.of(Station.patient("places", 10)), List.of(), places));

        assertThat(found(result))
                .as(result.symptoms().toString())
                .containsExactly("AMPLIFIED users", "RAN_DRY store", "WASTED application");
        assertThat(at(result, Kind.AMPLIFIED, "users").because())
                .contains("sent 2.00 requests for each one needed, 1.0")
                .endsWith("of what was not a first try: the apps' own retries 100 %");
        assertThat(at(result, Kind.RAN_DRY, "store").because())
                .contains(" 10 requests were in flight at store and never more");
        assertThat(at(result, Kind.WASTED, "application").because())
                .contains("100.0 % of the requests that ended had been given up");
    }

    @Test
    void aPoolThatNoListenerSeesIsTheApplications() {
        // Its own work takes the place; the store is asked in no time.
        var places =
                new Step.In(
                        "places",
                        List.of(
                                new Step.Ask("store", work(0.002)),
                                new Step.Work(new Distribution.Constant(0.1))));
        RunResult result =
                played(
                        1,
                        60,
                        "{ fault: { at: 0s, for: 10s, on: store, latency: { add: 1s } } }",
                        backend(List.of(Station.patient("places", 10)), List.of(), places));

        assertThat(found(result))
                .as(result.symptoms().toString())
                .contains("RAN_DRY application")
                .doesNotContain("RAN_DRY store", "TOO_SLOW store");
        assertThat(at(result, Kind.RAN_DRY, "application").because())
                .endsWith("which, no listener shows");
    }

    @Test
    void aDependencyThatIsTooSlowIsNotTakenForADryPool() {
        RunResult result =
                played(
                        0,
                        60,
                        SLOW,
                        backend(List.of(), List.of(), new Step.Ask("store", work(0.02))));

        assertThat(found(result))
                .as(result.symptoms().toString())
                .contains("TOO_SLOW store")
                .doesNotContain(
                        "RAN_DRY store",
                        "RAN_DRY application",
                        "AMPLIFIED store",
                        "AMPLIFIED users");
        assertThat(at(result, Kind.TOO_SLOW, "store").because())
                .endsWith("; the difference is what this run added");
    }

    @Test
    void anApplicationThatTriesAgainIsNamedAtTheDependency() {
        var again = new Step.Ask("store", new Tries(2, 0, 0), work(0.02));
        RunResult result =
                played(
                        0,
                        60,
                        "{ fault: { at: 0s, for: 10s, on: store, error: { share: 80% } } }",
                        backend(List.of(), List.of(), again));

        assertThat(found(result))
                .as(result.symptoms().toString())
                .contains("AMPLIFIED store")
                .doesNotContain("AMPLIFIED users", "RAN_DRY store", "TOO_SLOW store");
        // 1 + 0.8 + 0.64, but for the edges of the ten seconds.
        assertThat(at(result, Kind.AMPLIFIED, "store").because())
                .containsPattern("asked store 2\\.[34]\\d times, 1\\.00 in the baseline")
                .endsWith(": it tries again by itself");
    }

    @Test
    void aPurgeThatLetsMuchThroughIsAStampede() {
        var cache = new Store("cache", new Store.Keys.Target(), 600_000_000_000L, true);
        var look = new Step.Look("cache", List.of(new Step.Ask("store", work(0.45))));
        RunResult result =
                played(
                        0,
                        120,
                        "{ purge: { at: 0s, delete: \"http://127.0.0.1:8081/cache\" } }",
                        backend(List.of(), List.of(cache), look));

        Symptom stampede = at(result, Kind.STAMPEDED, "store");
        // One page: nobody goes to the store until the purge, and then all who come while the
        // first of them waits, 0.45 s at 120 a second.
        assertThat(stampede.finding()).as(stampede.because()).isEqualTo(Finding.FOUND);
        assertThat(stampede.because()).contains("0.00 in the baseline");
        assertThat(result.symptoms()).noneMatch(s -> s.kind() == Kind.RAN_DRY && s.found());
    }
}
