package dev.unruly.judge;

import dev.unruly.model.Comparison;
import dev.unruly.model.Expectation;
import dev.unruly.model.Expectation.Latency;
import dev.unruly.model.Verdict;
import dev.unruly.stats.Latencies;
import dev.unruly.stats.TTest;

/// Means, extremes and counts of a cell, held against their bounds. Extremes and counts are what
/// they are; a mean is one of a sample.
final class Extent {

    private static final double LEAST_NEEDED = 50;

    private Extent() {}

    /// The mean over all, where what was not answered counts for as long as it lasted.
    ///
    /// How likely a mean as bad would be if the true one were the bound: by Student's t of (mean -
    /// bound) / (s / sqrt(n / d)), with s the standard deviation in the sample, n its size and d
    /// the baseline's design effect.
    static Finding average(Expectation e, Cell cell, Latency latency, double designEffect) {
        Latencies took = all(cell, latency);
        if (took.isEmpty()) {
            return nothing(e);
        }
        double mean = took.meanNanos() / 1e9;
        double independent = Math.max(2, took.count() / designEffect);
        double error = deviation(took) / StrictMath.sqrt(independent);
        boolean above = e.comparison() == Comparison.MORE || e.comparison() == Comparison.AT_LEAST;
        boolean met = e.comparison().holds(mean, e.bound());
        double p = met ? 1 : 0;
        if (error > 0) {
            var test = new TTest((int) Math.min(Integer.MAX_VALUE, independent), mean, error);
            p = above ? test.pBelow(e.bound()) : test.pAbove(e.bound());
        }
        return Finding.sampled(
                e,
                met,
                took.count() >= LEAST_NEEDED,
                p,
                Words.say(
                        "%s on average, of %d",
                        Words.nanos(Math.round(took.meanNanos())), took.count()));
    }

    /// The standard deviation in seconds, each bucket taken at its middle.
    private static double deviation(Latencies took) {
        double mean = took.meanNanos();
        double[] squares = {0};
        took.visit((above, upTo, count) -> {
            double off = (above + upTo) / 2.0 - mean;
            squares[0] += count * off * off;
        });
        return StrictMath.sqrt(squares[0] / took.count()) / 1e9;
    }

    /// The shortest of those that were answered.
    static Finding shortest(Expectation e, Cell cell, Latency latency) {
        Latencies took = Findings.took(cell, latency);
        return took.isEmpty() ? nothing(e) : extreme(e, took.least(), "shortest", took.count());
    }

    /// The longest, also of those that were not answered.
    static Finding longest(Expectation e, Cell cell, Latency latency) {
        Latencies took = all(cell, latency);
        return took.isEmpty() ? nothing(e) : extreme(e, took.most(), "longest", took.count());
    }

    private static Finding extreme(Expectation e, long nanos, String which, long of) {
        return plain(
                e, nanos / 1e9, Words.say("the %s of %d took %s", which, of, Words.nanos(nanos)));
    }

    /// Requests that were sent, sub-resources and signing in among them.
    static Finding requests(Expectation e, Cell cell) {
        return plain(e, cell.requests, Words.say("%d requests", cell.requests));
    }

    /// The same per second.
    static Finding rate(Expectation e, Cell cell, int seconds) {
        if (seconds <= 0) {
            return nothing(e);
        }
        double rate = (double) cell.requests / seconds;
        return plain(
                e, rate, Words.say("%d requests in %d s: %.2f/s", cell.requests, seconds, rate));
    }

    private static Finding plain(Expectation e, double figure, String text) {
        boolean met = e.comparison().holds(figure, e.bound());
        return Finding.plain(e, met ? Verdict.HOLDS : Verdict.FAILS, text);
    }

    private static Finding nothing(Expectation e) {
        return Finding.plain(e, Verdict.UNCLEAR, "nothing was measured");
    }

    private static Latencies all(Cell cell, Latency latency) {
        Latencies all = Findings.took(cell, latency).copy();
        switch (latency) {
            case PERCEIVED -> {
                all.add(cell.left);
                all.add(cell.failed);
                all.add(cell.cutOff);
            }
            case RESPONSE, SERVICE -> all.add(cell.unanswered);
        }
        return all;
    }
}
