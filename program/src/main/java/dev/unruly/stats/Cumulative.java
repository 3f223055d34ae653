package dev.unruly.stats;

import java.util.Arrays;

/// A cumulative distribution that is linear between knots: within a bucket of a histogram all
/// values are as likely; a sample's values are steps. Immutable.
public final class Cumulative {

    /// Rising, equal where there is a step.
    private final double[] xs;

    /// The share up to each, rising from 0 to 1.
    private final double[] shares;

    private Cumulative(double[] xs, double[] shares) {
        this.xs = xs;
        this.shares = shares;
    }

    /// That of a histogram, in nanoseconds.
    public static Cumulative of(Latencies histogram) {
        if (histogram.isEmpty()) {
            throw new IllegalArgumentException("a distribution needs a value");
        }
        int[] buckets = {0};
        histogram.visit((_, _, _) -> buckets[0]++);
        double[] xs = new double[2 * buckets[0]];
        double[] shares = new double[2 * buckets[0]];
        long[] passed = {0};
        int[] at = {0};
        histogram.visit((above, upTo, count) -> {
            xs[at[0]] = Math.max(above, histogram.least());
            shares[at[0]++] = (double) passed[0] / histogram.count();
            passed[0] += count;
            xs[at[0]] = Math.min(upTo, histogram.most());
            shares[at[0]++] = (double) passed[0] / histogram.count();
        });
        return new Cumulative(xs, shares);
    }

    /// That of a sample.
    public static Cumulative ofSample(double... sample) {
        if (sample.length == 0) {
            throw new IllegalArgumentException("a distribution needs a value");
        }
        double[] sorted = sample.clone();
        Arrays.sort(sorted);
        double[] xs = new double[2 * sorted.length];
        double[] shares = new double[2 * sorted.length];
        for (int i = 0; i < sorted.length; i++) {
            xs[2 * i] = sorted[i];
            xs[2 * i + 1] = sorted[i];
            shares[2 * i] = (double) i / sorted.length;
            shares[2 * i + 1] = (i + 1.0) / sorted.length;
        }
        return new Cumulative(xs, shares);
    }

    /// The share of values that do not exceed x.
    public double at(double x) {
        int low = -1;
        int high = xs.length;
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (xs[middle] <= x) {
                low = middle;
            } else {
                high = middle;
            }
        }
        if (low < 0) {
            return 0;
        }
        if (high == xs.length) {
            return 1;
        }
        double part = (x - xs[low]) / (xs[high] - xs[low]);
        return shares[low] + part * (shares[high] - shares[low]);
    }

    /// The smallest value that a share of all do not exceed.
    public double quantile(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("share must be in [0, 1], got " + share);
        }
        int low = -1;
        int high = xs.length - 1;
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            // Less a hair, as in Latencies.
            if (shares[middle] >= share - 1e-15) {
                high = middle;
            } else {
                low = middle;
            }
        }
        if (low < 0 || shares[high] == shares[low]) {
            return xs[high];
        }
        double part = (share - shares[low]) / (shares[high] - shares[low]);
        return xs[low] + Math.min(1, part) * (xs[high] - xs[low]);
    }

    /// The values at which the slope changes, rising; some may be equal.
    public double[] knots() {
        return xs.clone();
    }
}
