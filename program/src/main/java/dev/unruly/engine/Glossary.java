package dev.unruly.engine;

import dev.unruly.chance.Draws;
import dev.unruly.model.Feed;
import dev.unruly.model.Population;
import dev.unruly.model.SignIn;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the names in a population's templates stand for.
final class Glossary {

    private final long seed;
    private final Names names;
    private final Map<String, Records> feeds = new LinkedHashMap<>();
    private final Optional<Records> accounts;

    Glossary(Population population, long seed, Draws draws, Ordinals ordinals) {
        this.seed = seed;
        this.names = Names.of(population);
        List<Feed> all = population.feeds();
        for (int i = 0; i < all.size(); i++) {
            feeds.put(all.get(i).name(), new Records(all.get(i), i, draws, ordinals));
        }
        this.accounts =
                switch (population.signIn()) {
                    case SignIn.None() -> Optional.empty();
                    case SignIn.ByCall byCall ->
                            Optional.of(new Records(accounts(byCall), all.size(), draws, ordinals));
                };
    }

    /// The accounts as they are drawn: where sharing is refused, everyone has their own.
    static Feed accounts(SignIn.ByCall signIn) {
        Feed feed = signIn.accounts();
        return switch (signIn.whenExhausted()) {
            case SHARE -> feed;
            case REFUSE ->
                    new Feed(feed.name(), feed.columns(), feed.rows(), new Feed.Order.Unique());
        };
    }

    long seed() {
        return seed;
    }

    Names names() {
        return names;
    }

    /// The records of a feed.
    ///
    /// @throws IllegalArgumentException when there is none of this name
    Records feed(String name) {
        Records records = feeds.get(name);
        if (records == null) {
            throw new IllegalArgumentException("there is no feed " + name);
        }
        return records;
    }

    /// The accounts that users sign in with.
    Records accounts() {
        return accounts.orElseThrow(() -> new IllegalArgumentException("nobody signs in"));
    }
}
