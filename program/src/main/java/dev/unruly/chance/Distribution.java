package dev.unruly.chance;

/// A distribution of one number, drawn by inversion: `quantile(draws.uniform(…))` is one variate
/// and takes exactly one draw.
///
/// Values have the unit of the parameters. Powers are exp(a·ln x) of [StrictMath]: the same on
/// every machine, and without the garbage of its `pow`.
public sealed interface Distribution
        permits Distribution.Constant,
                Distribution.Uniform,
                Distribution.Exponential,
                Distribution.Weibull,
                Distribution.LogLogistic,
                Distribution.Lognormal,
                Distribution.Pareto,
                Distribution.Gamma,
                Distribution.Truncated,
                Distribution.Capped,
                Empirical,
                Poisson,
                Zipf {

    /// The smallest value that a share p of all draws does not exceed, p in [0, 1].
    double quantile(double p);

    /// The share of draws that do not exceed x.
    double cdf(double x);

    /// The mean; infinite where there is none.
    double mean();

    /// Always the same value.
    record Constant(double value) implements Distribution {
        public Constant {
            requireFinite("value", value);
        }

        @Override
        public double quantile(double p) {
            Special.requireShare(p);
            return value;
        }

        @Override
        public double cdf(double x) {
            return x >= value ? 1 : 0;
        }

        @Override
        public double mean() {
            return value;
        }
    }

    /// Every value between two ends alike.
    record Uniform(double least, double most) implements Distribution {
        public Uniform {
            requireFinite("least", least);
            requireFinite("most", most);
            requireOrder(least, most);
        }

        @Override
        public double quantile(double p) {
            Special.requireShare(p);
            return least + p * (most - least);
        }

        @Override
        public double cdf(double x) {
            return Math.clamp((x - least) / (most - least), 0.0, 1.0);
        }

        @Override
        public double mean() {
            return 0.5 * (least + most);
        }
    }

    /// Waiting without memory.
    record Exponential(double mean) implements Distribution {
        public Exponential {
            requirePositive("mean", mean);
        }

        @Override
        public double quantile(double p) {
            Special.requireShare(p);
            return mean * exponent(p);
        }

        @Override
        public double cdf(double x) {
            return x <= 0 ? 0 : -StrictMath.expm1(-x / mean);
        }
    }

    /// Survival exp(−(x/scale)^shape): patience.
    record Weibull(double shape, double scale) implements Distribution {
        public Weibull {
            requirePositive("shape", shape);
            requirePositive("scale", scale);
        }

        @Override
        public double quantile(double p) {
            Special.requireShare(p);
            return scale * StrictMath.exp(StrictMath.log(exponent(p)) / shape);
        }

        @Override
        public double cdf(double x) {
            return x <= 0
                    ? 0
                    : -StrictMath.expm1(-StrictMath.exp(shape * StrictMath.log(x / scale)));
        }

        @Override
        public double mean() {
            return scale * StrictMath.exp(Special.logGamma(1 + 1 / shape));
        }
    }

    /// Odds (x/scale)^shape; the scale is the median: think time.
    record LogLogistic(double shape, double scale) implements Distribution {
        public LogLogistic {
            requirePositive("shape", shape);
            requirePositive("scale", scale);
        }

        @Override
        public double quantile(double p) {
            Special.requireShare(p);
            return scale * StrictMath.exp((StrictMath.log(p) + exponent(p)) / shape);
        }

        @Override
        public double cdf(double x) {
            return x <= 0 ? 0 : 1 / (1 + StrictMath.exp(-shape * StrictMath.log(x / scale)));
        }

        @Override
        public double mean() {
            double angle = StrictMath.PI / shape;
            return shape > 1 ? scale * angle / StrictMath.sin(angle) : Double.POSITIVE_INFINITY;
        }
    }

    /// Its logarithm is normal around ln(median) with standard deviation sigma.
    record Lognormal(double median, double sigma) implements Distribution {
        public Lognormal {
            requirePositive("median", median);
            requirePositive("sigma", sigma);
        }

        @Override
        public double quantile(double p) {
            return median * StrictMath.exp(sigma * Normal.quantile(p));
        }

        @Override
        public double cdf(double x) {
            return x <= 0 ? 0 : Normal.cdf(StrictMath.log(x / median) / sigma);
        }

        @Override
        public double mean() {
            return median * StrictMath.exp(0.5 * sigma * sigma);
        }
    }

    /// Survival (least/x)^shape from `least` on.
    record Pareto(double shape, double least) implements Distribution {
        public Pareto {
            requirePositive("shape", shape);
            requirePositive("least", least);
        }

        @Override
        public double quantile(double p) {
            Special.requireShare(p);
            return least * StrictMath.exp(exponent(p) / shape);
        }

        @Override
        public double cdf(double x) {
            return x <= least ? 0 : -StrictMath.expm1(-shape * StrictMath.log(x / least));
        }

        @Override
        public double mean() {
            return shape > 1 ? least * shape / (shape - 1) : Double.POSITIVE_INFINITY;
        }
    }

    /// The sum of `shape` exponential waits of mean `scale`, for any positive shape. A draw takes
    /// about a microsecond.
    record Gamma(double shape, double scale) implements Distribution {
        public Gamma {
            requirePositive("shape", shape);
            requirePositive("scale", scale);
        }

        @Override
        public double quantile(double p) {
            return scale * Special.inverseLowerGamma(shape, p);
        }

        @Override
        public double cdf(double x) {
            return x <= 0 ? 0 : Special.lowerGamma(shape, x / scale);
        }

        @Override
        public double mean() {
            return shape * scale;
        }
    }

    /// A continuous distribution given that its value lies between two ends.
    record Truncated(Distribution of, double least, double most) implements Distribution {
        private static final double LEAST_SHARE = 1e-9;

        public Truncated {
            requireOrder(least, most);
            double kept = of.cdf(most) - of.cdf(least);
            if (!(kept >= LEAST_SHARE)) {
                throw new IllegalArgumentException(
                        "between %s and %s lies only a share of %s of %s"
                                .formatted(least, most, kept, of));
            }
        }

        @Override
        public double quantile(double p) {
            Special.requireShare(p);
            double from = of.cdf(least);
            return inside(of.quantile(from + p * (of.cdf(most) - from)));
        }

        @Override
        public double cdf(double x) {
            double from = of.cdf(least);
            return Math.clamp((of.cdf(x) - from) / (of.cdf(most) - from), 0.0, 1.0);
        }

        @Override
        public double mean() {
            double from = of.cdf(least);
            double to = of.cdf(most);
            double sum = Special.integrate(p -> inside(of.quantile(from + p)), from, to);
            return sum / (to - from);
        }

        private double inside(double x) {
            return Math.min(Math.max(x, least), most);
        }
    }

    /// A distribution whose larger values are brought down to `most`, as by a client's time-out.
    record Capped(Distribution of, double most) implements Distribution {
        public Capped {
            requireFinite("most", most);
        }

        @Override
        public double quantile(double p) {
            return Math.min(of.quantile(p), most);
        }

        @Override
        public double cdf(double x) {
            return x >= most ? 1 : of.cdf(x);
        }

        @Override
        public double mean() {
            double below = of.cdf(most);
            double rest = (1 - below) * most;
            return below == 0 ? rest : rest + Special.integrate(this::quantile, 0, below);
        }
    }

    /// −ln(1−p): the standard exponential quantile.
    private static double exponent(double p) {
        return -StrictMath.log1p(-p);
    }

    private static void requireFinite(String name, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(name + " must be finite, got " + value);
        }
    }

    private static void requirePositive(String name, double value) {
        if (!(value > 0 && Double.isFinite(value))) {
            throw new IllegalArgumentException(name + " must be positive, got " + value);
        }
    }

    private static void requireOrder(double least, double most) {
        if (!(least < most)) {
            throw new IllegalArgumentException(
                    "least must be below most, got " + least + " and " + most);
        }
    }
}
