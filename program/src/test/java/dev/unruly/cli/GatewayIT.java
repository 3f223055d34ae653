package dev.unruly.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A gateway in a process of its own: what becomes of an application's dependency when runs and
/// gateways end, die and hang. An application calls `backend` through the gateway's listener.
final class GatewayIT {

    private static final long SECOND = 1_000_000_000L;
    private static final long RELEASE = 2 * SECOND;

    @TempDir private Path folder;

    private final ExecutorService handlers = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient application =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Jitter jitter = new Jitter();
    private final List<Program> programs = new ArrayList<>();
    private final HttpServer backend;
    private int listen;

    GatewayIT() throws IOException {
        backend = server(0);
    }

    @BeforeEach
    void write() throws IOException {
        listen = ShopProcess.freePorts(1).getFirst();
        Files.writeString(
                folder.resolve("it.population.yaml"),
                """
                personas:
                  visitor: { share: 100%, journey: look, client: { kind: browser } }
                journeys:
                  look: { start: page, states: { page: { get: /, next: leave } } }
                """);
        String stall = "[ fault: { at: 0s, for: 60s, on: backend, stall: {} } ]";
        experiment("stall", "{ warm-up: 1s, baseline: 3s, watch: 5s, relief: none }", stall);
        experiment("calm", "{ warm-up: 1s, baseline: 1s, watch: 1s, relief: none }", "[]");
    }

    private void experiment(String name, String phases, String triggers) throws IOException {
        Files.writeString(
                folder.resolve(name + ".experiment.yaml"),
                """
                name: %s
                target: http://127.0.0.1:%d
                population: it.population.yaml
                dependencies:
                  backend: { listen: "127.0.0.1:%d", upstream: "127.0.0.1:%d", protocol: http }
                arrivals: [ poisson: { rate: 100/s } ]
                phases: %s
                triggers: %s
                """
                        .formatted(
                                name,
                                backend.getAddress().getPort(),
                                listen,
                                backend.getAddress().getPort(),
                                phases,
                                triggers));
    }

