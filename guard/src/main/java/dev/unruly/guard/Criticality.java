package dev.unruly.guard;

/// How much a piece of work matters, from what is given up first.
public enum Criticality {
    /// Nobody waits for it: prefetching, batches.
    SHEDDABLE(0),
    /// Somebody waits for it.
    NORMAL(1),
    /// Somebody waits for it, and money or safety hangs on it.
    CRITICAL(2);

    private final int rank;

    Criticality(int rank) {
        this.rank = rank;
    }

    /// Its place, from 0; more matters more.
    int rank() {
        return rank;
    }
}
