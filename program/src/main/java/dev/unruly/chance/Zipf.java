package dev.unruly.chance;

import java.util.Objects;

/// A rank from 1 to `size`, picked with a probability in proportion to rank^−exponent: which
/// product is looked at. Web traffic has exponents of 0.64 to 0.83 (Breslau et al., "Web caching
/// and Zipf-like distributions", 1999).
///
/// Exact: a table of eight bytes a rank, shared by all who draw, and log₂(size) steps a draw.
public final class Zipf implements Distribution {

    private final double exponent;
    private final Pick ranks;

    /// @param size the number of ranks, at least 1
    /// @param exponent the skew, 0 (all alike) or more
    public Zipf(int size, double exponent) {
        if (size < 1) {
            throw new IllegalArgumentException("size must be 1 or more, got " + size);
        }
        if (!(exponent >= 0 && Double.isFinite(exponent))) {
            throw new IllegalArgumentException("exponent must be 0 or more, got " + exponent);
        }
        double[] weights = new double[size];
        for (int i = 0; i < size; i++) {
            weights[i] = StrictMath.exp(-exponent * StrictMath.log(i + 1.0));
        }
        this.exponent = exponent;
        this.ranks = Pick.byWeight(weights);
    }

    /// The number of ranks.
    public int size() {
        return ranks.size();
    }

    /// The skew.
    public double exponent() {
        return exponent;
    }

    /// The rank that a uniform number in (0, 1) stands for.
    public int rank(double uniform) {
        return ranks.at(uniform) + 1;
    }

    @Override
    public double quantile(double p) {
        Special.requireShare(p);
        return rank(p);
    }

    @Override
    public double cdf(double x) {
        return x < 1 ? 0 : ranks.shareUpTo((int) Math.min(x, ranks.size()) - 1);
    }

    @Override
    public double mean() {
        double sum = 0;
        for (int i = 0; i < ranks.size(); i++) {
            sum += (i + 1) * ranks.share(i);
        }
        return sum;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Zipf zipf
                && zipf.exponent == exponent
                && zipf.ranks.size() == ranks.size();
    }

    @Override
    public int hashCode() {
        return Objects.hash(ranks.size(), exponent);
    }

    @Override
    public String toString() {
        return "Zipf[size=" + ranks.size() + ", exponent=" + exponent + "]";
    }
}
