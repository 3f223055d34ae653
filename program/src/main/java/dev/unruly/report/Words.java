package dev.unruly.report;

import dev.unruly.model.Recovery;
import dev.unruly.model.RunResult;
import dev.unruly.model.Verdict;

/// What a result is called in a few words.
final class Words {

    private Words() {}

    /// A sign beside the word, so that nobody needs to see colours.
    static String sign(Verdict verdict) {
        return switch (verdict) {
            case HOLDS -> "✓";
            case FAILS -> "✕";
            case UNCLEAR -> "?";
        };
    }

    /// What is good, bad or open about a recovery.
    static Verdict verdict(Recovery recovery) {
        return switch (recovery) {
            case RECOVERED, NONE -> Verdict.HOLDS;
            case UNCLEAR -> Verdict.UNCLEAR;
            case SLOW_DRAIN, METASTABLE, NOT_RECOVERED, NOT_HEALED, OVERLOADED -> Verdict.FAILS;
        };
    }

    /// Whether it came back, as part of a sentence.
    static String recovery(RunResult result) {
        return recovery(result.recovery(), result.timeToRecoverSeconds());
    }

    static String recovery(Recovery recovery, double seconds) {
        return switch (recovery) {
            case RECOVERED -> seconds == 0 ? "it came back at once" : came(seconds);
            case SLOW_DRAIN -> "not back yet, but the backlog falls and will be gone";
            case METASTABLE -> "it does not come back by itself";
            case NOT_RECOVERED -> "it did not come back";
            case NOT_HEALED -> "it did not heal, even after relief";
            case OVERLOADED -> "overloaded before anything went wrong";
            case UNCLEAR -> "unclear whether it came back";
            case NONE -> "there was nothing to come back from";
        };
    }

    /// Verdict and recovery in as many words as that takes: `fails, metastable`, `unclear`.
    static String headline(RunResult result) {
        String verdict = result.verdict().word();
        boolean more =
                result.recovery() != Recovery.NONE && !result.recovery().word().equals(verdict);
        return more ? verdict + ", " + result.recovery().word() : verdict;
    }

    /// Whether it came back, in a column of a table.
    static String back(RunResult result) {
        if (result.recovery() != Recovery.RECOVERED) {
            return result.recovery().word();
        }
        return result.timeToRecoverSeconds() == 0
                ? "recovered at once"
                : "recovered in " + Figures.seconds(result.timeToRecoverSeconds());
    }

    private static String came(double seconds) {
        return "it came back after " + Figures.seconds(seconds);
    }
}
