package dev.unruly.advise;

import static dev.unruly.advise.Words.say;

import dev.unruly.model.DependencySecond;
import dev.unruly.stats.Interval;
import java.util.List;

/// How many requests a second a system can complete, C_norm.
///
/// @param perSecond that many
/// @param interval between which bounds, by the chance of counts (Poisson, 95 %)
/// @param stamp where it is from
/// @param because with the figures
public record Capacity(double perSecond, Interval interval, Stamp stamp, String because) {

    /// A queue that grows for fewer seconds may grow by chance.
    private static final int LEAST_SECONDS = 3;

    private static final int LEAST_GROWTH = 10;

    /// A queue that empties may complete more than capacity for a moment, but not for seconds more
    /// than twice as much.
    private static final double LEAST_OF_SUSTAINED = 0.5;

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

    /// What was completed while the queue grew: the most in any three successive seconds at whose
    /// ends ever more requests were in flight, ten or more in all, for then nothing but the
    /// system's capacity limited it. Over three seconds, since the most of single seconds is the
    /// luckiest one.
    ///
    /// @param seconds of one dependency, in order; not those in which it was hurt
    public static Derived<Capacity> ofRun(List<DependencySecond> seconds) {
        return ofRun(seconds, 0);
    }

    /// The same, where it is known how many are in flight when all is well: a queue that is not
    /// longer than that has not grown.
    ///
    /// @param usual the most that were in flight while nothing was wrong
    public static Derived<Capacity> ofRun(List<DependencySecond> seconds, int usual) {
        double best = 0;
        int at = -1;
        double most = seconds.stream().mapToLong(DependencySecond::completed).max().orElse(0);
        double sustained = 0;
        for (int i = LEAST_SECONDS; i < seconds.size(); i++) {
            List<DependencySecond> last = seconds.subList(i - LEAST_SECONDS, i + 1);
            double completed = 0;
            for (DependencySecond second : last.subList(1, last.size())) {
                completed += second.completed();
            }
            sustained = Math.max(sustained, completed / LEAST_SECONDS);
            if (seconds.get(i).inFlight() > usual
                    && grew(last)
                    && completed / LEAST_SECONDS > best) {
                best = completed / LEAST_SECONDS;
                at = seconds.get(i).second();
            }
        }
        if (best == 0) {
            return new Derived.Refused<>(
                    say(
                            "requests in flight never grew for %d seconds in a row, so it was not"
                                    + " at its capacity; that is more than the %s a second that"
                                    + " were completed",
                            LEAST_SECONDS, Words.figure(most)));
        }
        if (best < LEAST_OF_SUSTAINED * sustained) {
            return new Derived.Refused<>(
                    say(
                            "while requests in flight grew, only %s a second were completed, and"
                                    + " %s at another time: whoever left before the answer came is"
                                    + " not counted, so what it can complete was not seen",
                            Words.figure(best), Words.figure(sustained)));
        }
        String because =
                say(
                        "it completed %s a second while requests in flight grew, up to second %d",
                        Words.figure(best), at);
        double spread = Z_95 * StrictMath.sqrt(best / LEAST_SECONDS);
        var interval = new Interval(Math.max(0, best - spread), best + spread);
        return new Derived.Found<>(new Capacity(best, interval, Stamp.THIS_RUN, because), because);
    }

    /// Whether more were in flight at every second's end, the first of which is the beginning.
    private static boolean grew(List<DependencySecond> seconds) {
        for (int i = 1; i < seconds.size(); i++) {
            if (seconds.get(i).inFlight() <= seconds.get(i - 1).inFlight()
                    || seconds.get(i).second() != seconds.get(i - 1).second() + 1) {
                return false;
            }
        }
        return seconds.getLast().inFlight() - seconds.getFirst().inFlight() >= LEAST_GROWTH;
    }
}
