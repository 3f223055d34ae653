package dev.unruly.run;

import dev.unruly.model.Arrival;
import dev.unruly.model.Experiment;
import dev.unruly.model.Trigger;

/// When triggers are due, as far as the experiment alone tells. Times count from the run's
/// beginning.
final class Trips {

    private static final double OVER_SHARE = 0.05;

    private final Experiment experiment;
    private final double organicPerSecond;

    /// @param organicPerSecond users who start per second without any trigger, on average
    Trips(Experiment experiment, double organicPerSecond) {
        this.experiment = experiment;
        this.organicPerSecond = organicPerSecond;
    }

    /// When the baseline ends and triggers count from.
    long baselineEnd() {
        return experiment.phases().warmUpNanos() + experiment.phases().baselineNanos();
    }

    long begins(Trigger trigger) {
        return baselineEnd() + trigger.atNanos();
    }

    /// When a trigger is due to end. A surge ends when its expected arrivals have fallen below 5 %
    /// of the organic ones; a purge with its answer, so as soon as it has begun.
    long ends(Trigger trigger) {
        long begins = begins(trigger);
        return switch (trigger) {
            case Trigger.OnDependency fault -> begins + fault.forNanos();
            case Trigger.Route route -> begins + route.forNanos();
            case Trigger.Purge ignored -> begins;
            case Trigger.Surge surge -> baselineEnd() + surgeEnds(surge.arrival());
        };
    }

    /// When the last trigger is due to end; the baseline's end where there is none.
    long lastEnd() {
        long last = baselineEnd();
        for (Trigger trigger : experiment.triggers()) {
            last = Math.max(last, ends(trigger));
        }
        return last;
    }

    private long surgeEnds(Arrival arrival) {
        double limit = Math.max(OVER_SHARE * organicPerSecond, 1e-3);
        return switch (arrival) {
            case Arrival.Viral viral -> viral.atNanos() + viral.nanosUntilBelow(limit);
            case Arrival.Flash flash -> flash.atNanos() + flash.withinNanos();
            case Arrival.Steps steps ->
                    steps.steps().stream().mapToLong(Arrival.Step::forNanos).sum();
            case Arrival.Ramp ramp -> ramp.overNanos();
            case Arrival.ReplayTimes times ->
                    times.atNanos().length == 0 ? 0 : times.atNanos()[times.atNanos().length - 1];
            case Arrival.ReplayCounts counts -> counts.intervalNanos() * counts.counts().length;
            case Arrival.Constant ignored -> 0;
            case Arrival.Poisson ignored -> 0;
            case Arrival.Daily ignored -> 0;
        };
    }

    /// What a surge brings, in a few words.
    static String words(Arrival arrival) {
        return switch (arrival) {
            case Arrival.Viral viral ->
                    Words.say(
                            "a post goes viral and brings about %.0f more users",
                            viral.expectedUsers());
            case Arrival.Flash flash -> Words.say("%d users come at once", flash.users());
            case Arrival.Steps ignored -> "more users come, step by step";
            case Arrival.Ramp ramp ->
                    Words.say("more users come, up to %.1f/s", ramp.toPerSecond());
            case Arrival.ReplayTimes times ->
                    Words.say("%d recorded users come", times.atNanos().length);
            case Arrival.ReplayCounts ignored -> "users come as once recorded";
            case Arrival.Constant constant ->
                    Words.say("%.1f more users come per second", constant.perSecond());
            case Arrival.Poisson poisson ->
                    Words.say("%.1f more users come per second", poisson.perSecond());
            case Arrival.Daily daily ->
                    Words.say("%.1f more users come per second", daily.meanPerSecond());
        };
    }
}
