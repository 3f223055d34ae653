package dev.unruly.run;

import java.util.Locale;

/// Figures as people read them, the same in every locale.
final class Words {

    private Words() {}

    static String say(String format, Object... figures) {
        return String.format(Locale.ROOT, format, figures);
    }

    static String seconds(long nanos) {
        return nanos % 1_000_000_000L == 0
                ? say("%d s", nanos / 1_000_000_000L)
                : say("%.1f s", nanos / 1e9);
    }
}
