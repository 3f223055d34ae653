package dev.unruly.script;

import dev.unruly.model.Call;
import dev.unruly.model.ClientAddress;
import dev.unruly.model.Feed;
import dev.unruly.model.SignIn;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `sign-in:` and `client-address:`: who users are to the backend.
final class SignInReader {

    private static final String EXAMPLE =
            "{ accounts: { feed: accounts.csv }, post: /login, form: { user: \"${user}\" } }";
    private static final Pattern RANGE =
            Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})/(\\d{1,2})");

    private final FeedReader files;
    private final List<Feed> feeds;
    private final Places places;

    /// @param files reads an account file that is not among the feeds
    /// @param feeds all feeds
    SignInReader(FeedReader files, List<Feed> feeds, Places places) {
        this.files = files;
        this.feeds = feeds;
        this.places = places;
    }

    /// The exchange that gives a session.
    SignIn read(Value value) {
        int mark = value.reading().mark();
        Section section = value.section("sign-in", EXAMPLE);
        Optional<Value> accounts = section.need("accounts", "{ feed: accounts.csv }");
        Optional<Section> pool = accounts.map(v -> v.section("accounts", "{ feed: accounts.csv }"));
        Optional<Feed> feed =
                pool.flatMap(s -> s.need("feed", "accounts.csv")).flatMap(this::accounts);
        SignIn.WhenExhausted exhausted =
                pool.flatMap(s -> s.find("when-exhausted"))
                        .map(v -> v.word(List.of("share", "refuse")))
                        .map(w -> SignIn.WhenExhausted.valueOf(w.toUpperCase(Locale.ROOT)))
                        .orElse(SignIn.WhenExhausted.SHARE);
        if (exhausted == SignIn.WhenExhausted.REFUSE) {
            feed.ifPresent(
                    f -> files.demands(f, pool.orElse(section).keyOf("when-exhausted").at()));
        }
        pool.ifPresent(Section::done);
        Optional<Call> call = new CallReader(places).read(section);
        section.done();
        return feed.isPresent() && call.isPresent() && value.reading().cleanSince(mark)
                ? new SignIn.ByCall(feed.get(), exhausted, call.get())
                : new SignIn.None();
    }

    private Optional<Feed> accounts(Value value) {
        String name = value.text("accounts.csv");
        Optional<Feed> known = feeds.stream().filter(f -> f.name().equals(name)).findFirst();
        Optional<Feed> feed =
                known.isPresent()
                        ? known
                        : files.ofFile("accounts", value, new Feed.Order.Unique());
        places.usesFeed(name);
        feed.ifPresent(f ->
                f.columns()
                        .forEach(column -> {
                            Value.requireName(column, value.at(), value.reading());
                            places.sets(column, value.at());
                        }));
        return feed;
    }

    /// Whether requests tell the backend an address of the user's own.
    static ClientAddress address(Value value) {
        String example = "{ header: X-Forwarded-For, from: 10.0.0.0/8 }";
        Section section = value.section("client-address", example);
        String header =
                section.need("header", "X-Forwarded-For")
                        .map(v -> v.text("X-Forwarded-For"))
                        .orElse("X-Forwarded-For");
        ClientAddress address =
                section.need("from", "10.0.0.0/8")
                        .map(v -> range(header, v))
                        .orElse(new ClientAddress.Untold());
        section.done();
        return address;
    }

    private static ClientAddress range(String header, Value value) {
        Matcher range = RANGE.matcher(value.isText() ? value.text("10.0.0.0/8") : "");
        if (!range.matches()) {
            value.wrongText("is no range of IPv4 addresses", "write 10.0.0.0/8");
            return new ClientAddress.Untold();
        }
        int address = 0;
        boolean inRange = true;
        for (int i = 1; i <= 4; i++) {
            int octet = Integer.parseInt(range.group(i));
            inRange &= octet <= 255;
            address = address << 8 | octet;
        }
        int bits = Integer.parseInt(range.group(5));
        if (!inRange || bits > 32) {
            value.wrongText("is no range of IPv4 addresses", "write 10.0.0.0/8");
            return new ClientAddress.Untold();
        }
        int first = bits == 0 ? 0 : address & (-1 << (32 - bits));
        return new ClientAddress.InHeader(header, first, bits);
    }
}
