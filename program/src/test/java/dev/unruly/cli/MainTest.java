package dev.unruly.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
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

    private int run(String... arguments) {
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }
}
