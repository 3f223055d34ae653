package dev.unruly.learn;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/// What the people of a log did: bots set apart, sessions cut, states found; and their walks, read
/// from the database as often as asked.
public final class Sessions implements Walks {

    /// Of each state, that may be asked for.
    private static final int MOST_ITEMS = 10_000;

    /// A caller who makes so many requests, and such a share of all, may be more than one.
    private static final long MANY_HITS = 1_000;

    private static final double MUCH = 0.2;

    /// Those who are no people for one reason.
    public record Bots(long callers, long hits) {}

    private final Coder coder;
    private final List<StatesFile.Named> byHand;
    private final Consumer<String> progress;
    private final Map<BotReason, Bots> bots = new EnumMap<>(BotReason.class);
    private long people;
    private long peopleHits;
    private long busiestHits;
    private Valley valley;
    private States states;
    private Optional<WalkFile> walks = Optional.empty();
    private long sessions;
    private long steps;

    private Sessions(
            Coder coder,
            List<StatesFile.Named> byHand,
            Consumer<String> progress,
            DuckDBConnection database)
            throws SQLException {
        this.coder = coder;
        this.byHand = List.copyOf(byHand);
        this.progress = progress;
        try (Statement sql = database.createStatement()) {
            setApart(sql);
            valley = cut(sql);
            run(sql, "sessions", Statements.TRIES);
            sql.execute("DROP TABLE wished");
            states = group(database, sql);
            run(sql, "items", Statements.ITEMS);
            String most = String.valueOf(MOST_ITEMS);
            run(sql, "items", Statements.FOREMOST.replace("$most", most));
            try (ResultSet row = sql.executeQuery(Statements.COUNTS)) {
                row.next();
                sessions = row.getLong(1);
                steps = row.getLong(2);
            }
        }
    }

    /// Makes sessions of all that was coded; nothing may be coded after.
    ///
    /// @param byHand states that the user names
    /// @param progress told what is being done
    /// @throws IOException if the database's folder is full or cannot be used
    public static Sessions of(Coder coder, List<StatesFile.Named> byHand, Consumer<String> progress)
            throws IOException {
        try {
            return new Sessions(coder, byHand, progress, coder.finished());
        } catch (SQLException e) {
            throw coder.trouble("the requests could not be grouped", e);
        }
    }

    private void setApart(Statement sql) throws SQLException {
        String who = "who is a person";
        run(sql, who, Statements.TOTALS);
        sql.execute("DROP TABLE callers");
        run(sql, who, Statements.RATES);
        run(sql, who, Statements.BREADTHS);
        run(sql, who, Statements.SEEN);
        sql.execute("DROP TABLE hits");
        run(sql, who, Statements.PACES);
        run(sql, who, Statements.PEOPLE);
        boolean allFetch;
        try (ResultSet row = sql.executeQuery(Statements.FETCHERS)) {
            row.next();
            allFetch = row.getLong(2) >= 10 && row.getLong(1) >= 0.9 * row.getLong(2);
        }
        if (allFetch) {
            run(sql, who, Statements.BARE);
        }
        try (ResultSet row = sql.executeQuery(Statements.REASONS)) {
            while (row.next()) {
                int reason = row.getInt(1);
                if (reason < 0) {
                    people = row.getLong(2);
                    peopleHits = row.getLong(3);
                    busiestHits = row.getLong(4);
                } else {
                    bots.put(
                            List.of(BotReason.values()).get(reason),
                            new Bots(row.getLong(2), row.getLong(3)));
                }
            }
        }
        run(sql, "what is a page", Statements.FETCHED);
        run(sql, "what is a page", Statements.WISHED);
        sql.execute("DROP TABLE seen");
    }

    private static Valley cut(Statement sql) throws SQLException {
        var gaps = new Valley.Gaps();
        try (ResultSet row = sql.executeQuery(Statements.GAPS)) {
            while (row.next()) {
                gaps.add(row.getDouble(1), row.getLong(2));
            }
        }
        return gaps.valley();
    }

    private States group(DuckDBConnection database, Statement sql) throws SQLException {
        progress.accept("states");
        List<String> pages = coder.pages();
        long[] visits = new long[pages.size()];
        long[] least = new long[pages.size()];
        long[] greatest = new long[pages.size()];
        try (ResultSet row = sql.executeQuery(Statements.PAGES)) {
            while (row.next()) {
                int page = row.getInt(1);
                visits[page] = row.getLong(2);
                least[page] = row.getLong(3);
                greatest[page] = row.getLong(4);
            }
        }
        var seen = new States.Seen(visits, least, greatest);
        States found = States.of(pages, seen, coder.brought(), byHand, coder.rules().states());
        sql.execute(Statements.STATES);
        try (DuckDBAppender rows = database.createAppender("main", "states")) {
            for (int page = 0; page < pages.size(); page++) {
                rows.beginRow()
                        .append(page)
                        .append(found.ofPage()[page])
                        .append(found.varies()[page] ? 1 : 0)
                        .endRow();
            }
        }
        return found;
    }

    private void run(Statement sql, String what, String statement) throws SQLException {
        progress.accept(what);
        Rules rules = coder.rules();
        String text =
                statement
                        .replace("$order", coder.clock().order())
                        .replace("$leastForRegular", String.valueOf(rules.leastForRegular()))
                        .replace("$regularVariation", number(rules.regularVariation()))
                        .replace("$perMinute", String.valueOf(rules.perMinute()))
                        .replace("$pagesPerMinute", String.valueOf(rules.pagesPerMinute()))
                        .replace("$hours", String.valueOf(rules.hours()))
                        .replace("$breadth", String.valueOf(rules.breadth()))
                        .replace("$leastForErrors", String.valueOf(rules.leastForErrors()))
                        .replace("$errorShare", number(rules.errorShare()))
                        .replace("$embeddedMillis", String.valueOf(rules.embeddedMillis()));
        if (text.contains("$cutMillis")) {
            text = text.replace("$cutMillis", String.valueOf(Math.round(cutSeconds() * 1e3)));
        }
        sql.execute(text);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.6f", value);
    }

