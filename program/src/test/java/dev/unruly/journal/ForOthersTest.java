package dev.unruly.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.unruly.judge.Cast;
import dev.unruly.judge.Stories;
import dev.unruly.judge.Story;
import dev.unruly.model.Conclusion;
import dev.unruly.model.Observation;
import dev.unruly.model.Roster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The lines of attempts and the seconds of endpoints hold what the journal holds, for whoever
/// reads NDJSON and CSV.
final class ForOthersTest {

    @TempDir private Path folder;
    private final Story story = Stories.metastable(Cast.stall(5), 5);
    private final Roster roster = Roster.of(story.experiment());
    private final Told told = new Told();

    private void journal() throws IOException {
        story.tell(told);
        try (Journal journal = Journal.begin(folder)) {
            story.tell(journal);
        }
    }

    private List<Observation> observations() {
        return told.all.stream()
                .filter(Observation.class::isInstance)
                .map(Observation.class::cast)
                .toList();
    }

    @Test
    void aLineIsARequest() throws IOException {
        journal();
        Path file = folder.resolve("attempts.ndjson");

        AttemptLines.export(folder, roster, file);

        List<Observation> expected = observations();
        assertThat(Files.readAllLines(file)).hasSameSizeAs(expected);
        List<JsonNode> lines;
        try (MappingIterator<JsonNode> read =
                new ObjectMapper().readerFor(JsonNode.class).readValues(file.toFile())) {
            lines = read.readAll();
        }
        assertThat(lines).hasSameSizeAs(expected);
        for (int i = 0; i < lines.size(); i++) {
            JsonNode line = lines.get(i);
            Observation o = expected.get(i);
            assertThat(line.path("user_id").asLong()).isEqualTo(o.user());
            assertThat(line.path("endpoint").asText())
                    .isEqualTo(roster.endpoints().get(o.endpoint()));
            assertThat(line.path("ended_us").asLong()).isEqualTo(o.endedNanos() / 1000);
            assertThat(line.path("sent_us").isNull()).isEqualTo(o.sentNanos() < 0);
            assertThat(line.path("status").asInt()).isEqualTo(o.status());
            assertThat(line.size()).isEqualTo(18);
        }
    }

    @Test
    void theSecondsAddUpToTheRun() throws IOException, SQLException {
        journal();
        Path file = folder.resolve("seconds.csv");

        EndpointSeconds.export(folder, roster, 200, file);

        long paid =
                told.all.stream()
                        .filter(r -> r instanceof Conclusion c && at("pay", c))
                        .map(Conclusion.class::cast)
                        .filter(c -> c.end() == Conclusion.End.ANSWERED)
                        .count();
        String sums = "SELECT sum(requests), sum(answered) FILTER (endpoint = 'pay') FROM ";
        assertThat(row(sums, file)).containsExactly((long) observations().size(), paid);
        assertThat(row("SELECT min(seconds), max(seconds) FROM ", file)).containsExactly(1L, 1L);
        assertThat(row("SELECT count(*), count(DISTINCT (second, endpoint)) FROM ", file))
                .satisfies(counts -> assertThat(counts.get(0)).isEqualTo(counts.get(1)));
        String slow =
                "SELECT min(service_p50_us), count(*) FILTER (service_p99_us < service_p50_us)";
        assertThat(row(slow + " FROM ", file).get(0)).isBetween(1_000L, 120_000L);
        assertThat(row(slow + " FROM ", file).get(1)).isZero();

        EndpointSeconds.export(folder, roster, 901, file);

        assertThat(row(sums, file)).containsExactly((long) observations().size(), paid);
        assertThat(row("SELECT max(second % 10), max(seconds) FROM ", file))
                .containsExactly(0L, 10L);
    }

    private boolean at(String endpoint, Conclusion c) {
        return roster.endpoints().get(c.intention().endpoint()).equals(endpoint);
    }

    /// The two figures that a query of DuckDB's reader of CSV gives.
    private static List<Long> row(String select, Path file) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:duckdb:");
                var statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                select + "read_csv('" + file + "', header = true)")) {
            assertThat(rows.next()).isTrue();
            return List.of(rows.getLong(1), rows.getLong(2));
        }
    }

    @Test
    void whatCannotBeWrittenLeavesNothingBehind() throws IOException {
        journal();
        Path file = folder.resolve("missing").resolve("a.csv");
        assertThatThrownBy(() -> EndpointSeconds.export(folder, roster, 200, file))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> AttemptLines.export(folder, roster, file))
                .isInstanceOf(IOException.class);
        Path none = folder.resolve("none");
        Path lines = folder.resolve("a.ndjson");
        assertThatThrownBy(() -> AttemptLines.export(none, roster, lines))
                .isInstanceOf(IOException.class);
        assertThat(folder.resolve("a.ndjson.part")).doesNotExist();
    }
}
