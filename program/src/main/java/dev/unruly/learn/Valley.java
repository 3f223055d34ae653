package dev.unruly.learn;

import java.util.Locale;

/// The gap of silence that ends a session, from the gaps of a log: a mixture of two normal
/// distributions of log10(gap in seconds) is fitted by expectation and maximization, one for gaps
/// within sessions and one for those between; the cut is at the least density between their means
/// (Halfaker et al., User Session Identification Based on Strong Regularities in Inter-activity
/// Time, 2015).
///
/// @param cutSeconds within 600-3600
/// @param found whether there is a valley; if not, the cut is the usual half hour
/// @param valleySeconds where the valley is, before it is clamped; NaN: there is none
/// @param gaps that were looked at
public record Valley(double cutSeconds, boolean found, double valleySeconds, long gaps) {

    static final double LEAST = 600;
    static final double MOST = 3600;
    static final double USUAL = 1800;

    /// People think about 50 s: a valley below two minutes parts people from programs.
    private static final double AT_ONCE = 120;

    /// In words.
    String whence() {
        if (!found) {
            return String.format(Locale.ROOT, "no valley in %d gaps", gaps);
        }
        if (valleySeconds < LEAST) {
            return String.format(
                    Locale.ROOT,
                    "the least: the valley of %d gaps is at %.0f s%s",
                    gaps,
                    valleySeconds,
                    valleySeconds < AT_ONCE
                            ? ", between what programs fetch and what people read"
                            : "");
        }
        String held =
                valleySeconds > MOST
                        ? String.format(
                                Locale.ROOT, ", held down from %.0f min", valleySeconds / 60)
                        : "";
        return String.format(Locale.ROOT, "the valley of %d gaps%s", gaps, held);
    }

    /// Bins of log10(gap): 20 a decade, from 1 s to 10^7 s.
    private static final int PER_DECADE = 20;

    private static final int BINS = 7 * PER_DECADE;
    private static final int ROUNDS = 300;
    private static final int FEWEST = 100;

    /// Counts of gaps by size.
    static final class Gaps {
        private final long[] counts = new long[BINS];
        private long total;

        /// Gaps below one second are within sessions, and are left out.
        void add(double seconds, long count) {
            if (seconds >= 1) {
                int bin = (int) (Math.log10(seconds) * PER_DECADE);
                counts[Math.min(BINS - 1, bin)] += count;
                total += count;
            }
        }

        Valley valley() {
            if (total < FEWEST) {
                return none(total);
            }
            return new Mixture(counts, total).valley();
        }
    }

    private static Valley none(long total) {
        return new Valley(USUAL, false, Double.NaN, total);
    }

    private static final class Mixture {
        private final long[] counts;
        private final long total;
        private final double[] mean = {1.5, 4};
        private final double[] deviation = {0.7, 0.7};
        private final double[] weight = {0.8, 0.2};

        Mixture(long[] counts, long total) {
            this.counts = counts;
            this.total = total;
            for (int round = 0; round < ROUNDS; round++) {
                improve();
            }
        }

        private static double at(int bin) {
            return (bin + 0.5) / PER_DECADE;
        }

        private double density(int part, double x) {
            double z = (x - mean[part]) / deviation[part];
            return weight[part] * Math.exp(-z * z / 2) / deviation[part];
        }

        private void improve() {
            double[] n = new double[2];
            double[] sum = new double[2];
            double[] squares = new double[2];
            for (int bin = 0; bin < BINS; bin++) {
                double x = at(bin);
                double one = density(0, x);
                double both = one + density(1, x);
                double share = both > 0 ? one / both : x < 3 ? 1 : 0;
                for (int part = 0; part < 2; part++) {
                    double r = counts[bin] * (part == 0 ? share : 1 - share);
                    n[part] += r;
                    sum[part] += r * x;
                    squares[part] += r * x * x;
                }
            }
            for (int part = 0; part < 2; part++) {
                if (n[part] > 1) {
                    mean[part] = sum[part] / n[part];
                    double variance = squares[part] / n[part] - mean[part] * mean[part];
                    deviation[part] = Math.sqrt(Math.max(variance, 0.01));
                }
                weight[part] = n[part] / total;
            }
        }

        Valley valley() {
            boolean both = Math.min(weight[0], weight[1]) >= 0.01;
            if (!both || mean[1] - mean[0] < 0.5) {
                return none(total);
            }
            double best = Double.POSITIVE_INFINITY;
            double where = Double.NaN;
            int steps = 1_000;
            int found = -1;
            for (int i = 0; i <= steps; i++) {
                double x = mean[0] + (mean[1] - mean[0]) * i / steps;
                double density = density(0, x) + density(1, x);
                if (density < best) {
                    best = density;
                    where = x;
                    found = i;
                }
            }
            if (found <= 0 || found >= steps) {
                return none(total);
            }
            double seconds = Math.pow(10, where);
            return new Valley(Math.clamp(seconds, LEAST, MOST), true, seconds, total);
        }
    }
}
