package dev.unruly.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.unruly.convert.Export;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What is exported to proxies, as their own parsers read it.
@Timeout(60)
final class ProxyExportIT {

    @TempDir private Path folder;

    /// Where a program is; the test is skipped where it is not.
    private static String program(String name) {
        Optional<Path> found =
                Stream.of("/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin")
                        .map(place -> Path.of(place, name))
                        .filter(Files::isExecutable)
                        .findFirst();
        assumeTrue(found.isPresent(), name + " is not installed; .ci/run installs it");
        return found.orElseThrow().toString();
    }

    private static String exported(Export target) {
        return target.of(Protected.dependencies(), Protected.protections()).text();
    }

    private void accepted(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said).doesNotContainIgnoringCase("[warn");
    }

    @Test
    void nginxTakesIt() throws IOException, InterruptedException {
        String nginx = program("nginx");
        String inner = exported(Export.NGINX).replace("/var/cache/", folder + "/");
        Path file = folder.resolve("nginx.conf");
        Files.writeString(
                file,
                "pid %s/pid;\nerror_log stderr;\nevents { }\nhttp {\naccess_log off;\n%s}\n"
                        .formatted(folder, temporary() + inner));

        accepted(List.of(nginx, "-t", "-p", folder.toString(), "-c", file.toString()));
    }

    /// nginx makes these folders when it checks, and may not where it usually does.
    private String temporary() {
        var lines = new StringBuilder();
        for (String kind : List.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")) {
            lines.append(kind + "_temp_path " + folder + "/" + kind + ";\n");
        }
        return lines.toString();
    }

    @Test
    void haproxyTakesIt() throws IOException, InterruptedException {
        String haproxy = program("haproxy");
        Path file = folder.resolve("haproxy.cfg");
        Files.writeString(file, exported(Export.HAPROXY));

        accepted(List.of(haproxy, "-c", "-f", file.toString()));
    }
}
