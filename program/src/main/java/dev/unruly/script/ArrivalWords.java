package dev.unruly.script;

import dev.unruly.model.Arrival;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;

/// What arrivals with an end come to, in words: above all those that were written in the words of
/// another tester.
public final class ArrivalWords {

    private ArrivalWords() {}

    /// A line for each wave and each flash; none for what the file itself says as clearly.
    public static List<String> of(List<Arrival> arrivals) {
        var lines = new ArrayList<String>();
        for (Arrival arrival : arrivals) {
            switch (arrival) {
                case Arrival.Wave wave -> lines.add(wave(wave));
                case Arrival.Flash flash -> lines.add(flash(flash));
                case Arrival.Constant _,
                        Arrival.Unprompted _,
                        Arrival.Ramp _,
                        Arrival.Steps _,
                        Arrival.Viral _,
                        Arrival.SelfExciting _,
                        Arrival.ReplayTimes _,
                        Arrival.ReplayCounts _ -> {}
            }
        }
        return lines;
    }

    /// When the last users come by themselves who have an end, in nanoseconds since the run began.
    static Optional<Long> endNanos(List<Arrival> arrivals) {
        return arrivals.stream()
                .flatMap(arrival ->
                        switch (arrival) {
                            case Arrival.Wave wave -> Optional.of(wave.lengthNanos()).stream();
                            case Arrival.Flash flash ->
                                    Optional.of(flash.atNanos() + flash.withinNanos()).stream();
                            case Arrival.Constant _,
                                    Arrival.Unprompted _,
                                    Arrival.Ramp _,
                                    Arrival.Steps _,
                                    Arrival.Viral _,
                                    Arrival.SelfExciting _,
                                    Arrival.ReplayTimes _,
                                    Arrival.ReplayCounts _ ->
                                    Optional.<Long>empty().stream();
                        })
                .max(Long::compare);
    }

    private static String wave(Arrival.Wave wave) {
        var parts = new StringJoiner(", then ");
        for (Arrival.Stretch stretch : wave.stretches()) {
            parts.add(stretch(stretch));
        }
        return switch (wave.spacing()) {
                    case EVENLY -> "evenly spaced: ";
                    case INDEPENDENT -> "at random, so many on average: ";
                    case COUNTED -> "at random, exactly so many: ";
                }
                + parts
                + "; "
                + Units.plain(wave.expectedUsers())
                + " users";
    }

    private static String stretch(Arrival.Stretch stretch) {
        String from = Units.plain(stretch.fromPerSecond());
        String to = Units.plain(stretch.toPerSecond());
        String length = Ink.nanos(stretch.forNanos());
        if (stretch.users() == 0) {
            return "nobody for " + length;
        }
        return from.equals(to)
                ? from + "/s for " + length
                : "from " + from + "/s to " + to + "/s over " + length;
    }

    private static String flash(Arrival.Flash flash) {
        String within = "within " + Ink.nanos(flash.withinNanos());
        String how =
                switch (flash.shape()) {
                    case EVEN -> flash.withinNanos() == 0 ? "at once" : "evenly spaced " + within;
                    case PEAK -> within + ", most of them in the middle";
                };
        return "from "
                + Ink.nanos(flash.atNanos())
                + " on "
                + how
                + "; "
                + flash.users()
                + " users";
    }
}
