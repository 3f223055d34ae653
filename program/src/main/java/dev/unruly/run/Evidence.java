package dev.unruly.run;

import dev.unruly.journal.JournalReader;
import dev.unruly.model.DependencySecond;
import dev.unruly.model.Experiment;
import dev.unruly.model.GuardSecond;
import dev.unruly.model.Mark;
import dev.unruly.model.Phase;
import dev.unruly.model.Quiet;
import dev.unruly.model.RouteSecond;
import dev.unruly.model.Trigger;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a run has seen of its dependencies: what settings are derived from.
///
/// @param experiment as it was played
/// @param seconds of each dependency, in order
/// @param routes of each dependency the seconds of the routes that policies in force named
/// @param guards what the policies of each dependency did, in order
/// @param wellFrom the first second in which nothing was wrong yet
/// @param wellTo the second after the last of them
/// @param hurts when something was hurt; more people hurt nothing
/// @param end the second in which users were sent away, or the run ended
public record Evidence(
        Experiment experiment,
        List<List<DependencySecond>> seconds,
        List<Map<String, List<DependencySecond>>> routes,
        List<List<GuardSecond>> guards,
        int wellFrom,
        int wellTo,
        List<Hurt> hurts,
        int end) {

    private static final long SECOND = 1_000_000_000L;

    /// Seconds in which something was hurt.
    ///
    /// @param to the second after the last of them
    public record Hurt(int from, int to) {}

    public Evidence {
        hurts = List.copyOf(hurts);
        seconds = seconds.stream().map(List::copyOf).toList();
        routes = List.copyOf(routes);
        guards = guards.stream().map(List::copyOf).toList();
    }

    /// Reads it from a run's folder.
    ///
    /// @throws IOException if there is no journal, or it is of another experiment
    public static Evidence of(Path folder, Experiment experiment) throws IOException {
        var ear = new Ear(experiment);
        try {
            JournalReader.read(folder, ear);
        } catch (IndexOutOfBoundsException e) {
            throw new IOException("the journal is not of this experiment", e);
        }
        long warmUp = experiment.phases().warmUpNanos();
        int from = (int) Math.ceilDiv(warmUp, SECOND);
        int to = (int) ((warmUp + experiment.phases().baselineNanos()) / SECOND);
        return new Evidence(
                experiment, ear.seconds, ear.routes, ear.guards, from, to, ear.hurts(), ear.end);
    }

    /// Whether nothing was hurt in a second, nor warming up, and users were still there.
    public boolean unhurt(int second) {
        return second >= wellFrom
                && second < end
                && hurts.stream().noneMatch(h -> h.from <= second && second < h.to);
    }

    private static final class Ear extends Quiet {

        private final List<List<DependencySecond>> seconds = new ArrayList<>();
        private final List<Map<String, List<DependencySecond>>> routes = new ArrayList<>();
        private final List<List<GuardSecond>> guards = new ArrayList<>();
        private final List<Trigger> triggers;
        private final Map<Integer, Hurt> hurts = new LinkedHashMap<>();
        private int end = Integer.MAX_VALUE;

        Ear(Experiment experiment) {
            triggers = experiment.triggers();
            for (int i = 0; i < experiment.dependencies().size(); i++) {
                seconds.add(new ArrayList<>());
                routes.add(new LinkedHashMap<>());
                guards.add(new ArrayList<>());
            }
        }

        @Override
        public void dependency(DependencySecond second) {
            seconds.get(second.dependency()).add(second);
        }

        @Override
        public void routed(RouteSecond second) {
            routes.get(second.figures().dependency())
                    .computeIfAbsent(second.route(), _ -> new ArrayList<>())
                    .add(second.figures());
        }

        @Override
        public void guarded(GuardSecond second) {
            guards.get(second.dependency()).add(second);
        }

        @Override
        public void mark(Mark mark) {
            switch (mark) {
                case Mark.TriggerBegan began -> {
                    if (!(triggers.get(began.trigger()) instanceof Trigger.Surge)) {
                        int from = (int) (began.atNanos() / SECOND);
                        hurts.put(began.trigger(), new Hurt(from, Integer.MAX_VALUE));
                    }
                }
                case Mark.TriggerEnded ended -> {
                    int to = (int) Math.ceilDiv(ended.atNanos(), SECOND);
                    hurts.computeIfPresent(ended.trigger(), (_, h) -> new Hurt(h.from, to));
                }
                case Mark.PhaseBegan began -> {
                    if (began.phase() == Phase.RELIEF) {
                        end = (int) Math.ceilDiv(began.atNanos(), SECOND);
                    }
                }
                case Mark.Guardrailed _, Mark.Note _, Mark.RunEnded _ -> {}
            }
        }

        List<Hurt> hurts() {
            return List.copyOf(hurts.values());
        }
    }
}
