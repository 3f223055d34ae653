package dev.unruly.guard;

import static dev.unruly.guard.Still.MS;
import static dev.unruly.guard.Still.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout.ThreadMode;

/// The guarded HTTP client against a small server on the loopback.
@org.junit.jupiter.api.Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
final class GuardedHttpIT {

    private final List<String> heard = Collections.synchronizedList(new ArrayList<>());
    private final Host host = Host.start(System::nanoTime, 1);
    private final HttpClient client = HttpClient.newHttpClient();
    private HttpServer server;
    private GuardedHttp http;

    GuardedHttpIT() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http =
                new GuardedHttp(
                        client,
                        Guard.of(
                                host,
                                "it",
                                GuardedHttp.READING,
                                new Timeout.Settings(2 * SECOND),
                                new WorkBudget.Settings(0, 100, SECOND),
                                new Retry.Settings(1, MS, 2 * SECOND)));
    }

    @BeforeEach
    void serve() {
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
        client.close();
        host.close();
    }

    /// The first request of each path fails as the path says.
    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        var headers = exchange.getRequestHeaders();
        boolean first = heard.stream().noneMatch(one -> one.startsWith(path + " "));
        heard.add(
                path
                        + " "
                        + headers.getOrDefault(Attempt.HEADER, List.of("first"))
                        + (headers.containsKey(Deadline.HEADER) ? " by" : ""));
        if (path.equals("/slow")) {
            try {
                Thread.sleep(20_000);
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        }
        if (path.equals("/soon")) {
            exchange.getResponseHeaders().set("Retry-After", "1");
        }
        exchange.sendResponseHeaders(first && !path.equals("/well") ? 503 : 200, -1);
        exchange.close();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path));
    }

    @Test
    void safeMethodsAreRepeatedWithAMarkAndTheDeadlineIsSentAlong() throws Exception {
        var answer = http.send(request("/get").build(), BodyHandlers.discarding());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(heard).containsExactly("/get [first] by", "/get [2] by");
    }

    @Test
    void whatIsNotSafeIsRepeatedWithAKeyOnly() throws Exception {
        var without = request("/post").POST(BodyPublishers.noBody()).build();
        var with = request("/keyed").POST(BodyPublishers.noBody());
        with.header("Idempotency-Key", "k");

        assertThat(http.send(without, BodyHandlers.discarding()).statusCode()).isEqualTo(503);
        assertThat(http.send(with.build(), BodyHandlers.discarding()).statusCode()).isEqualTo(200);
        assertThat(heard).hasSize(3);
    }

    @Test
    void retryAfterIsHeeded() throws Exception {
        long began = System.nanoTime();
        var answer = http.sendAsync(request("/soon").build(), BodyHandlers.discarding()).get();

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(System.nanoTime() - began).isGreaterThan(SECOND);
    }

    @Test
    void anExchangeThatTakesTooLongIsGivenUp() throws Exception {
        Caller hurried = Caller.NOBODY.until(System.nanoTime() + 100 * MS);
        var answer =
                hurried.call(
                        () -> http.sendAsync(request("/slow").build(), BodyHandlers.discarding()));

        assertThatThrownBy(answer::join)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOf(GaveUp.class);
        assertThatThrownBy(() ->
                        Caller.NOBODY
                                .until(System.nanoTime() + 100 * MS)
                                .call(() ->
                                        http.send(
                                                request("/slow").build(),
                                                BodyHandlers.discarding())))
                .isInstanceOf(GaveUp.class);
        assertThat(http.send(request("/well").build(), BodyHandlers.discarding()).statusCode())
                .isEqualTo(200);
    }
}
