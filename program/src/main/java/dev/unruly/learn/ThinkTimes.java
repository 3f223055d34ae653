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
/// Times beyond the cut that ends a session are never seen: families are fitted given that, and go
/// on beyond it.
final class ThinkTimes {

    /// Fewer times than this take the fit of all states together.
    static final int LEAST = 30;

    /// From here on quantiles may stand for themselves.
    static final int ENOUGH_FOR_QUANTILES = 200;

    /// A family is near enough within this distance of the sample. On 16,000 real times the best
    /// family was at 0.026 and the next, visibly wrong, at 0.060.
    static final double NEAR = 0.05;

    /// Kolmogorov's 95 % bound for a sample of n is this over √n.
    private static final double CHANCE = 1.358;

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
                best.distribution(), Basis.FAMILY, parameters, median, best.distance(), count);
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
