package dev.unruly.shop;

import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;

/// What has been opened, to be closed in the opposite order, once, from whichever thread comes
/// first.
final class Closing implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Closing.class.getName());

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private boolean closed;

    /// @throws IllegalStateException when the end has come already; then the thing is closed, too
    synchronized <T extends AutoCloseable> T add(T thing) {
        opened.push(thing);
        if (closed) {
            close();
            throw new IllegalStateException("stopped while starting");
        }
        return thing;
    }

    @Override
    public synchronized void close() {
        closed = true;
        while (!opened.isEmpty()) {
            AutoCloseable thing = opened.pop();
            try {
                thing.close();
            } catch (Exception failure) {
                // The others are to be closed all the same.
                LOG.log(Level.WARNING, "could not close " + thing, failure);
            }
        }
    }
}
