package dev.unruly.advise;

import dev.unruly.model.DependencySecond;
import dev.unruly.model.ObservedLatency;
import dev.unruly.model.ObservedLatency.Band;
import dev.unruly.stats.Latencies;
import dev.unruly.stats.Survival;
import java.util.ArrayList;
import java.util.List;

/// What is known of one place: all that settings are derived from.
///
/// @param place what it is about
/// @param stamp where it is from
/// @param parts how long answers took, without delays that were added, in parts of the time in
///   their order; one part where the order is not known
/// @param cutOff for how long those were waited for that were given up before an answer: timeouts
///   and cancelled hedges
/// @param traffic how much was asked
/// @param repeatable whether asking twice does no harm
/// @param deadlineNanos how long the caller waits for one call with all its tries; 0: not known
public record Known(
        Place place,
        Stamp stamp,
        List<Latencies> parts,
        Latencies cutOff,
        Traffic traffic,
        boolean repeatable,
        long deadlineNanos) {

    /// Enough parts to see a drift in, few enough that each says something.
    private static final int PARTS = 10;

    /// As finely as buckets are in two octaves.
    private static final long STEPS = 64;

    public Known {
        parts = parts.stream().map(Latencies::copy).toList();
        cutOff = cutOff.copy();
        if (parts.isEmpty()) {
            throw new IllegalArgumentException(place + " needs a histogram, if an empty one");
        }
        if (deadlineNanos < 0) {
            throw new IllegalArgumentException("a deadline must be >= 0, got " + deadlineNanos);
        }
    }

    /// Answers alone.
    public static Known of(Place place, Stamp stamp, Latencies answered) {
        return new Known(
                place, stamp, List.of(answered), new Latencies(), Traffic.UNKNOWN, false, 0);
    }

    /// What a listener saw in chosen seconds of a run, usually the baseline's. Times are those the
    /// dependency itself took.
    ///
    /// @param seconds of one dependency, in order
    /// @param from the first that counts
    /// @param to the one after the last that does
    public static Known ofRun(Place place, List<DependencySecond> seconds, int from, int to) {
        List<DependencySecond> chosen =
                seconds.stream().filter(s -> s.second() >= from && s.second() < to).toList();
        var parts = new ArrayList<Latencies>();
        int count = Math.clamp(chosen.size(), 1, PARTS);
        for (int i = 0; i < count; i++) {
            var part = new Latencies();
            int end = (i + 1) * chosen.size() / count;
            for (DependencySecond second : chosen.subList(i * chosen.size() / count, end)) {
                part.add(second.own());
            }
            parts.add(part);
        }
        var cutOff = new Latencies();
        chosen.forEach(second -> cutOff.add(second.cutOff()));
        return new Known(place, Stamp.THIS_RUN, parts, cutOff, Traffic.of(chosen), false, 0);
    }

    /// What a latency file of production tells. Within a band of it answers are taken as spread
    /// evenly.
    public static Known ofProduction(ObservedLatency seen) {
        var asked =
                new Traffic(
                        seen.seconds(),
                        seen.requests(),
                        seen.peakPerSecond() > 0 ? seen.peakPerSecond() : Double.NaN,
                        seen.failed(),
                        1,
                        Double.NaN,
                        0,
                        0,
                        0,
                        0);
        return new Known(
                seen.part().isEmpty()
                        ? new Place(seen.dependency(), seen.route(), seen.instance())
                        : Place.of(seen.name()),
                Stamp.PRODUCTION,
                List.of(spread(seen.answered())),
                spread(seen.cutOff()),
                asked,
                seen.repeatable(),
                seen.deadlineNanos());
    }

    /// The same as a latency file tells it, but for the order in time.
    public ObservedLatency observed() {
        boolean asked = traffic.requests() > 0;
        return new ObservedLatency(
                place.dependency(),
                place.route(),
                place.instance(),
                bands(answered()),
                bands(cutOff),
                asked ? traffic.seconds() : 0,
                asked ? traffic.requests() : 0,
                asked && traffic.peakPerSecond() > 0 ? traffic.peakPerSecond() : 0,
                asked ? traffic.failed() : 0,
                repeatable,
                deadlineNanos);
    }

    private static List<Band> bands(Latencies latencies) {
        var bands = new ArrayList<Band>();
        latencies.visit((above, upTo, count) -> {
            long from = Math.round(above);
            long to = Math.min(Math.round(upTo), latencies.most());
            bands.add(new Band(from, Math.max(from, to), count));
        });
        return bands;
    }

    private static Latencies spread(List<Band> bands) {
        var latencies = new Latencies();
        for (Band band : bands) {
            long steps = Math.min(band.count(), STEPS);
            double width = (double) (band.upToNanos() - band.aboveNanos()) / Math.max(1, steps);
            for (long i = 1; i <= steps; i++) {
                long times = band.count() * i / steps - band.count() * (i - 1) / steps;
                latencies.record(Math.round(band.aboveNanos() + i * width), times);
            }
        }
        return latencies;
    }

    /// The same with what was given up before an answer.
    public Known withCutOff(Latencies durations) {
        return new Known(place, stamp, parts, durations, traffic, repeatable, deadlineNanos);
    }

    /// The same with how much was asked.
    public Known withTraffic(Traffic asked) {
        return new Known(place, stamp, parts, cutOff, asked, repeatable, deadlineNanos);
    }

    /// The same of what may, or must not, be asked twice.
    public Known withRepeatable(boolean may) {
        return new Known(place, stamp, parts, cutOff, traffic, may, deadlineNanos);
    }

    /// The same with the caller's deadline.
    public Known withDeadline(long nanos) {
        return new Known(place, stamp, parts, cutOff, traffic, repeatable, nanos);
    }

    /// How long all answers took.
    public Latencies answered() {
        var sum = new Latencies();
        parts.forEach(sum::add);
        return sum;
    }

    /// Answers, and those that were cut off as censored.
    public Survival survival() {
        var survival = new Survival();
        parts.forEach(survival::ended);
        survival.censored(cutOff);
        return survival;
    }

    /// The time spent on a call on average, answered or not.
    double meanNanos() {
        Latencies answered = answered();
        return (answered.sumNanos() + cutOff.sumNanos()) / (answered.count() + cutOff.count());
    }
}
