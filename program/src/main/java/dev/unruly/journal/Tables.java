package dev.unruly.journal;

import dev.unruly.model.Cause;
import dev.unruly.model.Chronicle;
import dev.unruly.model.Conclusion;
import dev.unruly.model.Decision;
import dev.unruly.model.DependencySecond;
import dev.unruly.model.GeneratorSecond;
import dev.unruly.model.GuardSecond;
import dev.unruly.model.Intention;
import dev.unruly.model.Mark;
import dev.unruly.model.Observation;
import dev.unruly.model.Roster;
import dev.unruly.model.RunResult;
import dev.unruly.model.Series;
import dev.unruly.model.Visit;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/// Turns a journal into Parquet files that any tool reads: `attempts.parquet`, one row a request;
/// `intents.parquet`, one row a wish; `dependencies.parquet`, one row a listener and second;
/// `guards.parquet`, one row a listener with policies and second; `seconds.parquet`, one row a
/// second of the run.
///
/// Times are whole microseconds since the run began. DuckDB is loaded only here, after a run.
public final class Tables {

    private static final String ATTEMPTS =
            """
            CREATE TABLE attempts (
                user_id BIGINT, intent INTEGER, attempt INTEGER, part INTEGER, endpoint VARCHAR,
                persona VARCHAR, region VARCHAR, born INTEGER, cause VARCHAR, wished_us BIGINT,
                meant_us BIGINT, sent_us BIGINT, first_byte_us BIGINT, ended_us BIGINT,
                outcome VARCHAR, status INTEGER, body_bytes BIGINT, fresh_connection BOOLEAN)
            """;

    private static final String INTENTS =
            """
            CREATE TABLE intents (
                user_id BIGINT, intent INTEGER, endpoint VARCHAR, persona VARCHAR, region VARCHAR,
                born INTEGER, meant_us BIGINT, think_us BIGINT, patience_us BIGINT, needed INTEGER,
                ending VARCHAR, ended_us BIGINT, attempts INTEGER, requests INTEGER)
            """;

    private static final String DEPENDENCIES =
            """
            CREATE TABLE dependencies (
                dependency VARCHAR, second INTEGER, requests BIGINT, completed BIGINT,
                failed BIGINT, opened BIGINT, refused BIGINT, open INTEGER, peak_open INTEGER,
                in_flight INTEGER, peak_in_flight INTEGER, bytes_up BIGINT, bytes_down BIGINT,
                own_p50_us BIGINT, own_p99_us BIGINT, seen_p50_us BIGINT, seen_p99_us BIGINT)
            """;

    private static final String SECONDS =
            """
            CREATE TABLE seconds (
                second INTEGER, planned DOUBLE, intents DOUBLE, needed DOUBLE, requests DOUBLE,
                answered DOUBLE, abandoned DOUBLE, waiting DOUBLE, p50_us BIGINT, p99_us BIGINT)
            """;

    private static final String[] NAMES = {
        "attempts", "intents", "dependencies", "guards", "seconds"
    };

    private Tables() {}

    /// Writes the files beside the journal.
    ///
    /// @throws IOException if the journal cannot be read or the files cannot be written
    public static void export(Path folder, Roster roster, RunResult.Timeline timeline)
            throws IOException {
        var settings = new Properties();
        settings.setProperty("memory_limit", "512MB");
        settings.setProperty("threads", "1");
        settings.setProperty("autoinstall_known_extensions", "false");
        settings.setProperty("temp_directory", folder.toAbsolutePath() + "/.duckdb");
        try (var connection =
                        DriverManager.getConnection("jdbc:duckdb:", settings)
                                .unwrap(DuckDBConnection.class);
                Statement statement = connection.createStatement()) {
            for (String table : List.of(ATTEMPTS, INTENTS, DEPENDENCIES, guards(), SECONDS)) {
                statement.execute(table);
            }
            fill(connection, folder, roster);
            fill(connection, timeline);
            for (String table : NAMES) {
                statement.execute(
                        "COPY "
                                + table
                                + " TO '"
                                + folder.resolve(table + ".parquet").toString().replace("'", "''")
                                + "' (FORMAT parquet, COMPRESSION zstd)");
            }
        } catch (SQLException e) {
            throw new IOException("the Parquet files could not be written: " + e.getMessage(), e);
        }
    }

    /// A column for each decision, by its name.
    private static String guards() {
        var columns = new StringBuilder("dependency VARCHAR, second INTEGER, asked BIGINT");
        for (Decision decision : Decision.values()) {
            columns.append(", ").append(decision.name().toLowerCase(Locale.ROOT)).append(" BIGINT");
        }
        return "CREATE TABLE guards ("
                + columns
                + ", in_flight INTEGER, places INTEGER, open_breakers INTEGER)";
    }

    private static void fill(DuckDBConnection connection, RunResult.Timeline t)
            throws SQLException {
        try (DuckDBAppender seconds = connection.createAppender("main", "seconds")) {
            for (int i = 0; i < t.requests().seconds(); i++) {
                seconds.beginRow().append(i);
                for (Series series :
                        List.of(
                                t.planned(),
                                t.intents(),
                                t.needed(),
                                t.requests(),
                                t.answered(),
                                t.abandoned(),
                                t.waiting())) {
                    figure(seconds, series, i);
                }
                micros(seconds, t.p50(), i);
                micros(seconds, t.p99(), i);
                seconds.endRow();
            }
        }
    }

