package dev.unruly.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.model.Glance;
import dev.unruly.model.Phase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What is seen of a run while it goes on.
final class PanelTest {

    private static final long SECOND = 1_000_000_000L;
    private static final String STALL = "for 5 s database lets nothing pass";
    private static final Timetable TIMETABLE =
            new Timetable(10 * SECOND, 30 * SECOND, 48 * SECOND, 30 * SECOND, 40 * SECOND);

    private final Panel panel = new Panel("people", TIMETABLE);

    private static Glance glance(Phase phase, long second, String... inForce) {
        return new Glance(
                phase,
                second * SECOND,
                second < 80 ? 20 : Double.NaN,
                24.33,
                1_103.4,
                1.04,
                22,
                1_183,
                2.43,
                7.145,
                29.4,
                12_345,
                0.0002,
                0.07,
                List.of(inForce),
                List.of(
                        new Glance.Listener("database", 1_100, 0, 10),
                        new Glance.Listener("identity", 9.5, 12, 110)));
    }

    /// As it is before anything was measured, and when everyone has been sent away.
    private static Glance nothing(Phase phase, long second) {
        return new Glance(
                phase,
                second * SECOND,
                Double.NaN,
                0,
                0,
                0,
                0,
                0,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                0,
                Double.NaN,
                Double.NaN,
                List.of(),
                List.of());
    }

    private static List<Glance> run() {
        return List.of(
                nothing(Phase.WARM_UP, 0),
                glance(Phase.BASELINE, 10),
                glance(Phase.TRIGGER, 30, "a post goes viral and brings about 120 more users"),
                glance(
                        Phase.TRIGGER,
                        33,
                        "a post goes viral and brings about 120 more users",
                        STALL),
                glance(Phase.TRIGGER, 49, STALL),
                glance(Phase.WATCH, 50),
                glance(Phase.WATCH, 85),
                nothing(Phase.RELIEF, 110),
                glance(Phase.RESTORE, 3_700));
    }

    private String played(int columns, Dress dress) {
        var text = new StringBuilder();
        for (Glance glance : run()) {
            panel.news(glance, columns, dress).forEach(line -> text.append(line).append('\n'));
            text.append(panel.line(glance, columns)).append('\n');
            panel.frame(glance, columns, dress).forEach(line -> text.append(line).append('\n'));
        }
        return text.toString();
    }

    @Test
    void itLooksLikeThis() throws IOException {
        Golden.check("panel.txt", played(100, Dress.PLAIN));
    }

    @Test
    void aNarrowTerminalGetsTheSameInFewerColumns() throws IOException {
        String narrow = played(60, Dress.PLAIN);
        Golden.check("panel-narrow.txt", narrow);
        for (String line : narrow.split("\n", -1)) {
            assertThat(Plain.columns(line)).as(line).isLessThanOrEqualTo(60);
        }
    }

    @Test
    void nothingIsWiderThanTheTerminal() {
        for (int columns = 40; columns <= 200; columns += 7) {
            var wide = new Panel("a name that is far longer than anybody would choose", TIMETABLE);
            for (Glance glance : run()) {
                List<String> lines = new ArrayList<>(wide.news(glance, columns, Dress.PLAIN));
                lines.addAll(wide.frame(glance, columns, Dress.PLAIN));
                for (String line : lines) {
                    assertThat(Plain.columns(line)).as(line).isLessThanOrEqualTo(columns);
                }
            }
        }
    }

    @Test
    void coloursAddNoWords() {
        String coloured = played(100, Dress.COLOURED);
        String plain = new PanelTest().played(100, Dress.PLAIN);
        assertThat(coloured).contains("\u001b[1mpeople\u001b[0m");
        assertThat(coloured.replaceAll("\u001b\\[[0-9;]*m", "")).isEqualTo(plain);
        assertThat(plain).doesNotContain("\u001b");
    }

    @Test
    void whatIsNotKnownIsLeftOut() {
        assertThat(played(100, Dress.PLAIN)).doesNotContain("NaN").doesNotContain("–");
    }

    @Test
    void whatHasNotChangedIsNoNews() {
        assertThat(panel.news(glance(Phase.TRIGGER, 33, STALL), 80, Dress.PLAIN)).hasSize(2);
        assertThat(panel.news(glance(Phase.TRIGGER, 34, STALL), 80, Dress.PLAIN)).isEmpty();
        assertThat(panel.news(glance(Phase.TRIGGER, 38), 80, Dress.PLAIN))
                .containsExactly("  0:38  over          " + STALL);
    }

    @Test
    void namesMoveNoCursor() {
        Glance g = glance(Phase.TRIGGER, 33, Hostile.NAME);
        String news = String.join("", panel.news(g, 80, Dress.PLAIN));
        String frame =
                String.join("", new Panel(Hostile.NAME, TIMETABLE).frame(g, 80, Dress.PLAIN));
        for (String text : List.of(news, frame)) {
            assertThat(text).doesNotContain("\u001b", "\u0007", "\r", "\u202e");
        }
    }
}
