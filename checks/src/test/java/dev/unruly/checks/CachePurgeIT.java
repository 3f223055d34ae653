package dev.unruly.checks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Somebody empties the shop's cache while people search: what that costs its database without and
/// with policies in front of the shop, by the shop's own books and by the database's listener.
@Timeout(240)
final class CachePurgeIT {

    /// Some hundred and twenty searches a second for three words, each a page that takes hundreds
    /// of queries to make.
    private static final String POPULATION =
            """
            personas:
              searcher:
                share: 100%
                journey: search
                client: { kind: browser }
                patience: { weibull: { shape: 3, scale: 20s } }
                when-slow: { leave: 100% }
                when-failed: { leave: 100% }
            feeds:
              words:
                inline: [ { word: pan }, { word: pot }, { word: kettle } ]
                order: random
            journeys:
              search:
                start: search
                think: { uniform: { from: 100ms, to: 300ms } }
                states:
                  search: { get: "/search?q=${words.word}", next: { search: 75%, leave: 25% } }
            """;

    private static final String POLICIES =
            """
            policies:
              storefront:
                routes:
                  "GET /search*":
                    single-flight: { wait: 10s, same-for: everybody }
                    cache: { for: 2s, stale: 10s, same-for: everybody }
            """;

    /// By then what the shop has kept at first has been filled long since.
    private static final int SETTLED_SECONDS = 8;

    @TempDir private Path folder;

    @SuppressWarnings("NullAway.Init") // JUnit makes the folder before every test
    CachePurgeIT() {}

    @Test
    void aPurgeCostsTheDatabaseAFractionWhereOneAsksForAll() throws Exception {
        Cost without = play("without", "");
        Cost with = play("with", POLICIES);

        say("without", without);
        say("with", with);
        assertThat(without.searches).isGreaterThan(700);
        assertThat(with.searches).isGreaterThan(700);
        assertThat(with.loads).as("each word is made again, by one").isLessThanOrEqualTo(3);
        assertThat(without.loads).isGreaterThan(3 * with.loads);
        assertThat(without.queries).isGreaterThan(3 * with.queries);
        assertThat(with.hitRatio()).isGreaterThan(without.hitRatio());
    }

    private static void say(String arm, Cost cost) {
        System.out.printf(
                Locale.ROOT,
                "cache purge %s: %d searches; the purge cost %d loads with %d queries;"
                        + " hit ratio %.1f %%%n",
                arm,
                cost.searches,
                cost.loads,
                cost.queries,
                100 * cost.hitRatio());
    }

    /// What a purge has cost.
    ///
    /// @param searches of people
    /// @param loads pages that the shop made anew after the purge
    /// @param queries that the database was asked for that
    private record Cost(long searches, long loads, long queries) {

        /// The share of searches that were answered with what was kept somewhere.
        double hitRatio() {
            return 1 - loads / (double) searches;
        }
    }

    private Cost play(String arm, String policies) throws IOException, InterruptedException {
        int shopPort = freePort();
        int edge = freePort();
        int database = freePort();
        int detour = freePort();
        Path file = folder.resolve(arm + ".experiment.yaml");
        Files.writeString(folder.resolve("searchers.population.yaml"), POPULATION);
        Files.writeString(
                file,
                """
                name: cache-purge
                target: http://127.0.0.1:%1$d
                population: searchers.population.yaml
                seed: 5
                dependencies:
                  storefront: { listen: "127.0.0.1:%1$d", upstream: "127.0.0.1:%2$d", protocol: http }
                  database: { listen: "127.0.0.1:%3$d", upstream: "127.0.0.1:%4$d", protocol: postgres }
                arrivals:
                  - poisson: { rate: 30/s }
                phases: { warm-up: 2s, baseline: 13s, watch: 1s, relief: none }
                """
                                .formatted(edge, shopPort, detour, database)
                        + policies);
        Path out = folder.resolve(arm);
        Path log = folder.resolve(arm + ".log");
        Process run =
                Jvm.start(
                        Jvm.command(
                                "dev.unruly.cli.Main",
                                List.of("run", file.toString(), "--out", out.toString()),
                                "-Xmx256m"),
                        log.toFile());
        try (RealShop shop =
                RealShop.open(
                        folder.resolve(arm + "-shop.log"),
                        "--port=" + shopPort,
                        "--database-port=" + database,
                        "--database=127.0.0.1:" + detour,
                        "--products=20000",
                        "--reviews=60000",
                        "--results=150",
                        "--miss-queries=3")) {
            while (searched(shop.look()) == 0 && run.isAlive()) {
                Thread.sleep(50);
            }
            Thread.sleep(SETTLED_SECONDS * 1_000L);
            JsonNode before = shop.look().path("cache");
            shop.purge();
            assertThat(run.waitFor(60, TimeUnit.SECONDS)).as("it ends").isTrue();
            assertThat(run.exitValue()).as(Jvm.said(log)).isIn(0, 1, 3);
            JsonNode after = shop.truth().path("cache");
            JsonNode told = new ObjectMapper().readTree(out.resolve("run.json").toFile());
            return new Cost(
                    told.path("intents").asLong(),
                    after.path("misses").asLong() - before.path("misses").asLong(),
                    late(told.path("dependencies").path("database").path("requestsPerSecond")));
        } finally {
            run.destroy();
        }
    }

    private static long searched(JsonNode truth) {
        return truth.path("cache").path("hits").asLong()
                + truth.path("cache").path("misses").asLong();
    }

    /// Queries of the seconds in which the purge was, and after.
    private static long late(JsonNode perSecond) {
        long sum = 0;
        for (int second = SETTLED_SECONDS - 1; second < perSecond.size(); second++) {
            sum += perSecond.get(second).asLong();
        }
        return sum;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
