package dev.unruly.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.model.Dependency;
import dev.unruly.model.Dependency.Protocol;
import dev.unruly.model.HostPort;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `unruly gateway` says, and to whom it says no.
final class GatewayCommandTest {

    @TempDir private Path folder;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int gateway(String... files) {
        String[] arguments = new String[files.length + 1];
        arguments[0] = "gateway";
        System.arraycopy(files, 0, arguments, 1, files.length);
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }

    @Test
    void withoutAFileItSaysWhatIsMissing() {
        assertThat(gateway()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).startsWith("name an experiment: ").hasLineCount(1);
    }

    @Test
    void anExperimentWithoutDependenciesIsRefusedWithAnExample() throws IOException {
        Files.writeString(
                folder.resolve("it.population.yaml"),
                """
                personas:
                  visitor: { share: 100%, journey: look, client: { kind: browser } }
                journeys:
                  look: { start: page, states: { page: { get: /, next: leave } } }
                """);
        Path file = folder.resolve("it.experiment.yaml");
        Files.writeString(
                file,
                """
                name: it
                target: http://127.0.0.1:8080
                population: it.population.yaml
                arrivals: [ poisson: { rate: 1/s } ]
                """);
        assertThat(gateway(file.toString())).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString())
                .contains("there is nothing to stand in front of; write `dependencies: {")
                .hasLineCount(1);
    }

    @Test
    void aFileThatIsBrokenIsToldAsByEveryCommand() throws IOException {
        Path file = folder.resolve("it.experiment.yaml");
        Files.writeString(file, "name: it\ntarget: here\n");
        assertThat(gateway(file.toString())).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains("it.experiment.yaml:2:9: ");
    }

    @Test
    void everyListenerHasALine() {
        var database =
                new Dependency(
                        "database",
                        new HostPort("127.0.0.1", 15_432),
                        List.of(new HostPort("db1", 5_432), new HostPort("db2", 5_432)),
                        Protocol.POSTGRES);
        var pay =
                new Dependency(
                        "pay",
                        new HostPort("::1", 18_090),
                        List.of(new HostPort("127.0.0.1", 8_090)),
                        Protocol.HTTP);
        assertThat(GatewayCommand.table(List.of(database, pay)).lines())
                .containsExactly(
                        "database  127.0.0.1:15432 -> db1:5432, db2:5432  postgres",
                        "pay       [::1]:18090 -> 127.0.0.1:8090  http");
    }
}
