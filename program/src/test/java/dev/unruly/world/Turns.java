package dev.unruly.world;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// Watches that a loop calls its user one at a time, on one thread, and never from within a call.
final class Turns {

    private final List<String> problems = new CopyOnWriteArrayList<>();
    private @Nullable Thread thread;
    private @Nullable String inside;

    /// Runs what a user does on the loop's thread.
    void take(String name, Runnable what) {
        Thread current = Thread.currentThread();
        if (thread == null) {
            thread = current;
        } else if (thread != current) {
            problems.add(name + " came on " + current + " instead of " + thread);
        }
        String outer = inside;
        if (outer != null) {
            problems.add(name + " was called from within " + outer);
        }
        inside = name;
        try {
            what.run();
        } catch (RuntimeException | AssertionError e) {
            problems.add(name + " failed: " + e);
        } finally {
            inside = outer;
        }
    }

    void problem(String what) {
        problems.add(what);
    }

    List<String> problems() {
        return problems;
    }
}
