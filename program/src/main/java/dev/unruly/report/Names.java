package dev.unruly.report;

import dev.unruly.model.Cause;
import dev.unruly.model.Phase;
import java.util.Locale;

/// What things are called, in files and for people.
final class Names {

    private Names() {}

    /// `FIRST_TRY` as `first-try`: as it stands in files.
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The constant of a word.
    ///
    /// @throws IllegalArgumentException if there is none
    static <E extends Enum<E>> E constant(Class<E> kind, String word) {
        return Enum.valueOf(kind, word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    static String of(Cause cause) {
        return switch (cause) {
            case FIRST_TRY -> "first tries";
            case REFRESH -> "refreshes";
            case NEW_TAB -> "new tabs";
            case CLIENT_RETRY -> "the app's own retries";
            case SIGN_IN_AGAIN -> "signing in again";
            case CAME_BACK -> "came back later";
        };
    }

    static String of(Phase phase) {
        return switch (phase) {
            case WARM_UP -> "warm-up";
            case BASELINE -> "baseline";
            case TRIGGER -> "trigger";
            case WATCH -> "watch";
            case RELIEF -> "relief";
            case RESTORE -> "restore";
        };
    }
}
