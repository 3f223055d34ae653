package dev.unruly.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// A generator that lacks what it needs must not say anything of the system. The same backend under
/// half the load holds ([RunIT]), so that it is the lack that is seen here.
@Timeout(180)
@EnabledOnOs(OS.LINUX)
final class StarvedIT {

    private static final int TWICE = 150;
    private static final int HOGS = 4;

    /// How long the hogs take everything: the run's warm-up and baseline.
    private static final long HOGGED_MILLIS = 12_000;

    @TempDir private Path folder;

    @SuppressWarnings("NullAway.Init") // JUnit makes the folder before every test
    StarvedIT() {}

    /// The generator may run on one core alone, at the least priority, and four others that do not
    /// rest take that core at the usual one: it is left less than a hundredth of it.
    @Test
    void withoutCpuItIsUnclear() throws Exception {
        String core = firstCore();
        try (var backend = new SlowBackend(RunProcess.DELAY_NANOS);
                RunProcess run =
                        RunProcess.start(
                                folder,
                                backend.url(),
                                TWICE,
                                "p(99) of page < 10s",
                                "taskset",
                                "-c",
                                core,
                                "nice",
                                "-n",
                                "19")) {
            run.untilItPlays();
            List<Process> hogs = new ArrayList<>();
            try {
                for (int i = 0; i < HOGS; i++) {
                    hogs.add(
                            new ProcessBuilder(
                                            "taskset",
                                            "-c",
                                            core,
                                            "sh",
                                            "-c",
                                            "while :; do :; done")
                                    .start());
                }
                Thread.sleep(HOGGED_MILLIS);
            } finally {
                hogs.forEach(Process::destroyForcibly);
            }
            assertUnclear(run, "core");
        }
    }

    /// People who wait two seconds at 150/s hold 300 connections, where there may be 340 open
    /// files: enough for what the plan needs if all goes well, 176 besides the program's own.
    @Test
    void withoutDescriptorsItIsUnclear() throws Exception {
        try (var backend = new SlowBackend(RunProcess.DELAY_NANOS);
                RunProcess run =
                        RunProcess.start(
                                folder,
                                backend.url(),
                                TWICE,
                                "p(99) of page < 10s",
                                "sh",
                                "-c",
                                "ulimit -n 340 && exec \"$0\" \"$@\"")) {
            assertUnclear(run, "ran out of ports, descriptors or memory");
        }
    }

    private static void assertUnclear(RunProcess run, String because)
            throws IOException, InterruptedException {
        assertThat(run.exitCode()).as(run.said()).isEqualTo(ExitCode.UNCLEAR);
        JsonNode result = run.result();
        assertThat(result.path("verdict").asText()).isEqualTo("unclear");
        assertThat(result.path("why").asText())
                .startsWith("Nothing can be said of the system")
                .contains(because);
        assertThat(run.said().replaceAll("\\s+", " ")).contains("unclear").contains(because);
    }

    /// A core that this process may use.
    private static String firstCore() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("Cpus_allowed_list:"))
                .map(line -> line.replaceFirst("\\D+(\\d+).*", "$1"))
                .findFirst()
                .orElseThrow();
    }
}
