package dev.unruly.shop.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Finds products: in the cache or, on a miss, in the database the way an object-relational mapper
/// does it: one query for the list, then further ones for every product of it.
public final class Catalogue {
    private static final int LONGEST_TERM = 50;

    /// How much a page of results shows, and costs.
    ///
    /// @param results products on a page of search results
    /// @param missQueries further queries for each product found on a miss, 0 to 3: its rating, its
    ///   brand, its category; 0 joins the rating, too
    public record Settings(int results, int missQueries) {
        public Settings {
            if (results < 1 || results > 1_000) {
                throw new IllegalArgumentException("results must be in [1, 1000], got " + results);
            }
            if (missQueries < 0 || missQueries > 3) {
                throw new IllegalArgumentException(
                        "missQueries must be in [0, 3], got " + missQueries);
            }
        }
    }

    private record Row(Item item, int brandId, int categoryId) {}

    private static final String COLUMNS =
            """
            SELECT p.sku, p.name, p.price_cents, p.brand_id, p.category_id,
                b.name AS brand, c.name AS category, %s
            FROM products p
            JOIN brands b ON b.id = p.brand_id
            JOIN categories c ON c.id = p.category_id
            """;
    private static final String NO_RATING = "0 AS star_tenths, 0 AS review_count";
    static final String RATING =
            "coalesce(round(avg(r.stars) * 10), 0)::integer AS star_tenths, count(r.id)::integer AS review_count";

    private final Cache cache;
    private final Settings settings;

    public Catalogue(Cache cache, Settings settings) {
        this.cache = cache;
        this.settings = settings;
    }

    static String searchKey(String term) {
        return "search:" + term;
    }

    static String productKey(String sku) {
        return "product:" + sku;
    }

    static final String FEATURED_KEY = "featured";

    List<Item> featured(View view) throws SQLException {
        return cached(FEATURED_KEY, view, "WHERE p.featured", List.of());
    }

    List<Item> search(View view, String text) throws SQLException {
        String stripped = text.strip().toLowerCase(Locale.ROOT);
        String term = stripped.substring(0, Math.min(stripped.length(), LONGEST_TERM));
        if (term.isEmpty()) {
            return List.of();
        }
        String pattern = "%" + term.replaceAll("([\\\\%_])", "\\\\$1") + "%";
        return cached(searchKey(term), view, "WHERE p.description LIKE ?", List.of(pattern));
    }

    Optional<Product> product(View view, String sku) throws SQLException {
        if (!Assortment.looksLikeSku(sku)) {
            return Optional.empty();
        }
        return cache.get(productKey(sku), Product.class, () -> load(view, sku));
    }

    private List<Item> cached(String key, View view, String where, List<Object> arguments)
            throws SQLException {
        return cache.get(
                        key,
                        Items.class,
                        () -> Optional.of(new Items(items(view, where, arguments.toArray()))))
                .map(Items::items)
                .orElse(List.of());
    }

    private Optional<Product> load(View view, String sku) throws SQLException {
        List<Item> found = items(view, "WHERE p.sku = ?", sku);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        String description =
                view.one(
                        "SELECT description FROM products WHERE sku = ?",
                        row -> row.getString(1),
                        sku);
        List<Review> reviews =
                view.list(
                        "SELECT author, stars, body FROM reviews WHERE sku = ? ORDER BY id",
                        row -> new Review(row.getString(1), row.getInt(2), row.getString(3)),
                        sku);
        return Optional.of(new Product(found.getFirst(), description, reviews));
    }

    private List<Item> items(View view, String where, Object... arguments) throws SQLException {
        String order = " ORDER BY p.sku LIMIT " + settings.results();
        if (settings.missQueries() == 0) {
            String grouped =
                    COLUMNS.formatted(RATING)
                            + "LEFT JOIN reviews r ON r.sku = p.sku "
                            + where
                            + " GROUP BY p.sku, b.name, c.name";
            return view.list(grouped + order, Catalogue::item, arguments);
        }
        List<Row> rows =
                view.list(COLUMNS.formatted(NO_RATING) + where + order, Catalogue::row, arguments);
        List<Item> items = new ArrayList<>(rows.size());
        for (Row row : rows) {
            items.add(completed(view, row));
        }
        return items;
    }

    /// What "lazy loading" does to a list: its products are completed one by one.
    private Item completed(View view, Row row) throws SQLException {
        Item item = row.item();
        String brand = item.brand();
        String category = item.category();
        int[] rating =
                view.one(
                        "SELECT " + RATING + " FROM reviews r WHERE r.sku = ?",
                        found -> new int[] {found.getInt(1), found.getInt(2)},
                        item.sku());
        if (settings.missQueries() > 1) {
            brand =
                    view.one(
                            "SELECT name FROM brands WHERE id = ?",
                            found -> found.getString(1),
                            row.brandId());
        }
        if (settings.missQueries() > 2) {
            category =
                    view.one(
                            "SELECT name FROM categories WHERE id = ?",
                            found -> found.getString(1),
                            row.categoryId());
        }
        return new Item(
                item.sku(), item.name(), item.priceCents(), brand, category, rating[0], rating[1]);
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(item(row), row.getInt("brand_id"), row.getInt("category_id"));
    }

    static Item item(ResultSet row) throws SQLException {
        return new Item(
                row.getString("sku"),
                row.getString("name"),
                row.getLong("price_cents"),
                row.getString("brand"),
                row.getString("category"),
                row.getInt("star_tenths"),
                row.getInt("review_count"));
    }
}
