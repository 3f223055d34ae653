package dev.unruly.advise;

import static dev.unruly.advise.Words.say;

import dev.unruly.advise.Saturation.Stretch;
import dev.unruly.model.DependencySecond;
import dev.unruly.stats.Interval;
import dev.unruly.stats.Student;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// How many requests a second a system can complete, C_norm.
///
/// @param perSecond that many
/// @param interval between which bounds, at 95 %, and wider where it is not known whether who left
///   was worked for
/// @param stamp where it is from
/// @param because with the figures
public record Capacity(double perSecond, Interval interval, Stamp stamp, String because) {

    /// A few who leave hardly change what was completed.
    private static final double FEW = 0.05;

    private static final double LEVEL = 0.95;

    /// A mean of fewer visits says little.
    private static final int LEAST_ASKED = 100;

    /// The normal distribution's 97.5th percentile.
    private static final double Z_95 = 1.959964;

    public Capacity {
        if (!(perSecond > 0 && Double.isFinite(perSecond))) {
            throw new IllegalArgumentException("capacity must be > 0, got " + perSecond);
        }
    }

    /// A capacity that is known for certain, as from a data sheet.
    public Capacity(double perSecond, Stamp stamp, String because) {
        this(perSecond, new Interval(perSecond, perSecond), stamp, because);
    }

    /// What was completed in the seconds in which it was at its capacity, a second.
    ///
    /// @param seconds of one dependency, in order; not those in which it was hurt
    public static Derived<Capacity> ofRun(List<DependencySecond> seconds) {
        return ofRun(seconds, seconds);
    }

    /// The same, with the seconds in which it was hurt.
    ///
    /// Where many leave before the answer, what was done for them is not among what was completed.
    /// If others show that the queue moved on faster, its turns are counted instead.
    ///
    /// @param seconds in which it was not hurt
    /// @param all of its seconds, since who is answered now may have come when it was hurt
    public static Derived<Capacity> ofRun(
            List<DependencySecond> seconds, List<DependencySecond> all) {
        var saturation = Saturation.of(seconds);
        if (saturation.stretches().isEmpty()) {
            return new Derived.Refused<>(
                    say(
                            "it was never at its capacity: for %d seconds in a row %d or more in"
                                    + " flight would have shown a queue, and %d were the most at a"
                                    + " second's end; so it is more than the %s a second that were"
                                    + " completed",
                            Saturation.LEAST_SECONDS,
                            saturation.bound(),
                            saturation.mostInFlight(),
                            Words.figure(saturation.sustained())));
        }
        long completed = saturation.stretches().stream().mapToLong(Stretch::completed).sum();
        long left = saturation.stretches().stream().mapToLong(Stretch::left).sum();
        return left <= FEW * (left + completed)
                ? plateau(saturation, left)
                : turns(saturation, all, completed, left);
    }

    /// What was completed is all that was done, but for a few.
    private static Derived<Capacity> plateau(Saturation saturation, long left) {
        double[] each =
                saturation.stretches().stream()
                        .flatMap(stretch -> stretch.seconds().stream())
                        .mapToDouble(DependencySecond::completed)
                        .toArray();
        double mean = Arrays.stream(each).average().orElseThrow();
        if (mean == 0) {
            return new Derived.Refused<>(
                    say(
                            "nothing was completed in the %d seconds in which it had a queue, and"
                                    + " 1 or more is needed",
                            each.length));
        }
        double squares = Arrays.stream(each).map(x -> (x - mean) * (x - mean)).sum();
        double degrees = each.length - 1.0;
        double error = StrictMath.sqrt(squares / degrees / each.length);
        double spread =
                Math.max(
                        Student.quantile(0.5 + 0.5 * LEVEL, degrees) * error,
                        Z_95 * StrictMath.sqrt(mean / each.length));
        var interval =
                new Interval(
                        Math.max(0, mean - spread), mean + spread + left / (double) each.length);
        int places = saturation.stretches().getFirst().places();
        String when =
                places > 0
                        ? say("all %d connections of its callers were taken", places)
                        : say("%d or more were in flight", saturation.bound());
        return found(mean, interval, say("%d seconds in which %s", each.length, when));
    }