    private static void figure(DuckDBAppender row, Series series, int second) throws SQLException {
        if (second >= series.seconds() || Double.isNaN(series.at(second))) {
            row.appendNull();
        } else {
            row.append(series.at(second));
        }
    }

    private static void micros(DuckDBAppender row, Series series, int second) throws SQLException {
        if (second >= series.seconds() || Double.isNaN(series.at(second))) {
            row.appendNull();
        } else {
            row.append(Math.round(series.at(second) * 1e6));
        }
    }

    private static void fill(DuckDBConnection connection, Path folder, Roster roster)
            throws SQLException, IOException {
        try (DuckDBAppender attempts = connection.createAppender("main", "attempts");
                DuckDBAppender intents = connection.createAppender("main", "intents");
                DuckDBAppender dependencies = connection.createAppender("main", "dependencies");
                DuckDBAppender guards = connection.createAppender("main", "guards")) {
            JournalReader.read(folder, new Filler(roster, attempts, intents, dependencies, guards));
        } catch (Unwritten e) {
            throw new IOException("the Parquet files could not be written", e.getCause());
        }
    }

    /// Carries an [SQLException] out of a chronicle.
    private static final class Unwritten extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unwritten(SQLException cause) {
            super(cause);
        }
    }

    /// Writes a row for each record of interest.
    private record Filler(
            Roster roster,
            DuckDBAppender attempts,
            DuckDBAppender intents,
            DuckDBAppender dependencies,
            DuckDBAppender guards)
            implements Chronicle {

        @Override
        public void visits(Visit visit) {}

        @Override
        public void wishes(Intention intention) {}

        @Override
        public void generator(GeneratorSecond second) {}

        @Override
        public void guarded(GuardSecond s) {
            try {
                guards.beginRow()
                        .append(roster.dependencies().get(s.dependency()))
                        .append(s.second())
                        .append(s.asked());
                for (Decision decision : Decision.values()) {
                    guards.append(s.count(decision));
                }
                guards.append(s.inFlight()).append(s.limit()).append(s.openBreakers()).endRow();
            } catch (SQLException e) {
                throw new Unwritten(e);
            }
        }

        @Override
        public void mark(Mark mark) {}

        @Override
        public void requested(Observation o) {
            try {
                attempts.beginRow()
                        .append(o.user())
                        .append(o.intent())
                        .append(o.attempt())
                        .append(o.part())
                        .append(roster.endpoints().get(o.endpoint()))
                        .append(roster.personas().get(o.persona()))
                        .append(roster.regions().get(o.region()))
                        .append(o.born())
                        .append(word(o.cause()))
                        .append(o.wishedNanos() / 1000)
                        .append(o.meantNanos() / 1000);
                time(attempts, o.sentNanos());
                time(attempts, o.firstByteNanos());
                attempts.append(o.endedNanos() / 1000)
                        .append(o.outcome().name().toLowerCase(Locale.ROOT))
                        .append(o.status())
                        .append(o.bodyBytes())
                        .append(o.freshConnection())
                        .endRow();
            } catch (SQLException e) {
                throw new Unwritten(e);
            }
        }

        private static String word(Cause cause) {
            return cause.name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        private static void time(DuckDBAppender appender, long nanos) throws SQLException {
            if (nanos < 0) {
                appender.appendNull();
            } else {
                appender.append(nanos / 1000);
            }
        }

        @Override
        public void concluded(Conclusion c) {
            Intention i = c.intention();
            try {
                intents.beginRow()
                        .append(i.user())
                        .append(i.intent())
                        .append(roster.endpoints().get(i.endpoint()))
                        .append(roster.personas().get(i.persona()))
                        .append(roster.regions().get(i.region()))
                        .append(i.born())
                        .append(i.meantNanos() / 1000)
                        .append(i.thinkNanos() / 1000)
                        .append(i.patienceNanos() / 1000)
                        .append(i.needed())
                        .append(c.end().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                        .append(c.endedNanos() / 1000)
                        .append(c.attempts())
                        .append(c.requests())
                        .endRow();
            } catch (SQLException e) {
                throw new Unwritten(e);
            }
        }

        @Override
        public void dependency(DependencySecond s) {
            try {
                dependencies
                        .beginRow()
                        .append(roster.dependencies().get(s.dependency()))
                        .append(s.second())
                        .append(s.requests())
                        .append(s.completed())
                        .append(s.failed())
                        .append(s.opened())
                        .append(s.refused())
                        .append(s.open())
                        .append(s.peakOpen())
                        .append(s.inFlight())
                        .append(s.peakInFlight())
                        .append(s.bytesUp())
                        .append(s.bytesDown());
                time(dependencies, s.own().isEmpty() ? -1 : s.own().quantile(0.5));
                time(dependencies, s.own().isEmpty() ? -1 : s.own().quantile(0.99));
                time(dependencies, s.seen().isEmpty() ? -1 : s.seen().quantile(0.5));
                time(dependencies, s.seen().isEmpty() ? -1 : s.seen().quantile(0.99));
                dependencies.endRow();
            } catch (SQLException e) {
                throw new Unwritten(e);
            }
        }
    }
}
