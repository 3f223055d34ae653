package dev.unruly.learn;

import dev.unruly.chance.Distribution;
import dev.unruly.chance.Empirical;
import dev.unruly.learn.Learned.Basis;
import dev.unruly.learn.Learned.Parameter;
import dev.unruly.learn.Learned.ThinkTime;
import dev.unruly.stats.FamilyFit;
import dev.unruly.stats.IntervalSample;
import java.util.ArrayList;
import java.util.List;

/// The estimator of times to think: the best of four families by Akaike's criterion, the sample's
/// own quantiles where none is near enough, what others did where there are few.
///
/// Times beyond the cut that ends a session are never seen: families are fitted given that.
final class ThinkTimes {

    /// Fewer times than this take the fit of all states together.
    static final int LEAST = 30;

    /// From here on quantiles may stand for themselves.
    static final int ENOUGH_FOR_QUANTILES = 200;

    /// A family is near enough within this distance of the sample. On 16,000 real times the best
    /// family was at 0.026 and the next, visibly wrong, at 0.060.
    static final double NEAR = 0.03;

    /// The 95 % bound for a sample of n that was fitted to itself is this over √n (Hubert
    /// Lilliefors, "On the Kolmogorov–Smirnov test for normality with mean and variance unknown",
    /// 1967).
    private static final double CHANCE = 0.886;

    /// Where more than this share of a family lies beyond the cut, it is played up to the cut only:
    /// how it goes on there is guessed, and whoever thought for longer counted as leaving.
    private static final double BEYOND = 0.005;

    private static final int QUANTILES = 40;

    /// Half of all who think longer than 50 s, as measured on the click streams of shops.
    static final ThinkTime PRIOR =
            new ThinkTime(
                    new Distribution.LogLogistic(1.27, 50),
                    Basis.PRIOR,
                    List.of(
                            new Parameter("shape", Figure.prior(1.27)),
                            new Parameter("scale", Figure.prior(50))),
                    Figure.prior(50),
                    Double.NaN,
                    0);

    private ThinkTimes() {}

    /// What is played where families are not near: the shape of times over their state's median.
    ///
    /// @param wanted whether families are far from the states taken together, though no single one
    ///   may have enough to show it
    record Shape(boolean wanted, Empirical overMedian) {

        /// Distances of fits to their own sample, times √n, are 0.6 ± 0.15 where the family is
        /// right (Lilliefors, 1967, simulated for two parameters): their mean over the states says
        /// whether it is.
        static Shape of(List<IntervalSample> states, IntervalSample pooled) {
            double sum = 0;
            int fits = 0;
            var over = new IntervalSample(1e-3, Double.POSITIVE_INFINITY);
            for (IntervalSample state : states) {
                double median = state.count() < LEAST ? 0 : state.quantile(0.5);
                List<FamilyFit> best = median > 0 ? FamilyFit.all(state) : List.of();
                if (!best.isEmpty()) {
                    sum += best.getFirst().distance() * StrictMath.sqrt(state.count());
                    fits++;
                    state.each(
                            (low, high, weight) -> over.add(0.5 * (low + high) / median, weight));
                }
            }
            boolean wanted = fits > 0 && sum / fits > 0.6 + 0.45 / StrictMath.sqrt(fits);
            return new Shape(wanted, quantiles(fits > 0 ? over : pooled));
        }
    }

    /// The fit of a state's sample.
    static ThinkTime of(IntervalSample sample, ThinkTime otherwise, Shape shape) {
        long count = Math.round(sample.count());
        if (!shape.wanted() || count < LEAST) {
            return of(sample, otherwise);
        }
        Figure median = median(sample, count);
        if (count >= ENOUGH_FOR_QUANTILES) {
            return new ThinkTime(
                    quantiles(sample), Basis.QUANTILES, List.of(), median, Double.NaN, count);
        }
        double[] values = shape.overMedian().values();
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.min(sample.most(), values[i] * median.value());
        }
        return new ThinkTime(
                Empirical.of(shape.overMedian().probabilities(), values),
                Basis.SCALED,
                List.of(),
                median,
                Double.NaN,
                count);
    }

    /// The fit of a sample; `otherwise` where it is too small to say anything.
    static ThinkTime of(IntervalSample sample, ThinkTime otherwise) {
        long count = Math.round(sample.count());
        List<FamilyFit> fits = count < LEAST ? List.of() : FamilyFit.all(sample);
        if (fits.isEmpty() && count >= ENOUGH_FOR_QUANTILES) {
            return new ThinkTime(
                    quantiles(sample),
                    Basis.QUANTILES,
                    List.of(),
                    median(sample, count),
                    Double.NaN,
                    count);
        }
        if (fits.isEmpty()) {
            Basis basis = otherwise.basis() == Basis.PRIOR ? Basis.PRIOR : Basis.POOLED;
            return new ThinkTime(
                    otherwise.distribution(),
                    basis,
                    otherwise.parameters(),
                    otherwise.median(),
                    Double.NaN,
                    count);
        }
        FamilyFit best = fits.getFirst();
        double near = Math.max(NEAR, CHANCE / StrictMath.sqrt(count));
        Figure median = median(sample, count);
        if (count >= ENOUGH_FOR_QUANTILES && best.distance() > near) {
            return new ThinkTime(
                    quantiles(sample), Basis.QUANTILES, List.of(), median, best.distance(), count);
        }
        List<Parameter> parameters = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            double value = best.parameters()[i];
            parameters.add(
                    new Parameter(
                            best.family().names().get(i),
                            Figure.learned(value, best.interval(i), count)));
        }
        return new ThinkTime(
                upTo(sample.most(), best.distribution()),
                Basis.FAMILY,
                parameters,
                median,
                best.distance(),
                count);
    }

    private static Distribution upTo(double most, Distribution family) {
        return 1 - family.cdf(most) > BEYOND ? new Distribution.Truncated(family, 0, most) : family;
    }

    /// The median between the order statistics that hold it with 95 % (normal approximation of the
    /// binomial).
    private static Figure median(IntervalSample sample, long count) {
        double by = 0.98 / StrictMath.sqrt(count);
        return Figure.learned(
                sample.quantile(0.5),
                sample.quantile(Math.max(0, 0.5 - by)),
                sample.quantile(Math.min(1, 0.5 + by)),
                count);
    }

    private static Empirical quantiles(IntervalSample sample) {
        double[] probabilities = new double[QUANTILES + 1];
        double[] values = new double[QUANTILES + 1];
        for (int i = 0; i <= QUANTILES; i++) {
            probabilities[i] = (double) i / QUANTILES;
            values[i] = sample.quantile(probabilities[i]);
        }
        return Empirical.of(probabilities, values);
    }
}
