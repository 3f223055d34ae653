package dev.unruly.learn;

import dev.unruly.chance.Distribution;
import dev.unruly.chance.Empirical;
import dev.unruly.chance.Poisson;
import dev.unruly.chance.Zipf;
import dev.unruly.model.Share;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;

/// Numbers as a file shows them: to four digits, and shares that sum to the whole all the same.
final class Wholes {

    private static final MathContext DIGITS = new MathContext(4);
    private static final int PARTS = 10_000;
    private static final double LEAST_SECONDS = 1e-3;
    private static final double LEAST_SHAPE = 1e-3;
    private static final double MOST_SHAPE = 999;

    /// The shares of a sample at which its quantiles are kept.
    private static final double[] KEPT = {
        0, 0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7,
        0.75, 0.8, 0.85, 0.9, 0.925, 0.95, 0.975, 0.99, 0.995, 0.999, 1
    };

    private Wholes() {}

    /// Weights as shares in steps of 0.01 %, which sum to 1 exactly: those with the largest rest
    /// are rounded up (Thomas Hare's method of the largest remainder).
    static List<Share> shares(double... weights) {
        double sum = Arrays.stream(weights).sum();
        if (!(sum > 0)) {
            throw new IllegalArgumentException("no weight in " + Arrays.toString(weights));
        }
        int[] parts = new int[weights.length];
        Integer[] byRest = new Integer[weights.length];
        double[] rests = new double[weights.length];
        int left = PARTS;
        for (int i = 0; i < weights.length; i++) {
            double exact = weights[i] / sum * PARTS;
            parts[i] = (int) exact;
            rests[i] = exact - parts[i];
            byRest[i] = i;
            left -= parts[i];
        }
        Arrays.sort(byRest, (a, b) -> Double.compare(rests[b], rests[a]));
        for (int i = 0; i < left; i++) {
            parts[byRest[i % byRest.length]]++;
        }
        return Arrays.stream(parts)
                .mapToObj(part -> new Share(BigDecimal.valueOf(part, 4).doubleValue()))
                .toList();
    }

    /// A distribution of seconds whose parameters have four digits.
    static Distribution rounded(Distribution d) {
        return switch (d) {
            case Distribution.Constant c -> new Distribution.Constant(seconds(c.value()));
            case Distribution.Uniform u ->
                    new Distribution.Uniform(seconds(u.least()), seconds(u.most()));
            case Distribution.Exponential e -> new Distribution.Exponential(seconds(e.mean()));
            case Distribution.Weibull w ->
                    new Distribution.Weibull(shape(w.shape()), seconds(w.scale()));
            case Distribution.LogLogistic l ->
                    new Distribution.LogLogistic(shape(l.shape()), seconds(l.scale()));
            case Distribution.Gamma g ->
                    new Distribution.Gamma(shape(g.shape()), seconds(g.scale()));
            case Distribution.Lognormal l ->
                    new Distribution.Lognormal(seconds(l.median()), shape(l.sigma()));
            case Distribution.Pareto p ->
                    new Distribution.Pareto(shape(p.shape()), seconds(p.least()));
            case Distribution.Capped c ->
                    new Distribution.Capped(rounded(c.of()), seconds(c.most()));
            case Distribution.Truncated t -> sampled(t);
            case Empirical e -> sampled(e);
            case Poisson _, Zipf _ ->
                    throw new IllegalArgumentException("no length of time is " + d);
        };
    }

    /// Its quantiles at the kept shares.
    private static Distribution sampled(Distribution d) {
        double[] values = Arrays.stream(KEPT).map(p -> seconds(d.quantile(p))).toArray();
        for (int i = 1; i < values.length; i++) {
            values[i] = Math.max(values[i], values[i - 1]);
        }
        return Empirical.of(KEPT, values);
    }

    /// To four digits, in whole milliseconds.
    static double seconds(double seconds) {
        return new BigDecimal(Math.max(LEAST_SECONDS, seconds))
                .round(DIGITS)
                .setScale(6, RoundingMode.HALF_UP)
                .doubleValue();
    }

    static double number(double value) {
        return new BigDecimal(value).round(DIGITS).doubleValue();
    }

    private static double shape(double value) {
        return number(Math.clamp(value, LEAST_SHAPE, MOST_SHAPE));
    }
}
