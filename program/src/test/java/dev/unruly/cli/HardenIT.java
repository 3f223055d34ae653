package dev.unruly.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.unruly.journal.JournalReader;
import dev.unruly.model.Quiet;
import dev.unruly.model.RouteSecond;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/// `unruly harden` from end to end, on real sockets: what is derived from the first run is in force
/// in the second.
@Timeout(300)
final class HardenIT {

    private static final long DELAY_NANOS = 100_000_000;

    private static final String POPULATION =
            """
            personas:
              reader:
                share: 100%
                journey: read
                client: { kind: browser, connections: 2 }
                patience: 10m
                when-slow: { leave: 100% }
            journeys:
              read:
                start: page
                think: 200ms
                states: { page: { get: /, check: { status: 200 }, next: { page: 80%, leave: 20% } } }
            """;

    private static final String EXPERIMENT =
            """
            name: readers
            target: http://127.0.0.1:@edge@
            population: it.population.yaml
            dependencies: { front: { listen: "127.0.0.1:@edge@", upstream: "@upstream@", protocol: @protocol@ } }
            arrivals: [ { poisson: { rate: 100/s } } ]
            phases: { warm-up: 1s, baseline: 7s, watch: 1s, relief: none }
            expect: [ "p(99) of page < 5s" ]
            """;

    @TempDir private Path folder;

    @SuppressWarnings("NullAway.Init") // JUnit makes the folder before every test
    HardenIT() {}

    private Path experiment(String upstream, String protocol) throws IOException {
        Files.writeString(folder.resolve("it.population.yaml"), POPULATION);
        return Files.writeString(
                folder.resolve("it.experiment.yaml"),
                EXPERIMENT
                        .replace("@edge@", "" + freePort())
                        .replace("@upstream@", upstream)
                        .replace("@protocol@", protocol));
    }

