package dev.unruly.checks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a run says of duplicates, against the shop's own books. The run knows only what users
/// learned; the truth must lie within what it leaves open.
@Timeout(120)
final class DuplicatesIT {

    /// People of little patience who order again and again, where paying takes half a second.
    private static String population(String whenSlow) {
        return """
        personas:
          hasty:
            share: 100%%
            journey: order
            client: { kind: browser }
            patience: { weibull: { shape: 3, scale: 1s } }
            when-slow: { %s }
            when-failed: { refresh: 50%%, leave: 50%% }
            tries: 4
        sign-in:
          accounts: { feed: accounts, when-exhausted: share }
          post: /login
          form: { user: "${user}", password: "${password}" }
          check: { status: 303 }
        feeds:
          skus: { csv: skus.csv }
          accounts: { csv: accounts.csv }
        journeys:
          order:
            start: add
            think: { uniform: { from: 100ms, to: 500ms } }
            states:
              add:
                sign-in: true
                post: /cart
                json: { sku: "${skus.sku}" }
                check: { status: 201 }
                next: pay
              pay:
                sign-in: true
                post: /checkout
                json: { reference: "${intent}" }
                check: { status: 201 }
                once: true
                next: { pay: 80%%, leave: 20%% }
        """
                .formatted(whenSlow);
    }

    private static String experiment(String target) {
        return """
        name: duplicates
        target: %s
        population: hasty.population.yaml
        seed: 7
        arrivals:
          - poisson: { rate: 16/s }
        phases: { warm-up: 2s, baseline: 9s, watch: 1s, relief: none }
        expect:
          - duplicates of pay == 0
        """
                .formatted(target);
    }

    @TempDir private Path folder;

    @SuppressWarnings("NullAway.Init") // JUnit makes the folder before every test
    DuplicatesIT() {}

    /// Most who lose patience open another tab and see both answers: little is left open.
    @Test
    void theTruthLiesWithinWhatIsLeftOpenAndLittleIs() throws Exception {
        Sales sales = play("new-tab: 90%, refresh: 5%, leave: 5%");

        assertThat(sales.orders).isGreaterThan(400);
        assertThat(sales.confirmed).isGreaterThan(10);
        assertThat(sales.possible).isGreaterThan(0).isLessThanOrEqualTo(sales.orders / 50);
        assertWithin(sales);
    }

    /// Who refreshes never learns what became of the first request, so that more is left open, and
    /// the shop did what nobody was told.
    @Test
    void theTruthLiesWithinAlsoWhenMostRefresh() throws Exception {
        Sales sales = play("refresh: 80%, new-tab: 15%, leave: 5%");

        assertThat(sales.orders).isGreaterThan(400);
        assertThat(sales.duplicates).isGreaterThan(sales.confirmed);
        assertWithin(sales);
    }

    private static void assertWithin(Sales sales) {
        assertThat(sales.duplicates)
                .as("%s", sales)
                .isBetween(sales.confirmed, sales.confirmed + sales.possible);
        assertThat(sales.duplicateOrders).isEqualTo(sales.duplicates);
        assertThat(sales.duplicateCharges).isEqualTo(sales.duplicates);
    }

    /// Both books: the run's and the shop's.
    private record Sales(
            long confirmed,
            long possible,
            long orders,
            long duplicates,
            long duplicateOrders,
            long duplicateCharges) {}

    private Sales play(String whenSlow) throws IOException, InterruptedException {
        try (RealShop shop =
                RealShop.open(
                        folder.resolve("shop.log"),
                        "--pool=100",
                        "--payment-median=400ms",
                        "--payment-sigma=0.4")) {
            feeds();
            Files.writeString(folder.resolve("hasty.population.yaml"), population(whenSlow));
            Path file = folder.resolve("duplicates.experiment.yaml");
            Files.writeString(file, experiment(shop.url()));
            JsonNode run = run(file);
            JsonNode sales = shop.truth().path("sales");
            return new Sales(
                    run.path("duplicates").path("confirmed").asLong(),
                    run.path("duplicates").path("possible").asLong(),
                    sales.path("orders").asLong(),
                    sales.path("duplicates").asLong(),
                    sales.path("duplicateOrders").asLong(),
                    sales.path("duplicateCharges").asLong());
        }
    }

    private void feeds() throws IOException, InterruptedException {
        Path log = folder.resolve("feeds.log");
        Process process =
                Jvm.start(
                        Jvm.command(
                                "dev.unruly.shop.Shop",
                                List.of("--products=200", "--accounts=5000", "--feeds=" + folder)),
                        log.toFile());
        assertThat(process.waitFor()).as(Jvm.said(log)).isZero();
    }

    private JsonNode run(Path file) throws IOException, InterruptedException {
        Path out = folder.resolve("run");
        Path log = folder.resolve("run.log");
        Process process =
                Jvm.start(
                        Jvm.command(
                                "dev.unruly.cli.Main",
                                List.of("run", file.toString(), "--out", out.toString()),
                                "-Xmx512m"),
                        log.toFile());
        try {
            assertThat(process.waitFor(90, TimeUnit.SECONDS)).as("it ends").isTrue();
        } finally {
            process.destroy();
        }
        assertThat(process.exitValue()).as(Jvm.said(log)).isIn(1, 3);
        return new ObjectMapper().readTree(out.resolve("run.json").toFile());
    }
}
