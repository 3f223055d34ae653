package dev.unruly.shop.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A small process that outlives the shop by a moment: when the shop is gone, however it went, it
/// ends the children that are still there and removes the folder. It knows by the pipe between
/// them, which the kernel closes even for a shop that is killed.
public final class Watchdog implements AutoCloseable {
    private static final String SCRIPT =
            """
            trap '' INT TERM HUP QUIT
            read -r line
            end() {
                if [ -r "$2" ]; then
                    read -r pid < "$2"
                    kill -s "$1" "$pid"
                    for turn in 1 2 3 4 5 6 7 8 9 10; do
                        kill -0 "$pid" || return
                        sleep 0.1
                    done
                    kill -s KILL "$pid"
                fi
            }
            end QUIT "$1/%s"
            end KILL "$1/%s"
            rm -rf "$1" "$1.lock"
            """
                    .formatted(Postgres.PID, Redis.PID);

    private final Process process;

    private Watchdog(Process process) {
        this.process = process;
    }

    public static Watchdog over(Path folder) throws IOException {
        List<String> command =
                List.of("sh", "-c", SCRIPT, "unruly-shop-watchdog", folder.toString());
        return new Watchdog(
                new ProcessBuilder(Children.detached(command))
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start());
    }

    public long pid() {
        return process.pid();
    }

    /// Lets it go: what it watched has been put away.
    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
