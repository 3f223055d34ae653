package dev.unruly.shop;

import java.io.PrintStream;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// What the shop is doing until it is ready: said on a stream, and kept for whoever asks.
final class Progress {
    private final PrintStream out;
    private final AtomicReference<String> doing = new AtomicReference<>("starting");

    Progress(PrintStream out) {
        this.out = out;
    }

    void says(String what) {
        doing.set(what);
        out.println("shop: " + what);
    }

    void ready() {
        doing.set("");
    }

    /// Empty when the shop is ready.
    Optional<String> doing() {
        return Optional.of(doing.get()).filter(what -> !what.isEmpty());
    }
}
