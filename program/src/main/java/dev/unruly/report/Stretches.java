package dev.unruly.report;

import dev.unruly.model.Mark;
import dev.unruly.model.Phase;
import dev.unruly.model.RunResult;
import dev.unruly.model.RunResult.ByPhase;
import dev.unruly.model.Series;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// The parts of a run, in seconds since it began: what is called before, during and after.
///
/// @param baselineFrom where the baseline begins
/// @param baselineTo where it ends
/// @param watchFrom where the last trigger ended; the baseline's end if none has
/// @param watchTo where watching ended: with relief, or with the run
/// @param end of the run
/// @param triggers what was in force, and when
/// @param phases when each began
record Stretches(
        int baselineFrom,
        int baselineTo,
        int watchFrom,
        int watchTo,
        int end,
        List<InForce> triggers,
        Map<Phase, Double> phases) {

    /// A trigger's time.
    ///
    /// @param index in the experiment
    /// @param detail what it did
    /// @param from seconds
    /// @param to seconds
    record InForce(int index, String detail, double from, double to) {

        private InForce until(double at) {
            return new InForce(index, detail, from, at);
        }
    }

    static Stretches of(RunResult result) {
        var phases = new EnumMap<Phase, Double>(Phase.class);
        var triggers = new ArrayList<InForce>();
        double end = result.header().seconds();
        double lastEnd = -1;
        for (Mark mark : result.marks()) {
            double at = mark.atNanos() / 1e9;
            switch (mark) {
                case Mark.PhaseBegan m -> phases.putIfAbsent(m.phase(), at);
                case Mark.TriggerBegan m ->
                        triggers.add(new InForce(m.trigger(), m.detail(), at, end));
                case Mark.TriggerEnded m -> {
                    triggers.replaceAll(t -> t.index == m.trigger() ? t.until(at) : t);
                    lastEnd = Math.max(lastEnd, at);
                }
                case Mark.Guardrailed ignored -> {}
                case Mark.Note ignored -> {}
                case Mark.RunEnded ignored -> {}
            }
        }
        double baselineFrom = phases.getOrDefault(Phase.BASELINE, 0.0);
        double next = phases.getOrDefault(Phase.TRIGGER, phases.getOrDefault(Phase.WATCH, end));
        double watchFrom = Math.max(next, lastEnd);
        double watchTo = Math.max(watchFrom, phases.getOrDefault(Phase.RELIEF, end));
        return new Stretches(
                up(baselineFrom),
                up(next),
                up(watchFrom),
                up(watchTo),
                up(end),
                List.copyOf(triggers),
                phases);
    }

    private static int up(double seconds) {
        return (int) Math.ceil(seconds - 1e-9);
    }

    /// The mean of a series over [from, to), where it has values.
    static double mean(Series series, int from, int to) {
        double sum = 0;
        int count = 0;
        for (int i = Math.max(0, from); i < Math.min(to, series.seconds()); i++) {
            if (!Double.isNaN(series.at(i))) {
                sum += series.at(i);
                count++;
            }
        }
        return count == 0 ? Double.NaN : sum / count;
    }

    /// The value that half of the seconds in [from, to) do not exceed.
    static double typical(Series series, int from, int to) {
        double[] values =
                Arrays.stream(series.toArray(), 0, series.seconds())
                        .skip(Math.max(0, from))
                        .limit(Math.max(0, to - from))
                        .filter(v -> !Double.isNaN(v))
                        .sorted()
                        .toArray();
        return values.length == 0 ? Double.NaN : values[values.length / 2];
    }

    /// The means of a series before, during and after.
    ByPhase means(Series series) {
        return new ByPhase(
                mean(series, baselineFrom, baselineTo),
                mean(series, baselineTo, watchFrom),
                mean(series, watchFrom, watchTo));
    }

    /// What a typical second of a series shows before, during and after.
    ByPhase typical(Series series) {
        return new ByPhase(
                typical(series, baselineFrom, baselineTo),
                typical(series, baselineTo, watchFrom),
                typical(series, watchFrom, watchTo));
    }
}
