package dev.unruly.shop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The shop as a process: however it ends, nothing of it is left.
@Timeout(60)
final class ProcessIT {
    enum End {
        TERMINATED,
        KILLED,
        ORPHANED
    }

    private static Process start(String... more) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(Shop.class.getName());
        command.addAll(TestShop.SMALL_ON_FREE_PORTS);
        command.addAll(List.of(more));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsLeft(End end) throws Exception {
        Process process = start("--print-json", "--exit-with-parent");
        JsonNode said;
        try (BufferedReader out = process.inputReader()) {
            said = new ObjectMapper().readTree(out.readLine());
        }
        JsonNode children = said.path("processes");
        Path folder = Path.of(children.path("folder").asText());
        assertThat(said.path("pid").asLong()).isEqualTo(process.pid());
        for (String child : List.of("postgres", "redis", "watchdog")) {
            assertThat(running(children.path(child).asLong())).as(child).isTrue();
        }
        assertThat(folder).isDirectory();

        switch (end) {
            case TERMINATED -> process.destroy();
            case KILLED -> process.destroyForcibly();
            case ORPHANED -> process.getOutputStream().close();
        }

        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        long untilNanos = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        // The lock goes after the folder.
        Path lock = folder.resolveSibling(folder.getFileName() + ".lock");
        while ((Files.exists(folder) || Files.exists(lock)) && System.nanoTime() < untilNanos) {
            Thread.sleep(50);
        }
        assertThat(folder).doesNotExist();
        assertThat(lock).doesNotExist();
        for (String child : List.of("postgres", "redis")) {
            assertThat(running(children.path(child).asLong())).as(child).isFalse();
        }
    }

    /// A process that ended and that nobody has asked about is not running.
    private static boolean running(long pid) throws IOException {
        Path stat = Path.of("/proc", Long.toString(pid), "stat");
        if (!Files.exists(stat)) {
            return !Files.isDirectory(Path.of("/proc"))
                    && ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
        }
        String line = Files.readString(stat);
        return line.charAt(line.lastIndexOf(')') + 2) != 'Z';
    }

    @Test
    void takenPortsAreNamedAtOnce() throws Exception {
        try (ServerSocket one = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
                ServerSocket two = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            List<String> command =
                    List.of(
                            "--port=" + one.getLocalPort(),
                            "--database-port=" + two.getLocalPort());
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
            List<String> arguments = new ArrayList<>(TestShop.SMALL_ON_FREE_PORTS);
            arguments.removeIf(
                    option -> option.startsWith("--port") || option.startsWith("--database-port"));
            arguments.addAll(command);

            int exit =
                    Shop.commandLine(stream, stream, InputStream.nullInputStream())
                            .execute(arguments.toArray(String[]::new));

            assertThat(exit).isEqualTo(2);
            assertThat(err.toString(StandardCharsets.UTF_8))
                    .startsWith("shop: taken: port " + one.getLocalPort() + " (--port), port ")
                    .contains(two.getLocalPort() + " (--database-port)");
        }
    }
}
