package dev.unruly.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.engine.Plan;
import dev.unruly.model.Experiment;
import dev.unruly.model.Glance;
import dev.unruly.model.Phase;
import dev.unruly.report.Dress;
import dev.unruly.script.Read;
import dev.unruly.script.Scripts;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/// How the program speaks to terminals, pipes and files.
class VoiceTest {

    private static final long SECOND = 1_000_000_000L;

    private final StringWriter written = new StringWriter();
    private final PrintWriter out = new PrintWriter(written);

    private static Plan plan() {
        Path file = Path.of("..", "examples", "flash-sale.experiment.yaml");
        if (!(Scripts.experiment(file) instanceof Read.Fine<Experiment> fine)) {
            throw new AssertionError("the example cannot be read");
        }
        return Plan.of(fine.value());
    }

    private static Glance glance(Phase phase, double second, String... inForce) {
        return new Glance(
                phase,
                (long) (second * SECOND),
                20,
                20,
                60,
                20,
                0,
                3,
                1,
                0.2,
                0.4,
                30,
                0.0001,
                0.1,
                List.of(inForce),
                List.of());
    }

    @Test
    void whoKnowsOnlyAsciiGetsOnlyAscii() {
        Voice voice = Voice.plain(StandardCharsets.US_ASCII);
        voice.say(out, "✓ holds – 8.0 × in 88 µs → …");
        assertThat(written.toString().strip()).isEqualTo("+ holds - 8.0 x in 88 us -> ~");
        assertThat(Voice.plain(StandardCharsets.UTF_8).shown("✕ ×")).isEqualTo("✕ ×");
    }

    @Test
    void aDumbTerminalIsNone() {
        for (Map<String, String> environment :
                List.of(Map.of("TERM", "dumb"), Map.<String, String>of())) {
            Voice voice = Voice.standard(StandardCharsets.UTF_8, environment);
            assertThat(voice.live()).isFalse();
            assertThat(voice.dress()).isEqualTo(Dress.PLAIN);
        }
    }

    @Test
    void withoutATerminalThereIsALineAtChangesAndEveryTenSeconds() {
        Screen screen = Screen.of("flash-sale", plan(), out, Voice.plain(StandardCharsets.UTF_8));
        for (double second = 0; second < 45; second += 0.5) {
            Phase phase = second < 20 ? Phase.WARM_UP : Phase.BASELINE;
            screen.accept(second < 30 ? glance(phase, second) : glance(phase, second, "trouble"));
        }
        screen.close();

        assertThat(written.toString()).doesNotContain("\u001b").doesNotContain("\r");
        List<String> lines = written.toString().lines().toList();
        assertThat(lines).hasSize(7);
        assertThat(lines.get(0)).contains("0:00  warm-up       people come in");
        assertThat(lines.get(1)).contains("0:10  warm-up       20.0 intents/s");
        assertThat(lines.get(2)).contains("0:20  baseline      how it is");
        assertThat(lines.get(4)).contains("0:30  trigger       trouble");
    }

    @Test
    void aTerminalIsDrawnOverInPlace() {
        var voice = new Voice(true, Dress.COLOURED, false, () -> OptionalInt.of(70));
        try (Screen screen = Screen.of("flash-sale", plan(), out, voice)) {
            screen.accept(glance(Phase.BASELINE, 25));
            int first = written.toString().length();
            assertThat(written.toString()).doesNotContain("A\u001b[K");
            screen.accept(glance(Phase.BASELINE, 25.5));
            String second = written.toString().substring(first);
            assertThat(second)
                    .containsPattern("\r\u001b\\[\\d+A")
                    .endsWith("\u001b[J\u001b[?2026l");
            long drawn = second.chars().filter(c -> c == '\n').count();
            assertThat(second).contains("\u001b[" + drawn + "A");
            // All of it cleared to the end, so that nothing of the last picture stays.
            assertThat(second.lines().filter(line -> line.endsWith("\u001b[K")).count())
                    .isEqualTo(drawn);
        }
        assertThat(written.toString()).endsWith("A\u001b[J");
    }
}
