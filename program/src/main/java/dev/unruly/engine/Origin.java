package dev.unruly.engine;

import dev.unruly.chance.Draws;
import dev.unruly.chance.UserNumber;
import dev.unruly.model.Arrival;
import dev.unruly.model.Region;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/// One arrival process of a plan.
///
/// @param index its number: first the organic ones, then the surges
/// @param born what its users are born from: 0 organic, else 1 + the index of the trigger
/// @param offsetNanos when its own time begins
record Origin(
        int index, int born, Arrival arrival, long offsetNanos, Draws draws, List<Region> regions) {

    /// Its users from its beginning on, as streams that a slice of shards plays.
    List<Stream> onwards(Slice slice) {
        return switch (arrival) {
            case Arrival.Poisson poisson ->
                    perShard(slice, s -> Superposed.poisson(this, poisson, s, Way.ONWARDS));
            case Arrival.Daily daily ->
                    perShard(slice, s -> Superposed.daily(this, daily, s, Way.ONWARDS));
            case Arrival.SelfExciting exciting ->
                    perShard(slice, s -> Excited.of(this, exciting, s, Way.ONWARDS));
            case Arrival.Wave wave ->
                    switch (wave.spacing()) {
                        case INDEPENDENT -> perShard(slice, s -> new Swell(this, wave, s));
                        case EVENLY -> timed(slice, Times.wave(wave));
                        case COUNTED -> timed(slice, Times.replay(Scattered.moments(this, wave)));
                    };
            case Arrival.Constant constant -> timed(slice, Times.even(constant.perSecond()));
            case Arrival.Ramp ramp -> timed(slice, Times.ramp(ramp));
            case Arrival.Steps steps -> timed(slice, Times.steps(steps));
            case Arrival.Flash flash -> timed(slice, Times.flash(flash));
            case Arrival.ReplayTimes replay -> timed(slice, Times.replay(replay.atNanos()));
            case Arrival.ReplayCounts counts ->
                    List.of(new Counted(this, counts, slice, Way.ONWARDS));
            case Arrival.Viral viral -> List.of(new Clusters(this, viral, slice));
        };
    }

    /// Its users before the run began, later ones first; none of a process that has a beginning.
    List<Stream> backwards(Slice slice) {
        return switch (arrival) {
            case Arrival.Poisson poisson ->
                    perShard(slice, s -> Superposed.poisson(this, poisson, s, Way.BACKWARDS));
            case Arrival.Daily daily ->
                    perShard(slice, s -> Superposed.daily(this, daily, s, Way.BACKWARDS));
            case Arrival.SelfExciting exciting ->
                    perShard(slice, s -> Excited.of(this, exciting, s, Way.BACKWARDS));
            case Arrival.Constant constant -> timedBefore(slice, Times.even(constant.perSecond()));
            case Arrival.Ramp ramp -> timedBefore(slice, Times.even(ramp.fromPerSecond()));
            case Arrival.Steps steps ->
                    timedBefore(slice, Times.even(steps.steps().getFirst().perSecond()));
            case Arrival.ReplayTimes replay -> timedBefore(slice, Times.replay(replay.atNanos()));
            case Arrival.ReplayCounts counts ->
                    List.of(new Counted(this, counts, slice, Way.BACKWARDS));
            case Arrival.Flash _, Arrival.Viral _, Arrival.Wave _ -> List.of();
        };
    }

    private List<Stream> timed(Slice slice, Times times) {
        return List.of(new Timed(this, slice, Way.ONWARDS, times));
    }

    private List<Stream> timedBefore(Slice slice, Times times) {
        return List.of(new Timed(this, slice, Way.BACKWARDS, times));
    }

    private static List<Stream> perShard(Slice slice, IntFunction<Stream> stream) {
        var streams = new ArrayList<Stream>();
        for (int shard = 0; shard < UserNumber.SHARDS; shard++) {
            if (slice.has(shard)) {
                streams.add(stream.apply(shard));
            }
        }
        return streams;
    }
}
