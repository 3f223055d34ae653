package dev.unruly.shop.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.shop.web.Calls;
import dev.unruly.shop.web.Exchange;
import dev.unruly.shop.web.Handler;
import dev.unruly.shop.web.Limits;
import dev.unruly.shop.web.RawClient;
import dev.unruly.shop.web.Response;
import dev.unruly.shop.web.Server;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The services the shop depends on, on real sockets.
@Timeout(30)
final class NeighbourIT {
    private static final Latency INSTANT = new Latency(Duration.ZERO, 0);

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private Server server;

    @BeforeEach
    void start() throws IOException {
        server = Server.start("test", Limits.DEFAULT, System::nanoTime, InstantSource.system());
    }

    @AfterEach
    void stop() {
        server.close();
        client.shutdownNow();
        timer.shutdownNow();
    }

    private long millisForThree(int slots) throws IOException {
        IdentityProvider identity =
                new IdentityProvider(
                        new Accounts(1),
                        1,
                        slots,
                        new Latency(Duration.ofMillis(100), 0),
                        timer,
                        () -> new SplittableRandom(1));
        int port = server.listen(0, identity);
        long begunNanos = System.nanoTime();
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            clients.add(new RawClient(port).send(RawClient.get("/verify?token=guest")));
        }
        for (RawClient waiting : clients) {
            assertThat(waiting.answer().body()).isEqualTo("{\"user\":\"guest\"}");
            waiting.close();
        }
        return Duration.ofNanos(System.nanoTime() - begunNanos).toMillis();
    }

    @Test
    void whoFindsNoSlotWaitsForOne() throws IOException {
        assertThat(millisForThree(1)).isGreaterThanOrEqualTo(300);
        assertThat(millisForThree(2)).isBetween(200L, 2_000L);
        assertThat(millisForThree(3)).isGreaterThanOrEqualTo(100);
    }

    @Test
    void signingInGivesATokenThatVerifies() throws IOException {
        IdentityProvider identity =
                new IdentityProvider(
                        new Accounts(3), 1, 5, INSTANT, timer, () -> new SplittableRandom(1));
        try (RawClient asks = new RawClient(server.listen(0, identity))) {
            String wanted = "{\"user\":\"shopper-3\",\"password\":\"secret-3\"}";
            String answer =
                    asks.send(
                                    RawClient.message(
                                            wanted,
                                            "POST /sign-in HTTP/1.1",
                                            "Host: identity",
                                            "Content-Length: " + wanted.length()))
                            .answer()
                            .body();
            String token = answer.substring("{\"token\":\"".length(), answer.length() - 2);

            assertThat(asks.send(RawClient.get("/verify?token=" + token)).answer().body())
                    .isEqualTo("{\"user\":\"shopper-3\"}");
            assertThat(asks.send(RawClient.get("/verify?token=x" + token)).answer().status())
                    .isEqualTo(401);
        }
    }

    private Hop hop(Optional<URI> next, Calls calls) {
        return new Hop(
                next,
                sku -> List.of("after " + sku),
                calls,
                client,
                100,
                INSTANT,
                timer,
                () -> new SplittableRandom(1));
    }

    private URI listen(Handler handler) throws IOException {
        return URI.create("http://127.0.0.1:" + server.listen(0, handler));
    }

    @Test
    void retriesAtEveryHopMultiply() throws IOException {
        AtomicInteger atTheEnd = new AtomicInteger();
        URI broken =
                listen((Exchange exchange) -> {
                    atTheEnd.incrementAndGet();
                    exchange.answer(Response.text(503, "no"));
                });
        Calls twice = new Calls(2, Duration.ZERO, Duration.ZERO);
        Hop third = hop(Optional.of(broken), twice);
        Hop second = hop(Optional.of(listen(third)), twice);
        Hop first = hop(Optional.of(listen(second)), twice);
        try (RawClient asks = new RawClient(server.listen(0, first))) {
            assertThat(asks.send(RawClient.get("/recommendations?sku=x")).answer().status())
                    .isEqualTo(502);
        }

        assertThat(first.seen()).isEqualTo(new Hop.Seen(1, 3, 2, 3));
        assertThat(second.seen()).isEqualTo(new Hop.Seen(3, 9, 6, 9));
        assertThat(third.seen()).isEqualTo(new Hop.Seen(9, 27, 18, 27));
        assertThat(atTheEnd).hasValue(27);
    }

    @Test
    void aTimeoutMakesSlownessAFailure() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        URI silent = listen((Exchange _) -> asked.incrementAndGet());
        Calls hasty = new Calls(1, Duration.ofMillis(20), Duration.ofMillis(100));
        Hop hop = hop(Optional.of(silent), hasty);
        try (RawClient asks = new RawClient(server.listen(0, hop))) {
            assertThat(asks.send(RawClient.get("/recommendations?sku=x")).answer().status())
                    .isEqualTo(502);
        }

        assertThat(asked).hasValue(2);
        assertThat(hop.seen()).isEqualTo(new Hop.Seen(1, 2, 1, 2));
    }

    @Test
    void theLastHopKnows() throws IOException {
        Hop last = hop(Optional.empty(), new Calls(0, Duration.ZERO, Duration.ZERO));
        Hop first =
                hop(Optional.of(listen(last)), new Calls(0, Duration.ZERO, Duration.ofSeconds(5)));
        try (RawClient asks = new RawClient(server.listen(0, first))) {
            assertThat(asks.send(RawClient.get("/recommendations?sku=P%201")).answer().body())
                    .isEqualTo("{\"recommended\":[\"after P 1\"]}");
        }
    }
}
