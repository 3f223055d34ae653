package dev.unruly.learn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Who is no person, one before, at and one after each threshold.
final class BotsTest {

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({"20, false", "21, true", "22, true"})
    void twentyRegularGapsAreAClocks(int hits, boolean bot) throws IOException {
        try (var evidence = new Evidence(folder)) {
            for (int i = 0; i < hits; i++) {
                evidence.get("clock", 30 * i + i % 2, "/page" + i % 7);
                evidence.get("person", 30 * i + (i % 5) * (i % 5), "/page" + i % 7);
            }
            expect(evidence, BotReason.REGULAR, bot);
        }
    }

    @ParameterizedTest
    @CsvSource({"59, false", "60, true", "61, true"})
    void sixtyPagesAMinuteNobodyReads(int hits, boolean bot) throws IOException {
        try (var evidence = new Evidence(folder)) {
            // The epoch's minute begins 40 s before the evidence's first second.
            for (int i = 0; i < hits; i++) {
                evidence.get("fast", 20 + (i < 30 ? 0 : 30) + i * 0.1, "/page" + i % 7);
            }
            expect(evidence, BotReason.RATE, bot);
        }
    }

    @ParameterizedTest
    @CsvSource({"19, false", "20, true", "21, true"})
    void twentyDifferentPagesAMinuteNobodyReads(int pages, boolean bot) throws IOException {
        try (var evidence = new Evidence(folder)) {
            for (int i = 0; i < 50; i++) {
                evidence.get("fast", 20 + i - i % 2 * 0.8, "/page" + i % pages);
                evidence.get("browser", 20 + i - i % 2 * 0.8, "/page" + i % pages);
            }
            evidence.get("browser", 80, "/style.css");
            expect(evidence, BotReason.RATE, bot);
        }
    }

    @ParameterizedTest
    @CsvSource({"19, false", "20, true", "21, true"})
    void nobodyComesAtTwentyHoursOfADay(int hours, boolean bot) throws IOException {
        try (var evidence = new Evidence(folder)) {
            // The epoch's day begins 6,400 s before the evidence's first second.
            for (int i = 0; i < 30; i++) {
                evidence.get(
                        "ever", 80_000 + 3_600 * (i % hours) + i % 2 * 3_000 + i, "/page" + i % 7);
                evidence.get("person", 80_000 + 60 * i * (i % 3), "/page" + i % 7);
                evidence.get("office", 80_000 + 3_600 * (i % hours) + i % 2 * 2_000 + i, "/");
            }
            evidence.get("office", 80_000, "/style.css");
            expect(evidence, BotReason.SLEEPLESS, bot);
        }
    }

    @ParameterizedTest
    @CsvSource({"9, 9, false", "10, 7, false", "10, 8, true", "11, 9, true"})
    void nobodyAsksForNothingButWhatIsNotThere(int hits, int errors, boolean bot)
            throws IOException {
        try (var evidence = new Evidence(folder)) {
            for (int i = 0; i < hits; i++) {
                int status = i < errors ? 404 : 200;
                evidence.ask("lost", "GET", i * i * 20, "/page" + i, status, -1);
            }
            expect(evidence, BotReason.ERRORS, bot);
        }
    }

    @ParameterizedTest
    @CsvSource({"499, false", "500, true", "501, true"})
    void nobodySeesFiveHundredPagesADay(int pages, boolean bot) throws IOException {
        try (var evidence = new Evidence(folder)) {
            for (int i = 0; i < pages; i++) {
                evidence.get("wide", 20 + 31 * i + (i % 2) * 29, "/page" + i);
            }
            expect(evidence, BotReason.BREADTH, bot);
        }
    }

    @ParameterizedTest
    @CsvSource({"9, 10, false", "10, 9, true", "10, 8, false"})
    void whoNeverFetchesWhatAllOthersDoIsNoBrowser(int pages, int others, boolean bot)
            throws IOException {
        try (var evidence = new Evidence(folder)) {
            for (int person = 0; person <= others; person++) {
                for (int i = 0; i < (person == 0 ? pages : 10); i++) {
                    evidence.get("p" + person, i * i * 20 + person, "/page" + i % 3);
                    if (person > 0) {
                        evidence.get("p" + person, i * i * 20 + person, "/style.css");
                    }
                }
            }
            expect(evidence, BotReason.BARE, bot);
        }
    }

    @Test
    void whoReadsRobotsTxtOrLooksForHolesIsNoPerson() throws IOException {
        try (var evidence = new Evidence(folder)) {
            evidence.get("r", 0, "/robots.txt").get("r", 1, "/");
            evidence.ask("s", "GET", 0, "/wp-login.php", 404, -1).get("s", 9, "/");
            evidence.get("editor", 0, "/wp-admin/").get("editor", 20, "/").get("editor", 50, "/x");
            Sessions sessions = evidence.sessions();
            assertThat(sessions.bots())
                    .containsOnlyKeys(BotReason.ROBOTS, BotReason.SCANNING)
                    .containsEntry(BotReason.ROBOTS, new Sessions.Bots(1, 2));
            assertThat(sessions.people()).isEqualTo(1);
            assertThat(sessions.botShare()).isEqualTo(4 / 7.0);
            assertThat(String.join("\n", sessions.report())).contains("they read robots.txt");
        }
    }

    private static void expect(Evidence evidence, BotReason reason, boolean bot)
            throws IOException {
        Sessions sessions = evidence.sessions();
        if (bot) {
            assertThat(sessions.bots()).containsOnlyKeys(reason);
            assertThat(sessions.bots().values()).extracting("callers").containsExactly(1L);
        } else {
            assertThat(sessions.bots()).isEmpty();
        }
    }
}
