package dev.unruly.cli;

import java.util.concurrent.atomic.AtomicLong;

/// How late a thread that only sleeps wakes up on this machine, while something else is measured.
final class Jitter implements AutoCloseable {

    private static final long NAP_MILLIS = 5;

    private final AtomicLong mostNanos = new AtomicLong();
    private final Thread sleeper = Thread.ofPlatform().daemon().name("jitter").start(this::run);

    private void run() {
        try {
            while (true) {
                long began = System.nanoTime();
                Thread.sleep(NAP_MILLIS);
                long late = System.nanoTime() - began - NAP_MILLIS * 1_000_000;
                mostNanos.accumulateAndGet(late, Math::max);
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    /// The most so far.
    long mostNanos() {
        return mostNanos.get();
    }

    @Override
    public void close() {
        sleeper.interrupt();
    }
}
