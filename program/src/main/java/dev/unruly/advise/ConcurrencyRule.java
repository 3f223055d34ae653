package dev.unruly.advise;

import static dev.unruly.advise.Words.say;

import dev.unruly.model.DependencySecond;
import dev.unruly.model.Policy;
import dev.unruly.stats.Bootstrap;
import dev.unruly.stats.Interval;
import dev.unruly.stats.UniversalScalability;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// How a concurrency limit follows from the measured knee.
///
/// Points of (concurrency, throughput) are fitted to the [UniversalScalability] law. Where
/// throughput falls in the end (β is surely above 0, and its peak was reached) the limit is N*.
/// Where it only flattens, it is Kleinrock's knee 1 / α: what the largest throughput λ / α needs at
/// the speed of one alone (Leonard Kleinrock, "Power and deterministic rules of thumb for
/// probabilistic problems in computer communications", 1979). Points that do neither do not bend,
/// and say nothing about where they would.
///
/// @param level confidence of the knee's interval
public record ConcurrencyRule(double level) {

    /// At 95 %.
    public static final ConcurrencyRule USUAL = new ConcurrencyRule(0.95);

    /// A second's throughput at the concurrency of that second.
    public record Point(double concurrency, double perSecond) {}

    private static final int LEAST_POINTS = 6;
    private static final double LEAST_EXPLAINED = 0.7;
    private static final int REPLICATES = 200;

    /// Points bend if the last ones have at most this part of what they would have if one more
    /// always did as much as the first.
    private static final double BENT = 0.6;

    /// The points of a run: by Little's law as many were in flight as answered requests waited
    /// together for, in a second.
    public static List<Point> points(List<DependencySecond> seconds) {
        var points = new ArrayList<Point>();
        for (DependencySecond second : seconds) {
            double concurrency = second.seen().sumNanos() / 1e9;
            if (second.completed() > 0 && concurrency > 0) {
                points.add(new Point(concurrency, second.completed()));
            }
        }
        return points;
    }

    /// The limit that points show.
    ///
    /// @param random for the interval
    public Derived<ConcurrencySetting> of(List<Point> points, RandomGenerator random) {
        long different =
                points.stream().mapToLong(p -> Math.round(p.concurrency())).distinct().count();
        if (different < LEAST_POINTS) {
            return new Derived.Refused<>(
                    say(
                            "%s of concurrency were seen; %d are needed to see a knee",
                            Words.count(different, "level"), LEAST_POINTS));
        }
        UniversalScalability law = fit(points);
        if (law.explained() < LEAST_EXPLAINED) {
            return new Derived.Refused<>(
                    say(
                            "the law of scalability explains only %s of how throughput varies; %s"
                                    + " are needed to trust its knee",
                            Words.share(Math.max(0, law.explained())),
                            Words.share(LEAST_EXPLAINED)));
        }
        double most = points.stream().mapToDouble(Point::concurrency).max().orElseThrow();
        boolean peaks = law.agreeingInterval().low() > 0 && law.peak() <= most;
        boolean bent = law.at(most) <= BENT * law.perOne() * most;
        double knee = peaks ? law.peak() : flat(law);
        if (!peaks && !(bent && knee <= most)) {
            return new Derived.Refused<>(
                    say(
                            "up to %s at a time the points do not bend: throughput there is %s of"
                                    + " what it would be if one more always did as much as the"
                                    + " first, and %s or less would show a knee",
                            Words.figure(most),
                            Words.share(law.at(most) / (law.perOne() * most)),
                            Words.share(BENT)));
        }
        return found(points, law, peaks, knee, random);
    }

    private Derived<ConcurrencySetting> found(
            List<Point> points,
            UniversalScalability law,
            boolean peaks,
            double knee,
            RandomGenerator random) {
        double[] knees = new double[REPLICATES];
        for (int i = 0; i < REPLICATES; i++) {
            var drawn = new ArrayList<Point>();
            for (Point point : points) {
                Point other = points.get(random.nextInt(points.size()));
                double miss = other.perSecond() - law.at(other.concurrency());
                double perSecond = Math.max(1e-9, law.at(point.concurrency()) + miss);
                drawn.add(new Point(point.concurrency(), perSecond));
            }
            UniversalScalability again = fit(drawn);
            knees[i] = peaks ? again.peak() : flat(again);
        }
        Interval interval = Bootstrap.interval(knees, level);
        int limit = Math.max(1, (int) Math.floor(knee));
        String because =
                say(
                        "throughput %s at %s at a time (%s to %s): one alone does %s a second, α ="
                                + " %s, β = %s, which explains %s of how it varies",
                        peaks ? "is largest" : "no longer grows with more than",
                        Words.figure(knee),
                        Words.figure(interval.low()),
                        Words.figure(interval.high()),
                        Words.figure(law.perOne()),
                        say("%.2g", law.queueing()),
                        say("%.2g", law.agreeing()),
                        Words.share(law.explained()));
        var policy = new Policy.Concurrency(1, Math.max(1, limit / 2), limit);
        return new Derived.Found<>(
                new ConcurrencySetting(policy, law, knee, interval, law.at(knee)),
                peaks ? because : because.replace("than at", "than"));
    }

    private static double flat(UniversalScalability law) {
        return law.queueing() > 0 ? 1 / law.queueing() : Double.POSITIVE_INFINITY;
    }

    private static UniversalScalability fit(List<Point> points) {
        return UniversalScalability.fit(
                points.stream().mapToDouble(Point::concurrency).toArray(),
                points.stream().mapToDouble(Point::perSecond).toArray());
    }
}
