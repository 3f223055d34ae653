package dev.unruly.shop.store;

import dev.unruly.shop.web.HostPort;
import dev.unruly.shop.web.Json;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;
import org.postgresql.ds.PGSimpleDataSource;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.params.SetParams;

/// The way in behind the storefront's back: fills, warms, counts and clears, on connections that go
/// to the database and to Redis directly, so that no fault on the storefront's own way hinders it.
public final class Backroom {
    /// The database's name and its user's.
    public static final String NAME = "shop";

    private static final int ROWS_AT_ONCE = 2_000;

    /// One order, as far as the truth needs it.
    public record Order(String reference, long chargeId) {}

    private final PGSimpleDataSource database = new PGSimpleDataSource();
    private final HostPort redis;
    private final Duration timeToLive;

    public Backroom(HostPort databaseAddress, HostPort redis, Duration timeToLive) {
        database.setServerNames(new String[] {databaseAddress.host()});
        database.setPortNumbers(new int[] {databaseAddress.port()});
        database.setUser(NAME);
        database.setDatabaseName(NAME);
        database.setApplicationName("backroom");
        this.redis = redis;
        this.timeToLive = timeToLive;
    }

    /// Creates the tables and puts the goods on the shelves.
    public void fill(Assortment assortment, Function<String, RandomGenerator> chance)
            throws SQLException, IOException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(Words.resource("schema.sql"));
            CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
            copyIn(copy, "brands", numbered(Assortment.BRANDS, Assortment::brand));
            List<String> categories = assortment.words().categories();
            copyIn(copy, "categories", numbered(categories.size(), categories::get));
            RandomGenerator products = chance.apply("products");
            int end = assortment.products() + 1;
            for (int from = 1; from < end; from += ROWS_AT_ONCE) {
                StringBuilder rows = new StringBuilder();
                assortment.writeProducts(products, rows, from, Math.min(from + ROWS_AT_ONCE, end));
                copyIn(copy, "products", rows);
            }
            StringBuilder reviews = new StringBuilder();
            assortment.writeReviews(chance.apply("reviews"), reviews);
            copyIn(copy, "reviews", reviews);
            statement.execute("CREATE INDEX reviews_sku ON reviews (sku)");
            statement.execute("CREATE INDEX carts_user ON carts (user_name, id)");
            statement.execute("CREATE INDEX cart_lines_cart ON cart_lines (cart_id)");
            statement.execute("CREATE INDEX orders_user ON orders (user_name, id)");
            statement.execute("ANALYZE");
        }
    }

    private static StringBuilder numbered(int count, Function<Integer, String> name) {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < count; i++) {
            rows.append(i).append('\t').append(name.apply(i)).append('\n');
        }
        return rows;
    }

    private static void copyIn(CopyManager copy, String table, StringBuilder rows)
            throws SQLException, IOException {
        copy.copyIn("COPY " + table + " FROM STDIN", new StringReader(rows.toString()));
    }

    /// Puts every product, every search and the first page into the cache, as the storefront would
    /// after long use, only at once.
    ///
    /// @return how many entries
    public int warm(Assortment assortment, Catalogue.Settings settings) throws SQLException {
        Map<String, List<Review>> reviews = new HashMap<>();
        List<Product> products = new ArrayList<>();
        List<Item> featured = new ArrayList<>();
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false); // or the driver reads whole results into memory
            readReviews(connection, reviews);
            readProducts(connection, reviews, products, featured, settings.results());
        }
        SearchIndex index = new SearchIndex(assortment.words().terms(), settings.results());
        try (Jedis client = new Jedis(redis.host(), redis.port());
                Pipeline pipeline = client.pipelined()) {
            SetParams expiry = SetParams.setParams().px(timeToLive.toMillis());
            for (Product product : products) {
                index.add(product);
                pipeline.set(
                        bytes(Catalogue.productKey(product.item().sku())),
                        Json.bytes(product),
                        expiry);
            }
            Map<String, List<Item>> found = index.found();
            found.forEach((term, items) ->
                    pipeline.set(
                            bytes(Catalogue.searchKey(term)),
                            Json.bytes(new Items(items)),
                            expiry));
            pipeline.set(bytes(Catalogue.FEATURED_KEY), Json.bytes(new Items(featured)), expiry);
            pipeline.sync();
            return products.size() + found.size() + 1;
        }
    }

    private static void readReviews(Connection connection, Map<String, List<Review>> reviews)
            throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "SELECT sku, author, stars, body FROM reviews ORDER BY id")) {
            statement.setFetchSize(ROWS_AT_ONCE);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    reviews.computeIfAbsent(row.getString(1), _ -> new ArrayList<>())
                            .add(new Review(row.getString(2), row.getInt(3), row.getString(4)));
                }
            }
        }
    }

    private static void readProducts(
            Connection connection,
            Map<String, List<Review>> reviews,
            List<Product> products,
            List<Item> featured,
            int mostFeatured)
            throws SQLException {
        String sql =
                """
                SELECT p.sku, p.name, p.price_cents, p.description, p.featured,
                    b.name AS brand, c.name AS category,
                    coalesce(r.star_tenths, 0) AS star_tenths,
                    coalesce(r.review_count, 0) AS review_count
                FROM products p
                JOIN brands b ON b.id = p.brand_id
                JOIN categories c ON c.id = p.category_id
                LEFT JOIN (SELECT r.sku, %s FROM reviews r GROUP BY r.sku) r ON r.sku = p.sku
                ORDER BY p.sku
                """
                        .formatted(Catalogue.RATING);
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setFetchSize(ROWS_AT_ONCE);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    Item item = Catalogue.item(row);
                    String description = row.getString("description");
                    products.add(
                            new Product(
                                    item,
                                    description,
                                    reviews.getOrDefault(item.sku(), List.of())));
                    if (row.getBoolean("featured") && featured.size() < mostFeatured) {
                        featured.add(item);
                    }
                }
            }
        }
    }

    /// Empties the cache.
    public void purge() {
        try (Jedis client = new Jedis(redis.host(), redis.port())) {
            client.flushDB();
        }
    }

    /// Every order that was committed.
    public List<Order> orders() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT reference, charge_id FROM orders ORDER BY id")) {
            List<Order> orders = new ArrayList<>();
            while (row.next()) {
                orders.add(new Order(row.getString(1), row.getLong(2)));
            }
            return orders;
        }
    }

    /// Forgets everybody who was here: sessions, carts and orders. What the storefront still has
    /// under way in the database is broken off first.
    private void clear() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                            + " WHERE application_name = '"
                            + Database.APPLICATION
                            + "' AND state <> 'idle'");
            statement.execute("SET lock_timeout = '2s'");
            statement.execute(
                    "TRUNCATE sessions, carts, cart_lines, orders, idempotency_keys RESTART IDENTITY");
        }
    }

    /// Puts everything back to the first state.
    public void reset(Assortment assortment, Catalogue.Settings settings) throws SQLException {
        clear();
        purge();
        warm(assortment, settings);
    }

    private static byte[] bytes(String key) {
        return key.getBytes(StandardCharsets.UTF_8);
    }
}
