package dev.unruly.chance;

/// How many of many independent rare things happen: arrivals in an interval, followers of a
/// visitor.
public record Poisson(double mean) implements Distribution {

    private static final double LARGEST_MEAN = 1e9;
    private static final double SMALL_MEAN = 30;

    /// A probability below the resolution of a uniform number.
    private static final double NOTHING = 1e-20;

    public Poisson {
        requireMean(mean);
    }

    /// The count that a uniform number in (0, 1) stands for.
    public static int count(double mean, double uniform) {
        requireMean(mean);
        if (!(uniform >= 0 && uniform < 1)) {
            throw new IllegalArgumentException("uniform must be in [0, 1), got " + uniform);
        }
        return mean < SMALL_MEAN ? climb(mean, uniform) : near(mean, uniform);
    }

    @Override
    public double quantile(double p) {
        return p == 1 && mean > 0 ? Double.POSITIVE_INFINITY : p == 1 ? 0 : count(mean, p);
    }

    @Override
    public double cdf(double x) {
        if (x < 0) {
            return 0;
        }
        return mean == 0 ? 1 : Special.upperGamma(StrictMath.floor(x) + 1, mean);
    }

    /// Adds up probabilities from 0 on.
    private static int climb(double mean, double uniform) {
        int count = 0;
        double term = StrictMath.exp(-mean);
        double passed = term;
        while (passed < uniform && (count < mean || term > NOTHING)) {
            count++;
            term *= mean / count;
            passed += term;
        }
        return count;
    }

    /// Starts at the normal approximation (Cornish & Fisher, "Moments and cumulants in the
    /// specification of distributions", 1937) and walks the few steps that it is wrong by.
    private static int near(double mean, double uniform) {
        double z = Normal.quantile(Math.clamp(uniform, 1e-300, 1 - 0x1.0p-53));
        double guess = mean + z * StrictMath.sqrt(mean) + (z * z - 1) / 6;
        int count = (int) Math.max(0, StrictMath.floor(guess));
        double passed = Special.upperGamma(count + 1.0, mean);
        double term = count == 0 ? StrictMath.exp(-mean) : Special.poissonTerm(count, mean);
        while (count > 0 && passed - term >= uniform) {
            passed -= term;
            term *= count / mean;
            count--;
        }
        while (passed < uniform && (count < mean || term > NOTHING)) {
            count++;
            term *= mean / count;
            passed += term;
        }
        return count;
    }

    private static void requireMean(double mean) {
        if (!(mean >= 0 && mean <= LARGEST_MEAN)) {
            throw new IllegalArgumentException(
                    "mean must be in [0, " + LARGEST_MEAN + "], got " + mean);
        }
    }
}
