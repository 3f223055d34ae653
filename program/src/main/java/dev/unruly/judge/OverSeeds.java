package dev.unruly.judge;

import dev.unruly.model.SeedsResult;
import dev.unruly.model.Share;
import dev.unruly.model.Verdict;
import dev.unruly.stats.Interval;
import dev.unruly.stats.Proportion;
import java.util.List;

/// The verdict over several seeds. A run's verdict is one draw; what counts is which share of draws
/// fails.
///
/// With F failing and U unclear runs of the N that were asked for, and `allow` a: `fails` if F >
/// a·N, for that cannot be undone by whatever the others show; else `unclear` if U > 0 or not all
/// seeds were played to their end; else `holds`. The interval says how little or much N runs tell
/// of the share itself; it does not change the verdict, for with a = 0 no number of runs would do.
public final class OverSeeds {

    private static final double LEVEL = 0.95;

    /// Shares such as 10 % of 30 are not exact in binary.
    private static final double ROUNDING = 1e-9;

    private OverSeeds() {}

    /// Judges what was played.
    ///
    /// @param allow the share of seeds that may fail
    /// @param asked how many seeds were to be played
    /// @param stopped why not all were; empty: all were
    public static SeedsResult of(
            String name, Share allow, int asked, List<SeedsResult.Run> runs, String stopped) {
        int fails = count(runs, Verdict.FAILS);
        int unclear = count(runs, Verdict.UNCLEAR);
        double may = allow.value() * asked + ROUNDING;
        Verdict verdict;
        if (fails > may) {
            verdict = Verdict.FAILS;
        } else if (unclear > 0 || !stopped.isEmpty()) {
            verdict = Verdict.UNCLEAR;
        } else {
            verdict = Verdict.HOLDS;
        }
        Interval interval = new Proportion(fails, runs.size()).wilson(LEVEL);
        var why =
                new StringBuilder(
                        Words.say(
                                "%d of %d seeds fail, and %s may (allow: %s)",
                                fails,
                                runs.size(),
                                may < 1 ? "none" : Words.say("%.0f", Math.floor(may)),
                                Words.share(allow.value())));
        if (unclear > 0) {
            why.append(Words.say("; of %d it is not known", unclear));
        }
        why.append(
                Words.say(
                        ". So many runs tell that between %s and %s of all seeds fail (95 %%).",
                        Words.share(interval.low()), Words.share(interval.high())));
        if (!stopped.isEmpty()) {
            why.append(
                    Words.say(
                            " Only %d of %d seeds were played: %s.", runs.size(), asked, stopped));
        }
        return new SeedsResult(
                name,
                allow,
                asked,
                runs,
                stopped,
                fails,
                unclear,
                interval,
                verdict,
                why.toString());
    }

    private static int count(List<SeedsResult.Run> runs, Verdict verdict) {
        return (int) runs.stream().filter(r -> r.result().verdict() == verdict).count();
    }
}
