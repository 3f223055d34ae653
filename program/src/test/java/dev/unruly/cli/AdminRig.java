package dev.unruly.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A gateway in a process of its own with its admin API, and backends that answer with their name
/// and what was asked for.
final class AdminRig implements AutoCloseable {

    private static final Pattern ADMIN = Pattern.compile("admin (http://\\S+)");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ExecutorService handlers = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<HttpServer> backends = new ArrayList<>();
    private final List<Program> programs = new ArrayList<>();
    private final Path folder;
    private String admin = "";

    AdminRig(Path folder) {
        this.folder = folder;
    }

    /// Begins a backend whose answers take so long. Returns its port.
    int backend(String name, long delayMillis) throws IOException {
        var server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
        server.setExecutor(handlers);
        server.createContext(
                "/",
                exchange -> {
                    try {
                        Thread.sleep(delayMillis);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    byte[] body = (name + " " + exchange.getRequestURI()).getBytes(UTF_8);
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
        backends.add(server);
        return server.getAddress().getPort();
    }

    /// Writes the experiment.
    ///
    /// @param parts `dependencies:` and `policies:`
    Path write(String parts) throws IOException {
        Files.writeString(
                folder.resolve("it.population.yaml"),
                """
                personas:
                  visitor: { share: 100%, journey: look, client: { kind: browser } }
                journeys:
                  look: { start: page, states: { page: { get: /, next: leave } } }
                """);
        Path fresh = folder.resolve("fresh.yaml");
        Files.writeString(
                fresh,
                """
                name: admin
                target: http://127.0.0.1:9
                population: it.population.yaml
                arrivals: [ poisson: { rate: 1/s } ]
                phases: { warm-up: 1s, baseline: 1s, watch: 1s, relief: none }
                triggers: []
                """
                        + parts);
        Path file = folder.resolve("it.experiment.yaml");
        Files.move(fresh, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        return file;
    }

    /// Starts the gateway and waits until it is there.
    Program start(String... more) throws Exception {
        var words = new ArrayList<>(List.of("gateway", "it.experiment.yaml"));
        words.addAll(List.of(more));
        Program program = Program.start(folder, words.toArray(String[]::new));
        programs.add(program);
        program.says("Ctrl-C ends the gateway");
        found(program);
        return program;
    }

    private void found(Program program) {
        Matcher match = ADMIN.matcher(program.output());
        if (match.find()) {
            admin = match.group(1);
        }
    }

    /// Starts a run of it whose gateway has an admin API, and waits until that is there.
    Program run(String at) throws Exception {
        Program program = program("run", "it.experiment.yaml", "--admin", at);
        program.says("for this run");
        program.says("admin http");
        found(program);
        return program;
    }

    /// Starts a program that is not waited for.
    Program program(String... words) throws IOException {
        Program program = Program.start(folder, words);
        programs.add(program);
        return program;
    }

    URI at(String path) {
        return URI.create(admin + path);
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(
                request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString());
    }

    HttpClient client() {
        return client;
    }

    JsonNode state() throws Exception {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(at("state")));
        if (answer.statusCode() != 200) {
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    HttpResponse<String> post(String path, String json) throws Exception {
        return send(
                HttpRequest.newBuilder(at(path))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    static JsonNode json(HttpResponse<String> answer) throws IOException {
        return JSON.readTree(answer.body());
    }

    /// A listener's part of the state.
    static JsonNode listener(JsonNode state, String name) {
        for (JsonNode one : state.get("listeners")) {
            if (one.get("name").asText().equals(name)) {
                return one;
            }
        }
        throw new AssertionError("there is no " + name + " in " + state);
    }

    /// How a policy of a listener stands.
    static JsonNode policy(JsonNode state, String name, String policy) {
        for (JsonNode one : listener(state, name).get("policies")) {
            if (one.get("policy").asText().equals(policy)) {
                return one;
            }
        }
        throw new AssertionError("there is no " + policy + " in " + state);
    }

    @Override
    public void close() throws IOException {
        programs.forEach(Program::close);
        backends.forEach(server -> server.stop(0));
        client.close();
        handlers.close();
    }
}
