package dev.unruly.run;

import dev.unruly.engine.Plan;
import dev.unruly.journal.JournalReader;
import dev.unruly.journal.RunHeader;
import dev.unruly.judge.Judge;
import dev.unruly.judge.Ledger;
import dev.unruly.model.Experiment;
import dev.unruly.model.GeneratorSecond;
import dev.unruly.model.Mark;
import dev.unruly.model.Quiet;
import dev.unruly.model.RunResult;
import java.io.IOException;
import java.nio.file.Path;

/// Judges a run again from what it wrote down. A run that came to its end gets the same result as
/// then; one that was killed is judged up to its last second, as a run that was stopped early.
///
/// @param result what the judge says of it
/// @param found what was read of the journal
public record Hindsight(RunResult result, JournalReader.Found found) {

    /// Why a run whose journal does not say how it ended has ended.
    public static final String KILLED = "its process ended before the run did";

    /// The experiment as it was played: the files', with what was asked for beside them.
    public static Experiment played(Experiment written, RunHeader header) {
        Experiment experiment = written.withSeed(header.seed()).withPhases(header.phases());
        return header.asVolume() ? AsVolume.of(experiment) : experiment;
    }

    /// Reads a folder's journal and judges it.
    ///
    /// @param plan of the experiment as it was played
    /// @throws IOException if there is no journal, or it tells of what the plan does not have
    public static Hindsight judge(Path folder, Plan plan, RunHeader header) throws IOException {
        var ledger = new Ledger(plan.experiment());
        var last = new Last();
        JournalReader.Found found;
        try {
            found = JournalReader.read(folder, new Both(ledger, last));
        } catch (IndexOutOfBoundsException e) {
            throw new IOException("the journal is not of the experiment under input/", e);
        }
        double[] planned = plan.forecast().intentsPerSecond().toArray();
        var judge = new Judge(plan.experiment(), planned, header.loops());
        long endedNanos = last.ended() ? last.endedNanos : Math.max(last.nanos, ledger.lastNanos());
        String stopped = last.ended() ? last.stopped : KILLED;
        var told =
                new RunResult.Header(
                        header.name(),
                        header.seed(),
                        header.schedule(),
                        header.asVolume(),
                        header.target(),
                        header.startedAt(),
                        endedNanos / 1e9,
                        stopped.isEmpty(),
                        stopped);
        return new Hindsight(judge.conclude(ledger, told), found);
    }

    /// Listens for how far a journal goes.
    private static final class Last extends Quiet {

        private static final long SECOND = 1_000_000_000L;

        private long nanos;
        private long endedNanos = -1;
        private String stopped = "";

        boolean ended() {
            return endedNanos >= 0;
        }

        @Override
        public void generator(GeneratorSecond second) {
            nanos = Math.max(nanos, (second.second() + 1) * SECOND);
        }

        @Override
        public void mark(Mark mark) {
            if (mark instanceof Mark.RunEnded end) {
                endedNanos = end.atNanos();
                stopped = end.stopped();
            }
        }
    }
}
