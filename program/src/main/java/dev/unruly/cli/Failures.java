package dev.unruly.cli;

import dev.unruly.world.Loop;
import java.io.PrintWriter;

/// What happens when a loop's callback throws: a bug of ours, after which nothing that is measured
/// counts.
final class Failures {

    private Failures() {}

    static void stop(Loop loop, Throwable thrown) {
        synchronized (System.err) {
            var err = new PrintWriter(System.err, true, System.err.charset());
            err.println("unruly: event loop " + loop.index() + " has stopped");
            Bug.tell(err, thrown);
        }
        Runtime.getRuntime().halt(ExitCode.BUG);
    }
}
