package dev.unruly.engine;

import dev.unruly.chance.Draws;
import dev.unruly.chance.Pick;
import dev.unruly.chance.Purpose;
import dev.unruly.chance.UserNumber;
import dev.unruly.model.Feed;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A feed, ready to be drawn from: which record is a function of user and intent alone.
final class Records {

    private final Feed feed;
    private final int number;
    private final Draws draws;
    private final Ordinals ordinals;
    private final byte[][] cells;
    private final @Nullable Pick ranks;

    /// @param number of the feed among its population's: its place in the draws' keys
    Records(Feed feed, int number, Draws draws, Ordinals ordinals) {
        this.feed = feed;
        this.number = number;
        this.draws = draws;
        this.ordinals = ordinals;
        this.cells = cells(feed);
        this.ranks =
                switch (feed.order()) {
                    case Feed.Order.Zipf zipf -> ranks(feed.rows().size(), zipf.exponent());
                    case Feed.Order.Random(), Feed.Order.Circular(), Feed.Order.Unique() -> null;
                };
    }

    /// How many records there are.
    int size() {
        return feed.rows().size();
    }

    /// The number of a column.
    ///
    /// @throws IllegalArgumentException when there is none of this name
    int column(String name) {
        int column = feed.columns().indexOf(name);
        if (column < 0) {
            throw new IllegalArgumentException("feed " + feed.name() + " has no column " + name);
        }
        return column;
    }

    /// A record's value in a column, as UTF-8.
    byte[] cell(int record, int column) {
        return cells[record * feed.columns().size() + column];
    }

    /// The record for a user's intent.
    int record(long user, int intent) {
        return record(user, intent, Purpose.FEED);
    }

    /// The record that is a user's own, whatever the intent: their account.
    int own(long user) {
        return record(user, 0, Purpose.ACCOUNT);
    }

    private int record(long user, int intent, Purpose purpose) {
        return switch (feed.order()) {
            case Feed.Order.Random() ->
                    (int) Draws.below(size(), draws.bits(user, intent, purpose, number));
            case Feed.Order.Zipf _ -> ranked(user, draws.bits(user, intent, purpose, number));
            case Feed.Order.Circular() -> (int) ((ordinals.of(user) + intent) % size());
            case Feed.Order.Unique() -> (int) (ordinals.of(user) % size());
        };
    }

    private int ranked(long user, long bits) {
        int hot = ordinals.hotItems(UserNumber.process(user));
        if (hot > 0) {
            int which = (int) Draws.below(Math.min(hot, size()), bits);
            return hotRecord(UserNumber.process(user), which);
        }
        Pick all = ranks;
        if (all == null) {
            throw new IllegalStateException("feed " + feed.name() + " has no ranks");
        }
        return all.at(Draws.open(bits));
    }

    /// The `which`-th of the records that a post made hot: a walk through all records with a stride
    /// that hits each once, so that no two of them are the same.
    private int hotRecord(int process, int which) {
        long post = UserNumber.of(process, 0, UserNumber.LAST_COUNT);
        long first = Draws.below(size(), draws.bits(post, 0, Purpose.HOT_ITEM, number));
        long stride = 1 + Draws.below(size(), draws.bits(post, 1, Purpose.HOT_ITEM, number));
        while (greatestCommonDivisor(stride, size()) != 1) {
            stride++;
        }
        return (int) ((first + which * stride) % size());
    }

    private static long greatestCommonDivisor(long a, long b) {
        return b == 0 ? a : greatestCommonDivisor(b, a % b);
    }

    private static Pick ranks(int size, double exponent) {
        double[] weights = new double[size];
        for (int i = 0; i < size; i++) {
            weights[i] = StrictMath.exp(-exponent * StrictMath.log(i + 1.0));
        }
        return Pick.byWeight(weights);
    }

    private static byte[][] cells(Feed feed) {
        int columns = feed.columns().size();
        byte[][] cells = new byte[feed.rows().size() * columns][];
        for (int i = 0; i < cells.length; i++) {
            String value = feed.rows().get(i / columns).get(i % columns);
            cells[i] = value.getBytes(StandardCharsets.UTF_8);
        }
        return cells;
    }
}
