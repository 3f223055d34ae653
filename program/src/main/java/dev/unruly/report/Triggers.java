package dev.unruly.report;

import dev.unruly.model.Arrival;
import dev.unruly.model.Fault;
import dev.unruly.model.Trigger;

/// What triggers will do, in words, before they do it.
final class Triggers {

    private Triggers() {}

    static String words(Trigger trigger) {
        return switch (trigger) {
            case Trigger.Surge surge -> surge(surge.arrival());
            case Trigger.OnDependency hurt ->
                    hurt.dependency()
                            + " "
                            + fault(hurt.fault())
                            + " for "
                            + Figures.length(hurt.forNanos() / 1e9);
            case Trigger.Route route ->
                    "the way from "
                            + route.region()
                            + " takes "
                            + Figures.length(route.addNanos() / 1e9)
                            + " more for "
                            + Figures.length(route.forNanos() / 1e9);
            case Trigger.Purge purge -> purge.call().method() + " " + purge.call().url();
            case Trigger.Forget forget ->
                    "what is kept of " + forget.dependency() + "'s answers is thrown away";
        };
    }

    private static String surge(Arrival arrival) {
        return switch (arrival) {
            case Arrival.Viral viral ->
                    Figures.say(
                            "a post goes viral: about %,.0f more people come",
                            viral.expectedUsers());
            case Arrival.Flash flash -> Figures.say("%,d people come at once", flash.users());
            case Arrival.Ramp ramp ->
                    Figures.say("more people come, up to %.1f/s", ramp.toPerSecond());
            case Arrival.Constant constant ->
                    Figures.say("%.1f/s more people come", constant.perSecond());
            case Arrival.Poisson poisson ->
                    Figures.say("%.1f/s more people come", poisson.perSecond());
            case Arrival.SelfExciting exciting ->
                    Figures.say("%.1f/s more people come", exciting.meanPerSecond());
            case Arrival.Daily daily ->
                    Figures.say("%.1f/s more people come", daily.meanPerSecond());
            case Arrival.Wave wave ->
                    Figures.say(
                            "about %,.0f more people come within %s",
                            wave.expectedUsers(),
                            Figures.length(
                                    wave.stretches().stream()
                                                    .mapToLong(Arrival.Stretch::forNanos)
                                                    .sum()
                                            / 1e9));
            case Arrival.Steps ignored -> "more people come, step by step";
            case Arrival.ReplayTimes times ->
                    Figures.say("%,d people come as recorded", times.atNanos().length);
            case Arrival.ReplayCounts ignored -> "people come as once recorded";
        };
    }

    private static String fault(Fault fault) {
        return switch (fault) {
            case Fault.Latency latency -> slower(latency.by());
            case Fault.Stall ignored -> "stands still";
            case Fault.Error error ->
                    "answers "
                            + Figures.share(error.share().value())
                            + " of all requests with "
                            + error.status();
            case Fault.Reset reset ->
                    "resets " + Figures.share(reset.share().value()) + " of all connections";
            case Fault.Bandwidth bandwidth ->
                    Figures.say("passes no more than %,d bytes/s", bandwidth.bytesPerSecond());
            case Fault.Blackhole ignored -> "swallows everything";
        };
    }

    private static String slower(Fault.Delay delay) {
        return switch (delay) {
            case Fault.Delay.Drawn drawn ->
                    "takes " + Figures.length(drawn.medianSeconds()) + " longer";
            case Fault.Delay.TimesObserved times ->
                    "takes " + brief(times.factor()) + " times as long as observed";
            case Fault.Delay.ObservedQuantile observed ->
                    "takes its observed p" + brief(100 * observed.quantile()) + " longer";
        };
    }

    /// A figure without digits that say nothing.
    private static String brief(double figure) {
        return figure == Math.rint(figure)
                ? Figures.say("%.0f", figure)
                : Figures.say("%.1f", figure);
    }
}
