package dev.unruly.model;

import dev.unruly.stats.McNemar;

/// What settings have changed over several seeds, each played without and with them: all that
/// `harden.json` says.
///
/// @param before the seeds without the settings, in their order
/// @param after the same with them
/// @param pairs of the seeds that the settings do not know, how they ended without and with them
public record PairedResult(SeedsResult before, SeedsResult after, Pairs pairs) {

    /// How pairs ended. A pair of which one half is unclear is neither.
    ///
    /// @param bothHold neither failed
    /// @param onlyBefore failed without the settings and not with them
    /// @param onlyAfter failed with them and not without
    /// @param bothFail failed either way
    /// @param unclear not known
    public record Pairs(int bothHold, int onlyBefore, int onlyAfter, int bothFail, int unclear) {

        /// The pairs of which both halves are known.
        public int known() {
            return bothHold + onlyBefore + onlyAfter + bothFail;
        }

        /// How many failed without the settings.
        public int failedBefore() {
            return onlyBefore + bothFail;
        }

        /// How many failed with them.
        public int failedAfter() {
            return onlyAfter + bothFail;
        }

        /// The test of those that differ.
        public McNemar test() {
            return new McNemar(onlyBefore, onlyAfter);
        }
    }
}
