package dev.unruly.gateway;

import dev.unruly.stats.Latencies;
import java.util.Locale;

/// Figures as people read them.
final class Figures {

    private Figures() {}

    /// Three digits and a unit: `81.0 ms`, `2.00 s`.
    static String duration(double nanos) {
        if (nanos >= 59.95e9) {
            return String.format(Locale.ROOT, "%.0f s", nanos / 1e9);
        }
        if (nanos >= 0.9995e9) {
            return three(nanos / 1e9) + " s";
        }
        return nanos >= 0.9995e6 ? three(nanos / 1e6) + " ms" : three(nanos / 1e3) + " µs";
    }

    /// A share in percent, as in p99.9.
    static String percent(double share) {
        return String.format(Locale.ROOT, "%.4f", 100 * share).replaceAll("\\.?0+$", "");
    }

    /// Where a distribution of latencies lies.
    static String observed(Latencies latencies) {
        return String.format(
                Locale.ROOT,
                "observed: p50 %s, p99 %s in %,d answer%s",
                duration(latencies.quantile(0.5)),
                duration(latencies.quantile(0.99)),
                latencies.count(),
                latencies.count() == 1 ? "" : "s");
    }

    /// A factor, without digits that say nothing: `3`, `2.5`.
    static String factor(double value) {
        return String.format(Locale.ROOT, "%.3f", value).replaceAll("\\.?0+$", "");
    }

    private static String three(double value) {
        int digits = value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
        return String.format(Locale.ROOT, "%." + digits + "f", value);
    }
}
