package dev.unruly.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/// Ctrl-C and SIGTERM: whoever runs is asked to stop, and the process waits until it has said what
/// it measured.
final class Interrupts implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 30;

    private final AtomicReference<Consumer<String>> running = new AtomicReference<>(why -> {});
    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook;
    private final int code;
    private volatile boolean asked;

    /// What is stopped is a run.
    Interrupts() {
        this(ExitCode.STOPPED);
    }

    /// @param code with which the process ends
    Interrupts(int code) {
        this.code = code;
        hook = new Thread(this::ask, "unruly-interrupt");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /// Who is asked to stop from now on.
    void pass(Consumer<String> stop) {
        running.set(stop);
        if (asked) {
            stop.accept("interrupted");
        }
    }

    /// Whether somebody wants us to stop.
    boolean asked() {
        return asked;
    }

    private void ask() {
        asked = true;
        running.get().accept("interrupted");
        try {
            boolean ended = done.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            Runtime.getRuntime().halt(ended ? code : ExitCode.BUG);
        } catch (InterruptedException e) {
            Runtime.getRuntime().halt(code);
        }
    }

    @Override
    public void close() {
        done.countDown();
        if (!asked) {
            Runtime.getRuntime().removeShutdownHook(hook);
        }
    }
}
