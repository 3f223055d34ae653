package dev.unruly.judge;

import dev.unruly.model.Expectation;
import dev.unruly.model.Verdict;

/// What was measured for an expectation.
///
/// @param expectation which
/// @param met whether the measured figure itself meets the bound
/// @param enough whether the sample is large enough for the claim
/// @param pOfFailing how likely a figure as bad would be if the expectation held; NaN: not a matter
///   of chance
/// @param verdict where chance has no part
/// @param measured as people read it
record Finding(
        Expectation expectation,
        boolean met,
        boolean enough,
        double pOfFailing,
        Verdict verdict,
        String measured) {

    /// One that is what it is.
    static Finding plain(Expectation expectation, Verdict verdict, String measured) {
        return new Finding(
                expectation, verdict == Verdict.HOLDS, true, Double.NaN, verdict, measured);
    }

    /// One that a sample speaks for or against.
    static Finding sampled(
            Expectation expectation,
            boolean met,
            boolean enough,
            double pOfFailing,
            String measured) {
        return new Finding(expectation, met, enough, pOfFailing, Verdict.UNCLEAR, measured);
    }

    boolean byChance() {
        return !Double.isNaN(pOfFailing);
    }
}
