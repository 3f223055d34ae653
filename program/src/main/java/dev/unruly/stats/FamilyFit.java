package dev.unruly.stats;

import dev.unruly.chance.Distribution;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The member of a family of distributions under which durations are most likely.
///
/// @param parameters in the order of the distribution's constructor
/// @param standardErrors of the logarithms of the parameters; NaN where they cannot be told apart
/// @param aic Akaike's criterion, 2·2 − 2 ln L (Hirotugu Akaike, "A new look at the statistical
///   model identification", 1974)
/// @param distance the largest between the distribution and the sample at the ends of its cells; of
///   what ended alone
public record FamilyFit(
        Family family,
        double[] parameters,
        double[] standardErrors,
        double logLikelihood,
        double aic,
        double distance) {

    private static final double Z = 1.959963984540054;

    /// The share of durations that are none of the family: a log's mistakes. Without it one in a
    /// tail where a family has nothing would decide alone.
    private static final double STRAY = 1e-5;

    /// Families of two parameters.
    public enum Family {
        LOG_LOGISTIC,
        LOGNORMAL,
        WEIBULL,
        GAMMA;

        Distribution of(double first, double second) {
            return switch (this) {
                case LOG_LOGISTIC -> new Distribution.LogLogistic(first, second);
                case LOGNORMAL -> new Distribution.Lognormal(first, second);
                case WEIBULL -> new Distribution.Weibull(first, second);
                case GAMMA -> new Distribution.Gamma(first, second);
            };
        }

        /// The names of the parameters.
        public List<String> names() {
            return switch (this) {
                case LOG_LOGISTIC, WEIBULL, GAMMA -> List.of("shape", "scale");
                case LOGNORMAL -> List.of("median", "sigma");
            };
        }

        private double[] start(double median, double spread) {
            return switch (this) {
                case LOG_LOGISTIC -> new double[] {1.8 / spread, median};
                case LOGNORMAL -> new double[] {median, spread};
                case WEIBULL -> new double[] {1.28 / spread, 1.4 * median};
                case GAMMA -> new double[] {1 / (spread * spread), median * spread * spread};
            };
        }
    }

    public Distribution distribution() {
        return family.of(parameters[0], parameters[1]);
    }

    /// The 95 % interval of a parameter, from the observed information, even on its logarithm.
    public Interval interval(int i) {
        double by = StrictMath.exp(Z * standardErrors[i]);
        return Double.isNaN(by)
                ? new Interval(0, Double.MAX_VALUE)
                : new Interval(parameters[i] / by, parameters[i] * by);
    }

    /// The best of one family; empty unless durations ended in two cells.
    public static Optional<FamilyFit> of(Family family, IntervalSample sample) {
        if (sample.distinct() < 2) {
            return Optional.empty();
        }
        double median = Math.max(sample.quantile(0.5), 1e-9);
        double low = Math.max(sample.quantile(0.16), 1e-3 * median);
        double high = Math.max(sample.quantile(0.84), low);
        double spread = Math.clamp(0.5 * StrictMath.log(high / low), 0.05, 4.0);
        double[] start = family.start(median, spread);
        double[] logs = {StrictMath.log(start[0]), StrictMath.log(start[1])};
        Maximum top = Maximum.near(logs, 0.3, at -> logLikelihood(family, at, sample));
        if (!Double.isFinite(top.value())) {
            return Optional.empty();
        }
        double[] parameters = {StrictMath.exp(top.at()[0]), StrictMath.exp(top.at()[1])};
        double[] errors = {top.standardError(0), top.standardError(1)};
        Distribution best = family.of(parameters[0], parameters[1]);
        return Optional.of(
                new FamilyFit(
                        family,
                        parameters,
                        errors,
                        top.value(),
                        4 - 2 * top.value(),
                        distance(best, sample)));
    }

    /// All families that fit, the lowest criterion first.
    public static List<FamilyFit> all(IntervalSample sample) {
        List<FamilyFit> fits = new ArrayList<>();
        for (Family family : Family.values()) {
            of(family, sample).ifPresent(fits::add);
        }
        fits.sort(Comparator.comparingDouble(FamilyFit::aic));
        return fits;
    }

    /// How much each fit is to be believed against the others, exp(−Δ/2) over their sum (Kenneth
    /// Burnham & David Anderson, "Model selection and multimodel inference", 2002).
    public static double[] weights(List<FamilyFit> fits) {
        double[] weights = new double[fits.size()];
        double least = fits.stream().mapToDouble(FamilyFit::aic).min().orElse(0);
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            weights[i] = StrictMath.exp(-0.5 * (fits.get(i).aic() - least));
            sum += weights[i];
        }
        for (int i = 0; i < weights.length; i++) {
            weights[i] /= sum;
        }
        return weights;
    }

    /// Σ ln(F(high) − F(low)) of what ended, Σ ln(1 − F(t)) of what did not, each given that it is
    /// not longer than was counted.
    private static double logLikelihood(Family family, double[] logs, IntervalSample sample) {
        if (!(StrictMath.abs(logs[0]) < 30 && StrictMath.abs(logs[1]) < 30)) {
            return Double.NEGATIVE_INFINITY;
        }
        Distribution distribution = family.of(StrictMath.exp(logs[0]), StrictMath.exp(logs[1]));
        double all = Double.isInfinite(sample.most()) ? 1 : distribution.cdf(sample.most());
        var sum =
                new Object() {
                    double logs = 0;
                    double edge = Double.NaN;
                    double atEdge = Double.NaN;
                };
        sample.each((low, high, weight) -> {
            double below = low == sum.edge ? sum.atEdge : sample.below(distribution, low);
            sum.edge = Math.min(high, sample.most());
            sum.atEdge = sample.below(distribution, sum.edge);
            double inside = (sum.atEdge - below) / all;
            // Those that stray may be anywhere, each factor of e alike.
            double stray = STRAY * Math.max(1e-9, (high - low) / high);
            sum.logs += weight * StrictMath.log(Math.max(inside, 0) + stray);
        });
        sample.eachCensored((low, _, weight) -> {
            double beyond = (all - distribution.cdf(low)) / all;
            sum.logs += weight * StrictMath.log(Math.max(beyond, 0) + STRAY);
        });
        return sum.logs;
    }

    private static double distance(Distribution distribution, IntervalSample sample) {
        double all = Double.isInfinite(sample.most()) ? 1 : distribution.cdf(sample.most());
        double[] seen = new double[2];
        sample.each((low, high, weight) -> {
            double before = sample.below(distribution, low) / all;
            seen[1] = Math.max(seen[1], StrictMath.abs(before - seen[0]));
            seen[0] += weight / sample.count();
            double after = sample.below(distribution, Math.min(high, sample.most())) / all;
            seen[1] = Math.max(seen[1], StrictMath.abs(after - seen[0]));
        });
        return seen[1];
    }
}
