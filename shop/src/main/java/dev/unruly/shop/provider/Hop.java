package dev.unruly.shop.provider;

import dev.unruly.shop.web.Body;
import dev.unruly.shop.web.Calls;
import dev.unruly.shop.web.Exchange;
import dev.unruly.shop.web.Handler;
import dev.unruly.shop.web.Json;
import dev.unruly.shop.web.Request;
import dev.unruly.shop.web.Response;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// One service in a chain of services: `GET /recommendations?sku=…` does some work of its own, asks
/// the next service, and tries again when that fails, as every service before it does. The last one
/// knows the answer.
public final class Hop implements Handler {
    /// What one service has seen.
    public record Seen(long requests, long calls, long retries, long failures) {}

    private final Desk desk;
    private final Optional<URI> next;
    private final Function<String, List<String>> recommended;
    private final Calls calls;
    private final HttpClient client;
    private final ScheduledExecutorService timer;
    private final LongAdder requests = new LongAdder();
    private final LongAdder called = new LongAdder();
    private final LongAdder retried = new LongAdder();
    private final LongAdder failed = new LongAdder();

    /// @param next empty for the last service
    /// @param recommended what the last service knows: products that go with a product
    public Hop(
            Optional<URI> next,
            Function<String, List<String>> recommended,
            Calls calls,
            HttpClient client,
            int slots,
            Latency latency,
            ScheduledExecutorService timer,
            Supplier<RandomGenerator> seeded) {
        this.next = next;
        this.recommended = recommended;
        this.calls = calls;
        this.client = client;
        this.timer = timer;
        this.desk = new Desk(slots, latency, timer, seeded);
    }

    @Override
    public void handle(Exchange exchange) {
        Request request = exchange.request();
        if (!request.asksFor("GET") || !request.path().equals("/recommendations")) {
            exchange.answer(Response.text(404, "404: /recommendations\n"));
            return;
        }
        requests.increment();
        String sku = request.query().value("sku").orElse("");
        desk.take(exchange, 1, () -> next.isEmpty() ? known(sku) : ask(next.get(), sku, 0));
    }

    public Seen seen() {
        return new Seen(requests.sum(), called.sum(), retried.sum(), failed.sum());
    }

    public void reset() {
        desk.reset();
        requests.reset();
        called.reset();
        retried.reset();
        failed.reset();
    }

    private CompletionStage<Response> known(String sku) {
        return CompletableFuture.completedFuture(
                Response.json(200, Json.body(Map.of("recommended", recommended.apply(sku)))));
    }

    private CompletionStage<Response> ask(URI service, String sku, int retriesDone) {
        called.increment();
        HttpRequest.Builder asked =
                HttpRequest.newBuilder(
                        service.resolve(
                                "/recommendations?sku="
                                        + URLEncoder.encode(sku, StandardCharsets.UTF_8)));
        if (calls.timeout().isPositive()) {
            asked.timeout(calls.timeout());
        }
        return client.sendAsync(asked.build(), HttpResponse.BodyHandlers.ofByteArray())
                .handle((response, failure) -> {
                    if (failure == null && response.statusCode() < 500) {
                        return CompletableFuture.completedStage(
                                Response.of(
                                        response.statusCode(),
                                        "application/json",
                                        Body.of(response.body())));
                    }
                    failed.increment();
                    if (retriesDone >= calls.retries()) {
                        return CompletableFuture.completedStage(
                                Response.text(502, "502: the next service failed\n"));
                    }
                    retried.increment();
                    return later(retriesDone + 1).thenCompose(turn -> ask(service, sku, turn));
                })
                .thenCompose(stage -> stage);
    }

    private CompletionStage<Integer> later(int turn) {
        if (calls.delay().isZero()) {
            return CompletableFuture.completedStage(turn);
        }
        CompletableFuture<Integer> over = new CompletableFuture<>();
        var _ =
                timer.schedule(
                        () -> over.complete(turn), calls.delay().toNanos(), TimeUnit.NANOSECONDS);
        return over;
    }
}
