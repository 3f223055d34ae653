package dev.unruly.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void theVersionIsTheOneThatTheBuildWrote() {
        assertThat(run("--version")).isEqualTo(ExitCode.HOLDS);
        assertThat(out.toString()).matches("(?s)unruly \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?\\R.*");
        assertThat(out.toString()).contains("on Java " + Runtime.version());
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void helpGoesToStandardOutput() {
        assertThat(run("--help")).isEqualTo(ExitCode.HOLDS);
        assertThat(out.toString()).startsWith("Usage: unruly ");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void noCommandIsBadInput() {
        assertThat(run()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains("say which command to run").contains("Usage: unruly ");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void anUnknownCommandIsBadInputAndNamed() {
        assertThat(run("unleesh")).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains("unleesh");
    }

    @Test
    void theShopGetsItsOptionsAsTheyWereWritten() {
        var words = List.of("--database", "127.0.0.1:15432", "--port=0", "--help", "--chain", "5");
        var line = new ArrayList<>(List.of("shop"));
        line.addAll(words);
        List<String> handedOn =
                Main.commandLine(Voice.plain(StandardCharsets.UTF_8))
                        .parseArgs(line.toArray(String[]::new))
                        .subcommand()
                        .matchedPositionalValue(0, List.of());
        assertThat(handedOn).isEqualTo(words);
    }

    private int run(String... arguments) {
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }
}
