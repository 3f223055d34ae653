package dev.unruly.advise;

import dev.unruly.model.DependencySecond;
import dev.unruly.stats.Interval;
import dev.unruly.stats.Student;
import java.util.List;
import java.util.Optional;

/// How fast a queue moves on, seen from those who were served: whoever is served in turn, and came
/// when n had come before, shows that these n have had their turn, also those of them who had left.
///
/// Where work goes on for those who have left, turns come at the system's own speed. Where who left
/// is passed over, the queue moves on as fast as people come: then it is always as long as they
/// have patience for. The one is a line, the other leaves the age of answers as it is.
///
/// @param perSecond turns, the slope of a line through (when answers came, how many had come before
///   those did that were answered)
/// @param interval of the slope, by Student's t
/// @param own whether a line misses clearly less than ages that stay the same
record Turns(double perSecond, Interval interval, boolean own) {

    private static final int LEAST_SECONDS = 5;

    /// By so much less the squares of what a line misses must be.
    private static final double CLEARLY = 4;

    private static final double LEVEL = 0.95;

    /// @param turnOfAge what the turn would be if all ages were the same
    private record Seen(double atSeconds, double turn, double turnOfAge) {}

    /// Follows a queue.
    ///
    /// @param all seconds of the dependency, in order, none missing
    /// @param stretch those of them in which there was a queue
    /// @return empty: too few were served to see it
    static Optional<Turns> of(List<DependencySecond> all, List<DependencySecond> stretch) {
        List<DependencySecond> served =
                stretch.stream()
                        .filter(second -> !second.own().isEmpty())
                        .filter(second -> came(second) >= all.getFirst().second())
                        .toList();
        if (served.size() < LEAST_SECONDS) {
            return Optional.empty();
        }
        double age =
                served.stream()
                        .mapToDouble(second -> second.own().meanNanos() / 1e9)
                        .average()
                        .orElseThrow();
        List<Seen> seen =
                served.stream()
                        .map(second ->
                                new Seen(
                                        answered(second),
                                        before(all, came(second)),
                                        before(all, answered(second) - age)))
                        .toList();
        return Optional.of(slope(seen));
    }

    /// Answers come in the middle of their second, on average.
    private static double answered(DependencySecond second) {
        return second.second() + 0.5;
    }

    private static double came(DependencySecond second) {
        return answered(second) - second.own().meanNanos() / 1e9;
    }

    /// How many had come by then.
    private static double before(List<DependencySecond> all, double at) {
        double sum = 0;
        for (DependencySecond second : all) {
            sum += second.requests() * Math.clamp(at - second.second(), 0.0, 1.0);
        }
        return sum;
    }

    private static Turns slope(List<Seen> seen) {
        int n = seen.size();
        double meanAt = seen.stream().mapToDouble(Seen::atSeconds).average().orElseThrow();
        double meanTurn = seen.stream().mapToDouble(Seen::turn).average().orElseThrow();
        double square = 0;
        double product = 0;
        for (Seen one : seen) {
            square += (one.atSeconds - meanAt) * (one.atSeconds - meanAt);
            product += (one.atSeconds - meanAt) * (one.turn - meanTurn);
        }
        double slope = product / square;
        double left = 0;
        double leftOfAge = 0;
        for (Seen one : seen) {
            double miss = one.turn - meanTurn - slope * (one.atSeconds - meanAt);
            left += miss * miss;
            leftOfAge += (one.turn - one.turnOfAge) * (one.turn - one.turnOfAge);
        }
        double error = StrictMath.sqrt(left / (n - 2) / square);
        // What is served meanwhile is a count: no line is surer than that (Poisson).
        double span = seen.getLast().atSeconds - seen.getFirst().atSeconds;
        error = Math.max(error, StrictMath.sqrt(Math.max(0, slope) / span));
        double spread = Student.quantile(0.5 + 0.5 * LEVEL, n - 2.0) * error;
        var interval = new Interval(Math.max(0, slope - spread), slope + spread);
        return new Turns(slope, interval, CLEARLY * left < leftOfAge);
    }
}
