package dev.unruly.learn;

import dev.unruly.stats.Blur;

/// What a log's times are.
enum Clock {
    /// Finer than seconds.
    FINE(0.001, Blur.NONE),
    /// Whole seconds, and nothing else is known.
    SECONDS(1, Blur.READINGS),
    /// When requests came, in whole seconds; how long they took is known finely.
    SECONDS_OF_BEGINS(1, Blur.READINGS_AND_DURATION),
    /// When requests were over, in whole seconds, less how long they took, which is known finely:
    /// the log's order is then a better witness of what came first than its times.
    SECONDS_OF_ENDS(1, Blur.READINGS_AND_DURATION);

    private final double resolutionSeconds;
    private final Blur blur;

    Clock(double resolutionSeconds, Blur blur) {
        this.resolutionSeconds = resolutionSeconds;
        this.blur = blur;
    }

    Settings settings(double cutSeconds) {
        return Settings.of(resolutionSeconds, cutSeconds).blurred(blur);
    }

    /// The SQL of a request's place among those of the same person, before its number in the log.
    String order() {
        return this == SECONDS_OF_ENDS
                ? "at_ms + FLOOR(CASE WHEN took_us > 0 THEN took_us ELSE 0 END / 1000.0)"
                : "at_ms";
    }
}
