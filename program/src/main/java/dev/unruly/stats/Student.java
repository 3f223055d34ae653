package dev.unruly.stats;

import dev.unruly.chance.Special;

/// Student's t distribution.
public final class Student {

    private Student() {}

    /// The share below t; both tails are precise.
    public static double cdf(double t, double degrees) {
        requireDegrees(degrees);
        if (Double.isInfinite(t)) {
            return t < 0 ? 0 : 1;
        }
        double tail = 0.5 * Special.beta(0.5 * degrees, 0.5, degrees / (degrees + t * t));
        return t < 0 ? tail : 1 - tail;
    }

    /// The t below which a share p lies.
    public static double quantile(double p, double degrees) {
        requireDegrees(degrees);
        if (!(p > 0 && p < 1)) {
            throw new IllegalArgumentException("p must be in (0, 1), got " + p);
        }
        // Through the half of the distribution whose beta variate is small, hence precise.
        double x = Special.inverseBeta(0.5, 0.5 * degrees, StrictMath.abs(1 - 2 * p));
        double t = StrictMath.sqrt(degrees * x / (1 - x));
        return p < 0.5 ? -t : t;
    }

    private static void requireDegrees(double degrees) {
        if (!(degrees > 0)) {
            throw new IllegalArgumentException("degrees must be positive, got " + degrees);
        }
    }
}
