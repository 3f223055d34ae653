package dev.unruly.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unruly.judge.Cast;
import dev.unruly.judge.Stories;
import dev.unruly.judge.Story;
import dev.unruly.model.Conclusion;
import dev.unruly.model.Decision;
import dev.unruly.model.GuardSecond;
import dev.unruly.model.Observation;
import dev.unruly.model.Roster;
import dev.unruly.model.RunResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The Parquet files hold what the journal holds, for whoever asks them in SQL.
final class TablesTest {

    @TempDir private Path parent;

    @Test
    void theTablesHoldWhatTheJournalTold() throws IOException, SQLException {
        // A quote in the path must not end the statement.
        Path folder = Files.createDirectory(parent.resolve("o'clock"));
        Story story = Stories.metastable(Cast.stall(5), 5);
        var told = new Told();
        try (Journal journal = Journal.begin(folder)) {
            story.tell(journal);
        }
        story.tell(told);

        Tables.export(folder, Roster.of(story.experiment()), story.result().timeline());

        var requests = only(told, Observation.class);
        var ends = only(told, Conclusion.class);
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:")) {
            assertThat(
                            ask(
                                    duck,
                                    folder,
                                    "SELECT count(*), sum(status), max(ended_us) FROM attempts"))
                    .containsExactly(
                            "" + requests.size(),
                            "" + requests.stream().mapToLong(Observation::status).sum(),
                            ""
                                    + requests.stream()
                                                    .mapToLong(Observation::endedNanos)
                                                    .max()
                                                    .orElseThrow()
                                            / 1000);
            assertThat(
                            ask(
                                    duck,
                                    folder,
                                    "SELECT count(*) FILTER (ending = 'answered'),"
                                            + " count(*) FILTER (ending = 'cut-off'), count(*)"
                                            + " FROM intents"))
                    .containsExactly(
                            "" + count(ends, Conclusion.End.ANSWERED),
                            "" + count(ends, Conclusion.End.CUT_OFF),
                            "" + ends.size());
            assertThat(
                            ask(
                                    duck,
                                    folder,
                                    "SELECT cause, endpoint, region FROM attempts WHERE cause ="
                                            + " 'client-retry' AND endpoint = 'pay' AND region ="
                                            + " 'tokyo' LIMIT 1"))
                    .containsExactly("client-retry", "pay", "tokyo");
            assertThat(ask(duck, folder, "SELECT count(*), max(second) FROM dependencies"))
                    .containsExactly("400", "199");
            assertThat(
                            ask(
                                    duck,
                                    folder,
                                    "SELECT count(*), sum(requests)::BIGINT, max(p99_us) > 0 FROM"
                                            + " seconds"))
                    .containsExactly(
                            "" + story.result().timeline().requests().seconds(),
                            "" + (long) story.result().timeline().requests().sum(0, 100_000),
                            "true");
            assertThat(ask(duck, folder, "SELECT count(*) FROM attempts WHERE first_byte_us < 0"))
                    .containsExactly("0");
        }
        assertThat(folder.resolve(".duckdb")).doesNotExist();
    }

    @Test
    void everyDecisionOfAListenerHasItsColumn() throws IOException, SQLException {
        Story story = Stories.metastable(Cast.stall(5), 5);
        try (Journal journal = Journal.begin(parent)) {
            for (int second = 0; second < 3; second++) {
                var counts = new ArrayList<Long>();
                for (Decision decision : Decision.values()) {
                    counts.add(100L * decision.number() + second);
                }
                journal.guarded(new GuardSecond(1, second, 9_000, counts, 12, 20, 1));
            }
        }

        Tables.export(parent, Roster.of(story.experiment()), story.result().timeline());

        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:")) {
            for (Decision decision : Decision.values()) {
                String column = decision.name().toLowerCase(Locale.ROOT);
                assertThat(
                                ask(
                                        duck,
                                        parent,
                                        "SELECT count(*), sum(" + column + ")::BIGINT FROM guards"))
                        .containsExactly("3", "" + (300 * decision.number() + 3));
            }
            assertThat(
                            ask(
                                    duck,
                                    parent,
                                    "SELECT min(dependency), max(second), sum(asked)::BIGINT,"
                                            + " max(in_flight), max(places), max(open_breakers)"
                                            + " FROM guards"))
                    .containsExactly("identity", "2", "27000", "12", "20", "1");
        }
    }

    @Test
    void aDamagedJournalIsExportedAsFarAsItGoes() throws IOException, SQLException {
        Story story = Stories.metastable(Cast.stall(5), 5);
        try (Journal journal = Journal.begin(parent)) {
            story.tell(journal);
        }
        Path file = parent.resolve(Journal.FILE);
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 7));

        Tables.export(parent, Roster.of(story.experiment()), story.result().timeline());

        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:")) {
            assertThat(ask(duck, parent, "SELECT count(*) > 0 FROM intents"))
                    .containsExactly("true");
        }
    }

    @Test
    void withoutAJournalThereIsNothingToExport() {
        Story story = Stories.metastable(Cast.stall(5), 5);
        Roster roster = Roster.of(story.experiment());
        RunResult.Timeline timeline = story.result().timeline();

        assertThatThrownBy(() -> Tables.export(parent, roster, timeline))
                .isInstanceOf(IOException.class);
    }

    private static <T> List<T> only(Told told, Class<T> kind) {
        return told.all.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private static long count(List<Conclusion> ends, Conclusion.End end) {
        return ends.stream().filter(c -> c.end() == end).count();
    }

    /// The first row of an answer, as text.
    private static List<String> ask(Connection duck, Path folder, String question)
            throws SQLException {
        String table = question.replaceAll(".* FROM (\\w+).*", "$1");
        String file = folder.resolve(table + ".parquet").toString().replace("'", "''");
        try (var statement = duck.createStatement();
                var rows =
                        statement.executeQuery(
                                question.replace(" FROM " + table, " FROM '" + file + "'"))) {
            assertThat(rows.next()).isTrue();
            var row = new ArrayList<String>();
            for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                row.add(rows.getString(i));
            }
            return row;
        }
    }
}
