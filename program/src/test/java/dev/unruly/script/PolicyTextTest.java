package dev.unruly.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.forall.Draw;
import dev.unruly.forall.Forall;
import dev.unruly.model.Experiment;
import dev.unruly.model.Policy;
import dev.unruly.model.Protection;
import dev.unruly.model.Share;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is written of policies is read again as it was.
class PolicyTextTest {

    private static final String POPULATION =
            """
            regions: { here: { share: 100%, time-zone: UTC, round-trip: 0ms, last-mile: none } }
            personas: { web: { share: 100%, journey: visit, client: { kind: browser }, patience: 4s } }
            journeys: { visit: { start: page, think: 1s, states: { page: { get: /, next: { leave: 100% } } } } }
            """;

    private static final String EXPERIMENT =
            """
            name: policies
            target: http://127.0.0.1:8080
            population: it.population.yaml
            dependencies: { identity: { listen: "127.0.0.1:9000", upstream: "127.0.0.1:9001", protocol: http } }
            arrivals: [ { poisson: { rate: 1/s } } ]
            """;

    @TempDir private Path folder;

    @Test
    void anyPoliciesComeBackAsTheyWere() {
        Forall.check(
                200,
                3,
                draw -> {
                    List<Protection> protections = protections(draw);
                    assertThat(read(PolicyText.lines(protections))).isEqualTo(protections);
                });
    }

    @Test
    void aSettingIsOneReadableLine() {
        assertThat(
                        PolicyText.line(
                                new Policy.Breaker(
                                        new Share(0.5),
                                        new Share(0.2),
                                        350_500_000,
                                        10_000_000_000L,
                                        5_000_000_000L)))
                .isEqualTo(
                        "breaker: { failed: 0.5, slow: { than: 350.5ms, share: 0.2 }, window: 10s,"
                                + " open: 5s }");
        assertThat(PolicyText.line(new Policy.Budget(new Share(0.1), 0, 10_000_000_000L)))
                .isEqualTo("budget: { share: 0.1, lasts: 10s }");
    }

    private List<Protection> read(List<String> lines) {
        try {
            Files.writeString(folder.resolve("it.population.yaml"), POPULATION);
            Path file = folder.resolve("it.experiment.yaml");
            Files.writeString(file, EXPERIMENT + String.join("\n", lines) + "\n");
            Experiment experiment = Bench.value(Scripts.experiment(file));
            return experiment.protections();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Protection> protections(Draw draw) {
        var all = new ArrayList<Protection>();
        for (String route : List.of("", "GET /products/*", "/checkout")) {
            var policies = new ArrayList<Policy>();
            for (int kind = 0; kind < 13; kind++) {
                if (draw.coin()) {
                    policies.add(policy(draw, kind));
                }
            }
            if (!policies.isEmpty()) {
                all.add(new Protection("identity", route, policies));
            }
        }
        return all.isEmpty()
                ? List.of(new Protection("identity", "", List.of(new Policy.Timeout(1))))
                : all;
    }

    /// In the order in which they are read; a hedge comes before any time-out that is drawn.
    private static Policy policy(Draw draw, int kind) {
        long nanos = 1 + draw.ofBits(40);
        int some = 1 + draw.between(0, 1_000);
        var share = new Share((1 + draw.between(0, 9_998)) / 10_000.0);
        double number = (1_500 + draw.between(0, 99_999)) / 1_000.0;
        return switch (kind) {
            case 0 ->
                    draw.coin()
                            ? new Policy.Timeout(1_000_000_000L + nanos)
                            : new Policy.Timeout(
                                    1_000_000_000L + nanos, share, 1_000_000_000L + 2 * nanos);
            case 1 -> new Policy.Retry(Math.min(100, some), nanos, nanos + draw.ofBits(40));
            case 2 -> new Policy.Budget(share, draw.coin() ? 0 : number, nanos);
            case 3 -> {
                boolean slow = draw.coin();
                yield new Policy.Breaker(
                        share,
                        slow ? share : Share.ALL,
                        slow ? nanos : Units.LONGEST_NANOS,
                        nanos + 1,
                        nanos + 2,
                        some);
            }
            case 4 -> new Policy.Bulkhead(some, draw.ofBits(40));
            case 5 ->
                    new Policy.SingleFlight(
                            nanos,
                            draw.coin() ? Policy.Sharing.ONE_PERSON : Policy.Sharing.EVERYBODY);
            case 6 -> new Policy.Hedge(1 + draw.ofBits(29), share);
            case 7 -> new Policy.Concurrency(some, some + 1, some + 2);
            case 8 -> new Policy.Rate(number, some);
            case 9 ->
                    new Policy.Shed(
                            nanos,
                            nanos + draw.ofBits(40),
                            draw.coin() ? List.of() : List.of("POST /pay", "/keys/*"),
                            draw.coin() ? List.of() : List.of("GET /a"));
            case 10 -> new Policy.Throttle(number, nanos);
            case 11 -> new Policy.Ejection(number, nanos, share);
            default ->
                    new Policy.Cache(
                            nanos,
                            draw.ofBits(40),
                            share,
                            draw.between(0, 999) / 10.0,
                            draw.coin() ? Policy.Sharing.ONE_PERSON : Policy.Sharing.EVERYBODY);
        };
    }
}
