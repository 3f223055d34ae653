package dev.unruly.report;

import java.util.Locale;

/// Figures as people read them, the same in every locale.
final class Figures {

    /// What stands for a figure that is not known.
    static final String UNKNOWN = "–";

    private Figures() {}

    static String say(String format, Object... figures) {
        return String.format(Locale.ROOT, format, figures);
    }

    /// `0.4 ms`, `340 ms`, `2.4 s`, `41 s`, `3 min 5 s`.
    static String seconds(double seconds) {
        if (Double.isNaN(seconds)) {
            return UNKNOWN;
        }
        if (seconds == 0) {
            return "0 s";
        }
        if (seconds < 0.0000995) {
            return say("%.0f µs", seconds * 1e6);
        }
        if (seconds < 0.00995) {
            return say("%.1f ms", seconds * 1e3);
        }
        if (seconds < 0.9995) {
            return say("%.0f ms", seconds * 1e3);
        }
        if (seconds < 9.95) {
            return say("%.1f s", seconds);
        }
        return seconds < 119.5
                ? say("%.0f s", seconds)
                : say("%d min %d s", Math.round(seconds) / 60, Math.round(seconds) % 60);
    }

    /// A length of time as somebody has set it: `5 s`, `2.5 s`, `400 ms`, `1 min 30 s`.
    static String length(double seconds) {
        boolean whole = Math.abs(seconds - Math.rint(seconds)) < 1e-9;
        return whole && seconds < 119.5 ? say("%.0f s", seconds) : seconds(seconds);
    }

    /// `99.7 %`.
    static String share(double share) {
        if (Double.isNaN(share)) {
            return UNKNOWN;
        }
        double percent = 100 * share;
        if (percent == 0 || percent == 100) {
            return say("%.0f %%", percent);
        }
        return percent > 99 || percent < 1 ? say("%.2f %%", percent) : say("%.1f %%", percent);
    }

    /// `12,345`.
    static String count(long count) {
        return say("%,d", count);
    }

    /// `8.0 ×`.
    static String times(double ratio) {
        if (Double.isNaN(ratio)) {
            return UNKNOWN;
        }
        return ratio < 99.5 ? say("%.2f ×", ratio) : say("%,.0f ×", ratio);
    }

    /// `0.4`, `12.3`, `1,234`: a rate or a mean.
    static String rate(double rate) {
        if (Double.isNaN(rate)) {
            return UNKNOWN;
        }
        return rate < 99.95 ? say("%.1f", rate) : say("%,.0f", rate);
    }

    /// `3:05`: minutes and seconds since the run began.
    static String clock(double seconds) {
        long whole = Math.max(0, (long) seconds);
        return whole < 3_600
                ? say("%d:%02d", whole / 60, whole % 60)
                : say("%d:%02d:%02d", whole / 3_600, whole / 60 % 60, whole % 60);
    }
}
