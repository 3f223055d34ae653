package dev.unruly.judge;

import java.math.BigDecimal;
import java.util.Locale;

/// Figures as people read them, the same in every locale.
final class Words {

    private Words() {}

    static String say(String format, Object... figures) {
        return String.format(Locale.ROOT, format, figures);
    }

    /// `340 ms`, `2.4 s`, `41 s`.
    static String seconds(double seconds) {
        if (Double.isNaN(seconds)) {
            return "unknown";
        }
        if (seconds < 0.0995) {
            return say("%.1f ms", seconds * 1e3);
        }
        if (seconds < 0.9995) {
            return say("%.0f ms", seconds * 1e3);
        }
        return seconds < 9.95 ? say("%.1f s", seconds) : say("%.0f s", seconds);
    }

    static String nanos(long nanos) {
        return seconds(nanos / 1e9);
    }

    /// A length of time as it was written, with all its digits: `1.15 s`, `400 ms`.
    static String exactly(long nanos) {
        boolean seconds = nanos >= 1_000_000_000L;
        BigDecimal value = BigDecimal.valueOf(nanos, seconds ? 9 : 6);
        return value.stripTrailingZeros().toPlainString() + (seconds ? " s" : " ms");
    }

    /// `99.7 %`.
    static String share(double share) {
        if (Double.isNaN(share)) {
            return "unknown";
        }
        double percent = 100 * share;
        return percent > 99 && percent < 100 ? say("%.2f %%", percent) : say("%.1f %%", percent);
    }
}
