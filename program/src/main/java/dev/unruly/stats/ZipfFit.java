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

    /// Student's 97.5 % quantile with one degree of freedom less than there are simulated fits.
    private static final double T = 2.000995;

    private static final double LARGEST = 10;
    private static final int SIMULATED = 60;

    /// So many curves are simulated at the most, for those on which a fit can be made.
    private static final int MOST_RUNS = 600;

    private static final int LEAST_FITS = 10;
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
        double[] off = spread(visits, seen.exponent());
        if (off[2] < LEAST_FITS) {
            return Optional.empty();
        }
        // What chance adds depends on the curve: once more at the one that it leaves.
        double[] again = spread(visits, Math.max(0, seen.exponent() - off[0]));
        off = again[2] < LEAST_FITS ? off : again;
        double exponent = Math.max(0, seen.exponent() - off[0]);
        var interval = new Interval(Math.max(0, exponent - T * off[1]), exponent + T * off[1]);
        return Optional.of(new ZipfFit(exponent, interval, seen.logs.length, seen.count));
    }

    /// By how much fits to simulated visits of a curve are too high, their standard deviation, and
    /// how many there were.
    private static double[] spread(long[] visits, double exponent) {
        double[] due = due(visits, exponent);
        double sum = 0;
        double squares = 0;
        int fits = 0;
        for (int run = 0; run < MOST_RUNS && fits < SIMULATED; run++) {
            Optional<Ranked> again = Ranked.of(simulated(due, run));
            if (again.isPresent()) {
                double off = again.get().exponent() - exponent;
                sum += off;
                squares += off * off;
                fits++;
            }
        }
        double bias = fits == 0 ? 0 : sum / fits;
        double variance = Math.max(0, (squares - fits * bias * bias) / Math.max(1, fits - 1));
        return new double[] {bias, StrictMath.sqrt(variance), fits};
    }

    /// Visits due to each rank of a curve, of as many in all. Of how many items: those seen, and as
    /// many as were not, f₁²/2f₂ with f₁ of one visit and f₂ of two (Anne Chao, "Nonparametric
    /// estimation of the number of classes in a population", 1984).
    private static double[] due(long[] visits, double exponent) {
        int seen = 0;
        double ones = 0;
        double twos = 0;
        double all = 0;
        for (long count : visits) {
            seen += count > 0 ? 1 : 0;
            ones += count == 1 ? 1 : 0;
            twos += count == 2 ? 1 : 0;
            all += count;
        }
        double unseen = Math.min(seen, ones * ones / (2 * Math.max(1, twos)));
        double[] due = new double[(int) Math.min(seen + unseen, MOST_SIMULATED_ITEMS)];
        double shares = 0;
        for (int i = 0; i < due.length; i++) {
            due[i] = StrictMath.exp(-exponent * StrictMath.log(i + 1));
            shares += due[i];
        }
        for (int i = 0; i < due.length; i++) {
            due[i] *= all / shares;
        }
        return due;
    }

    private static long[] simulated(double[] due, int run) {
        long[] visits = new long[due.length];
        for (int i = 0; i < visits.length; i++) {
            double uniform = DRAWS.uniform(run, i, Purpose.FEED, 0);
            // A thousand visits and more are as good as normal, and quicker to draw.
            visits[i] =
                    due[i] < 1_000
                            ? Poisson.count(due[i], uniform)
                            : Math.round(
                                    due[i] + StrictMath.sqrt(due[i]) * Normal.quantile(uniform));
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
