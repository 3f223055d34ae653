package dev.unruly.host;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A process of ours that writes to a log file and ends when we end, also if we are killed. It
/// reads nothing. Any thread may use it.
public final class Child implements AutoCloseable {

    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Process process;
    private final @Nullable Thread hook;

    private Child(Launch.Running running) {
        process = running.process();
        hook = running.diesWithUs() ? null : Thread.ofPlatform().unstarted(process::destroy);
        if (hook != null) {
            Runtime.getRuntime().addShutdownHook(hook);
        }
    }

    /// Starts a command; its output is appended to the log.
    ///
    /// @throws IOException if it cannot be started, with the reason
    public static Child start(Command command, Path log) throws IOException {
        return new Child(
                Launch.start(
                        command,
                        builder -> builder.redirectOutput(Redirect.appendTo(log.toFile()))));
    }

    public long pid() {
        return process.pid();
    }

    public boolean alive() {
        return process.isAlive();
    }

    /// How it ended: the exit code, or 128 and the signal that ended it. Empty while it runs.
    public OptionalInt exitCode() {
        return process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
    }

    /// Waits for its end, but no longer than this. True if it ended.
    public boolean await(Duration most) throws InterruptedException {
        return process.waitFor(most.toNanos(), TimeUnit.NANOSECONDS);
    }

    /// Ends it: TERM, then, if it has not ended after this grace, KILL. Whatever it had started
    /// itself and left behind is killed too. Returns when it is gone.
    public void stop(Duration grace) throws InterruptedException {
        try {
            Launch.stop(process, grace);
        } finally {
            forgetHook();
        }
    }

    /// Ends it with a grace of five seconds.
    @Override
    public void close() {
        try {
            stop(GRACE);
        } catch (InterruptedException hurried) {
            // By now it was killed; whoever interrupted us learns of it.
            Thread.currentThread().interrupt();
        }
    }

    private void forgetHook() {
        if (hook != null) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException alreadyShuttingDown) {
                // Then the hook runs, and finds nothing to do.
                return;
            }
        }
    }
}
