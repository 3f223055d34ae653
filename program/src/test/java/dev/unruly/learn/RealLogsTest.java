package dev.unruly.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is made of real logs (see NOTICE.txt).
final class RealLogsTest {

    @TempDir Path folder;

    /// Four hours of 1995. Others find 977 sessions of 4.28 requests, median 2, by counting all but
    /// pictures (RealSessionsTest does). Ours are 962 of 3.83: a click on a picture that leads on
    /// to a page is one wish, sounds are no pages, and ten callers with 306 requests are set apart.
    @Test
    void nasasSessionsAreAsLongAsOthersFound() throws IOException {
        try (var evidence = new Evidence(folder).lines(Real.lines("nasa-1995-07-01.access.log"))) {
            Sessions sessions = evidence.sessions();
            var lengths = new ArrayList<Integer>();
            sessions.each(walk -> lengths.add(walk.steps().size()));
            lengths.sort(null);
            assertThat(sessions.valley().cutSeconds()).isEqualTo(1800);
            assertThat(lengths.get(lengths.size() / 2)).isEqualTo(2);
            assertThat(lengths.stream().mapToInt(n -> n).average().orElseThrow())
                    .isEqualTo(3.83, within(0.02));
            assertThat(sessions.sessions()).isEqualTo(962);
            assertThat(sessions.bots().values().stream().mapToLong(Sessions.Bots::callers).sum())
                    .isEqualTo(10);
            assertThat(sessions.botShare()).isLessThan(0.05);
            assertThat(sessions.states()).hasSizeLessThanOrEqualTo(40);
            assertThat(evidence.coder().timesTrusted()).isTrue();
        }
    }

    /// Published as 87 % bots; by behaviour and word of the agent we find 82 %.
    @Test
    void mostOfAnOceanServersRequestsAreNobodys() throws IOException {
        long hits = 0;
        double bots = 0;
        for (int day : new int[] {3, 5, 8}) {
            Path own = folder.resolve("day-" + day);
            List<String> lines = Real.lines("erddap-2024-05." + day + ".access.log");
            try (var evidence = new Evidence(own).lines(lines)) {
                Sessions sessions = evidence.sessions();
                hits += evidence.coder().hits();
                bots += sessions.botShare() * evidence.coder().hits();
            }
        }
        assertThat(bots / hits).isBetween(0.80, 0.92);
    }

    /// Of four in five requests that are programs' by their agents' word, seven in eight are by
    /// what they do alone.
    @Test
    void programsThatCallThemselvesBrowsersAreFoundByWhatTheyDo() throws IOException {
        long hits = 0;
        double bots = 0;
        for (int day : new int[] {3, 5, 8}) {
            List<String> lines =
                    Real.lines("erddap-2024-05." + day + ".access.log").stream()
                            .map(line -> line.replaceFirst("\"[^\"]*\"$", "\"Mozilla/5.0\""))
                            .toList();
            try (var evidence = new Evidence(folder.resolve("of-" + day)).lines(lines)) {
                Sessions sessions = evidence.sessions();
                hits += evidence.coder().hits();
                bots += sessions.botShare() * evidence.coder().hits();
            }
        }
        assertThat(bots / hits).isGreaterThan(0.7);
    }

    @Test
    void aPageBringsItsPicturesAndStyles() throws IOException {
        try (var evidence = new Evidence(folder).lines(Real.lines("restamped.access.log"))) {
            List<StateName> states = evidence.sessions().states();
            assertThat(states)
                    .anyMatch(state ->
                            state.subresources().contains("/reset.css")
                                    && state.brings().contains("/style2.css"));
        }
        try (var evidence =
                new Evidence(folder.resolve("n")).lines(Real.lines("nasa-1995-07-01.access.log"))) {
            StateName home =
                    evidence.sessions().states().stream()
                            .filter(state -> state.pattern().equals("/"))
                            .findFirst()
                            .orElseThrow();
            assertThat(home.subresources())
                    .contains("/images/ksclogo-medium.gif", "/images/WORLD-logosmall.gif")
                    .hasSize(4);
            assertThat(home.brings()).contains("a visit brings 3.57 requests");
        }
    }

    @Test
    void timesThatWereStampedAnewAreNotTrusted() throws IOException {
        try (var evidence = new Evidence(folder).lines(Real.lines("restamped.access.log"))) {
            assertThat(evidence.coder().timesTrusted()).isFalse();
            assertThat(String.join("\n", evidence.sessions().report()))
                    .contains("times cannot be trusted");
        }
    }

    @Test
    void aTwentiethOfLinesMayGoBackwards() throws IOException {
        for (int backwards : new int[] {49, 50, 51}) {
            try (var evidence = new Evidence(folder.resolve("of-" + backwards))) {
                for (int i = 0; i < 1_000; i++) {
                    boolean back = i % 10 == 9 && i / 10 < backwards;
                    evidence.get("a" + i, i - (back ? 2.5 : 0), "/");
                }
                assertThat(evidence.coder().backwards()).isEqualTo(backwards);
                assertThat(evidence.coder().timesTrusted()).isEqualTo(backwards <= 50);
            }
        }
    }
}
