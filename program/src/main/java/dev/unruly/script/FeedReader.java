package dev.unruly.script;

import dev.unruly.model.Feed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// `feeds:` → feeds, from files beside the population or written into it.
final class FeedReader {

    private static final String EXAMPLE = "{ csv: terms.csv, order: random }";
    private static final List<String> ORDERS = List.of("random", "circular", "unique");

    private final Path folder;
    private final Places places;
    private final List<Demand> demands = new ArrayList<>();

    FeedReader(Path folder, Places places) {
        this.folder = folder;
        this.places = places;
    }

    /// The feeds that need a record for each user.
    List<Demand> demands() {
        return demands;
    }

    /// Says that a feed needs a record for each user.
    void demands(Feed feed, Place at) {
        demands.add(new Demand(feed.name(), feed.rows().size(), at));
    }

    /// All feeds that could be read.
    List<Feed> read(Value value) {
        var feeds = new ArrayList<Feed>();
        value.entries("{ terms: " + EXAMPLE + " }")
                .forEach((key, inner) -> {
                    String name = key.name("terms");
                    Optional<Feed> feed = feed(name, inner);
                    places.feed(name, feed.map(Feed::columns).orElse(List.of()));
                    feed.ifPresent(feeds::add);
                });
        return feeds;
    }

    private Optional<Feed> feed(String name, Value value) {
        int mark = value.reading().mark();
        Section section = value.section("feed", EXAMPLE);
        Feed.Order order = section.find("order").map(this::order).orElse(new Feed.Order.Random());
        Optional<Value> from = section.oneOf(EXAMPLE, "csv", "inline");
        Optional<Feed> feed =
                from.flatMap(v ->
                        v.label().equals("csv") ? ofFile(name, v, order) : inline(name, v, order));
        section.done();
        if (order instanceof Feed.Order.Unique) {
            feed.ifPresent(f -> demands(f, section.keyOf("order").at()));
        }
        return value.reading().cleanSince(mark) ? feed : Optional.empty();
    }

    /// A feed of a file that a value names.
    Optional<Feed> ofFile(String name, Value file, Feed.Order order) {
        String text = file.text("terms.csv");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        return Paths.beside(folder, file)
                .flatMap(path -> Csv.read(file.reading(), path, file.at()))
                .map(csv -> new Feed(name, csv.columns(), csv.rows(), order));
    }

    private static Optional<Feed> inline(String name, Value value, Feed.Order order) {
        String example = "[ { term: shoes }, { term: bags } ]";
        int mark = value.reading().mark();
        List<String> columns = List.of();
        var rows = new ArrayList<List<String>>();
        for (Value item : value.items(example)) {
            var row = new LinkedHashMap<String, String>();
            item.entries("{ term: shoes }")
                    .forEach((key, inner) -> row.put(key.text("term"), inner.text("shoes")));
            if (rows.isEmpty()) {
                columns = List.copyOf(row.keySet());
            } else if (!row.keySet().equals(Set.copyOf(columns))) {
                item.wrong(
                        "this record has other columns than the first one",
                        "write " + String.join(", ", columns));
                continue;
            }
            rows.add(columns.stream().map(c -> row.getOrDefault(c, "")).toList());
        }
        if (rows.isEmpty() || columns.isEmpty()) {
            value.wrong("feed `" + name + "` has no records", "write " + example);
        }
        return value.reading().cleanSince(mark)
                ? Optional.of(new Feed(name, columns, rows, order))
                : Optional.empty();
    }

    private Feed.Order order(Value value) {
        if (value.isMapping()) {
            Section section = value.section("order", "{ zipf: 0.9 }");
            double exponent =
                    section.need("zipf", "0.9").map(v -> v.number(0, 10, "0.9")).orElse(1.0);
            section.done();
            return new Feed.Order.Zipf(exponent);
        }
        String text = value.isText() ? value.text("random") : "";
        return switch (text) {
            case "random" -> new Feed.Order.Random();
            case "circular" -> new Feed.Order.Circular();
            case "unique" -> new Feed.Order.Unique();
            default -> {
                value.wrongText(
                        "is no order",
                        text.equals("zipf")
                                ? "write { zipf: 0.9 }"
                                : Nearest.instead(text, ORDERS, "write random"));
                yield new Feed.Order.Random();
            }
        };
    }
}
