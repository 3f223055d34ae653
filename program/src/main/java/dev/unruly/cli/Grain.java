package dev.unruly.cli;

import dev.unruly.model.Hit;

/// How finely a log has its times. Times between requests of a fine log and of one in whole seconds
/// can only be compared when both are as coarse.
enum Grain {
    /// Finer than seconds.
    FINE,
    /// When requests came, in whole seconds.
    SECONDS_OF_BEGINS,
    /// When they were over, in whole seconds, less what they took, which is known more finely.
    SECONDS_OF_ENDS;

    private static final long SECOND = 1_000;

    /// Whether a request's time is as coarse as this.
    boolean fits(Hit hit) {
        return switch (this) {
            case FINE -> true;
            case SECONDS_OF_BEGINS -> hit.atMillis() % SECOND == 0;
            case SECONDS_OF_ENDS -> (hit.atMillis() + tookMillis(hit)) % SECOND == 0;
        };
    }

    /// Makes a request's time as coarse as this.
    void coarsen(Hit hit) {
        switch (this) {
            case FINE -> {}
            case SECONDS_OF_BEGINS -> hit.atMillis(down(hit.atMillis()));
            case SECONDS_OF_ENDS -> {
                long took = tookMillis(hit);
                hit.atMillis(down(hit.atMillis() + took) - took);
            }
        }
    }

    private static long down(long millis) {
        return Math.floorDiv(millis, SECOND) * SECOND;
    }

    private static long tookMillis(Hit hit) {
        return hit.tookMicros() < 0 ? 0 : Math.round(hit.tookMicros() / 1e3);
    }
}
