package dev.unruly.shop.web;

import java.time.Duration;

/// How a service calls another.
///
/// @param retries further tries when a call fails
/// @param delay before each further try, always the same: nobody thought of jitter
/// @param timeout of one try; zero waits for ever, as HTTP clients do unless they are told
///   otherwise
public record Calls(int retries, Duration delay, Duration timeout) {
    public Calls {
        if (retries < 0 || delay.isNegative() || timeout.isNegative()) {
            throw new IllegalArgumentException(
                    "retries, delay and timeout must be >= 0, got %d, %s, %s"
                            .formatted(retries, delay, timeout));
        }
    }
}
