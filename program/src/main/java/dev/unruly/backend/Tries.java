package dev.unruly.backend;

/// How a part of the system asks another one.
///
/// @param retries how often it asks again after a failure
/// @param pauseNanos how long after it
/// @param timeOutNanos how long it waits for an answer; 0: for ever
public record Tries(int retries, long pauseNanos, long timeOutNanos) {

    /// Once, and waits for ever.
    public static final Tries ONCE = new Tries(0, 0, 0);

    public Tries {
        if (retries < 0 || pauseNanos < 0 || timeOutNanos < 0) {
            throw new IllegalArgumentException(
                    "retries, pause and time-out must not be negative, got %d, %d, %d"
                            .formatted(retries, pauseNanos, timeOutNanos));
        }
    }
}
