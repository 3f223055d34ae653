package dev.unruly.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.unruly.shop.embedded.Ports;
import dev.unruly.shop.web.HostPort;
import dev.unruly.shop.web.RawClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The shop behind a database that stalls.
@Timeout(60)
final class StallIT {
    @Test
    void aStallFillsPoolWorkersAndQueueAndAResetEndsIt() throws Exception {
        int database = Ports.free(0);
        int proxied = Ports.free(0);
        try (TestShop shop =
                TestShop.closed(
                        "--database-port=" + database,
                        "--database=127.0.0.1:" + proxied,
                        "--workers=16",
                        "--queue=5")) {
            // The proxy comes late: not before the storefront says that it waits.
            CompletableFuture<StallingProxy> late =
                    CompletableFuture.supplyAsync(() -> startLate(shop, proxied, database));
            shop.open();
            aStallWithReset(shop, late.join());
            aRoadThatIsGoneAndComesBack(shop, proxied, database);
        }
    }

    private static void aStallWithReset(TestShop shop, StallingProxy inBetween) throws Exception {
        try (StallingProxy proxy = inBetween) {
            assertThat(shop.get("/").statusCode()).isEqualTo(200);

            // Ten connections are there; none is being opened.
            shop.truth(seen -> seen.path("connections").path("idle").asInt() == 10);
            proxy.stall(true);
            List<RawClient> people = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                people.add(new RawClient(shop.port()).send(RawClient.get("/")));
            }
            JsonNode truth =
                    shop.truth(seen ->
                            seen.path("queue").path("refused").asInt() == 9
                                    && seen.path("connections").path("waiting").asInt() == 6);
            assertThat(truth.path("workers").path("busy").asInt()).isEqualTo(16);
            assertThat(truth.path("queue").path("depth").asInt()).isEqualTo(5);
            assertThat(truth.path("connections").path("active").asInt()).isEqualTo(10);

            JsonNode reset = shop.reset();

            assertThat(reset.path("turnedAway").asInt()).isEqualTo(5);
            assertThat(reset.path("atRest").asBoolean()).isTrue();
            // A reset rests up to ten times for half a second, looks for the database for one, and
            // empties
            // tables; who waits for a connection waits for thirty.
            assertThat(reset.path("millis").asLong()).isLessThan(15_000);
            proxy.stall(false);
            for (RawClient person : people) {
                assertThat(person.answer().status()).isBetween(500, 503);
                person.close();
            }
            assertThat(shop.get("/").statusCode()).isEqualTo(200);
            assertThat(shop.truth().path("connections").path("mostWaiting").asInt()).isLessThan(3);
        }
    }

    /// A gateway ends with its run and is there again for the next one.
    private static void aRoadThatIsGoneAndComesBack(TestShop shop, int proxied, int database)
            throws Exception {
        JsonNode alone = shop.reset();
        assertThat(alone.path("atRest").asBoolean()).isTrue();
        assertThat(alone.path("newPool").asBoolean()).isFalse();
        assertThat(shop.truth().path("requests").path("served").asInt()).isZero();
        try (StallingProxy _ = new StallingProxy(proxied, HostPort.loopback(database))) {
            assertThat(shop.reset().path("newPool").asBoolean()).isTrue();
            assertThat(shop.get("/").statusCode()).isEqualTo(200);
        }
    }

    private static StallingProxy startLate(TestShop shop, int port, int database) {
        try {
            while (!shop.said().contains("waiting for the database at 127.0.0.1:" + port)) {
                Thread.sleep(20);
            }
            return new StallingProxy(port, HostPort.loopback(database));
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatNeverAppearsIsGivenUpByName() throws Exception {
        int nowhere = Ports.free(0);

        assertThatThrownBy(
                        () -> TestShop.open("--redis=127.0.0.1:" + nowhere, "--wait=300ms").close())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("gave up waiting for Redis at 127.0.0.1:" + nowhere);
    }
}
