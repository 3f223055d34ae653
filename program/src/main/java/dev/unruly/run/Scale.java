package dev.unruly.run;

import dev.unruly.model.Arrival;
import dev.unruly.model.Experiment;
import dev.unruly.model.SystemModel;
import dev.unruly.model.SystemModel.Application;
import dev.unruly.model.SystemModel.Figure;
import dev.unruly.model.Trigger;
import java.util.Arrays;
import java.util.List;

/// The same experiment and system, so many times as large: so many times the users, and as many
/// times the workers, places and room in the queue.
///
/// @param times > 0
public record Scale(double times) {

    public Scale {
        if (!(times > 0)) {
            throw new IllegalArgumentException("times must be > 0, got " + times);
        }
    }

    /// The experiment with so many more users.
    public Experiment of(Experiment experiment) {
        List<Trigger> triggers =
                experiment.triggers().stream()
                        .map(t ->
                                t instanceof Trigger.Surge(Arrival arrival, long at)
                                        ? new Trigger.Surge(of(arrival), at)
                                        : t)
                        .toList();
        return experiment
                .withArrivals(experiment.arrivals().stream().map(this::of).toList())
                .withTriggers(triggers);
    }

    /// The system with so much more room.
    public SystemModel of(SystemModel system) {
        Application a = system.application();
        var larger =
                new Application(
                        of(a.workers()),
                        of(a.queue()),
                        of(a.places()),
                        a.patience(),
                        of(a.usual()),
                        a.crowded(),
                        a.held(),
                        a.worksOn());
        return new SystemModel(
                system.edge(), larger, system.callees(), system.cache(), system.pages());
    }

    private Figure of(Figure figure) {
        return new Figure(figure.value() * times, figure.stamp(), figure.why());
    }

    private Arrival of(Arrival arrival) {
        return switch (arrival) {
            case Arrival.Unprompted a -> a.times(times);
            case Arrival.SelfExciting a ->
                    new Arrival.SelfExciting(
                            a.all().times(times), a.branching(), a.halfLifeNanos());
            case Arrival.Constant a -> new Arrival.Constant(a.perSecond() * times);
            case Arrival.Ramp a ->
                    new Arrival.Ramp(
                            a.fromPerSecond() * times, a.toPerSecond() * times, a.overNanos());
            case Arrival.Steps a ->
                    new Arrival.Steps(
                            a.steps().stream()
                                    .map(s -> new Arrival.Step(s.perSecond() * times, s.forNanos()))
                                    .toList());
            case Arrival.Wave a ->
                    new Arrival.Wave(
                            a.stretches().stream()
                                    .map(s ->
                                            new Arrival.Stretch(
                                                    s.fromPerSecond() * times,
                                                    s.toPerSecond() * times,
                                                    s.forNanos()))
                                    .toList(),
                            a.spacing());
            case Arrival.Flash a ->
                    new Arrival.Flash(a.atNanos(), whole(a.users()), a.withinNanos(), a.shape());
            case Arrival.Viral a ->
                    new Arrival.Viral(
                            a.atNanos(),
                            whole(a.first()),
                            a.branching(),
                            a.halfLifeNanos(),
                            a.hotItems());
            case Arrival.ReplayTimes a -> counted(a);
            case Arrival.ReplayCounts a ->
                    new Arrival.ReplayCounts(
                            a.intervalNanos(),
                            Arrays.stream(a.counts()).map(c -> c * times).toArray(),
                            a.spread());
        };
    }

    private int whole(int users) {
        return (int) Math.min(Integer.MAX_VALUE, Math.round(users * times));
    }

    /// Recorded times cannot be multiplied; how many there were in each second can.
    private Arrival counted(Arrival.ReplayTimes recorded) {
        long second = 1_000_000_000L;
        long[] at = recorded.atNanos();
        int seconds = at.length == 0 ? 1 : (int) (at[at.length - 1] / second) + 1;
        double[] counts = new double[seconds];
        for (long nanos : at) {
            counts[(int) (Math.max(0, nanos) / second)] += times;
        }
        return new Arrival.ReplayCounts(second, counts);
    }
}
