package dev.unruly.chance;

import java.util.Arrays;

/// A distribution known by some of its quantiles, straight lines in between.
///
/// Equal neighbouring values are an atom: a share of draws that all have this value.
public final class Empirical implements Distribution {

    private final double[] probabilities;
    private final double[] values;

    private Empirical(double[] probabilities, double[] values) {
        this.probabilities = probabilities;
        this.values = values;
    }

    /// The distribution whose quantile at `probabilities[i]` is `values[i]`. Probabilities rise
    /// strictly from 0 to 1, values never fall.
    public static Empirical of(double[] probabilities, double[] values) {
        int size = probabilities.length;
        if (size < 2 || values.length != size) {
            throw new IllegalArgumentException(
                    "as many values as probabilities, two or more, got %d and %d"
                            .formatted(values.length, size));
        }
        if (probabilities[0] != 0 || probabilities[size - 1] != 1) {
            throw new IllegalArgumentException(
                    "probabilities must go from 0 to 1, got " + Arrays.toString(probabilities));
        }
        for (int i = 1; i < size; i++) {
            if (!(probabilities[i] > probabilities[i - 1])) {
                throw new IllegalArgumentException(
                        "probabilities must rise, got " + Arrays.toString(probabilities));
            }
            if (!(values[i] >= values[i - 1])) {
                throw new IllegalArgumentException(
                        "values must not fall, got " + Arrays.toString(values));
            }
        }
        if (!Double.isFinite(values[0]) || !Double.isFinite(values[size - 1])) {
            throw new IllegalArgumentException(
                    "values must be finite, got " + Arrays.toString(values));
        }
        return new Empirical(probabilities.clone(), values.clone());
    }

    /// The distribution of a sample in any order: its order statistics at equal distances.
    public static Empirical ofSample(double... sample) {
        double[] sorted = sample.clone();
        Arrays.sort(sorted);
        if (sorted.length == 1) {
            sorted = new double[] {sorted[0], sorted[0]};
        }
        double[] probabilities = new double[sorted.length];
        for (int i = 0; i < sorted.length; i++) {
            probabilities[i] = (double) i / (sorted.length - 1);
        }
        return of(probabilities, sorted);
    }

    /// The shares at which a quantile is known, from 0 to 1.
    public double[] probabilities() {
        return probabilities.clone();
    }

    /// The quantiles at [#probabilities].
    public double[] values() {
        return values.clone();
    }

    @Override
    public double quantile(double p) {
        Special.requireShare(p);
        int found = Arrays.binarySearch(probabilities, p);
        return found >= 0 ? values[found] : between(p, probabilities, values, -found - 1);
    }

    @Override
    public double cdf(double x) {
        if (x >= values[values.length - 1]) {
            return 1;
        }
        if (x < values[0]) {
            return 0;
        }
        int above = firstAbove(x);
        return between(x, values, probabilities, above);
    }

    @Override
    public double mean() {
        double sum = 0;
        for (int i = 1; i < values.length; i++) {
            sum += (probabilities[i] - probabilities[i - 1]) * 0.5 * (values[i] + values[i - 1]);
        }
        return sum;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Empirical empirical
                && Arrays.equals(empirical.probabilities, probabilities)
                && Arrays.equals(empirical.values, values);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(probabilities) + Arrays.hashCode(values);
    }

    /// The first value greater than x.
    private int firstAbove(double x) {
        int low = 0;
        int high = values.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (values[middle] > x) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /// On the line from point `above − 1` to point `above`, the y at x.
    private static double between(double x, double[] xs, double[] ys, int above) {
        double share = (x - xs[above - 1]) / (xs[above] - xs[above - 1]);
        return ys[above - 1] + share * (ys[above] - ys[above - 1]);
    }
}
