package dev.unruly.advise;

import dev.unruly.stats.Interval;
import dev.unruly.stats.Latencies;
import dev.unruly.stats.Student;

/// Means of histograms.
final class Means {

    private Means() {}

    /// The interval of the mean by Student's t, from the variance between buckets.
    static Interval interval(Latencies sample, double level) {
        double mean = sample.meanNanos();
        if (sample.count() < 2) {
            return new Interval(0, Double.POSITIVE_INFINITY);
        }
        double[] squares = {0};
        sample.visit((above, upTo, count) -> {
            double away = 0.5 * (above + upTo) - mean;
            squares[0] += count * away * away;
        });
        double degrees = sample.count() - 1.0;
        double error = StrictMath.sqrt(squares[0] / degrees / sample.count());
        double spread = Student.quantile(0.5 + 0.5 * level, degrees) * error;
        return new Interval(Math.max(0, mean - spread), mean + spread);
    }
}
