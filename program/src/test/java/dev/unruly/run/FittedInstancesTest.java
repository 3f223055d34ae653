package dev.unruly.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.unruly.backend.Assembly;
import dev.unruly.engine.Plan;
import dev.unruly.journal.Journal;
import dev.unruly.model.Decision;
import dev.unruly.model.Experiment;
import dev.unruly.model.Policy;
import dev.unruly.model.Protection;
import dev.unruly.model.Quiet;
import dev.unruly.model.RunResult;
import dev.unruly.model.Share;
import dev.unruly.model.SystemModel;
import dev.unruly.model.SystemModel.Callee;
import dev.unruly.model.SystemModel.Stamp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What hedges to a dependency's second instance do is predicted by a model that was fitted to a
/// run without them.
class FittedInstancesTest {

    private static final long MILLI = 1_000_000L;
    private static final String EXPERIMENT =
            """
            name: instances
            target: http://127.0.0.1:8080
            seed: 5
            population: it.population.yaml
            dependencies:
              edge:     { listen: "127.0.0.1:8080", upstream: "127.0.0.1:9000", protocol: http }
              database: { listen: "127.0.0.1:9001", upstream: "127.0.0.1:9002", protocol: postgres }
              identity: { listen: "127.0.0.1:9003", upstream: ["127.0.0.1:9004", "127.0.0.1:9005"], protocol: http }
            arrivals: [ { poisson: { rate: 20/s } } ]
            phases: { warm-up: 5s, baseline: 60s, watch: 60s, relief: none }
            triggers: [ { fault: { at: 0s, for: 12s, on: database, stall: {} } } ]
            """;

    @TempDir private Path folder;

    @Test
    void hedgesOfAFittedModelAreThoseOfTheSystem() throws IOException {
        SystemModel truth = withSecondIdentity(FittingTest.drawn(4));
        Experiment experiment = Rehearsal.experiment(folder, FittingTest.POPULATION, EXPERIMENT);
        Path run = Files.createTempDirectory(folder, "run");
        try (Journal journal = Journal.begin(run)) {
            new Simulation(Plan.of(experiment), Assembly.of(truth), journal).play(false);
        }

        SystemModel fitted = FittingTest.fitted(run, experiment);

        Callee identity = fitted.callees().get(1);
        assertThat(fitted.callees().getFirst().others()).isEmpty();
        assertThat(identity.others()).hasSize(1);
        assertThat(identity.others().getFirst().stamp()).isEqualTo(Stamp.PRIOR);
        long delay = Math.round(1e9 * identity.takes().seconds().quantile(0.8));
        double real = hedged(experiment, truth, delay);
        double predicted = hedged(experiment, fitted, delay);
        assertThat(real).isBetween(0.1, 0.3);
        assertThat(predicted).isCloseTo(real, within(0.15 * real));
    }

    /// The share of calls to the identity provider that are hedged.
    private static double hedged(Experiment experiment, SystemModel system, long delayNanos) {
        List<Policy> policies =
                List.of(
                        new Policy.Hedge(delayNanos, Share.ALL),
                        new Policy.Budget(Share.ALL, 100, 10_000 * MILLI));
        var plan =
                Plan.of(
                        experiment.withProtections(
                                List.of(new Protection("identity", "", policies))));
        RunResult result = new Simulation(plan, Assembly.of(system), new Quiet()).play(false);
        var decisions = result.guards().getFirst().decisions();
        return (double) decisions.getOrDefault(Decision.HEDGED, 0L)
                / decisions.getOrDefault(Decision.PASSED, 0L);
    }

    private static SystemModel withSecondIdentity(SystemModel system) {
        Callee one = system.callees().get(1);
        var two =
                new Callee(
                        one.name(),
                        one.takes(),
                        one.crowded(),
                        one.connecting(),
                        one.retries(),
                        one.timeOut(),
                        List.of(one.takes()),
                        one.asked());
        return new SystemModel(
                system.edge(),
                system.application(),
                List.of(system.callees().getFirst(), two),
                system.cache(),
                system.pages());
    }
}
