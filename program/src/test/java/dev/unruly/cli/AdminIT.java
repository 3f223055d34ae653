package dev.unruly.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// The admin API of a gateway, as its people call it.
final class AdminIT {

    @TempDir private Path folder;

    private AdminRig rig;
    private int listen;
    private int upstream;

    @BeforeEach
    void write() throws Exception {
        rig = new AdminRig(folder);
        listen = ShopProcess.freePorts(1).getFirst();
        upstream = rig.backend("one", 0);
        rig.write(parts("bulkhead: { most: 20 }"));
    }

    private String parts(String bulkhead) {
        return """
        dependencies:
          backend: { listen: "127.0.0.1:%d", upstream: "127.0.0.1:%d", protocol: http }
        policies:
          backend:
            %s
            breaker: { failed: 50%%, open: 5s }
        """
                .formatted(listen, upstream, bulkhead);
    }

    @AfterEach
    void end() throws Exception {
        rig.close();
    }

    private int call(String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + listen + path);
        return rig.send(HttpRequest.newBuilder(uri)).statusCode();
    }

    @Beside
    void theStateShowsListenersAndPolicies() throws Exception {
        rig.start("--admin", "127.0.0.1:0");
        for (int i = 0; i < 3; i++) {
            assertThat(call("/page")).isEqualTo(200);
        }
        JsonNode state = rig.state();
        JsonNode backend = AdminRig.listener(state, "backend");
        assertThat(backend.get("listen").asText()).isEqualTo("127.0.0.1:" + listen);
        assertThat(backend.get("upstreams").get(0).asText()).isEqualTo("127.0.0.1:" + upstream);
        assertThat(backend.get("asked").asInt()).isEqualTo(3);
        assertThat(backend.get("decisions").get("passed").asInt()).isEqualTo(3);
        JsonNode bulkhead = AdminRig.policy(state, "backend", "bulkhead");
        assertThat(bulkhead.get("setting").asText()).isEqualTo("bulkhead: { most: 20 }");
        assertThat(bulkhead.get("figures").get("entered").asInt()).isEqualTo(3);
        assertThat(bulkhead.get("figures").get("taken").asInt()).isZero();
        assertThat(AdminRig.policy(state, "backend", "breaker").get("state").asText())
                .isEqualTo("closed");
        assertThat(state.get("watched").asBoolean()).isFalse();
    }

    @Beside
    void anOverrideHoldsUntilItsEnd() throws Exception {
        Program gateway = rig.start("--admin", "127.0.0.1:0");
        HttpResponse<String> given =
                rig.post(
                        "overrides",
                        """
                        {"listener": "backend", "policy": "breaker", "change": "open",
                         "forSeconds": 2, "by": "it"}
                        """);
        assertThat(given.statusCode()).as(given.body()).isEqualTo(200);
        assertThat(call("/page")).isEqualTo(503);
        JsonNode breaker = AdminRig.policy(rig.state(), "backend", "breaker");
        assertThat(breaker.get("state").asText()).isEqualTo("open, held");
        assertThat(breaker.get("override").asInt()).isEqualTo(1);
        gateway.says("override 1 is over", 20);
        assertThat(call("/page")).isEqualTo(200);
        JsonNode after = rig.state();
        assertThat(after.get("overrides")).isEmpty();
        assertThat(AdminRig.policy(after, "backend", "breaker").get("state").asText())
                .isEqualTo("closed");
    }

    @Beside
    void anOverrideCanBeWithdrawn() throws Exception {
        rig.start("--admin", "127.0.0.1:0");
        String off = "{\"listener\": \"backend\", \"policy\": \"all\", \"change\": \"off\"}";
        assertThat(rig.post("overrides", off).statusCode()).isEqualTo(200);
        assertThat(AdminRig.policy(rig.state(), "backend", "bulkhead").get("condition").asText())
                .isEqualTo("off");
        HttpResponse<String> gone =
                rig.send(
                        HttpRequest.newBuilder(rig.at("overrides/1"))
                                .header("X-Unruly", "1")
                                .DELETE());
        assertThat(gone.statusCode()).as(gone.body()).isEqualTo(200);
        assertThat(AdminRig.policy(rig.state(), "backend", "bulkhead").get("condition").asText())
                .isEqualTo("calm");
        String other =
                """
                {"listener": "backend", "route": "/slow/*", "policy": "bulkhead", "change": "set",
                 "setting": "bulkhead: { most: 3 }"}
                """;
        assertThat(rig.post("overrides", other).statusCode()).isEqualTo(200);
        assertThat(AdminRig.listener(rig.state(), "backend").get("policies").toString())
                .contains("bulkhead: { most: 3 }", "/slow/*");
    }

    @Beside
    void allThatIsWrongWithAnOverrideIsSaid() throws Exception {
        rig.start("--admin", "127.0.0.1:0");
        HttpResponse<String> wrong =
                rig.post("overrides", "{\"listner\": \"backend\", \"forSeconds\": \"long\"}");
        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(wrong.body()).contains("listner", "forSeconds", "`policy` is missing");
        String nobody = "{\"listener\": \"nobody\", \"policy\": \"breaker\", \"change\": \"off\"}";
        assertThat(rig.post("overrides", nobody).body()).contains("there is no listener nobody");
        String tooLong =
                "{\"listener\":\"backend\",\"policy\":\"breaker\",\"change\":\"off\","
                        + "\"forSeconds\":86401}";
        assertThat(rig.post("overrides", tooLong).body()).contains("86400", "86401");
        assertThat(rig.post("overrides", "{").body()).contains("body:1:");
        assertThat(rig.state().get("overrides")).isEmpty();
    }

    @Beside
    void theFileIsReadAgain() throws Exception {
        rig.start("--admin", "127.0.0.1:0");
        rig.write(parts("bulkhead: { most: 7 }"));
        HttpResponse<String> done = rig.post("reload", "");
        assertThat(done.statusCode()).as(done.body()).isEqualTo(200);
        assertThat(AdminRig.json(done).get("changes").toString()).contains("policies are others");
        assertThat(AdminRig.policy(rig.state(), "backend", "bulkhead").get("setting").asText())
                .isEqualTo("bulkhead: { most: 7 }");
        rig.write(parts("bulkhead: { most: 0 }"));
        HttpResponse<String> refused = rig.post("reload", "");
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).containsPattern("it\\.experiment\\.yaml:[0-9]+:[0-9]+: ");
        assertThat(AdminRig.policy(rig.state(), "backend", "bulkhead").get("setting").asText())
                .isEqualTo("bulkhead: { most: 7 }");
    }

    @Beside
    void policiesCanBeReplaced() throws Exception {
        rig.start("--admin", "127.0.0.1:0");
        HttpResponse<String> done = put("policies:\n  backend: { timeout: 900ms }\n");
        assertThat(done.statusCode()).as(done.body()).isEqualTo(200);
        HttpResponse<String> shown = rig.send(HttpRequest.newBuilder(rig.at("policies")));
        assertThat(shown.body()).isEqualTo("policies:\n  backend:\n    timeout: 900ms\n");
        assertThat(put(shown.body()).body()).isEqualTo("{\"changes\":[]}");
        HttpResponse<String> wrong = put("policies:\n  backend: { timeot: 900ms }\n");
        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(wrong.body()).contains("body:2:14: ", "timeout");
        assertThat(put("policies: {}").statusCode()).isEqualTo(200);
        assertThat(AdminRig.listener(rig.state(), "backend").get("policies")).isEmpty();
    }

    private HttpResponse<String> put(String text) throws Exception {
        return rig.send(
                HttpRequest.newBuilder(rig.at("policies"))
                        .header("Content-Type", "application/yaml")
                        .PUT(BodyPublishers.ofString(text)));
    }

    @Beside
    void pagesOfOthersGetNothing() throws Exception {
        rig.start("--admin", "127.0.0.1:0");
        assertThat(raw("GET /state HTTP/1.1\r\nHost: evil.example\r\n\r\n")).startsWith("403");
        assertThat(raw("GET /state HTTP/1.1\r\nHost: localhost\r\n\r\n")).startsWith("200");
        HttpResponse<String> foreign =
                rig.send(
                        HttpRequest.newBuilder(rig.at("state"))
                                .header("Origin", "http://evil.example"));
        assertThat(foreign.statusCode()).isEqualTo(403);
        HttpResponse<String> form =
                rig.send(
                        HttpRequest.newBuilder(rig.at("reload"))
                                .header("Content-Type", "text/plain")
                                .POST(BodyPublishers.ofString("x=1")));
        assertThat(form.statusCode()).isEqualTo(403);
        HttpResponse<String> large = rig.post("overrides", "x".repeat((1 << 20) + 1));
        assertThat(large.statusCode()).isEqualTo(413);
        assertThat(large.body()).contains("1048576 bytes");
        assertThat(rig.send(HttpRequest.newBuilder(rig.at("nothing"))).statusCode()).isEqualTo(404);
    }

    /// The status and what follows it.
    private String raw(String request) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), rig.at("").getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            var reader =
                    new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.US_ASCII));
            return String.valueOf(reader.readLine()).replaceFirst("^HTTP/1.1 ", "");
        }
    }

    @Beside
    void eventsComeEverySecond() throws Exception {
        rig.start("--admin", "127.0.0.1:0");
        HttpRequest ask = HttpRequest.newBuilder(rig.at("live")).build();
        HttpResponse<Stream<String>> live = rig.client().send(ask, BodyHandlers.ofLines());
        assertThat(live.headers().firstValue("Content-Type")).hasValue("text/event-stream");
        try (Stream<String> lines = live.body()) {
            Iterator<String> data = lines.filter(line -> line.startsWith("data: ")).iterator();
            assertThat(data.next()).contains("\"name\":\"backend\"");
            assertThat(data.next()).contains("\"policies\":[");
        }
    }

    @Beside
    void othersNeedTheToken() throws Exception {
        Program gateway = rig.start("--admin", "0.0.0.0:0");
        String token = gateway.output().replaceFirst("(?s).*token (\\S+).*", "$1");
        assertThat(token).hasSize(32);
        URI at = URI.create("http://127.0.0.1:" + rig.at("").getPort() + "/state");
        HttpResponse<String> without = rig.send(HttpRequest.newBuilder(at));
        assertThat(without.statusCode()).isEqualTo(401);
        assertThat(without.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
        var wrong = HttpRequest.newBuilder(at).header("Authorization", "Bearer " + token + "x");
        assertThat(rig.send(wrong).statusCode()).isEqualTo(401);
        var right = HttpRequest.newBuilder(at).header("Authorization", "Bearer " + token);
        assertThat(rig.send(right).statusCode()).isEqualTo(200);
    }

    @Beside
    void aPortThatIsTakenIsOneMessage() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String at = "127.0.0.1:" + taken.getLocalPort();
            Program program = rig.program("gateway", "it.experiment.yaml", "--admin", at);
            assertThat(program.code()).isEqualTo(ExitCode.BAD_INPUT);
            assertThat(program.output().strip())
                    .isEqualTo(
                            "it.experiment.yaml: --admin "
                                    + at
                                    + ": address already in use; end what listens there, or choose"
                                    + " another address");
        }
    }

    /// A run's own gateway, with what the run puts in force, and what is changed meanwhile.
    @Beside
    void aRunsGatewayCanHaveOne() throws Exception {
        aimed("baseline: 6s");
        Program run = rig.run("127.0.0.1:0");
        while (!rig.state().get("watched").asBoolean()) {
            Thread.sleep(20);
        }
        assertThat(AdminRig.policy(rig.state(), "backend", "bulkhead").get("setting").asText())
                .isEqualTo("bulkhead: { most: 20 }");
        HttpResponse<String> given =
                rig.post(
                        "overrides",
                        """
                        {"listener": "backend", "policy": "breaker", "change": "open",
                         "forSeconds": 60, "by": "it"}
                        """);
        assertThat(given.statusCode()).as(given.body()).isEqualTo(200);
        assertThat(call("/page")).isEqualTo(503);
        assertThat(run.code()).as(run.output()).isIn(0, 1, 3);
        assertThat(run.output()).contains("override 1");
        try (var socket = new ServerSocket(listen, 1, InetAddress.getLoopbackAddress())) {
            assertThat(socket.isBound()).isTrue();
        }
    }

    @Beside
    void aRunSaysWhyItHasNone() throws Exception {
        aimed("baseline: 1s");
        assertThat(refused("127.0.0.1")).contains("--admin is an address such as", "got 127.0.0.1");
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(refused("127.0.0.1:" + socket.getLocalPort()))
                    .contains("--admin 127.0.0.1:" + socket.getLocalPort() + ": ")
                    .contains("choose another address")
                    .doesNotContain("Exception");
        }
        rig.start();
        assertThat(refused("127.0.0.1:0"))
                .contains("--admin is for a gateway that the run starts")
                .contains("give --admin to `unruly gateway`");
    }

    private String refused(String at) throws Exception {
        Program run = rig.program("run", "it.experiment.yaml", "--admin", at);
        assertThat(run.code()).as(run.output()).isEqualTo(2);
        return run.output();
    }

    /// Users come through the listener.
    private void aimed(String baseline) throws Exception {
        Path file = rig.write(parts("bulkhead: { most: 20 }"));
        String text = Files.readString(file);
        Files.writeString(
                file,
                text.replace("http://127.0.0.1:9\n", "http://127.0.0.1:" + listen + "\n")
                        .replace("baseline: 1s", baseline));
    }
}
