package dev.unruly.shop.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunFolderIT {
    /// A process of which the folder's pid file speaks, running a program of the folder's or not.
    private static Process left(Path folder, Path program) throws Exception {
        Process process = new ProcessBuilder(program.toString(), "60").start();
        Files.writeString(folder.resolve(Redis.PID), process.pid() + "\n");
        return process;
    }

    @Test
    void whatAKilledShopLeftIsClearedAwayAndNothingElse(@TempDir Path temp) throws Exception {
        Path home = temp.resolve("home");
        Path sleep = Path.of("/bin/sleep");
        try (RunFolder alive = RunFolder.create(home)) {
            Path stale = Files.createDirectory(home.resolve("run-stale"));
            Path ownProgram = Files.copy(sleep, stale.resolve("redis-server"));
            Files.setPosixFilePermissions(ownProgram, PosixFilePermissions.fromString("rwx------"));
            Process own = left(stale, ownProgram);
            Path reused = Files.createDirectory(home.resolve("run-reused"));
            Process stranger = left(reused, sleep);
            try (RunFolder next = RunFolder.create(home)) {
                assertThat(own.waitFor(5, TimeUnit.SECONDS)).isTrue();
                assertThat(stranger.isAlive()).isTrue();
                assertThat(stale).doesNotExist();
                assertThat(reused).doesNotExist();
                assertThat(alive.path()).isDirectory();
                assertThat(next.path()).isDirectory().isNotEqualTo(alive.path());
            } finally {
                own.destroyForcibly();
                stranger.destroyForcibly();
            }
        }
        try (var left = Files.list(home)) {
            assertThat(left).isEmpty();
        }
        assertThat(Files.getPosixFilePermissions(home))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }
}
