package dev.unruly.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unruly.advise.Derived;
import dev.unruly.advise.Setting;
import dev.unruly.chance.Distribution;
import dev.unruly.engine.Plan;
import dev.unruly.journal.Journal;
import dev.unruly.model.Experiment;
import dev.unruly.model.Policy;
import dev.unruly.model.Protection;
import dev.unruly.model.Recovery;
import dev.unruly.model.RunResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Settings from what a run has written down, where the truth is known: ten workers who take a
/// tenth of a second carry a hundred requests a second.
class DerivationTest {

    private static final String EXPERIMENT =
            """
            name: derivation
            target: http://127.0.0.1:9000
            seed: 5
            population: it.population.yaml
            dependencies: { workers: { listen: "127.0.0.1:9000", upstream: "127.0.0.1:9001", protocol: http } }
            arrivals: [ { poisson: { rate: 60/s } } ]
            phases: { warm-up: 5s, baseline: 60s, watch: 60s, relief: none }
            triggers: [ { fault: { at: 0s, for: 10s, on: workers, latency: { times-observed: 10 } } } ]
            """;

    @TempDir private Path folder;

    private Derivation derived(String text) throws IOException {
        Experiment experiment = Rehearsal.experiment(folder, Rehearsal.retrying(1), text);
        Path run = Files.createDirectory(folder.resolve("run"));
        var workers = Rehearsal.workers(10, new Distribution.Lognormal(0.08, 0.6));
        try (Journal journal = Journal.begin(run)) {
            RunResult result = new Simulation(Plan.of(experiment), workers, journal).play(false);
            assertThat(result.recovery()).as(result.why()).isEqualTo(Recovery.NOT_RECOVERED);
            journal.flush();
        }
        return Derivation.of(Evidence.of(run, experiment), List.of(), new SplittableRandom(1));
    }

    private static <P extends Policy> P only(Derivation derivation, Class<P> kind) {
        return derivation.protections().stream()
                .flatMap(p -> p.policies().stream())
                .filter(kind::isInstance)
                .map(kind::cast)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + kind + " in " + derivation.lines()));
    }

    private static Derivation.Line line(Derivation derivation, Setting.Kind kind) {
        return derivation.lines().stream()
                .filter(l -> l.setting() == kind)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theEdgeGetsATimeoutAndPlaces() throws IOException {
        Derivation derivation = derived(EXPERIMENT);
        // 60 a second for 96 ms are 5.7 at a time, and a second may bring half as many again.
        assertThat(only(derivation, Policy.Bulkhead.class).most()).isBetween(14, 24);
        // The true 99.9th percentile of the answers is 80 ms · exp(0.6 · 3.09) = 511 ms.
        assertThat(only(derivation, Policy.Timeout.class).nanos() / 1e6).isBetween(511.0, 1_100.0);
        assertThat(derivation.lines())
                .filteredOn(Derivation.Line::enforced)
                .extracting(Derivation.Line::setting)
                .containsExactly(
                        Setting.Kind.TIMEOUT,
                        Setting.Kind.BUDGET,
                        Setting.Kind.BULKHEAD,
                        Setting.Kind.HEDGE);
        assertThat(derivation.all().getFirst().policies())
                .noneMatch(Policy.Breaker.class::isInstance);
        // Ten workers who take 96 ms each carry 104 a second, of which 60 are 57 %.
        assertThat(line(derivation, Setting.Kind.BUDGET).derived().because())
                .containsPattern(
                        "you run at \\d\\d(\\.\\d)? % of capacity \\(\\d+ of 10\\d requests")
                .contains("in which all 10 connections of its callers were taken")
                .contains("your retries make you safe only below 50 %");
    }

    @Test
    void whatIsNotTheEdgeGetsABreaker() throws IOException {
        Derivation derivation =
                derived(
                        EXPERIMENT.replace(
                                "target: http://127.0.0.1:9000", "target: http://127.0.0.1:8080"));
        Policy.Breaker breaker = only(derivation, Policy.Breaker.class);
        assertThat(breaker.failed().value()).isBetween(0.1, 0.6);
        assertThat(breaker.slowNanos() / 1e6).isBetween(250.0, 700.0);
        assertThat(derivation.protections())
                .extracting(Protection::dependency)
                .containsExactly("workers");
    }

    @Test
    void tooLittleIsSaidWithTheNumberAndTheBound() throws IOException {
        Derivation derivation = derived(EXPERIMENT.replace("baseline: 60s", "baseline: 20s"));
        Derivation.Line timeout = line(derivation, Setting.Kind.TIMEOUT);
        assertThat(timeout.derived()).isInstanceOf(Derived.Refused.class);
        assertThat(timeout.derived().because())
                .matches("1,\\d{3} answers were seen; 2,99\\d are needed to bound .*");
        assertThat(derivation.protections().getFirst().policies())
                .noneMatch(Policy.Timeout.class::isInstance);
    }

    @Test
    void aJournalOfAnotherExperimentIsRefused() throws IOException {
        derived(EXPERIMENT);
        Experiment bare =
                Rehearsal.experiment(
                        folder,
                        Rehearsal.retrying(1),
                        EXPERIMENT.replaceAll("(?m)^(dependencies|triggers): .*\n", ""));
        assertThatThrownBy(() -> Evidence.of(folder.resolve("run"), bare))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not of this experiment");
    }
}
