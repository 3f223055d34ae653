package dev.unruly.script;

import dev.unruly.model.Client;
import dev.unruly.model.ClientAddress;
import dev.unruly.model.Feed;
import dev.unruly.model.Journey;
import dev.unruly.model.LastMile;
import dev.unruly.model.Persona;
import dev.unruly.model.Population;
import dev.unruly.model.Reaction;
import dev.unruly.model.Reactions;
import dev.unruly.model.Region;
import dev.unruly.model.Share;
import dev.unruly.model.SignIn;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/// A population as a file: what is written here is read again as it was. Behind a line stands what
/// is remarked of it, by the line's place: `personas/browser/patience`.
public final class PopulationText {

    private final Map<String, String> remarks;
    private final Map<String, String> files;
    private final List<String> lines = new ArrayList<>();

    private PopulationText(Map<String, String> remarks, Map<String, String> files) {
        this.remarks = remarks;
        this.files = files;
    }

    /// The file's lines.
    ///
    /// @param header comments at the top, without their #
    /// @param remarks by place
    /// @param files the names of those files that hold feeds, by the feed; others are written here
    public static List<String> lines(
            Population population,
            List<String> header,
            Map<String, String> remarks,
            Map<String, String> files) {
        var text = new PopulationText(remarks, files);
        header.forEach(line -> text.lines.add(line.isEmpty() ? "#" : "# " + Ink.bare(line)));
        text.write(population);
        return text.lines;
    }

    private void write(Population population) {
        line(0, "regions:", "regions");
        population.regions().forEach(this::region);
        line(0, "personas:", "personas");
        population.personas().forEach(this::persona);
        switch (population.clientAddress()) {
            case ClientAddress.Untold() -> {}
            case ClientAddress.InHeader told -> address(told);
        }
        switch (population.signIn()) {
            case SignIn.None() -> {}
            case SignIn.ByCall byCall -> signIn(byCall, population.feeds());
        }
        if (!population.feeds().isEmpty()) {
            line(0, "feeds:", "feeds");
        }
        population
                .feeds()
                .forEach(feed -> {
                    String value = "{ %s, order: %s }".formatted(source(feed), order(feed.order()));
                    line(1, feed.name() + ": " + value, "feeds/" + feed.name());
                });
        line(0, "journeys:", "journeys");
        for (Journey journey : population.journeys()) {
            new JourneyText(this::line).write(journey);
        }
    }

    private void line(int depth, String text, String place) {
        lines.add("  ".repeat(depth) + text + Ink.comment(remarks.getOrDefault(place, "")));
    }

    private void region(Region region) {
        String at = "regions/" + region.name();
        line(1, region.name() + ":", at);
        line(2, "share: " + Ink.share(region.share()), at + "/share");
        line(2, "time-zone: " + region.timeZone().getId(), at + "/time-zone");
        line(2, "round-trip: " + Ink.nanos(region.roundTripNanos()), at + "/round-trip");
        line(2, "last-mile: " + mile(region.lastMile()), at + "/last-mile");
        LastMile mile = region.lastMile();
        if (RegionReader.preset(mile.name())
                .filter(p -> p.lossShare() != mile.lossShare())
                .isPresent()) {
            line(2, "loss: " + Ink.share(new Share(mile.lossShare())), at + "/loss");
        }
        if (region.jitterNanos() > 0) {
            line(2, "jitter: " + Ink.nanos(region.jitterNanos()), at + "/jitter");
        }
    }

    private static String mile(LastMile mile) {
        return RegionReader.preset(mile.name())
                .map(LastMile::name)
                .orElseGet(() -> {
                    var parts = new StringJoiner(", ", "{ ", " }");
                    parts.add("down: " + mile.downBitsPerSecond() + "bit/s");
                    parts.add("up: " + mile.upBitsPerSecond() + "bit/s");
                    parts.add("round-trip: " + Ink.nanos(mile.roundTripNanos()));
                    parts.add("loss: " + Ink.share(new Share(mile.lossShare())));
                    return parts.add("burst: " + Ink.number(mile.burstPackets())).toString();
                });
    }

    private void persona(Persona persona) {
        String at = "personas/" + persona.name();
        line(1, persona.name() + ":", at);
        line(2, "share: " + Ink.share(persona.share()), at + "/share");
        line(2, "journey: " + persona.journey(), at + "/journey");
        line(2, "client: " + client(persona.client()), at + "/client");
        line(2, "patience: " + Ink.distribution(persona.patienceSeconds()), at + "/patience");
        line(2, "when-slow: " + reactions(persona.whenSlow()), at + "/when-slow");
        line(2, "when-failed: " + reactions(persona.whenFailed()), at + "/when-failed");
        line(2, "notice: " + Ink.distribution(persona.noticeSeconds()), at + "/notice");
        line(2, "tries: " + persona.tries(), at + "/tries");
        if (persona.weary() > 1) {
            line(2, "weary: " + Ink.number(persona.weary()), at + "/weary");
        }
    }

