package dev.unruly.shop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/// A shop of 600 products on free ports, in this process, and people who use it.
final class TestShop implements AutoCloseable {
    static final List<String> SMALL_ON_FREE_PORTS =
            List.of(
                    "--port=0",
                    "--admin-port=0",
                    "--database-port=0",
                    "--redis-port=0",
                    "--identity-port=0",
                    "--payment-port=0",
                    "--chain-port=0",
                    "--fan-out-port=0",
                    "--products=600",
                    "--reviews=1800",
                    "--identity-median=2ms",
                    "--payment-median=4ms");

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Closing closing = new Closing();
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Settings settings;
    private @Nullable OpenShop shop;

    private TestShop(Settings settings) {
        this.settings = settings;
    }

    static Settings settings(String... more) {
        List<String> arguments = new ArrayList<>(SMALL_ON_FREE_PORTS);
        for (String option : more) {
            String name = option.substring(0, option.indexOf('=') + 1);
            arguments.removeIf(usual -> !name.isEmpty() && usual.startsWith(name));
            arguments.add(option);
        }
        PrintStream nowhere =
                new PrintStream(PrintStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        CommandLine commandLine =
                Shop.commandLine(nowhere, nowhere, new ByteArrayInputStream(new byte[0]));
        commandLine.parseArgs(arguments.toArray(String[]::new));
        Shop chosen = commandLine.getCommand();
        return chosen.settings();
    }

    /// A shop that is still to be opened.
    static TestShop closed(String... more) {
        return new TestShop(settings(more));
    }

    static TestShop open(String... more) throws Exception {
        TestShop opened = closed(more);
        try {
            opened.open();
            return opened;
        } catch (Exception | Error e) {
            opened.close();
            throw e;
        }
    }

    void open() throws Exception {
        PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
        shop = OpenShop.open(settings, closing, new Progress(out));
    }

    private OpenShop shop() {
        return Objects.requireNonNull(shop, "not open yet");
    }

    String said() {
        return said.toString(StandardCharsets.UTF_8);
    }

    OpenShop.Addresses addresses() {
        return shop().addresses();
    }

    int port() {
        return shop().addresses().storefront().getPort();
    }

    HttpResponse<String> get(String path, String... headers)
            throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(storefront(path)), headers);
    }

    HttpResponse<String> post(String path, String type, String body, String... headers)
            throws IOException, InterruptedException {
        return send(
                HttpRequest.newBuilder(storefront(path))
                        .header("Content-Type", type)
                        .POST(HttpRequest.BodyPublishers.ofString(body)),
                headers);
    }

    HttpResponse<String> json(String path, String body, String... headers)
            throws IOException, InterruptedException {
        return post(path, "application/json", body, headers);
    }

    HttpResponse<String> form(String path, String body, String... headers)
            throws IOException, InterruptedException {
        return post(path, "application/x-www-form-urlencoded", body, headers);
    }

    /// The cookie of a person who has signed in.
    String signedIn(int person) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                form("/login", "user=shopper-%1$d&password=secret-%1$d".formatted(person));
        String cookie = answer.headers().firstValue("set-cookie").orElseThrow();
        return cookie.substring(0, cookie.indexOf(';'));
    }

    HttpResponse<String> admin(String method, String path)
            throws IOException, InterruptedException {
        return send(
                HttpRequest.newBuilder(shop().addresses().admin().resolve(path))
                        .method(method, HttpRequest.BodyPublishers.noBody()));
    }

    JsonNode truth() throws IOException, InterruptedException {
        return MAPPER.readTree(admin("GET", "/admin/truth").body());
    }

    /// Waits until the truth is as wanted.
    JsonNode truth(Predicate<JsonNode> wanted) throws IOException, InterruptedException {
        JsonNode truth = truth();
        for (int turn = 0; turn < 200 && !wanted.test(truth); turn++) {
            Thread.sleep(50);
            truth = truth();
        }
        if (!wanted.test(truth)) {
            throw new AssertionError("the truth never came: " + truth.toPrettyString());
        }
        return truth;
    }

    JsonNode reset() throws IOException, InterruptedException {
        return MAPPER.readTree(admin("POST", "/admin/reset").body());
    }

    private URI storefront(String path) {
        return shop().addresses().storefront().resolve(path);
    }

    private HttpResponse<String> send(HttpRequest.Builder request, String... headers)
            throws IOException, InterruptedException {
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        client.close();
        closing.close();
    }
}
