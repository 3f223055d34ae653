package dev.unruly.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.model.RunResult;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a run says at its end, and several beside each other.
final class RunTextTest {

    private static String text(List<String> lines) {
        return String.join("\n", lines) + "\n";
    }

    private static List<Compared> both() {
        List<String> critical = Compared.critical(Results.experiment("flash-sale"));
        return List.of(
                new Compared("load test", "control/report.html", Results.volume(), critical),
                new Compared("people", "people/report.html", Results.people(), critical));
    }

    @Test
    void aRunThatFailedLooksLikeThis() throws IOException {
        Golden.check("people.txt", text(RunText.lines(Results.people(), 100, Dress.PLAIN)));
    }

    @Test
    void aNarrowTerminalIsNoReasonToCutWords() throws IOException {
        List<String> lines = RunText.lines(Results.people(), 60, Dress.PLAIN);
        Golden.check("people-narrow.txt", text(lines));
        assertThat(lines)
                .allSatisfy(line -> assertThat(Plain.columns(line)).isLessThanOrEqualTo(60));
    }

    @Test
    void theVerdictIsOneLine() {
        assertThat(RunText.verdict(Results.people(), Dress.PLAIN))
                .isEqualTo("✕ fails, metastable: it does not come back by itself");
        assertThat(RunText.verdict(Results.unclear(), Dress.PLAIN))
                .isEqualTo("? unclear: unclear whether it came back");
        assertThat(RunText.verdict(Results.people(), Dress.COLOURED))
                .startsWith("\u001b[31m✕ fails, metastable\u001b[0m: ");
    }

    @Test
    void coloursAddNoWords() {
        for (RunResult result : List.of(Results.people(), Results.volume(), Results.unclear())) {
            String plain = text(RunText.lines(result, 90, Dress.PLAIN));
            String coloured = text(RunText.lines(result, 90, Dress.COLOURED));
            assertThat(coloured).isNotEqualTo(plain);
            assertThat(coloured.replaceAll("\u001b\\[[0-9;]*m", "")).isEqualTo(plain);
            assertThat(plain).doesNotContain("NaN");
        }
    }

    @Test
    void twoRunsBesideEachOtherLookLikeThis() throws IOException {
        Golden.check("both.txt", text(SideBySide.lines(both(), 100, Dress.PLAIN)));
    }

    /// Where there is no room for them, the names of figures are wrapped.
    @Test
    void runsStandBesideEachOtherInANarrowTerminalToo() throws IOException {
        List<String> lines = SideBySide.lines(both(), 56, Dress.PLAIN);
        Golden.check("both-narrow.txt", text(lines));
        assertThat(lines).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(56));
    }

    @Test
    void namesMoveNoCursor() {
        RunResult hostile = Hostile.result();
        String text =
                text(RunText.lines(hostile, 100, Dress.PLAIN))
                        + text(
                                SideBySide.lines(
                                        List.of(
                                                new Compared(Hostile.NAME, "", hostile),
                                                new Compared("b", "", hostile)),
                                        100,
                                        Dress.PLAIN));
        assertThat(text).doesNotContain("\u001b", "\u0007", "\r", "\u202e", "\u2028");
    }

    @Test
    void thePageOfBothHoldsWhatItShows() {
        String page = new ComparePage(both()).text();

        assertThat(page)
                .contains("href=\"control/report.html\"", "href=\"people/report.html\"")
                .contains("fails, metastable", "fails, recovered")
                .contains("id=\"run-0\"", "id=\"run-1\"", "data-chart=\"pair-amplification\"");
    }

    @Test
    void namesStayTextOnThePageOfBoth() {
        RunResult hostile = Hostile.result();
        String page =
                new ComparePage(
                                List.of(
                                        new Compared(Hostile.NAME, "x.html", hostile),
                                        new Compared("b", "", hostile)))
                        .text();
        assertThat(page).doesNotContain("<img src=x", "\u001b");
    }
}
