package dev.unruly.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.engine.Forecast;
import dev.unruly.engine.Plan;
import dev.unruly.model.Experiment;
import dev.unruly.script.Read;
import dev.unruly.script.Scripts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a plan would ask for is known before anything is sent.
class BeforehandTest {

    private static final String POPULATION =
            """
            personas:
              p: { share: 100%, journey: j, client: { kind: browser, connections: @connections@ } }
            journeys:
              j:
                think: 5s
                states:
                  page: { get: /, with: [ /a, /b, /c ], next: { more: 100% } }
                  more: { get: /more, next: leave }
            """;

    private static final String EXPERIMENT =
            """
            name: it
            target: http://127.0.0.1:8080
            population: it.population.yaml
            allow-targets: [ { host: 127.0.0.1, max-rate: @rate@/s } ]
            arrivals: [ { constant: { rate: 10/s } } ]
            phases: { warm-up: 0s, baseline: 20s, watch: 10s, relief: none }
            """;

    @TempDir private Path folder;

    private Plan plan(String rate, int connections) throws IOException {
        Files.writeString(
                folder.resolve("it.population.yaml"),
                POPULATION.replace("@connections@", "" + connections));
        Path file = folder.resolve("it.experiment.yaml");
        Files.writeString(file, EXPERIMENT.replace("@rate@", rate));
        return switch (Scripts.experiment(file)) {
            case Read.Fine<Experiment> fine -> Plan.of(fine.value());
            case Read.Broken<Experiment> broken ->
                    throw new AssertionError(broken.problems().toString());
        };
    }

    /// Ten users a second need four requests for their first page and one for their second.
    @Test
    void theBusiestSecondMustBeWithinTheBound() throws IOException {
        Plan plan = plan("49", 6);
        assertThat(Beforehand.beyondBound(plan, plan.forecast(), 1))
                .singleElement()
                .asString()
                .startsWith("50 requests are due within 1 s (second ")
                .contains("no more than 49/s be sent to 127.0.0.1");
        Plan within = plan("50", 6);
        assertThat(Beforehand.beyondBound(within, within.forecast(), 1)).isEmpty();
    }

    @Test
    void everyLoopNeedsAPartOfTheBound() throws IOException {
        Plan plan = plan("50.5", 6);
        assertThat(Beforehand.beyondBound(plan, plan.forecast(), 50)).isEmpty();
        assertThat(Beforehand.beyondBound(plan, plan.forecast(), 51))
                .singleElement()
                .asString()
                .contains("51 loops cannot share max-rate 50.5/s")
                .contains("--loops 50");
    }

    /// Users stay for some five seconds: 50 at once, and those of the second in which they go.
    @Test
    void connectionsOfAllWhoAreThereAtOnceNeedDescriptors() throws IOException {
        Forecast three = plan("50", 6).forecast();
        assertThat(three.peakConnections()).isBetween(3 * 50L, 3 * 60L);
        Forecast one = plan("50", 1).forecast();
        assertThat(one.peakConnections()).isEqualTo(three.peakConnections() / 3);
        assertThat(Beforehand.beyondDescriptors(three, OptionalLong.of(150), 20).orElseThrow())
                .contains("up to " + three.peakConnections() + " connections open at once")
                .contains("may have 150 files and sockets open")
                .contains("ulimit -n " + (three.peakConnections() + 84));
        assertThat(
                        Beforehand.beyondDescriptors(
                                three, OptionalLong.of(three.peakConnections() + 84), 20))
                .isEmpty();
        assertThat(Beforehand.beyondDescriptors(three, OptionalLong.empty(), 20)).isEmpty();
    }
}