    private static String client(Client client) {
        Client usual = ClientReader.defaults(client.kind());
        var parts = new StringJoiner(", ", "{ ", " }");
        parts.add("kind: " + word(client.kind()));
        if (client.connections() != usual.connections()) {
            parts.add("connections: " + client.connections());
        }
        if (client.keepAliveNanos() != usual.keepAliveNanos()) {
            parts.add("keep-alive: " + noneOr(client.keepAliveNanos()));
        }
        if (client.timeoutNanos() != usual.timeoutNanos()) {
            parts.add("timeout: " + noneOr(client.timeoutNanos()));
        }
        Client.Retries retries = client.retries();
        if (!retries.equals(Client.Retries.NONE)) {
            parts.add(
                    "retries: { most: %d, backoff: { base: %s, factor: %s, most: %s, jitter: %s } }"
                            .formatted(
                                    retries.most(),
                                    Ink.nanos(retries.baseNanos()),
                                    Ink.number(retries.factor()),
                                    Ink.nanos(retries.mostNanos()),
                                    word(retries.jitter())));
        }
        if (!client.userAgent().equals(usual.userAgent())) {
            parts.add(
                    "user-agent: "
                            + (client.userAgent().isEmpty()
                                    ? "none"
                                    : Ink.quoted(client.userAgent())));
        }
        if (client.persistsAfterLeaving() != usual.persistsAfterLeaving()) {
            parts.add("persists-after-leaving: " + client.persistsAfterLeaving());
        }
        return parts.toString();
    }

    private static String noneOr(long nanos) {
        return nanos == 0 ? "none" : Ink.nanos(nanos);
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static String reactions(Reactions reactions) {
        var parts = new StringJoiner(", ", "{ ", " }");
        for (Reactions.Choice choice : reactions.choices()) {
            String share = Ink.share(choice.share());
            parts.add(
                    switch (choice.reaction()) {
                        case Reaction.Wait() -> "wait: " + share;
                        case Reaction.Refresh() -> "refresh: " + share;
                        case Reaction.NewTab() -> "new-tab: " + share;
                        case Reaction.SignInAgain() -> "sign-in-again: " + share;
                        case Reaction.Later later ->
                                "later: { share: %s, pause: %s }"
                                        .formatted(share, Ink.distribution(later.pauseSeconds()));
                        case Reaction.Leave() -> "leave: " + share;
                    });
        }
        return parts.toString();
    }

    private void address(ClientAddress.InHeader told) {
        int first = told.firstAddress();
        String range =
                "%d.%d.%d.%d/%d"
                        .formatted(
                                first >>> 24,
                                first >> 16 & 0xff,
                                first >> 8 & 0xff,
                                first & 0xff,
                                told.prefixBits());
        line(
                0,
                "client-address: { header: %s, from: %s }".formatted(told.header(), range),
                "client-address");
    }

    private void signIn(SignIn.ByCall byCall, List<Feed> feeds) {
        line(0, "sign-in:", "sign-in");
        Feed accounts = byCall.accounts();
        String file =
                feeds.contains(accounts)
                        ? accounts.name()
                        : files.getOrDefault(accounts.name(), accounts.name() + ".csv");
        line(
                1,
                "accounts: { feed: %s, when-exhausted: %s }"
                        .formatted(Ink.quoted(file), word(byCall.whenExhausted())),
                "sign-in/accounts");
        JourneyText.call(byCall.call())
                .forEach(part -> line(1, part, "sign-in/" + part.replaceAll(":.*", "")));
    }

    private String source(Feed feed) {
        String file = files.get(feed.name());
        if (file != null) {
            return "csv: " + Ink.quoted(file);
        }
        var rows = new StringJoiner(", ", "inline: [ ", " ]");
        for (List<String> row : feed.rows()) {
            var cells = new StringJoiner(", ", "{ ", " }");
            for (int i = 0; i < row.size(); i++) {
                cells.add(Ink.quoted(feed.columns().get(i)) + ": " + Ink.quoted(row.get(i)));
            }
            rows.add(cells.toString());
        }
        return rows.toString();
    }

    private static String order(Feed.Order order) {
        return switch (order) {
            case Feed.Order.Random() -> "random";
            case Feed.Order.Circular() -> "circular";
            case Feed.Order.Unique() -> "unique";
            case Feed.Order.Zipf(double exponent) -> "{ zipf: " + Ink.number(exponent) + " }";
        };
    }
}
