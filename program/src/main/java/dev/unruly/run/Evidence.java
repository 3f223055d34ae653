package dev.unruly.run;

import dev.unruly.journal.JournalReader;
import dev.unruly.model.DependencySecond;
import dev.unruly.model.Experiment;
import dev.unruly.model.GuardSecond;
import dev.unruly.model.Mark;
import dev.unruly.model.Phase;
import dev.unruly.model.Quiet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What a run has seen of its dependencies: what settings are derived from.
///
/// @param experiment as it was played
/// @param seconds of each dependency, in order
/// @param guards what the policies of each dependency did, in order
/// @param wellFrom the first second in which nothing was wrong yet
/// @param wellTo the second after the last of them
/// @param healedFrom the second from which on nothing was hurt any more
/// @param end the second in which users were sent away, or the run ended
public record Evidence(
        Experiment experiment,
        List<List<DependencySecond>> seconds,
        List<List<GuardSecond>> guards,
        int wellFrom,
        int wellTo,
        int healedFrom,
        int end) {

    private static final long SECOND = 1_000_000_000L;

    public Evidence {
        seconds = seconds.stream().map(List::copyOf).toList();
        guards = guards.stream().map(List::copyOf).toList();
    }

    /// Reads it from a run's folder.
    ///
    /// @throws IOException if there is no journal, or it is of another experiment
    public static Evidence of(Path folder, Experiment experiment) throws IOException {
        var ear = new Ear(experiment.dependencies().size());
        try {
            JournalReader.read(folder, ear);
        } catch (IndexOutOfBoundsException e) {
            throw new IOException("the journal is not of this experiment", e);
        }
        long warmUp = experiment.phases().warmUpNanos();
        int from = (int) Math.ceilDiv(warmUp, SECOND);
        int to = (int) ((warmUp + experiment.phases().baselineNanos()) / SECOND);
        return new Evidence(
                experiment, ear.seconds, ear.guards, from, to, Math.max(to, ear.healed), ear.end);
    }

    private static final class Ear extends Quiet {

        private final List<List<DependencySecond>> seconds = new ArrayList<>();
        private final List<List<GuardSecond>> guards = new ArrayList<>();
        private int healed;
        private int end = Integer.MAX_VALUE;

        Ear(int dependencies) {
            for (int i = 0; i < dependencies; i++) {
                seconds.add(new ArrayList<>());
                guards.add(new ArrayList<>());
            }
        }

        @Override
        public void dependency(DependencySecond second) {
            seconds.get(second.dependency()).add(second);
        }

        @Override
        public void guarded(GuardSecond second) {
            guards.get(second.dependency()).add(second);
        }

        @Override
        public void mark(Mark mark) {
            int second = (int) Math.ceilDiv(mark.atNanos(), SECOND);
            if (mark instanceof Mark.TriggerEnded) {
                healed = Math.max(healed, second);
            } else if (mark instanceof Mark.PhaseBegan began && began.phase() == Phase.RELIEF) {
                end = second;
            }
        }
    }
}
