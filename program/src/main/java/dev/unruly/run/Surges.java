package dev.unruly.run;

import dev.unruly.model.Arrival;

/// Surges in words.
final class Surges {

    private Surges() {}

    /// What a surge brings, in a few words.
    static String words(Arrival arrival) {
        return switch (arrival) {
            case Arrival.Viral viral ->
                    Words.say(
                            "a post goes viral and brings about %.0f more users",
                            viral.expectedUsers());
            case Arrival.Flash flash -> Words.say("%d users come at once", flash.users());
            case Arrival.Steps ignored -> "more users come, step by step";
            case Arrival.Wave wave -> {
                double most = 0;
                long nanos = 0;
                for (Arrival.Stretch stretch : wave.stretches()) {
                    most = Math.max(most, stretch.fromPerSecond());
                    most = Math.max(most, stretch.toPerSecond());
                    nanos += stretch.forNanos();
                }
                yield Words.say(
                        "up to %.1f more users come per second, for %s",
                        most, Words.seconds(nanos));
            }
            case Arrival.Ramp ramp ->
                    Words.say("more users come, up to %.1f/s", ramp.toPerSecond());
            case Arrival.ReplayTimes times ->
                    Words.say("%d recorded users come", times.atNanos().length);
            case Arrival.ReplayCounts ignored -> "users come as once recorded";
            case Arrival.Constant constant ->
                    Words.say("%.1f more users come per second", constant.perSecond());
            case Arrival.Poisson poisson ->
                    Words.say("%.1f more users come per second", poisson.perSecond());
            case Arrival.SelfExciting exciting ->
                    Words.say("%.1f more users come per second", exciting.meanPerSecond());
            case Arrival.Daily daily ->
                    Words.say("%.1f more users come per second", daily.meanPerSecond());
        };
    }
}