    private static Derived<Capacity> turns(
            Saturation saturation, List<DependencySecond> all, long completed, long left) {
        Stretch longest =
                saturation.stretches().stream()
                        .max(Comparator.comparingInt(stretch -> stretch.seconds().size()))
                        .orElseThrow();
        double answered = (double) longest.completed() / longest.seconds().size();
        String said =
                say(
                        "in the %d seconds in which it had a queue %d were answered, and %d had"
                                + " left before",
                        saturation.stretches().stream().mapToInt(s -> s.seconds().size()).sum(),
                        completed,
                        left);
        Optional<Turns> seen = Turns.of(all, longest.seconds());
        if (seen.isEmpty()) {
            return new Derived.Refused<>(
                    said
                            + "; nobody knows how many of them it had worked on: answers in 5"
                            + " seconds or more are needed to see the queue move on");
        }
        Turns turns = seen.orElseThrow();
        String moved =
                say(
                        "%s; the queue moved on by %s a second (%s to %s)",
                        said,
                        Words.figure(turns.perSecond()),
                        Words.figure(turns.interval().low()),
                        Words.figure(turns.interval().high()));
        if (!turns.own()) {
            return new Derived.Refused<>(
                    say(
                            "%s, as fast as people came: who left may have been passed over, so it"
                                    + " is between that and the %s a second that were completed",
                            moved, Words.figure(answered)));
        }
        double most = saturation.sustained();
        double surely = most - Z_95 * StrictMath.sqrt(most);
        if (turns.interval().high() < surely) {
            return new Derived.Refused<>(
                    say(
                            "%s, and %s a second were completed at another time, which chance does"
                                    + " not explain: what was asked then was not of the same kinds",
                            moved, Words.figure(most)));
        }
        return found(
                turns.perSecond(),
                turns.interval(),
                say(
                        "%d seconds, by whom the answered had been in the queue behind (%s)",
                        longest.seconds().size(), said));
    }

    private static Derived<Capacity> found(double perSecond, Interval interval, String when) {
        String because =
                say(
                        "it did %s a second (%s to %s) in %s",
                        Words.figure(perSecond),
                        Words.figure(interval.low()),
                        Words.figure(interval.high()),
                        when);
        return new Derived.Found<>(
                new Capacity(perSecond, interval, Stamp.THIS_RUN, because), because);
    }

    /// What a system can complete that asks another so often, which was at its capacity: what comes
    /// through must pass there. X = X_k / V_k, the forced flow law (Peter Denning and Jeffrey
    /// Buzen, "The operational analysis of queueing network models", 1978). It holds for the
    /// requests of the time in which they were counted, whoever waits for their answers.
    ///
    /// @param callee its name, for people
    /// @param of what the callee can complete
    /// @param asked of the callee in some time in which all was well
    /// @param completed by the system in that time
    public static Derived<Capacity> through(
            String callee, Derived<Capacity> of, long asked, long completed) {
        if (!(of instanceof Derived.Found<Capacity>(Capacity capacity, String because))
                || asked < LEAST_ASKED
                || completed < LEAST_ASKED) {
            return new Derived.Refused<>(
                    say(
                            "%s was asked %d times for %d requests, and at its capacity both must be"
                                    + " %d or more",
                            callee, asked, completed, LEAST_ASKED));
        }
        double visits = (double) asked / completed;
        double chance = Z_95 * StrictMath.sqrt(1.0 / asked + 1.0 / completed);
        double perSecond = capacity.perSecond() / visits;
        var interval =
                new Interval(
                        capacity.interval().low() / visits * Math.max(0, 1 - chance),
                        capacity.interval().high() / visits * (1 + chance));
        String all =
                say(
                        "each asks %s %s times, which can do no more: %s",
                        callee, Words.figure(visits), because);
        return new Derived.Found<>(new Capacity(perSecond, interval, Stamp.THIS_RUN, all), all);
    }
}
