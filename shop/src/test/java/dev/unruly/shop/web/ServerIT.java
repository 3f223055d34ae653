package dev.unruly.shop.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The server and its workers on real sockets.
@Timeout(30)
final class ServerIT {
    private static final Limits HASTY =
            new Limits(
                    1_024,
                    20,
                    1_024,
                    100,
                    Duration.ofMillis(400),
                    Duration.ofMillis(400),
                    Duration.ofMillis(400));

    /// What the ledger was told of one request.
    private record Entry(String path, int status, Workers.Served served) {}

    private final BlockingQueue<Entry> entries = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> refused = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> begun = new LinkedBlockingQueue<>();
    private final Semaphore gate = new Semaphore(0);
    private final List<RawClient> clients = new ArrayList<>();
    private Server server;

    @BeforeEach
    void start() throws IOException {
        server = Server.start("test", HASTY, System::nanoTime, InstantSource.system());
    }

    @AfterEach
    void stop() throws IOException {
        gate.release(1_000);
        for (RawClient client : clients) {
            client.close();
        }
        server.close();
    }

    /// `/wait` is served when the gate lets it, `/big` is larger than the kernel's buffers, all
    /// else at once.
    private Response serve(Request request) {
        begun.add(request.path());
        if (request.path().equals("/big")) {
            return Response.text(200, "x".repeat(32 * 1024 * 1024));
        }
        if (request.path().equals("/wait")) {
            gate.acquireUninterruptibly();
        }
        if (request.path().equals("/fail")) {
            throw new IllegalStateException("on purpose");
        }
        return Response.text(
                200, request.method() + " " + request.path() + " " + request.body().text());
    }

    private Workers workers(int size, int capacity) {
        Workers.Ledger ledger =
                new Workers.Ledger() {
                    @Override
                    public void refused(Request request) {
                        refused.add(request.path());
                    }

                    @Override
                    public void served(Request request, Response response, Workers.Served served) {
                        entries.add(new Entry(request.path(), response.status(), served));
                    }
                };
        return new Workers("test", size, capacity, this::serve, ledger, System::nanoTime);
    }

    private RawClient client(int port) throws IOException {
        RawClient client = new RawClient(port);
        clients.add(client);
        return client;
    }

    private Entry entry() throws InterruptedException {
        Entry entry = entries.poll(10, TimeUnit.SECONDS);
        assertThat(entry).isNotNull();
        return entry;
    }

