package dev.unruly.shop.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.shop.embedded.Postgres;
import dev.unruly.shop.embedded.Redis;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The catalogue on real stores.
@Timeout(60)
final class CatalogueIT {
    private static final int RESULTS = 7;
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Database.Settings ONE_CONNECTION =
            new Database.Settings(1, Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ZERO);

    /// What people would see of the first page, some searches and some products.
    private static List<Object> seen(Database database, Catalogue catalogue, List<String> terms)
            throws Exception {
        List<Object> seen = new ArrayList<>();
        try (View view = new View(database)) {
            seen.add(catalogue.featured(view));
            for (String term : terms) {
                seen.add(catalogue.search(view, term));
            }
            for (int number : List.of(1, 2, 300)) {
                seen.add(catalogue.product(view, Assortment.sku(number)).orElseThrow());
            }
        }
        return seen;
    }

    @Test
    void howManyQueriesAMissCostsChangesNothingThatPeopleSee(@TempDir Path folder)
            throws Exception {
        Words words = Words.load();
        Assortment assortment = new Assortment(words, 300, 900);
        List<String> terms = words.terms().stream().filter(t -> t.length() < 5).toList();
        try (Redis redis = Redis.start(folder, 0);
                Postgres postgres = Postgres.start(folder, 0, Backroom.NAME)) {
            Backroom backroom = new Backroom(postgres.address(), redis.address(), LONG);
            backroom.fill(assortment, _ -> new SplittableRandom(4));
            int warmed = backroom.warm(assortment, new Catalogue.Settings(RESULTS, 2));
            assertThat(warmed).isEqualTo(300 + 400 + 1);
            try (Database database = new Database(postgres.address(), ONE_CONNECTION);
                    Cache cache = new Cache(redis.address(), LONG)) {
                Catalogue warm = new Catalogue(cache, new Catalogue.Settings(RESULTS, 2));
                List<Object> expected = seen(database, warm, terms);
                assertThat(cache.misses()).isZero();
                assertThat(expected)
                        .anySatisfy(list ->
                                assertThat(list)
                                        .asInstanceOf(InstanceOfAssertFactories.LIST)
                                        .hasSize(RESULTS));
                for (int missQueries = 0; missQueries <= 3; missQueries++) {
                    backroom.purge();
                    cache.forgetCounts();
                    Catalogue.Settings settings = new Catalogue.Settings(RESULTS, missQueries);
                    assertThat(seen(database, new Catalogue(cache, settings), terms))
                            .isEqualTo(expected);
                    assertThat(cache.hits()).isZero();
                    assertThat(seen(database, warm, terms)).isEqualTo(expected);
                    assertThat(cache.hits()).isEqualTo(cache.misses()).isGreaterThan(20);
                }
            }
        }
    }

    @Test
    void anEntryIsForgottenAfterItsTime(@TempDir Path folder) throws Exception {
        try (Redis redis = Redis.start(folder, 0);
                Cache cache = new Cache(redis.address(), Duration.ofMillis(50))) {
            Items items = new Items(List.of());
            cache.get("k", Items.class, () -> Optional.of(items));
            Thread.sleep(80);
            cache.get("k", Items.class, () -> Optional.of(items));

            assertThat(cache.misses()).isEqualTo(2);
        }
    }
}
