package dev.unruly.report;

import dev.unruly.model.Cause;
import dev.unruly.model.Decision;
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

    static String of(Decision decision) {
        return switch (decision) {
            case PASSED -> "let through";
            case NO_TIME_LEFT -> "refused: deadline over";
            case BREAKER -> "refused by the breaker";
            case BULKHEAD -> "refused for want of a place";
            case BUDGET -> "repeats beyond the budget";
            case RATE -> "beyond the rate";
            case CONCURRENCY -> "beyond the concurrency";
            case SHED -> "shed";
            case THROTTLE -> "throttled";
            case TIMED_OUT -> "timed out";
            case RETRIED -> "tried again";
            case HEDGED -> "hedged";
            case HEDGE_WON -> "answered by the hedge";
            case SHARED -> "shared an answer";
            case KEPT -> "answered from the cache";
            case REFRESHED -> "refreshed early";
            case OUTLIVED -> "finished for nobody";
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
