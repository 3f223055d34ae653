package dev.unruly.chance;

/// A choice among numbered things by weight, through a table of cumulated shares.
///
/// Immutable; shared by all users who choose from the same list.
public final class Pick {

    private final double[] cumulated;

    private Pick(double[] cumulated) {
        this.cumulated = cumulated;
    }

    /// The choice among as many things as there are weights. A weight of 0 is never picked.
    public static Pick byWeight(double... weights) {
        double[] cumulated = new double[weights.length];
        double sum = 0;
        double lost = 0;
        for (int i = 0; i < weights.length; i++) {
            requireWeight(weights[i], i);
            // Kahan's compensation: a million small weights lose nothing.
            double term = weights[i] - lost;
            double next = sum + term;
            lost = (next - sum) - term;
            sum = next;
            cumulated[i] = sum;
        }
        requireSome(sum);
        for (int i = 0; i < cumulated.length; i++) {
            cumulated[i] /= sum;
        }
        return new Pick(cumulated);
    }

    /// The number of the thing that a uniform number in (0, 1) stands for.
    public int at(double uniform) {
        int low = 0;
        int high = cumulated.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (cumulated[middle] > uniform) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /// The probability of one thing.
    public double share(int index) {
        return index == 0 ? cumulated[0] : cumulated[index] - cumulated[index - 1];
    }

    /// The probability of all things up to and including this one.
    public double shareUpTo(int index) {
        return cumulated[index];
    }

    public int size() {
        return cumulated.length;
    }

    /// A choice by weights that hold for this once, such as those of a user who grows weary.
    /// Allocates nothing; takes time with the number of weights.
    public static int among(double[] weights, double uniform) {
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            requireWeight(weights[i], i);
            sum += weights[i];
        }
        requireSome(sum);
        double mark = uniform * sum;
        double passed = 0;
        int last = 0;
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] > 0) {
                passed += weights[i];
                last = i;
                if (mark < passed) {
                    return i;
                }
            }
        }
        return last;
    }

    private static void requireWeight(double weight, int index) {
        if (!(weight >= 0 && Double.isFinite(weight))) {
            throw new IllegalArgumentException(
                    "weight " + index + " must be finite and not negative, got " + weight);
        }
    }

    private static void requireSome(double sum) {
        if (!(sum > 0 && Double.isFinite(sum))) {
            throw new IllegalArgumentException("weights must add up to a positive sum, got " + sum);
        }
    }
}
