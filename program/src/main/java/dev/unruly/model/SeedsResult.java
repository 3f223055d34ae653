package dev.unruly.model;

import dev.unruly.stats.Interval;
import java.util.List;

/// What an experiment has shown over several seeds: all that `seeds.json` says.
///
/// @param name of the experiment
/// @param allow the share of seeds that may fail
/// @param asked how many seeds were to be played
/// @param runs those that were, in their order
/// @param stopped why not all were; empty: all were
/// @param fails how many of them fail
/// @param unclear how many of them are unclear
/// @param interval of the share that fails: Wilson's, 95 %
/// @param verdict what the judge says over all seeds
/// @param why in a sentence or two
public record SeedsResult(
        String name,
        Share allow,
        int asked,
        List<Run> runs,
        String stopped,
        int fails,
        int unclear,
        Interval interval,
        Verdict verdict,
        String why) {

    public SeedsResult {
        runs = List.copyOf(runs);
    }

    /// One seed's run.
    ///
    /// @param folder where its files are, below the series'
    public record Run(String folder, RunResult result) {}

    /// Whether every seed was played to its end.
    public boolean complete() {
        return stopped.isEmpty();
    }

    /// How many hold.
    public int holds() {
        return runs.size() - fails - unclear;
    }
}
