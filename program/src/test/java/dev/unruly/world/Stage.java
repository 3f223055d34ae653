package dev.unruly.world;

import java.util.function.BooleanSupplier;

/// A world set up for a test: its loops, and how to let its time pass.
public interface Stage extends AutoCloseable {

    /// One of at least two loops. Any thread may ask.
    Loop loop(int index);

    /// An address at which nobody listens yet; its port may be 0.
    Address free();

    /// Runs a task on a loop's own thread and returns when it has run. Throws what the task throws.
    void on(Loop loop, Runnable task);

    /// Lets the world go on until the claim holds; it is asked on the loop's own thread. Fails with
    /// an [AssertionError] when it does not hold within a reasonable time (ten seconds of the
    /// world's clock).
    void until(Loop loop, String what, BooleanSupplier claim);

    /// How much later than by arithmetic something may happen here: 0 under a virtual clock.
    long slackNanos();

    /// How many [Bytes] this world holds at the moment: taken or kept, and not yet dropped.
    long held();

    @Override
    void close();
}
