package dev.unruly.advise;

import dev.unruly.chance.Distribution;
import dev.unruly.stats.Latencies;
import java.util.random.RandomGenerator;

/// Durations to derive from.
final class Samples {

    static final long MS = 1_000_000;
    static final long SECOND = 1_000_000_000;

    private Samples() {}

    /// One duration of a distribution in milliseconds.
    static long nanos(Distribution millis, RandomGenerator random) {
        return Math.round(MS * millis.quantile(random.nextDouble()));
    }

    static Latencies of(Distribution millis, int count, RandomGenerator random) {
        var sample = new Latencies();
        for (int i = 0; i < count; i++) {
            sample.record(nanos(millis, random));
        }
        return sample;
    }

    /// Evenly over the quantiles: as many as there are, and no chance.
    static Latencies of(Distribution millis, int count) {
        var sample = new Latencies();
        for (int i = 0; i < count; i++) {
            sample.record(Math.round(MS * millis.quantile((i + 0.5) / count)));
        }
        return sample;
    }

    static Known known(Latencies answered) {
        return Known.of(Place.of("payments"), Stamp.THIS_RUN, answered);
    }

    /// The value of what must have been found.
    static <T> T found(Derived<T> derived) {
        return switch (derived) {
            case Derived.Found<T>(T value, String _) -> value;
            case Derived.Refused<T>(String because) -> throw new AssertionError(because);
        };
    }
}
