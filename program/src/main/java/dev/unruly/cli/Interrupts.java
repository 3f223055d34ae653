package dev.unruly.cli;

import dev.unruly.host.Signals;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/// Ctrl-C and SIGTERM: whoever runs is asked to stop, and the process waits until it has said what
/// it measured and cleaned up, for as long as that takes. A second one ends it at once.
final class Interrupts implements AutoCloseable {

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
        Signals.giveBack();
        running.get().accept("interrupted");
        try {
            done.await();
        } catch (InterruptedException e) {
            // Nobody interrupts a shutdown hook; whoever does wants it to end.
        }
        Runtime.getRuntime().halt(code);
    }

    @Override
    public void close() {
        if (!asked) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // The process is ending just now: the hook runs, and is let go below.
            }
        }
        done.countDown();
    }
}
