package dev.unruly.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.convert.Export;
import dev.unruly.model.Dependency;
import dev.unruly.model.HostPort;
import dev.unruly.model.Policy;
import dev.unruly.model.Protection;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `unruly advise --export`.
class ExportFolderTest {

    @TempDir private Path parent;
    private final StringWriter err = new StringWriter();

    private int advise(String... more) {
        var arguments = new String[more.length + 2];
        arguments[0] = "advise";
        arguments[1] = parent.toString();
        System.arraycopy(more, 0, arguments, 2, more.length);
        return Main.run(
                new PrintWriter(new StringWriter(), true), new PrintWriter(err, true), arguments);
    }

    @Test
    void eachTargetHasAFileAndItsLosses() throws IOException {
        var identity =
                new Dependency(
                        "identity",
                        new HostPort("127.0.0.1", 7001),
                        List.of(new HostPort("127.0.0.1", 8001)),
                        Dependency.Protocol.HTTP);
        var protection =
                new Protection("identity", "", List.of(new Policy.Throttle(2, 1_000_000_000)));
        Path folder = parent.resolve("a/b");

        List<String> said =
                ExportFolder.write(
                        folder,
                        ExportFolder.targets("nginx, envoy,nginx"),
                        List.of(identity),
                        List.of(protection));

        assertThat(said)
                .containsExactly(
                        "export    " + folder.resolve("nginx.conf") + "  (1 loss)",
                        "export    " + folder.resolve("envoy.yaml") + "  (1 loss)",
                        "losses    " + folder.resolve("losses.txt"));
        assertThat(Files.readAllLines(folder.resolve("losses.txt")))
                .hasSize(4)
                .startsWith("nginx")
                .contains("envoy")
                .anyMatch(line -> line.startsWith("  identity: `throttle` is left out: "));
        assertThat(folder.resolve("nginx.conf")).isNotEmptyFile();
    }

    @Test
    void allAreAll() {
        assertThat(ExportFolder.targets("all")).containsExactly(Export.values());
    }

    @Test
    void whatIsNoTargetIsSaidInOneLine() {
        assertThat(advise("--export", "nginx,hystrix", "--out", "x")).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString())
                .isEqualTo(
                        "--export: there is no target \"hystrix\"; known are resilience4j, nginx,"
                                + " haproxy, grpc, envoy, istio, spring, hikaricp, pgjdbc, lettuce, tomcat, all\n");
    }

    @Test
    void anExportNeedsAFolder() {
        assertThat(advise("--export", "all")).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).isEqualTo("--export needs --out FOLDER, where the files go\n");
    }
}