    private void awaitBegun() throws InterruptedException {
        assertThat(begun.poll(10, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void aConnectionServesOneRequestAfterTheOther() throws IOException {
        try (Workers workers = workers(2, 10)) {
            RawClient client = client(server.listen(0, workers));
            for (int i = 0; i < 50; i++) {
                assertThat(client.send(RawClient.get("/" + i)).answer().body())
                        .isEqualTo("GET /" + i + " ");
            }
            client.send(
                    RawClient.message("", "GET /last HTTP/1.1", "Host: h", "Connection: close"));
            assertThat(client.answer().headers().first("connection")).contains("close");
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void connectionsThatRestTakeNoWorker() throws IOException {
        try (Workers workers = workers(1, 10)) {
            int port = server.listen(0, workers);
            for (int i = 0; i < 60; i++) {
                assertThat(client(port).send(RawClient.get("/")).answer().status()).isEqualTo(200);
            }
            assertThat(client(port).send(RawClient.get("/new")).answer().status()).isEqualTo(200);
            assertThat(clients.getFirst().send(RawClient.get("/again")).answer().status())
                    .isEqualTo(200);
        }
    }

    @Test
    void whoComesWhenTheQueueIsFullIsRefusedAtOnce() throws Exception {
        try (Workers workers = workers(1, 2)) {
            int port = server.listen(0, workers);
            RawClient served = client(port).send(RawClient.get("/wait"));
            awaitBegun();
            RawClient first = client(port).send(RawClient.get("/first"));
            RawClient second = client(port).send(RawClient.get("/second"));
            while (workers.queued() < 2) {
                Thread.onSpinWait();
            }

            RawClient tooMany = client(port).send(RawClient.get("/too-many"));

            assertThat(tooMany.answer().status()).isEqualTo(503);
            assertThat(refused).containsExactly("/too-many");
            gate.release();
            assertThat(served.answer().status()).isEqualTo(200);
            assertThat(first.answer().status()).isEqualTo(200);
            assertThat(second.answer().status()).isEqualTo(200);
            assertThat(workers.deepestQueue()).isEqualTo(2);
            assertThat(tooMany.send(RawClient.get("/later")).answer().status()).isEqualTo(200);
        }
    }

    @Test
    void waitingRequestsAreServedInTheOrderTheyCame() throws Exception {
        try (Workers workers = workers(1, 50)) {
            int port = server.listen(0, workers);
            client(port).send(RawClient.get("/wait"));
            awaitBegun();
            for (int i = 0; i < 20; i++) {
                client(port).send(RawClient.get("/" + i));
                while (workers.queued() <= i) {
                    Thread.onSpinWait();
                }
            }
            gate.release();
            entry();
            for (int i = 0; i < 20; i++) {
                assertThat(entry().path()).isEqualTo("/" + i);
            }
        }
    }

    @Test
    void workForClientsThatHaveGoneIsDoneAndCounted() throws Exception {
        try (Workers workers = workers(1, 10)) {
            int port = server.listen(0, workers);
            RawClient leavesWhileServed = client(port).send(RawClient.get("/wait"));
            awaitBegun();
            RawClient leavesWhileWaiting = client(port).send(RawClient.get("/queued"));
            RawClient breaksOff = client(port).send(RawClient.get("/reset"));
            RawClient stays = client(port).send(RawClient.get("/stays"));
            while (workers.queued() < 3) {
                Thread.onSpinWait();
            }
            leavesWhileServed.close();
            leavesWhileWaiting.close();
            breaksOff.reset();
            Thread.sleep(300);
            gate.release();

            assertThat(stays.answer().status()).isEqualTo(200);
            Entry served = entry();
            assertThat(served.served().clientGone()).isTrue();
            assertThat(served.served().goneBeforeStart()).isFalse();
            assertThat(served.served().wastedNanos())
                    .isBetween(
                            100_000_000L,
                            served.served().finishedNanos() - served.served().startedNanos());
            for (String path : List.of("/queued", "/reset")) {
                Entry waited = entry();
                assertThat(waited.path()).isEqualTo(path);
                assertThat(waited.status()).isEqualTo(200);
                assertThat(waited.served().goneBeforeStart()).isTrue();
            }
            assertThat(entry().served().clientGone()).isFalse();
        }
    }

    @Test
    void requestsSentAheadAreServedOneAfterTheOther() throws Exception {
        try (Workers workers = workers(5, 10)) {
            int port = server.listen(0, workers);
            RawClient client =
                    client(port)
                            .send(
                                    RawClient.get("/wait")
                                            + RawClient.get("/b")
                                            + RawClient.get("/c"));
            awaitBegun();
            assertThat(workers.queued()).isZero();
            assertThat(begun).isEmpty();
            gate.release();
            assertThat(client.answer().body()).isEqualTo("GET /wait ");
            assertThat(client.answer().body()).isEqualTo("GET /b ");
            assertThat(client.answer().body()).isEqualTo("GET /c ");
        }
    }

    @Test
    void aClientThatShutItsSideIsStillAnswered() throws Exception {
        try (Workers workers = workers(1, 10)) {
            RawClient client = client(server.listen(0, workers)).send(RawClient.get("/wait"));
            awaitBegun();
            client.shutOutput();
            gate.release();
            assertThat(client.answer().status()).isEqualTo(200);
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void headIsAnsweredWithoutABodyAndContinueIsSaidInBetween() throws IOException {
        try (Workers workers = workers(1, 10)) {
            int port = server.listen(0, workers);
            RawClient head = client(port);
            head.send(RawClient.message("", "HEAD /x HTTP/1.1", "Host: h"));
            assertThat(head.answer(false).headers().first("content-length")).contains("8");
            assertThat(head.send(RawClient.get("/y")).answer().body()).isEqualTo("GET /y ");

            RawClient careful = client(port);
            careful.send(
                    RawClient.message(
                            "",
                            "POST /p HTTP/1.1",
                            "Host: h",
                            "Expect: 100-continue",
                            "Content-Length: 4"));
            assertThat(careful.answer(false).status()).isEqualTo(100);
            assertThat(careful.send("body").answer().body()).isEqualTo("POST /p body");
        }
    }

    @Test
    void aBigAnswerReachesASlowReaderWhole() throws IOException {
        try (Workers workers = workers(1, 10)) {
            int port = server.listen(0, workers);
            RawClient slow = client(port).send(RawClient.get("/big"));
            assertThat(client(port).send(RawClient.get("/other")).answer().status()).isEqualTo(200);
            assertThat(slow.answer().body()).hasSize(32 * 1024 * 1024);
        }
    }

    @Test
    void aReaderThatTakesNothingIsGivenUp() throws Exception {
        try (Workers workers = workers(1, 10)) {
            client(server.listen(0, workers)).send(RawClient.get("/big"));
            assertThat(entry().served().clientGone()).isTrue();
        }
    }

    @Test
    void whoSendsTooSlowlyIsToldSoAndWhoRestsTooLongIsNot() throws IOException {
        try (Workers workers = workers(1, 10)) {
            int port = server.listen(0, workers);
            RawClient slow = client(port).send("GET / HT");
            assertThat(slow.answer().status()).isEqualTo(408);
            assertThat(slow.ended()).isTrue();
            RawClient rests = client(port);
            assertThat(rests.send(RawClient.get("/")).answer().status()).isEqualTo(200);
            assertThat(rests.ended()).isTrue();
        }
    }

    @Test
    void aFailingApplicationIsA500AndTheWorkerLives() throws IOException {
        try (Workers workers = workers(1, 10)) {
            RawClient client = client(server.listen(0, workers));
            assertThat(client.send(RawClient.get("/fail")).answer().status()).isEqualTo(500);
            assertThat(client.send(RawClient.get("/")).answer().status()).isEqualTo(200);
        }
    }

    @Test
    void hostileBytesHurtNobodyElse() throws IOException {
        SplittableRandom chance = new SplittableRandom(3);
        try (Workers workers = workers(2, 10)) {
            int port = server.listen(0, workers);
            RawClient decent = client(port);
            for (int round = 0; round < 40; round++) {
                byte[] noise = new byte[1 + chance.nextInt(3_000)];
                chance.nextBytes(noise);
                RawClient hostile = client(port);
                try {
                    hostile.send(new String(noise, StandardCharsets.ISO_8859_1));
                } catch (IOException closedOnUs) {
                    assertThat(closedOnUs).hasMessageMatching("(?i).*(reset|pipe|abort).*");
                }
                if (round % 2 == 0) {
                    hostile.reset();
                }
                assertThat(decent.send(RawClient.get("/")).answer().status()).isEqualTo(200);
            }
            RawClient tooBig = client(port);
            tooBig.send(
                    RawClient.message("", "POST / HTTP/1.1", "Host: h", "Content-Length: 9999"));
            assertThat(tooBig.answer().status()).isEqualTo(413);
        }
    }

    @Test
    void moreConnectionsThanAllowedWaitOutside() throws Exception {
        Limits few = HASTY.withConnections(2, Duration.ofSeconds(20));
        try (Server small = Server.start("small", few, System::nanoTime, InstantSource.system());
                Workers workers = workers(1, 10)) {
            int port = small.listen(0, workers);
            RawClient one = client(port);
            RawClient two = client(port);
            assertThat(one.send(RawClient.get("/1")).answer().status()).isEqualTo(200);
            assertThat(two.send(RawClient.get("/2")).answer().status()).isEqualTo(200);
            RawClient three = client(port).send(RawClient.get("/3"));
            Thread.sleep(150);
            assertThat(begun).hasSize(2);
            one.close();
            assertThat(three.answer().status()).isEqualTo(200);
        }
    }
}
