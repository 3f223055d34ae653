package dev.unruly.stats;

import dev.unruly.chance.Normal;
import dev.unruly.chance.Special;

/// How often something happened out of how often it could have.
///
/// Both counts may be fractions: [#dividedBy] turns dependent trials into fewer independent ones.
/// Levels are confidences such as 0.95; every p-value is the probability, if the true share were
/// the given one, of a count as extreme as this.
public record Proportion(double successes, double trials) {

    public Proportion {
        if (!(successes >= 0 && successes <= trials && Double.isFinite(trials))) {
            throw new IllegalArgumentException(
                    "successes must be in [0, trials], got " + successes + " of " + trials);
        }
    }

    /// The observed share; NaN of no trials.
    public double share() {
        return successes / trials;
    }

    /// The same share with its sample size divided by a [DesignEffect].
    public Proportion dividedBy(double designEffect) {
        if (!(designEffect >= 1)) {
            throw new IllegalArgumentException(
                    "design effect must be 1 or more, got " + designEffect);
        }
        return new Proportion(successes / designEffect, trials / designEffect);
    }

    /// The two-sided score interval of Edwin Wilson, "Probable inference, the law of succession,
    /// and statistical inference", 1927. Covers the true share about as often as it says, on
    /// average.
    public Interval wilson(double level) {
        double z = Normal.quantile(0.5 + 0.5 * requireLevel(level));
        return new Interval(wilsonBound(-z), wilsonBound(z));
    }

    /// The bound that the true share lies above with this confidence, by Wilson's score.
    public double wilsonLower(double level) {
        return wilsonBound(-Normal.quantile(requireLevel(level)));
    }

    /// The bound that the true share lies below with this confidence, by Wilson's score.
    public double wilsonUpper(double level) {
        return wilsonBound(Normal.quantile(requireLevel(level)));
    }

    /// The two-sided interval that covers the true share at least as often as it says (Clopper &
    /// Pearson, "The use of confidence or fiducial limits illustrated in the case of the binomial",
    /// 1934).
    public Interval clopperPearson(double level) {
        double tail = 0.5 - 0.5 * requireLevel(level);
        double failures = trials - successes;
        double low = successes == 0 ? 0 : Special.inverseBeta(successes, failures + 1, tail);
        double high = failures == 0 ? 1 : Special.inverseBeta(successes + 1, failures, 1 - tail);
        return new Interval(low, high);
    }

    /// The p-value of so few successes or fewer, exactly binomial: small if the true share is below
    /// the given one.
    public double pOfSoFew(double share) {
        requireShare(share);
        return successes == trials ? 1 : Special.beta(trials - successes, successes + 1, 1 - share);
    }

    /// The p-value of so many successes or more, exactly binomial: small if the true share is above
    /// the given one.
    public double pOfSoMany(double share) {
        requireShare(share);
        return successes == 0 ? 1 : Special.beta(successes, trials - successes + 1, share);
    }

    /// The two-sided p-value: twice the smaller side.
    public double pOfSuch(double share) {
        return Math.min(1, 2 * Math.min(pOfSoFew(share), pOfSoMany(share)));
    }

    private double wilsonBound(double z) {
        if (trials == 0) {
            return z < 0 ? 0 : 1;
        }
        double spread = z * z / trials;
        double share = share();
        double root = StrictMath.sqrt(share * (1 - share) * spread + 0.25 * spread * spread);
        double bound = (share + 0.5 * spread + (z < 0 ? -root : root)) / (1 + spread);
        return Math.clamp(bound, 0.0, 1.0);
    }

    private static double requireLevel(double level) {
        if (!(level >= 0.5 && level < 1)) {
            throw new IllegalArgumentException("level must be in [0.5, 1), got " + level);
        }
        return level;
    }

    private static void requireShare(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("share must be in [0, 1], got " + share);
        }
    }
}
