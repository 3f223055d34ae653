package dev.unruly.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.backend.Blueprint;
import dev.unruly.backend.Link;
import dev.unruly.backend.Page;
import dev.unruly.backend.Station;
import dev.unruly.backend.Step;
import dev.unruly.chance.Distribution;
import dev.unruly.convert.Export;
import dev.unruly.engine.Plan;
import dev.unruly.journal.Journal;
import dev.unruly.journal.RunHeader;
import dev.unruly.model.Dependency;
import dev.unruly.model.Experiment;
import dev.unruly.model.HostPort;
import dev.unruly.model.Policy;
import dev.unruly.model.Protection;
import dev.unruly.run.Simulation;
import dev.unruly.script.Read;
import dev.unruly.script.Scripts;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `unruly advise --export`.
class ExportFolderTest {

    private static final String POPULATION =
            """
            personas:
              app:
                share: 100%
                journey: page
                client: { kind: app, timeout: 2s }
                patience: 600s
            journeys:
              page:
                start: page
                think: 1s
                states: { page: { get: /, next: leave } }
            """;

    private static final String EXPERIMENT =
            """
            name: exported
            target: http://127.0.0.1:9000
            population: it.population.yaml
            dependencies: { shop: { listen: "127.0.0.1:9000", upstream: "127.0.0.1:9001", protocol: http } }
            arrivals: [ { poisson: { rate: 60/s } } ]
            phases: { warm-up: 5s, baseline: 60s, watch: 1s, relief: none }
            """;

    @TempDir private Path parent;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int advise(String... more) {
        var arguments = new String[more.length + 2];
        arguments[0] = "advise";
        arguments[1] = parent.toString();
        System.arraycopy(more, 0, arguments, 2, more.length);
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }

    /// Plays an experiment in virtual time against ten workers, and leaves its folder.
    private void play() throws IOException {
        Path population = Files.writeString(parent.resolve("it.population.yaml"), POPULATION);
        Path file = Files.writeString(parent.resolve("it.experiment.yaml"), EXPERIMENT);
        if (!(Scripts.experiment(file) instanceof Read.Fine<Experiment> fine)) {
            throw new AssertionError("the experiment cannot be read");
        }
        Plan plan = Plan.of(fine.value());
        Kept kept = Kept.in(parent, List.of(file, population));
        new RunHeader(
                        "exported",
                        fine.value().seed(),
                        plan.schedule().toString(),
                        false,
                        fine.value().target().url(),
                        1,
                        Instant.EPOCH,
                        fine.value().phases(),
                        kept.names(),
                        "./unruly run it.experiment.yaml")
                .write(parent);
        var work = new Step.Work(new Distribution.Lognormal(0.08, 0.6));
        var page = new Step.In("workers", List.of(new Step.Ask("shop", List.of(work))));
        var workers =
                new Blueprint(
                        List.of(Station.patient("workers", 10)),
                        List.of(new Link("shop", Link.Connecting.BY_ITSELF)),
                        List.of(),
                        List.of(Page.all(List.of(page))));
        try (Journal journal = Journal.begin(parent)) {
            new Simulation(plan, workers, journal).play(false);
            journal.flush();
        }
    }

    @Test
    void adviceIsWrittenForOtherProducts() throws IOException {
        play();
        Path folder = parent.resolve("exports");

        int code = advise("--export", "resilience4j,haproxy", "--out", folder.toString());

        assertThat(code).as(err.toString()).isEqualTo(ExitCode.HOLDS);
        assertThat(err.toString()).isEmpty();
        assertThat(folder).isDirectoryContaining("glob:**/losses.txt");
        assertThat(Files.readString(folder.resolve("resilience4j.yaml")))
                .contains("maxConcurrentCalls:")
                .contains("timeoutDuration:")
                .contains("shop");
        assertThat(Files.readString(folder.resolve("haproxy.cfg")))
                .contains("127.0.0.1:9000")
                .contains("127.0.0.1:9001");
        assertThat(out.toString())
                .contains("the 99.9th percentile of ")
                .contains("export    " + folder.resolve("resilience4j.yaml"))
                .contains("losses    " + folder.resolve("losses.txt"));
    }

    @Test
    void eachTargetHasAFileAndItsLosses() throws IOException {
        var identity =
                new Dependency(
                        "identity",
                        new HostPort("127.0.0.1", 7001),
                        List.of(new HostPort("127.0.0.1", 8001)),
                        Dependency.Protocol.HTTP);
        var protection =
                new Protection("identity", "", List.of(new Policy.Throttle(2, 1_000_000_000)));
        Path folder = parent.resolve("a/b");

        List<String> said =
                ExportFolder.write(
                        folder,
                        ExportFolder.targets("nginx, envoy,nginx"),
                        List.of(identity),
                        List.of(protection));

        assertThat(said)
                .containsExactly(
                        "export    " + folder.resolve("nginx.conf") + "  (1 loss)",
                        "export    " + folder.resolve("envoy.yaml") + "  (1 loss)",
                        "losses    " + folder.resolve("losses.txt"));
        assertThat(Files.readAllLines(folder.resolve("losses.txt")))
                .hasSize(4)
                .startsWith("nginx")
                .contains("envoy")
                .anyMatch(line -> line.startsWith("  identity: `throttle` is left out: "));
        assertThat(folder.resolve("nginx.conf")).isNotEmptyFile();
    }

    @Test
    void anApplicationCanBeGivenEachOfThem() throws IOException {
        Files.writeString(parent.resolve("it.population.yaml"), POPULATION);
        var titles = new ArrayList<String>(List.of("all"));
        ExportFolder.targets("all").forEach(target -> titles.add(target.title()));
        Path file =
                Files.writeString(
                        parent.resolve("it.experiment.yaml"),
                        EXPERIMENT
                                + "apply: { run: x, ready: \"http://127.0.0.1:1/\", export: "
                                + titles
                                + " }\n");
        if (!(Scripts.experiment(file) instanceof Read.Fine<Experiment> fine)) {
            throw new AssertionError("not each of " + titles + " can be written");
        }
        assertThat(fine.value().hooks().apply().formats()).isEqualTo(titles);
        assertThat(fine.value().withSeed(7).hooks().apply().undo()).isEmpty();
    }

    @Test
    void allAreAll() {
        assertThat(ExportFolder.targets("all")).containsExactly(Export.values());
    }

    @Test
    void whatIsNoTargetIsSaidInOneLine() {
        assertThat(advise("--export", "nginx,hystrix", "--out", "x")).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString())
                .isEqualTo(
                        "--export: there is no target \"hystrix\"; known are resilience4j, nginx,"
                                + " haproxy, grpc, envoy, istio, spring, hikaricp, pgjdbc, lettuce, tomcat, all\n");
    }

    @Test
    void anExportNeedsAFolder() {
        assertThat(advise("--export", "all")).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).isEqualTo("--export needs --out FOLDER, where the files go\n");
    }
}
