package dev.unruly.judge;

import dev.unruly.model.PairedResult;
import dev.unruly.model.PairedResult.Pairs;
import dev.unruly.model.SeedsResult;
import dev.unruly.model.Share;
import dev.unruly.model.Verdict;
import java.util.List;

/// What settings have changed over several seeds. The first seed is the one that they were derived
/// from: it counts for the verdict of either arm, but not for the comparison of them, for settings
/// that fit what they were made from prove nothing.
public final class OverPairs {

    private OverPairs() {}

    /// Compares what was played.
    ///
    /// @param asked how many seeds were to be played
    /// @param before without the settings, the seed that they were derived from first
    /// @param after the same seeds with them, in the same order
    /// @param stopped why not all were; empty: all were
    public static PairedResult of(
            String name,
            Share allow,
            int asked,
            List<SeedsResult.Run> before,
            List<SeedsResult.Run> after,
            String stopped) {
        if (before.size() != after.size()) {
            throw new IllegalArgumentException(
                    "pairs have two halves, got " + before.size() + " and " + after.size());
        }
        int[] counts = new int[5];
        for (int i = 1; i < before.size(); i++) {
            Verdict one = before.get(i).result().verdict();
            Verdict other = after.get(i).result().verdict();
            counts[kind(one, other)]++;
        }
        return new PairedResult(
                OverSeeds.of(name, allow, asked, before, stopped),
                OverSeeds.of(name, allow, asked, after, stopped),
                new Pairs(counts[0], counts[1], counts[2], counts[3], counts[4]));
    }

    private static int kind(Verdict before, Verdict after) {
        if (before == Verdict.UNCLEAR || after == Verdict.UNCLEAR) {
            return 4;
        }
        return (before == Verdict.FAILS ? 1 : 0) + (after == Verdict.FAILS ? 2 : 0);
    }
}