    @AfterEach
    void endAll() throws IOException {
        programs.forEach(Program::close);
        for (long pid : gateways()) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        }
        backend.stop(0);
        application.close();
        handlers.close();
        jitter.close();
    }

    private HttpServer server(int port) throws IOException {
        var server =
                HttpServer.create(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
        server.setExecutor(handlers);
        server.createContext(
                "/",
                exchange -> {
                    byte[] body = "ok".getBytes(UTF_8);
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
        return server;
    }

    private Program program(String... arguments) throws IOException {
        Program program = Program.start(folder, arguments);
        programs.add(program);
        return program;
    }

    private Program run(String experiment, String out) throws IOException {
        return program("run", experiment + ".experiment.yaml", "--out", out);
    }

    private CompletableFuture<HttpResponse<String>> call() {
        URI uri = URI.create("http://127.0.0.1:" + listen + "/");
        return application.sendAsync(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }

    /// A call through the gateway that has been waiting for a second, because a run stalls it.
    private CompletableFuture<HttpResponse<String>> stalledCall(Program run) throws Exception {
        run.says("gateway: process");
        run.says("backend lets nothing pass");
        for (long end = System.nanoTime() + 60 * SECOND; System.nanoTime() < end; ) {
            CompletableFuture<HttpResponse<String>> call = call();
            try {
                call.get(1, TimeUnit.SECONDS);
            } catch (TimeoutException stalled) {
                return call;
            }
            Thread.sleep(50);
        }
        throw new AssertionError(
                "the run does not stall the backend, and has said:\n" + run.output());
    }

    /// How long a call takes from now on.
    private static long answeredAfter(CompletableFuture<HttpResponse<String>> call)
            throws Exception {
        long began = System.nanoTime();
        assertThat(call.get(30, TimeUnit.SECONDS).body()).isEqualTo("ok");
        return System.nanoTime() - began;
    }

    private void assertForwards() throws Exception {
        assertThat(call().get(20, TimeUnit.SECONDS).body()).isEqualTo("ok");
    }

    private void assertRefuses() throws InterruptedException {
        try {
            call().get();
            throw new AssertionError("somebody still listens");
        } catch (ExecutionException refused) {
            assertThat(refused).hasCauseInstanceOf(IOException.class);
        }
    }

    /// The processes of gateways with a control socket.
    private List<Long> gateways() throws IOException {
        Path sockets = folder.resolve("unruly");
        if (!Files.exists(sockets)) {
            return List.of();
        }
        try (var files = Files.list(sockets)) {
            return files.map(file -> file.getFileName().toString().split("-"))
                    .map(parts -> Long.parseLong(parts[1]))
                    .toList();
        }
    }

    private String result(String out) throws IOException {
        assertThat(folder.resolve(out)).isDirectoryContaining("glob:**report.html");
        return Files.readString(folder.resolve(out).resolve("run.json"));
    }

    /// When, by the run's clock, something of this kind was marked that says this.
    private long markedAt(String out, String kind, String saying) throws IOException {
        for (JsonNode mark : new ObjectMapper().readTree(result(out)).path("marks")) {
            if (mark.path("kind").asText().equals(kind) && mark.toString().contains(saying)) {
                return mark.path("atNanos").asLong();
            }
        }
        throw new AssertionError("no " + kind + " of " + saying + " in:\n" + result(out));
    }

    private void assertReleased(long tookNanos) {
        long noise = jitter.mostNanos();
        System.out.printf(
                "released after %.3f s; a sleeping thread was at most %.3f s late%n",
                tookNanos / 1e9, noise / 1e9);
        assertThat(tookNanos).isLessThan(RELEASE + 10 * noise);
    }

    @Beside
    void aKilledRunReleasesTheBackendWhichTheNextRunTakesOver() throws Exception {
        Program run = run("stall", "killed");
        CompletableFuture<HttpResponse<String>> call = stalledCall(run);
        long gateway = gateways().getFirst();
        assertThat(call).isNotDone();
        run.signal("KILL");
        assertReleased(answeredAfter(call));
        assertForwards();
        Program next = run("calm", "next");
        next.says("gateway: process " + gateway + ", which was there already");
        assertThat(next.code()).isIn(ExitCode.HOLDS, ExitCode.FAILS, ExitCode.UNCLEAR);
        // It was started for a run, so it ends with one.
        assertRefuses();
        assertThat(gateways()).isEmpty();
        assertThat(folder.resolve("killed").resolve("run.json")).doesNotExist();
        Program report = program("report", "killed");
        assertThat(report.code()).as(report.output()).isEqualTo(ExitCode.HOLDS);
        assertThat(result("killed"))
                .contains("its process ended before the run did", "\"trigger-began\"");
    }

    @Beside
    void aRunThatIsStoppedReleasesTheBackendAndEndsWhenItGoesOn() throws Exception {
        Program run = run("stall", "stopped");
        CompletableFuture<HttpResponse<String>> call = stalledCall(run);
        assertThat(call).isNotDone();
        run.signal("STOP");
        assertReleased(answeredAfter(call));
        run.signal("CONT");
        assertThat(run.code()).isEqualTo(ExitCode.STOPPED);
        assertThat(result("stopped")).contains("it heard nothing of this run for 1.5 s");
        assertRefuses();
    }

    @Beside
    void aRunThatIsToldToEndEndsFaultsFirstAndReports() throws Exception {
        Program run = run("stall", "told");
        CompletableFuture<HttpResponse<String>> call = stalledCall(run);
        long gateway = gateways().getFirst();
        // What a terminal's Ctrl-C, a hang-up or the end of a whole group sends the gateway too.
        for (String signal : List.of("INT", "HUP", "TERM")) {
            Program.signal(signal, gateway);
        }
        Thread.sleep(500);
        assertThat(call).isNotDone();
        assertThat(ProcessHandle.of(gateway)).isPresent();
        run.signal("TERM");
        assertReleased(answeredAfter(call));
        assertThat(run.code()).isEqualTo(ExitCode.STOPPED);
        assertThat(result("told")).contains("interrupted").contains("trigger-ended");
        // By the gateway's clock, told in the run's.
        long due = markedAt("told", "phase-began", "trigger");
        assertThat(markedAt("told", "trigger-began", "for 60 s backend"))
                .isBetween(
                        due - 10 * jitter.mostNanos(), due + SECOND / 2 + 10 * jitter.mostNanos());
        assertRefuses();
        assertThat(gateways()).isEmpty();
    }

    @Beside
    void aGatewayServesOneRunAfterTheOtherAndARunEndsWithItsGateway() throws Exception {
        Program gateway = program("gateway", "stall.experiment.yaml");
        gateway.says("control socket");
        assertThat(gateway.output())
                .contains(
                        "backend  127.0.0.1:%d -> 127.0.0.1:%d  http"
                                .formatted(listen, backend.getAddress().getPort()));
        Program first = run("calm", "first");
        first.says("gateway: process " + gateway.pid() + ", which was there already");
        assertThat(first.code()).isIn(ExitCode.HOLDS, ExitCode.FAILS, ExitCode.UNCLEAR);
        assertForwards();
        Program second = run("stall", "second");
        assertThat(stalledCall(second)).isNotDone();
        Program third = run("calm", "third");
        assertThat(third.code()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(third.output())
                .contains("is held by the run of process " + second.pid())
                .doesNotContain("Exception");
        gateway.signal("KILL");
        assertThat(second.code()).isEqualTo(ExitCode.STOPPED);
        assertThat(result("second")).contains("the gateway was lost: its process");
    }

    @Beside
    void anAddressThatIsTakenOrServedOtherwiseIsNamed() throws Exception {
        HttpServer other = server(listen);
        try {
            Program run = run("calm", "taken");
            assertThat(run.code()).isEqualTo(ExitCode.BAD_INPUT);
            assertThat(run.output())
                    .contains("cannot listen on 127.0.0.1:" + listen)
                    .contains("end what listens there, or choose another address")
                    .doesNotContain("Exception");
            assertThat(folder.resolve("taken")).doesNotExist();
        } finally {
            other.stop(0);
        }
        Program gateway = program("gateway", "calm.experiment.yaml");
        gateway.says("control socket");
        Path file = folder.resolve("calm.experiment.yaml");
        String elsewhere = "upstream: \"127.0.0.1:" + ShopProcess.freePorts(1).getFirst();
        Files.writeString(
                file, Files.readString(file).replaceFirst("upstream: \"127.0.0.1:\\d+", elsewhere));
        Program run = run("calm", "served");
        assertThat(run.code()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.output())
                .contains("the gateway of process " + gateway.pid() + " passes 127.0.0.1:" + listen)
                .doesNotContain("Exception");
        gateway.signal("TERM");
        assertThat(gateway.code()).isEqualTo(ExitCode.HOLDS);
        assertRefuses();
        assertThat(gateways()).isEmpty();
    }
}