    /// The same with a fifth of the people for less than half of the time, and more keys.
    private Path few(SlowBackend backend, String more) throws IOException {
        Path file = experiment(backend.url().replace("http://", ""), "http");
        return Files.writeString(
                file,
                Files.readString(file)
                                .replace("rate: 100/s", "rate: 20/s")
                                .replace("baseline: 7s", "baseline: 3s")
                        + more);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    private static JsonNode json(Path file) throws IOException {
        return new ObjectMapper().readTree(file.toFile());
    }

    /// Its first run has to hold, which takes the machine.
    @Test
    @ResourceLock(Beside.CORES)
    void whatIsDerivedIsInForceTheSecondTime() throws Exception {
        try (var backend = new SlowBackend(DELAY_NANOS)) {
            Path file = experiment(backend.url().replace("http://", ""), "http");
            try (Program run =
                    Program.start(folder, "harden", file.toString(), "--out", "hardened")) {
                assertThat(run.code()).as(run.output()).isZero();
                Path out = folder.resolve("hardened");
                assertThat(json(out.resolve("before/run.json")).path("guards")).isEmpty();
                JsonNode guard = json(out.resolve("after/run.json")).path("guards").path("front");
                // Some 480 wishes a second at 100 ms are 48 at a time.
                assertThat(guard.path("limit").asInt()).isGreaterThan(50);
                assertThat(guard.path("asked").asLong()).isGreaterThan(2_000);
                assertThat(guard.path("decisions").path("passed").asLong())
                        .isGreaterThan(guard.path("asked").asLong() * 9 / 10);
                assertThat(Files.readString(out.resolve("policies.yaml")))
                        .startsWith("policies:\n  front:\n    timeout: ")
                        .contains("bulkhead: { most: " + guard.path("limit").asInt() + " }");
                assertThat(out.resolve("report.html")).isNotEmptyFile();
                assertThat(run.output()).contains("the 99.9th percentile of").contains("recovery");
            }
        }
    }

    @Beside
    void furtherSeedsArePlayedInTurnWithWhatTheFirstHasTaught() throws Exception {
        try (var backend = new SlowBackend(DELAY_NANOS)) {
            Path file = few(backend, "");
            String[] words = {"harden", file.toString(), "--seeds", "3", "--out", "hardened"};
            try (Program run = Program.start(folder, words)) {
                run.says("McNemar's exact test", 240);
                Path out = folder.resolve("hardened");
                int code = run.code();
                JsonNode all = json(out.resolve("harden.json"));
                assertThat(code).as(run.output()).isEqualTo(codeOf(all));
                assertThat(all.path("played").asInt()).isEqualTo(3);
                JsonNode pairs = all.path("pairs");
                assertThat(pairs.path("bothHold").asInt() + pairs.path("unclear").asInt())
                        .isEqualTo(2);
                assertThat(all.path("pairs").path("pDifferent").asDouble()).isEqualTo(1);
                String settings = Files.readString(out.resolve("policies.yaml"));
                for (int seed = 1; seed <= 3; seed++) {
                    JsonNode pair = all.path("seeds").path(seed - 1);
                    assertThat(pair.path("seed").asInt()).isEqualTo(seed);
                    assertThat(pair.path("derivedFrom").asBoolean()).isEqualTo(seed == 1);
                    // The second seed is played with the settings first.
                    assertThat(startedAt(pair, "before").isBefore(startedAt(pair, "after")))
                            .isEqualTo(seed != 2);
                    Path part = out.resolve("seed-" + seed);
                    assertThat(Files.readString(part.resolve("after/policies.yaml")))
                            .isEqualTo(settings);
                    assertThat(part.resolve("before/policies.yaml")).doesNotExist();
                }
                assertThat(run.output())
                        .contains("The settings come from seed 1 and stay as they are")
                        .contains("McNemar's exact test")
                        .containsPattern("median of the other seeds +before +after");
                assertThat(out.resolve("report.html")).isNotEmptyFile();
            }
        }
    }

    private static Instant startedAt(JsonNode pair, String half) {
        return Instant.parse(pair.path(half).path("startedAt").asText());
    }

    @Beside
    void aCheckFailsWhereASettingNoLongerFits() throws Exception {
        try (var backend = new SlowBackend(DELAY_NANOS)) {
            Path file = few(backend, "");
            Path result = folder.resolve("checked/after/run.json");
            Checked fits =
                    checked(
                            file,
                            "{ timeout: 20s, bulkhead: { most: 400 }, routes: { GET /: { timeout:"
                                    + " 10s } } }");
            assertThat(fits.code).as(fits.output).isEqualTo(codeOf(json(result)));
            assertThat(fits.output)
                    .contains("No setting in force contradicts what was seen")
                    .contains("the run " + json(result).path("verdict").asText() + ", ");
            assertThat(ofRoute(result.resolveSibling(""), "GET /")).isGreaterThan(200);
            Checked tight = checked(file, "{ timeout: 20s, bulkhead: { most: 9 } }");
            assertThat(tight.code).as(tight.output).isEqualTo(1);
            assertThat(tight.output.replaceAll("\\s+", " "))
                    .contains("front: the bulkhead of 9 places turned away or gave up ")
                    .contains("places would follow")
                    .contains("settings that no longer fit: 1");
        }
    }

    /// How many requests of a route its own seconds count.
    private static long ofRoute(Path run, String route) throws IOException {
        var sum = new AtomicLong();
        JournalReader.read(
                run,
                new Quiet() {
                    @Override
                    public void routed(RouteSecond second) {
                        if (second.route().equals(route)) {
                            sum.addAndGet(second.figures().completed());
                        }
                    }
                });
        return sum.get();
    }

    /// What a check has said.
    private record Checked(int code, String output) {}

    private Checked checked(Path file, String front) throws Exception {
        Path policies =
                Files.writeString(
                        folder.resolve("policies.yaml"), "policies: { front: " + front + " }");
        try (Program run =
                Program.start(
                        folder,
                        "harden",
                        file.toString(),
                        "--check",
                        "--policies",
                        policies.toString(),
                        "--out",
                        "checked")) {
            return new Checked(run.code(), run.output());
        }
    }

    /// The exit code of a verdict: on a machine with other things to do that may be `unclear`.
    private static int codeOf(JsonNode result) {
        return switch (result.path("verdict").asText()) {
            case "holds" -> 0;
            case "unclear" -> 3;
            default -> 1;
        };
    }

    @Beside
    void whatCannotBeCheckedIsSaid() throws Exception {
        Path file = experiment("127.0.0.1:" + freePort(), "http");
        assertThat(refused("harden", file.toString(), "--check"))
                .contains("--check needs settings in force");
        assertThat(refused("harden", file.toString(), "--seeds", "0"))
                .contains("--seeds must be in [1, 1000], got 0");
        assertThat(refused("harden", file.toString(), "--seeds", "2", "--check"))
                .contains("--check plays one seed, got --seeds 2");
        Path wrong =
                Files.writeString(
                        folder.resolve("wrong.yaml"),
                        "policies: { back: { timeout: 1s } }\nseed: 3\n");
        assertThat(refused("harden", file.toString(), "--policies", wrong.toString()))
                .contains("--policies is for --check");
        assertThat(refused("harden", file.toString(), "--check", "--policies", wrong.toString()))
                .contains("wrong.yaml:1:13: `policies: back` is no dependency")
                .contains("wrong.yaml:2:1: ");
    }

    @Beside
    void settingsAreAppliedToTheApplicationAndTakenOutAgain() throws Exception {
        try (var backend = new SlowBackend(DELAY_NANOS)) {
            String apply =
                    """
                    apply:
                      run: 'f() { test "$1" = "$UNRULY_SETTINGS"; cp "$1/resilience4j.yaml" in; }; f'
                      ready: %s
                      export: resilience4j
                      undo: 'mv in out'
                    """
                            .formatted(backend.url() + "/health");
            Path file = few(backend, apply);
            try (Program run = Program.start(folder, "harden", file.toString(), "--out", "it")) {
                Path out = folder.resolve("it");
                int code = run.code();
                assertThat(code)
                        .as(run.output())
                        .isEqualTo(codeOf(json(out.resolve("after/run.json"))));
                assertThat(run.output())
                        .contains("losses    ")
                        .contains("it enforces them, and the gateway nothing");
                assertThat(json(out.resolve("after/run.json")).path("guards")).isEmpty();
                assertThat(folder.resolve("in")).doesNotExist();
                assertThat(Files.readString(folder.resolve("out")))
                        .contains("maxConcurrentCalls")
                        .isEqualTo(Files.readString(out.resolve("settings/resilience4j.yaml")));
            }
        }
    }

    @Beside
    void aCommandThatFailsIsToldWithItsLastLinesAndCleanedUpAfter() throws Exception {
        try (var backend = new SlowBackend(DELAY_NANOS)) {
            String apply =
                    """
                    apply: { run: 'echo one; echo two; exit 7 #', ready: "%s", undo: "touch undone" }
                    hooks: { clean-up: { run: "touch cleaned" } }
                    """
                            .formatted(backend.url());
            Path file = few(backend, apply);
            assertThat(refused("harden", file.toString()))
                    .contains("ended with exit code 7: one\n  two\n")
                    .doesNotContain("Exception");
            assertThat(folder.resolve("undone")).exists();
            assertThat(folder.resolve("cleaned")).exists();
        }
    }

    private String refused(String... words) throws Exception {
        try (Program run = Program.start(folder, words)) {
            assertThat(run.code()).as(run.output()).isEqualTo(2);
            return run.output();
        }
    }

    @Beside
    void whatTheGatewayCannotAnswerForCannotBeProtected() throws Exception {
        Path file = experiment("127.0.0.1:" + freePort(), "postgres");
        try (Program run = Program.start(folder, "harden", file.toString())) {
            assertThat(run.code()).isEqualTo(2);
            assertThat(run.output())
                    .contains("no dependency with protocol: http is there to be protected");
        }
    }
}
