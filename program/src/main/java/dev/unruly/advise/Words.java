package dev.unruly.advise;

import java.util.Locale;

/// Figures as people read them, the same in every locale.
final class Words {

    private Words() {}

    static String say(String format, Object... figures) {
        return String.format(Locale.ROOT, format, figures);
    }

    /// `340 ms`, `2.40 s`, `41.0 s`: three digits.
    static String nanos(double nanos) {
        double[] units = {1e9, 1e6, 1e3, 1};
        String[] names = {"s", "ms", "µs", "ns"};
        int unit = 0;
        while (unit < 3 && nanos < units[unit] * 0.9995) {
            unit++;
        }
        return figure(nanos / units[unit]) + " " + names[unit];
    }

    /// Three digits, and all of them before the point.
    static String figure(double value) {
        if (Double.isNaN(value)) {
            return "unknown";
        }
        double size = Math.abs(value);
        int after = size >= 99.95 ? 0 : size >= 9.995 ? 1 : size >= 0.9995 ? 2 : size == 0 ? 0 : 3;
        String text = say("%." + after + "f", value);
        return text.contains(".") ? text.replaceAll("\\.?0+$", "") : text;
    }

    /// `25 %`, `0.1 %`.
    static String share(double share) {
        double percent = 100 * share;
        return percent > 0 && percent < 0.001 ? say("%.1e %%", percent) : figure(percent) + " %";
    }

    /// `99th`, `99.9th percentile`.
    static String percentile(double share) {
        String text = say("%.6f", 100 * share).replaceAll("\\.?0+$", "");
        return text + "th percentile";
    }

    /// `1 answer`, `37 answers`.
    static String count(long count, String noun) {
        return say("%,d ", count) + (count == 1 ? noun : noun + "s");
    }
}
