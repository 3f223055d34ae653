package dev.unruly.checks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// What a browser makes of a gateway's page, and what people can do there.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AdminPageIT {

    private static final String TOKEN = "correct-horse-battery";
    private static final String ATTACK = "<img src=x onerror='alert(2)'>";
    private static final Pattern ADMIN = Pattern.compile("admin (http://\\S+)");
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    private final HttpClient caller = HttpClient.newHttpClient();
    private Optional<Chromium> chromium = Optional.empty();
    private Optional<HttpServer> backend = Optional.empty();
    private Optional<Process> gateway = Optional.empty();
    private String url = "";
    private int listen;

    @BeforeAll
    void open(@TempDir Path folder) throws Exception {
        Optional<Path> path = Chromium.path();
        Assumptions.assumeTrue(
                path.isPresent(), "there is no Chromium here: apt-get install chromium");
        chromium = path.map(Chromium::new);
        var local = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        HttpServer server = HttpServer.create(local, 0);
        server.createContext(
                "/",
                exchange -> {
                    byte[] body = "ok".getBytes(UTF_8);
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
        backend = Optional.of(server);
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            listen = free.getLocalPort();
        }
        write(folder, server.getAddress().getPort());
        url = started(folder);
    }

    private void write(Path folder, int upstream) throws IOException {
        Files.writeString(
                folder.resolve("it.population.yaml"),
                """
                personas:
                  visitor: { share: 100%, journey: look, client: { kind: browser } }
                journeys:
                  look: { start: page, states: { page: { get: /, next: leave } } }
                """);
        Files.writeString(
                folder.resolve("it.experiment.yaml"),
                """
                name: page
                target: http://127.0.0.1:9
                population: it.population.yaml
                arrivals: [ poisson: { rate: 1/s } ]
                phases: { warm-up: 1s, baseline: 1s, watch: 1s, relief: none }
                triggers: []
                dependencies:
                  backend: { listen: "127.0.0.1:%d", upstream: "127.0.0.1:%d", protocol: http }
                policies:
                  backend:
                    bulkhead: { most: 20 }
                    breaker: { failed: 50%% }
                """
                        .formatted(listen, upstream));
    }

    private String started(Path folder) throws Exception {
        Path log = folder.resolve("gateway.log");
        List<String> arguments =
                List.of(
                        "gateway",
                        folder.resolve("it.experiment.yaml").toString(),
                        "--admin",
                        "127.0.0.1:0");
        var builder = new ProcessBuilder(Jvm.command("dev.unruly.cli.Main", arguments, "-Xmx256m"));
        builder.environment().put("UNRULY_ADMIN_TOKEN", TOKEN);
        builder.environment().put("XDG_RUNTIME_DIR", folder.toString());
        Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        gateway = Optional.of(process);
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (System.nanoTime() < end && process.isAlive()) {
            Matcher match = ADMIN.matcher(Jvm.said(log));
            if (match.find()) {
                return match.group(1);
            }
            Thread.sleep(50);
        }
        throw new AssertionError("the gateway did not open: " + Jvm.said(log));
    }

    @AfterAll
    void close() throws InterruptedException {
        chromium.ifPresent(Chromium::close);
        backend.ifPresent(server -> server.stop(0));
        caller.close();
        if (gateway.isPresent()) {
            gateway.get().destroy();
            assertThat(gateway.get().waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    private Chromium.Opened page(int width, ColorScheme scheme) {
        return chromium.orElseThrow().open(url + "#token=" + TOKEN, width, 900, scheme);
    }

    /// The page's own rules let nobody have a text evaluated within it again and again.
    private static void waits(Page page, String what) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!Boolean.TRUE.equals(page.evaluate(what))) {
            assertThat(System.nanoTime()).as("until %s", what).isLessThan(end);
            page.waitForTimeout(50);
        }
    }

    private int status() throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + listen + "/");
        return caller.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .statusCode();
    }

    @Test
    void itShowsTheStateLive() throws Exception {
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            Chromium.Opened opened = page(1280, scheme);
            Page page = opened.page();
            waits(page, "document.querySelectorAll('#listeners section').length === 1");
            assertThat(page.locator("#listeners h2").textContent()).isEqualTo("backend");
            assertThat(page.locator("#listeners tbody").textContent())
                    .contains("bulkhead: { most: 20 }", "closed");
            assertThat(status()).isEqualTo(200);
            waits(page, "/asked/.test(document.querySelector('.counts').textContent)");
            assertThat(opened.complaints()).isEmpty();
            assertThat(opened.requests().stream().filter(one -> !one.startsWith("data:")))
                    .allMatch(one -> one.startsWith(url));
            page.close();
        }
    }

    @Test
    void itFitsAPhone() {
        Chromium.Opened opened = page(375, ColorScheme.LIGHT);
        waits(opened.page(), "document.querySelectorAll('#listeners section').length === 1");
        assertThat(opened.page().evaluate("document.documentElement.scrollWidth - innerWidth"))
                .isEqualTo(0);
        opened.page().close();
    }

    @Test
    void aBreakerIsHeldOpenByKeyboardAndLetGo() throws Exception {
        Chromium.Opened opened = page(1280, ColorScheme.LIGHT);
        Page page = opened.page();
        page.locator("#by").fill(ATTACK);
        page.getByLabel("Override breaker of backend").focus();
        page.keyboard().press("Enter");
        page.locator("#kind").selectOption("open");
        page.locator("#apply").focus();
        page.keyboard().press("Enter");
        waits(page, "/open, held/.test(document.querySelector('.policies').textContent)");
        assertThat(status()).isEqualTo(503);
        assertThat(page.locator("#overrides tbody").textContent()).contains(ATTACK, "held open");
        assertThat(page.locator("img").count()).isZero();
        page.locator("#overrides tbody button").click();
        waits(page, "document.querySelector('#overrides table').hidden");
        assertThat(status()).isEqualTo(200);
        assertThat(opened.complaints()).isEmpty();
        page.close();
    }

    @Test
    void wrongSettingsAreSaidWhereTheyWereWritten() {
        Page page = page(1280, ColorScheme.LIGHT).page();
        page.getByLabel("Override bulkhead of backend").click();
        page.locator("#kind").selectOption("set");
        page.locator("#setting").fill("bulkhead: { most: none }");
        page.locator("#apply").click();
        waits(page, "/setting:1:/.test(document.querySelector('#refused').textContent)");
        page.keyboard().press("Escape");
        assertThat(page.locator("#change").isVisible()).isFalse();
        page.close();
    }

    @Test
    void theFileIsReadAgain() {
        Page page = page(1280, ColorScheme.LIGHT).page();
        waits(page, "document.querySelectorAll('#listeners section').length === 1");
        page.locator("#reload").click();
        waits(page, "/nothing has changed/.test(document.querySelector('#outcome').textContent)");
        page.close();
    }

    @Test
    void withoutTheTokenItAsksForIt() {
        Page page = chromium.orElseThrow().open(url, 800, 900, ColorScheme.LIGHT).page();
        assertThat(page.locator("#ask").isVisible()).isTrue();
        assertThat(page.locator("#listeners section").count()).isZero();
        page.locator("#token").fill(TOKEN);
        page.keyboard().press("Enter");
        waits(page, "document.querySelectorAll('#listeners section').length === 1");
        assertThat(page.locator("#ask").isVisible()).isFalse();
        page.close();
    }
}
