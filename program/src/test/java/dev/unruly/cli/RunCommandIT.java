package dev.unruly.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `unruly run` against a small server on this machine.
class RunCommandIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String POPULATION =
            """
            personas:
              p: { share: 100%, journey: j, client: { kind: browser }, when-failed: { refresh: 100% }, notice: 50ms, tries: 50, weary: 1 }
            journeys: { j: { think: 1s, states: { page: { get: /page, next: leave } } } }
            """;

    private static final String EXPERIMENT =
            """
            name: it
            target: http://127.0.0.1:@port@
            population: it.population.yaml
            hooks:
              reset: { post: "http://127.0.0.1:@port@/reset" }
              clean-up: { post: "http://127.0.0.1:@port@/clean-up" }
            arrivals: [ { constant: { rate: 50/s } } ]
            phases: { warm-up: 0s, baseline: 5s, watch: 1s, relief: none }
            """;

    @TempDir private Path folder;

    private final Queue<String> asked = new ConcurrentLinkedQueue<>();
    private final CountDownLatch cleaned = new CountDownLatch(1);
    private final CountDownLatch letGo = new CountDownLatch(1);
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private HttpServer server;
    private volatile int status = 200;
    private volatile boolean cleansUp = true;

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext(
                "/",
                exchange -> {
                    String path = exchange.getRequestURI().getPath();
                    asked.add(path);
                    if (path.equals("/clean-up")) {
                        cleaned.countDown();
                        if (!cleansUp) {
                            await(letGo);
                        }
                    }
                    exchange.sendResponseHeaders(path.equals("/page") ? status : 200, -1);
                    exchange.close();
                });
        server.start();
        Files.writeString(folder.resolve("it.population.yaml"), POPULATION);
        write("");
    }

    @AfterEach
    void close() {
        letGo.countDown();
        server.stop(0);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(String more) throws IOException {
        String text = EXPERIMENT.replace("@port@", "" + server.getAddress().getPort());
        Files.writeString(folder.resolve("it.experiment.yaml"), text + more);
    }

    private int run(String... more) {
        var arguments =
                new ArrayList<>(
                        List.of(
                                "run",
                                folder.resolve("it.experiment.yaml").toString(),
                                "--out",
                                folder.resolve("out").toString()));
        arguments.addAll(List.of(more));
        return Main.run(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                arguments.toArray(String[]::new));
    }

    /// Starts the program in a process of its own, through a shell that first says something.
    private Process start(String first) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(
                        "sh",
                        "-c",
                        first
                                + " exec \"$0\" @src/main/jvm/java.options -cp \"$1\""
                                + " dev.unruly.cli.Main run \"$2\" --out \"$3\"",
                        java,
                        System.getProperty("java.class.path"),
                        folder.resolve("it.experiment.yaml").toString(),
                        folder.resolve("out").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
    }

    private long pages() {
        return asked.stream().filter(path -> path.equals("/page")).count();
    }

    private void awaitPages(long least, Process process) throws InterruptedException {
        while (pages() < least && process.isAlive()) {
            Thread.sleep(20);
        }
    }

    @Test
    void theAccessLogHasALineForEachRequestThatArrived() throws Exception {
        Path log = folder.resolve("sent.log");
        brief();
        assertThat(run("--quiet", "--access-log", log.toString())).isIn(0, 3);
        List<String> lines = Files.readAllLines(log);
        assertThat(lines)
                .hasSize((int) pages())
                .hasSizeGreaterThan(80)
                .allMatch(line ->
                        line.matches(
                                "10\\.\\d+\\.\\d+\\.\\d+ - - \\[[^]]+ \\+0000\\] \"GET /page"
                                        + " HTTP/1\\.1\" 200 0 \"-\" \"[^\"]+\" \\d+\\.\\d{3}"
                                        + " \"[0-9a-f]+\""));
        assertThat(lines.stream().map(line -> line.replaceAll(".* ", "")).distinct())
                .hasSameSizeAs(lines);
        assertThat(run("--seeds", "2", "--access-log", log.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("--access-log is of one run; leave --seeds out");
        assertThat(run("--access-log", folder.resolve("none/sent.log").toString())).isEqualTo(2);
        assertThat(err.toString()).contains("cannot write the access log: ");
    }

    @Test
    void anAccessLogOnAFullDiskIsSaidInTheVerdict() throws Exception {
        assumeThat(Files.exists(Path.of("/dev/full"))).as("there is a /dev/full").isTrue();
        brief();
        assertThat(run("--quiet", "--json", "--access-log", "/dev/full")).isIn(0, 3);
        JsonNode result = JSON.readTree(out.toString());
        assertThat(result.get("why").asText())
                .contains("the access log could not be written any further: ")
                .contains("space");
        assertThat(pages()).isGreaterThan(80);
    }

    private void brief() throws IOException {
        Path file = folder.resolve("it.experiment.yaml");
        Files.writeString(file, Files.readString(file).replace("baseline: 5s", "baseline: 2s"));
    }

    @Test
    void interruptedItSaysWhatItMeasuredAndCleansUp() throws Exception {
        write("triggers: [ { surge: { at: 0s, for: 600s, rate: 1/s } } ]\n");
        Process process = start("");
        awaitPages(200, process);
        process.destroy();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        String log = Files.readString(folder.resolve("log"));
        assertThat(process.exitValue()).as(log).isEqualTo(ExitCode.STOPPED);
        JsonNode run = JSON.readTree(folder.resolve("out/run.json").toFile());
        assertThat(run.path("complete").asBoolean()).isFalse();
        assertThat(run.path("stopped").asText()).isEqualTo("interrupted");
        assertThat(run.path("intents").asInt()).isGreaterThan(50);
        assertThat(asked).contains("/clean-up").doesNotContain("/reset");
        assertThat(folder.resolve("out/report.html")).exists();
        assertThat(folder.resolve("out/junit.xml")).exists();
        assertThat(log).contains("unclear").doesNotContain("Exception");
    }

    @Test
    void aSecondInterruptEndsItAtOnce() throws Exception {
        write("triggers: [ { surge: { at: 0s, for: 600s, rate: 1/s } } ]\n");
        cleansUp = false;
        Process process = start("");
        awaitPages(50, process);
        process.destroy();
        assertThat(cleaned.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.isAlive()).isTrue();
        process.destroy();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(128 + 15);
    }

    @Test
    void moreConnectionsThanDescriptorsAreRefusedBeforehand() throws Exception {
        Process process = start("ulimit -n 90;");
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        String log = Files.readString(folder.resolve("log"));
        assertThat(process.exitValue()).as(log).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(log)
                .containsPattern("up to 50 connections open at once.* may have 90 files")
                .containsPattern("ulimit -n 1\\d\\d")
                .doesNotContain("Exception");
        assertThat(asked).isEmpty();
    }

    @Test
    void seedsArePlayedOneAfterTheOtherWithAResetBetween() throws IOException {
        int code = run("--seeds", "2", "--seed", "7", "--json");
        JsonNode seeds = JSON.readTree(out.toString());
        assertThat(seeds.path("played").asInt()).as(err.toString()).isEqualTo(2);
        assertThat(seeds.path("complete").asBoolean()).isTrue();
        assertThat(seeds.path("seeds").get(0).path("seed").asLong()).isEqualTo(7);
        assertThat(seeds.path("seeds").get(1).path("seed").asLong()).isEqualTo(8);
        assertThat(seeds.path("seeds").get(0).path("schedule"))
                .isNotEqualTo(seeds.path("seeds").get(1).path("schedule"));
        String verdict = seeds.path("verdict").asText();
        assertThat(verdict).isIn("holds", "unclear");
        assertThat(code).isEqualTo(verdict.equals("holds") ? ExitCode.HOLDS : ExitCode.UNCLEAR);
        assertThat(asked.stream().filter(path -> !path.equals("/page")))
                .containsExactly("/reset", "/clean-up");
        for (String file :
                List.of("seeds.json", "junit.xml", "seed-7/run.json", "seed-8/run.json")) {
            assertThat(folder.resolve("out").resolve(file)).exists();
        }
        assertThat(err.toString()).contains("seed 8 (2 of 2)").contains("amplification");
    }

    @Test
    void noMoreIsSentThanAllowTargetsLets() throws IOException {
        status = 500;
        write("allow-targets: [ { host: 127.0.0.1, max-rate: 60/s } ]\n");
        int code = run("--json", "--loops", "2");
        JsonNode run = JSON.readTree(out.toString());
        assertThat(code).as(err.toString()).isEqualTo(ExitCode.UNCLEAR);
        assertThat(run.path("generator").path("notSent").asLong()).isGreaterThan(100);
        assertThat(run.path("generator").path("reasons").toString()).contains("allow-targets");
        double seconds = run.path("seconds").asDouble();
        assertThat(pages()).isBetween(200L, (long) (60 * (seconds + 3)));
    }

    @Test
    void whatWouldBeMoreThanAllowTargetsLetsIsRefusedBeforehand() throws IOException {
        write("allow-targets: [ { host: 127.0.0.1, max-rate: 20/s } ]\n");
        assertThat(run()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString())
                .contains("50 requests are due within 1 s")
                .contains("no more than 20/s be sent to 127.0.0.1");
        assertThat(asked).isEmpty();
    }

    @Test
    void whereNothingCanBeWrittenNothingIsPlayed() throws IOException {
        Path file = Files.writeString(folder.resolve("out"), "");
        assertThat(run()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString())
                .contains("cannot write to " + file + ": " + file + ": it is a file")
                .doesNotContain("Exception");
        assertThat(pages()).isZero();
    }

    @Test
    void anotherTargetIsCheckedToo() {
        assertThat(run("--target", "http://127.0.0.1:1")).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains("nothing answers at 127.0.0.1:1");
        assertThat(run("--target", "http://192.0.2.1")).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains("`192.0.2.1` is not this machine");
        assertThat(out.toString()).isEmpty();
    }
}
