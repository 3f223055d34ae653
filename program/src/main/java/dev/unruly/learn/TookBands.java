package dev.unruly.learn;

import dev.unruly.model.ObservedLatency.Band;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// Durations counted in bands, fifty in each power of ten from a microsecond on.
final class TookBands {

    private static final double STEPS_PER_DECADE = 50;
    private static final long LEAST_NANOS = 1_000;

    /// By number: the n-th ends at 1 µs · 10^(n / 50).
    private final TreeMap<Integer, Long> counts = new TreeMap<>();

    void add(double seconds) {
        double micros = Math.max(1, seconds * 1e6);
        int band = (int) Math.ceil(STEPS_PER_DECADE * Math.log10(micros));
        counts.merge(band, 1L, Long::sum);
    }

    boolean isEmpty() {
        return counts.isEmpty();
    }

    List<Band> bands() {
        var bands = new ArrayList<Band>();
        counts.forEach((band, count) ->
                bands.add(new Band(band == 0 ? 0 : end(band - 1), end(band), count)));
        return bands;
    }

    private static long end(int band) {
        return Math.round(LEAST_NANOS * Math.pow(10, band / STEPS_PER_DECADE));
    }
}
