package dev.unruly.host;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// What became of a command that was run to its end, such as a hook.
///
/// `output` is what it wrote, both streams in the order they came, at most the last 64 KiB.
public sealed interface Ran {

    /// It ended by itself.
    record Finished(int exitCode, String output) implements Ran {
        public boolean ok() {
            return exitCode == 0;
        }
    }

    /// It took too long and was killed.
    record TimedOut(Duration after, String output) implements Ran {}

    /// It could not be started.
    record NotStarted(String why) implements Ran {}

    /// Runs a command and waits for it, but no longer than this. It reads nothing, and is killed
    /// when the calling thread is interrupted or this process dies.
    static Ran run(Command command, Duration most) throws InterruptedException {
        Process process;
        try {
            process = Launch.start(command, _ -> {}).process();
        } catch (IOException failed) {
            return new NotStarted(String.valueOf(failed.getMessage()));
        }
        var tail = new Tail(process.getInputStream());
        Thread reader = Thread.ofPlatform().daemon().name("output").start(tail);
        boolean ended = false;
        try {
            ended = process.waitFor(most.toNanos(), TimeUnit.NANOSECONDS);
        } finally {
            if (!ended) {
                Launch.stop(process, Duration.ofMillis(500));
            }
        }
        // What a command leaves running in the background may hold its output open for ever.
        reader.join(Duration.ofMillis(500));
        return ended
                ? new Finished(process.exitValue(), tail.text())
                : new TimedOut(most, tail.text());
    }
}