    @Override
    public void each(Consumer<Walk> to) {
        if (walks.isEmpty()) {
            walks = Optional.of(written());
        }
        walks.get().each(to);
    }

    /// Sorted once by the database, which then keeps nothing of them.
    private WalkFile written() {
        String walked = Statements.WALKED.replace("$order", coder.clock().order());
        try (Statement sql = coder.finished().createStatement();
                var file = new WalkFile.Writing(coder.folder().resolve("walks"))) {
            try (ResultSet row = sql.executeQuery(walked)) {
                var ordered = new SameStart(file);
                var building = new WalkBuilder(ordered);
                while (row.next()) {
                    building.row(
                            row.getLong(1),
                            row.getInt(2),
                            row.getInt(3) == 1,
                            new WalkBuilder.Tried(
                                    row.getInt(4),
                                    row.getInt(5),
                                    row.getLong(6),
                                    row.getInt(7),
                                    row.getLong(8),
                                    row.getInt(9) == 1,
                                    row.getInt(10)));
                }
                building.end();
                ordered.end();
            }
            sql.execute("DROP TABLE tried");
            sql.execute("DROP TABLE items");
            return file.ended();
        } catch (SQLException e) {
            throw new UncheckedIOException(coder.trouble("sessions could not be read", e));
        } catch (IOException | UncheckedIOException e) {
            throw new UncheckedIOException(coder.trouble("sessions could not be kept", e));
        }
    }

    public List<StateName> states() {
        return states.names();
    }

    /// What was asked for in a state whose path has one place, the most wanted first: the texts
    /// that stand in that place. They leave the evidence only where the user says so.
    ///
    /// @param state its number
    /// @param most at most so many
    /// @throws IllegalArgumentException with words for people, if the state's path has not one
    ///   place
    public List<String> items(int state, int most) {
        StateName name = states.names().get(state);
        var pattern = PathPattern.of(name.method() + " " + name.pattern());
        int place = pattern.onlyPlace();
        if (place < 0) {
            throw new IllegalArgumentException(
                    "the path of state %s, %s, has not exactly one place in braces; give it such a"
                                    .formatted(name.name(), name.pattern())
                            + " one with --states");
        }
        var items = new ArrayList<String>();
        try (Statement sql = coder.finished().createStatement();
                ResultSet row =
                        sql.executeQuery(
                                Statements.ITEMS_OF
                                        .replace("$state", String.valueOf(state))
                                        .replace("$most", String.valueOf(most)))) {
            while (row.next()) {
                items.add(PathPattern.of(coder.pages().get(row.getInt(1))).segments().get(place));
            }
        } catch (SQLException e) {
            throw new IllegalStateException("items could not be read: " + e.getMessage(), e);
        }
        return items;
    }

    /// States as a file that may be changed and given again.
    public String statesText() {
        return StatesFile.write(byHand, states.names());
    }

    /// Callers that are no people, by the first reason that holds.
    public Map<BotReason, Bots> bots() {
        return new EnumMap<>(bots);
    }

    /// The share of all requests that no person made.
    public double botShare() {
        long all = coder.hits();
        return all == 0 ? 0 : (all - peopleHits) / (double) all;
    }

    public long people() {
        return people;
    }

    /// The silence that ends a session, and whence it comes.
    public Valley valley() {
        return valley;
    }

    /// What estimators have to know about these sessions.
    public Settings settings() {
        return coder.clock().settings(cutSeconds());
    }

    private double cutSeconds() {
        return valley.cutSeconds();
    }

    public long sessions() {
        return sessions;
    }

    public long steps() {
        return steps;
    }

    /// What a person would want to know about how people were told from others.
    public List<String> report() {
        var lines = new ArrayList<String>();
        lines.add(
                String.format(
                        Locale.ROOT,
                        "%d people, %d sessions of %d steps; %.1f %% of %d requests were made by"
                                + " no person",
                        people,
                        sessions,
                        steps,
                        100 * botShare(),
                        coder.hits()));
        bots.forEach((reason, who) ->
                lines.add(
                        String.format(
                                Locale.ROOT,
                                "%d callers with %d requests are set apart: %s",
                                who.callers(),
                                who.hits(),
                                reason.words())));
        if (busiestHits >= MANY_HITS && busiestHits >= MUCH * peopleHits) {
            lines.add(
                    String.format(
                            Locale.ROOT,
                            "one caller makes %.0f %% of people's requests: behind an address there"
                                    + " may be many, who are taken for one unless the log has a"
                                    + " session's cookie, a user, or X-Forwarded-For",
                            100.0 * busiestHits / peopleHits));
        }
        lines.add(
                String.format(
                        Locale.ROOT,
                        "a session ends after %.0f min of silence (%s)",
                        valley.cutSeconds() / 60,
                        valley.whence()));
        if (coder.beyond() > 0) {
            lines.add(
                    coder.beyond()
                            + " requests were for paths beyond the first "
                            + coder.rules().pages()
                            + ", and are known by structure only");
        }
        if (!coder.timesTrusted()) {
            lines.add(
                    coder.backwards()
                            + " lines are older than the line before: times cannot be trusted");
        }
        return lines;
    }
}
