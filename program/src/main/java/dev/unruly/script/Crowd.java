package dev.unruly.script;

import dev.unruly.model.Arrival;
import dev.unruly.model.Phases;
import dev.unruly.model.Trigger;
import java.util.Arrays;
import java.util.List;

/// How many users an experiment brings, on average: to see whether there are records for all.
final class Crowd {

    private Crowd() {}

    /// From the beginning to the end of `watch`, but for what surges leave behind. The run may go
    /// on for longer.
    static long lengthNanos(Phases phases, List<Trigger> triggers) {
        long end = 0;
        for (Trigger trigger : triggers) {
            end =
                    switch (trigger) {
                        case Trigger.OnDependency t -> Math.max(end, t.atNanos() + t.forNanos());
                        case Trigger.Route t -> Math.max(end, t.atNanos() + t.forNanos());
                        case Trigger.Purge t -> Math.max(end, t.atNanos());
                        case Trigger.Forget t -> Math.max(end, t.atNanos());
                        case Trigger.Surge t -> Math.max(end, t.atNanos() + lengthNanos(t));
                    };
        }
        return phases.warmUpNanos() + phases.baselineNanos() + end + phases.watchNanos();
    }

    private static long lengthNanos(Trigger.Surge surge) {
        return surge.arrival() instanceof Arrival.Wave wave ? wave.lengthNanos() : 0;
    }

    /// Users from the beginning to the end of `watch`, triggers included. Some are there from the
    /// start, so that it is a lower bound.
    static double expected(List<Arrival> arrivals, Phases phases, List<Trigger> triggers) {
        double extra = 0;
        for (Trigger trigger : triggers) {
            if (trigger instanceof Trigger.Surge surge) {
                extra += users(surge.arrival(), Long.MAX_VALUE);
            }
        }
        long length = lengthNanos(phases, triggers);
        return extra + arrivals.stream().mapToDouble(a -> users(a, length)).sum();
    }

    private static double users(Arrival arrival, long nanos) {
        double seconds = nanos / 1e9;
        return switch (arrival) {
            case Arrival.Constant c -> c.perSecond() * seconds;
            case Arrival.Unprompted u -> u.meanPerSecond() * seconds;
            case Arrival.SelfExciting e -> e.meanPerSecond() * seconds;
            case Arrival.Ramp r -> {
                double over = r.overNanos() / 1e9;
                double part = Math.min(seconds, over);
                double at = r.fromPerSecond() + (r.toPerSecond() - r.fromPerSecond()) * part / over;
                yield (r.fromPerSecond() + at) / 2 * part
                        + r.toPerSecond() * Math.max(0, seconds - over);
            }
            case Arrival.Steps s -> steps(s, seconds);
            case Arrival.Wave w -> wave(w, seconds);
            case Arrival.Flash f -> f.atNanos() < nanos ? f.users() : 0;
            case Arrival.Viral v -> v.atNanos() < nanos ? v.expectedUsers() : 0;
            case Arrival.ReplayTimes r -> Arrays.stream(r.atNanos()).filter(t -> t < nanos).count();
            case Arrival.ReplayCounts r ->
                    Arrays.stream(r.counts()).limit(Math.ceilDiv(nanos, r.intervalNanos())).sum();
        };
    }

    private static double wave(Arrival.Wave wave, double seconds) {
        double users = 0;
        double left = seconds;
        for (Arrival.Stretch s : wave.stretches()) {
            double length = s.forNanos() / 1e9;
            double part = Math.clamp(left, 0, length);
            double at = s.fromPerSecond() + (s.toPerSecond() - s.fromPerSecond()) * part / length;
            users += (s.fromPerSecond() + at) / 2 * part;
            left -= part;
        }
        return users;
    }

    private static double steps(Arrival.Steps steps, double seconds) {
        double users = 0;
        double left = seconds;
        double last = 0;
        for (Arrival.Step step : steps.steps()) {
            double part = Math.min(left, step.forNanos() / 1e9);
            users += step.perSecond() * part;
            left -= part;
            last = step.perSecond();
        }
        return users + last * left;
    }
}
