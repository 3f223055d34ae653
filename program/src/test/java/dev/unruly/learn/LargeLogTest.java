package dev.unruly.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// More requests than memory may hold.
final class LargeLogTest {

    private static final int HITS = 400_000;
    private static final int SMALL_MEGABYTES = 40;

    @TempDir Path folder;

    @Test
    void whatDoesNotFitIntoMemoryIsSortedAsWell() throws IOException {
        try (var large = many("large", 1_000);
                var small = many("small", SMALL_MEGABYTES)) {
            Sessions expected = large.sessions();
            Sessions sessions = small.sessions();
            assertThat(sessions.people()).isEqualTo(expected.people()).isEqualTo(HITS / 4);
            assertThat(sessions.sessions()).isEqualTo(expected.sessions());
            assertThat(sessions.steps()).isEqualTo(expected.steps()).isEqualTo(HITS);
        }
    }

    @Test
    void aFullDiskIsSaidInOneLine() throws IOException, SQLException {
        try (var evidence = many("full", SMALL_MEGABYTES)) {
            try (Statement sql = evidence.coder().finished().createStatement()) {
                sql.execute("SET max_temp_directory_size = '1MB'");
            }
            assertThatThrownBy(evidence::sessions)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("there is no room left in " + folder.resolve("full"))
                    .hasMessageContaining("does not fit into 40 MB")
                    .hasMessageNotContaining("\n");
        }
    }

    /// Four pages each, of people who come by and by.
    private Evidence many(String name, int megabytes) throws IOException {
        var evidence = new Evidence(folder.resolve(name), Rules.usual().withMemory(megabytes));
        for (int i = 0; i < HITS; i++) {
            int person = i / 40 * 10 + i % 10;
            evidence.get("a" + person, i / 100 + 20 * (i / 10 % 4), "/page" + i % 30);
        }
        return evidence;
    }
}
