package dev.unruly.stats;

import dev.unruly.chance.Draws;
import dev.unruly.chance.Normal;
import dev.unruly.chance.Poisson;
import dev.unruly.chance.Purpose;
import dev.unruly.chance.Seed;
import java.util.Arrays;
import java.util.Optional;

/// The exponent s under which visits to ranked items are most likely, where the item of rank r gets
/// a share of 1/rˢ (George Zipf, "Human behavior and the principle of least effort", 1949).
///
/// Ranks come from the visits themselves, so that chance orders them too and makes the curve look
/// steeper. Only items with ten visits count, each given that it is one of these, and what chance
/// still adds is measured on simulated visits of the fitted curve and taken off (Bradley Efron &
/// Robert Tibshirani, "An introduction to the bootstrap", 1993, chapter 10).
///
/// @param interval 95 %, from the spread of the simulated fits
/// @param ranks how many items it rests on
/// @param visits of these items
public record ZipfFit(double exponent, Interval interval, int ranks, long visits) {

    /// Visits from which an item's rank is hardly chance.
    private static final long ENOUGH = 10;

    private static final Draws DRAWS = new Seed(0).stream("zipf");

    private static final int LEAST_RANKS = 5;
    private static final double Z = 1.959963984540054;
    private static final double LARGEST = 10;
    private static final int SIMULATED = 60;
    private static final int MOST_SIMULATED_ITEMS = 20_000;

    /// The fit; empty where fewer than five items have ten visits.
    ///
    /// @param visits of each item, in any order
    public static Optional<ZipfFit> of(long... visits) {
        Optional<Ranked> ranked = Ranked.of(visits);
        if (ranked.isEmpty()) {
            return Optional.empty();
        }
        Ranked seen = ranked.get();
        double first = seen.exponent();
        double sum = 0;
        double squares = 0;
        int fits = 0;
        for (int run = 0; run < SIMULATED; run++) {
            Optional<Ranked> again = Ranked.of(simulated(seen, first, visits.length, run));
            if (again.isPresent()) {
                double exponent = again.get().exponent();
                sum += exponent - first;
                squares += (exponent - first) * (exponent - first);
                fits++;
            }
        }
        if (fits < 2) {
            return Optional.empty();
        }
        double bias = sum / fits;
        double error = StrictMath.sqrt(Math.max(0, (squares - fits * bias * bias) / (fits - 1)));
        double exponent = Math.max(0, first - bias);
        var interval = new Interval(Math.max(0, exponent - Z * error), exponent + Z * error);
        return Optional.of(new ZipfFit(exponent, interval, seen.logs.length, seen.count));
    }

    /// Visits of the fitted curve, scaled to those of the ranks it rests on.
    private static long[] simulated(Ranked seen, double exponent, int items, int run) {
        double shares = 0;
        for (double log : seen.logs) {
            shares += StrictMath.exp(-exponent * log);
        }
        long[] visits = new long[Math.min(2 * items, MOST_SIMULATED_ITEMS)];
        for (int i = 0; i < visits.length; i++) {
            double due = seen.count / shares * StrictMath.exp(-exponent * StrictMath.log(i + 1));
            double uniform = DRAWS.uniform(run, i, Purpose.FEED, 0);
            // A thousand visits and more are as good as normal, and quicker to draw.
            visits[i] =
                    due < 1_000
                            ? Poisson.count(due, uniform)
                            : Math.round(due + StrictMath.sqrt(due) * Normal.quantile(uniform));
        }
        return visits;
    }

    /// The logarithms of the ranks that count, and the mean of them over all visits.
    private record Ranked(double[] logs, double due, long count) {

        static Optional<Ranked> of(long[] visits) {
            long[] sorted = visits.clone();
            Arrays.sort(sorted);
            int ranks = 0;
            while (ranks < sorted.length && sorted[sorted.length - 1 - ranks] >= ENOUGH) {
                ranks++;
            }
            if (ranks < LEAST_RANKS) {
                return Optional.empty();
            }
            double[] logs = new double[ranks];
            double due = 0;
            long count = 0;
            for (int i = 0; i < ranks; i++) {
                logs[i] = StrictMath.log(i + 1);
                due += sorted[sorted.length - 1 - i] * logs[i];
                count += sorted[sorted.length - 1 - i];
            }
            return Optional.of(new Ranked(logs, due / count, count));
        }

        /// The mean of ln rank falls with the exponent; where it is the sample's is the top.
        double exponent() {
            double low = 0;
            double high = LARGEST;
            for (int i = 0; i < 50; i++) {
                double middle = 0.5 * (low + high);
                if (mean(logs, middle) > due) {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            return 0.5 * (low + high);
        }
    }

    private static double mean(double[] logs, double exponent) {
        double sum = 0;
        double first = 0;
        for (double log : logs) {
            double share = StrictMath.exp(-exponent * log);
            sum += share;
            first += share * log;
        }
        return first / sum;
    }
}
