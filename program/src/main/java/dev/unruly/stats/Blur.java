package dev.unruly.stats;

import dev.unruly.chance.Distribution;

/// How a duration that was measured by a coarse clock may be off, beyond its being rounded to the
/// clock's unit u.
public enum Blur {
    /// Not at all: the clock was finer, and only the difference was rounded.
    NONE(0, 0),

    /// A difference of two readings, each cut to the unit: what lasted t shows as ⌊t⌋ or ⌊t⌋ + 1,
    /// so that t has a density of 1 − |t − d|/u around a difference d. That is a cell of width u
    /// whose place is uniform within ±u/2.
    READINGS(0.3872983346207417, 5.0 / 18),

    /// A difference of two readings less a duration that is known finely: off as before, and no
    /// whole number. It is shared out between the whole numbers around it, so that its mean stays
    /// where it was; rounded, all would be off alike where the durations are alike.
    READINGS_AND_DURATION(0.806225774829855, 5.0 / 26);

    /// The outer nodes, in units, and their weight, of the formula with three nodes that is right
    /// for the first five moments of the error (Carl Friedrich Gauss, "Methodus nova integralium
    /// valores per approximationem inveniendi", 1815).
    private final double node;

    private final double weight;

    Blur(double node, double weight) {
        this.node = node;
        this.weight = weight;
    }

    /// The share of durations that show as less than `at`; those that would show as negative show
    /// as 0.
    double cdf(Distribution of, double at, double unit) {
        if (at <= 0) {
            return 0;
        }
        // From here on a cell is wider than the error.
        if (this == NONE || at > 100 * unit) {
            return of.cdf(at);
        }
        double around = of.cdf(Math.max(0, at - node * unit)) + of.cdf(at + node * unit);
        return (1 - 2 * weight) * of.cdf(at) + weight * around;
    }
}
