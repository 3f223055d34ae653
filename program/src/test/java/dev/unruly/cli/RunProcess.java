package dev.unruly.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// `unruly run` as a process of its own, on one page that takes two seconds to answer: so long that
/// what a busy machine adds is no matter, and that people who wait hold connections.
final class RunProcess implements AutoCloseable {

    /// What the backend takes.
    static final long DELAY_NANOS = 2_000_000_000L;

    private static final int REASONABLE_SECONDS = 90;

    private static final String POPULATION =
            """
            personas:
              reader:
                share: 100%
                journey: read
                client: { kind: browser, connections: 1, keep-alive: none }
                patience: 10m
                when-slow: { leave: 100% }
            journeys:
              read:
                start: page
                states: { page: { get: /, check: { status: 200 }, next: leave } }
            """;

    private final Path out;
    private final Path log;
    private final Process process;

    private RunProcess(Path out, Path log, Process process) {
        this.out = out;
        this.log = log;
        this.process = process;
    }

    /// Starts it.
    ///
    /// @param before what comes before the command `java`
    static RunProcess start(
            Path folder, String target, int perSecond, String expect, String... before)
            throws IOException {
        Files.writeString(folder.resolve("it.population.yaml"), POPULATION);
        Path file =
                Files.writeString(
                        folder.resolve("it.experiment.yaml"),
                        """
                        name: readers
                        target: %s
                        population: it.population.yaml
                        arrivals: [ { poisson: { rate: %d/s } } ]
                        phases: { warm-up: 3s, baseline: 8s, watch: 1s, relief: none }
                        expect: [ "%s" ]
                        """
                                .formatted(target, perSecond, expect));
        Path out = folder.resolve("run");
        Path log = folder.resolve("run.log");
        var words = new ArrayList<>(List.of(before));
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.add("@" + Path.of("src/main/jvm/java.options"));
        words.addAll(List.of("-Xmx256m", "-classpath", System.getProperty("java.class.path")));
        words.add(Main.class.getName());
        words.addAll(List.of("run", file.toString(), "--out", out.toString()));
        Process process =
                new ProcessBuilder(words)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        return new RunProcess(out, log, process);
    }

    /// Waits until it plays.
    void untilItPlays() throws IOException, InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(REASONABLE_SECONDS);
        while (!Files.exists(out.resolve("journal.bin"))) {
            assertThat(process.isAlive()).as(said()).isTrue();
            assertThat(System.nanoTime()).as("it begins").isLessThan(until);
            Thread.sleep(50);
        }
    }

    /// Waits for its end. Returns the exit code.
    int exitCode() throws InterruptedException {
        assertThat(process.waitFor(REASONABLE_SECONDS, TimeUnit.SECONDS))
                .as("it ends by itself")
                .isTrue();
        return process.exitValue();
    }

    /// What it has printed.
    String said() throws IOException {
        return Files.readString(log);
    }

    /// The folder that it wrote.
    Path folder() {
        return out;
    }

    JsonNode result() throws IOException {
        return new ObjectMapper().readTree(out.resolve("run.json").toFile());
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
