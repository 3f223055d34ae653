package dev.unruly.cli;

import dev.unruly.world.Loop;

/// What happens when a loop's callback throws: a bug of ours, after which nothing that is measured
/// counts.
final class Failures {

    private Failures() {}

    static void stop(Loop loop, Throwable thrown) {
        synchronized (System.err) {
            System.err.println("unruly: a bug of ours in event loop " + loop.index() + ":");
            thrown.printStackTrace(System.err);
        }
        Runtime.getRuntime().halt(ExitCode.BUG);
    }
}
