package dev.unruly.script;

import dev.unruly.model.Arrival;
import java.util.StringJoiner;

/// How users arrive, as an item of `arrivals:`: what is written here is read again as it was.
final class ArrivalText {

    private ArrivalText() {}

    static String of(Arrival arrival) {
        return switch (arrival) {
            case Arrival.Constant a -> "constant: { rate: " + Ink.rate(a.perSecond()) + " }";
            case Arrival.Poisson a -> "poisson: { rate: " + Ink.rate(a.perSecond()) + " }";
            case Arrival.Ramp a ->
                    "ramp: { from: %s, to: %s, over: %s }"
                            .formatted(
                                    Ink.rate(a.fromPerSecond()),
                                    Ink.rate(a.toPerSecond()),
                                    Ink.nanos(a.overNanos()));
            case Arrival.Steps a -> steps(a);
            case Arrival.Daily a -> daily(a);
            case Arrival.Flash a ->
                    "flash: { at: %s, users: %d, within: %s }"
                            .formatted(
                                    Ink.nanos(a.atNanos()), a.users(), Ink.nanos(a.withinNanos()));
            case Arrival.Viral a ->
                    "viral: { at: %s, first: %d, branching: %s, half-life: %s, hot-items: %d }"
                            .formatted(
                                    Ink.nanos(a.atNanos()),
                                    a.first(),
                                    Ink.number(a.branching()),
                                    Ink.nanos(a.halfLifeNanos()),
                                    a.hotItems());
            case Arrival.SelfExciting a -> selfExciting(a);
            case Arrival.Wave _, Arrival.ReplayTimes _, Arrival.ReplayCounts _ ->
                    throw new IllegalArgumentException("no line has room for " + arrival);
        };
    }

    private static String steps(Arrival.Steps arrival) {
        var steps = new StringJoiner(", ", "steps: [ ", " ]");
        for (Arrival.Step step : arrival.steps()) {
            steps.add(
                    "{ rate: %s, for: %s }"
                            .formatted(Ink.rate(step.perSecond()), Ink.nanos(step.forNanos())));
        }
        return steps.toString();
    }

    private static String daily(Arrival.Daily arrival) {
        return "daily: { mean: %s, %s }"
                .formatted(Ink.rate(arrival.meanPerSecond()), course(arrival));
    }

    private static String selfExciting(Arrival.SelfExciting arrival) {
        return "self-exciting: { mean: %s, branching: %s, half-life: %s%s }"
                .formatted(
                        Ink.rate(arrival.meanPerSecond()),
                        Ink.number(arrival.branching()),
                        Ink.nanos(arrival.halfLifeNanos()),
                        switch (arrival.all()) {
                            case Arrival.Poisson _ -> "";
                            case Arrival.Daily daily -> ", " + course(daily);
                        });
    }

    private static String course(Arrival.Daily arrival) {
        var harmonics = new StringJoiner(", ", "[ ", " ]");
        for (Arrival.Harmonic harmonic : arrival.harmonics()) {
            harmonics.add(
                    "{ amplitude: %s, peak: %s }"
                            .formatted(
                                    Ink.number(harmonic.amplitude()),
                                    Ink.number(harmonic.peakHour())));
        }
        var weekdays = new StringJoiner(", ", "[ ", " ]");
        arrival.weekdays().forEach(factor -> weekdays.add(Ink.number(factor)));
        return "harmonics: %s, weekdays: %s, starts-at: %s, speed: %s"
                .formatted(
                        harmonics,
                        weekdays,
                        Ink.quoted(arrival.startsAt().toString()),
                        Ink.number(arrival.speed()));
    }
}
