package dev.unruly.script;

import dev.unruly.chance.Distribution;
import dev.unruly.chance.Empirical;
import dev.unruly.chance.Poisson;
import dev.unruly.chance.Zipf;
import java.util.StringJoiner;
import java.util.function.DoubleFunction;

/// A distribution of seconds in the words of files, as exact as its numbers are written.
///
/// @param seconds writes a length of time
/// @param number writes a number
/// @param percent writes a share as so many of a hundred
record DistributionText(
        DoubleFunction<String> seconds,
        DoubleFunction<String> number,
        DoubleFunction<String> percent) {

    /// One distribution.
    ///
    /// @throws IllegalArgumentException if files have no word for it
    String of(Distribution d) {
        return switch (d) {
            case Distribution.Constant c -> seconds.apply(c.value());
            case Distribution.Uniform u ->
                    "{ uniform: { from: %s, to: %s } }"
                            .formatted(seconds.apply(u.least()), seconds.apply(u.most()));
            case Distribution.Exponential e ->
                    "{ exponential: { mean: %s } }".formatted(seconds.apply(e.mean()));
            case Distribution.Weibull w -> shaped("weibull", w.shape(), w.scale());
            case Distribution.LogLogistic l -> shaped("log-logistic", l.shape(), l.scale());
            case Distribution.Gamma g -> shaped("gamma", g.shape(), g.scale());
            case Distribution.Lognormal l ->
                    "{ lognormal: { median: %s, sigma: %s } }"
                            .formatted(seconds.apply(l.median()), number.apply(l.sigma()));
            case Distribution.Pareto p ->
                    "{ pareto: { shape: %s, least: %s } }"
                            .formatted(number.apply(p.shape()), seconds.apply(p.least()));
            case Distribution.Capped c -> capped(c);
            case Empirical e -> empirical(e);
            case Distribution.Truncated _, Poisson _, Zipf _ ->
                    throw new IllegalArgumentException("no file has a word for " + d);
        };
    }

    private String shaped(String kind, double shape, double scale) {
        return "{ %s: { shape: %s, scale: %s } }"
                .formatted(kind, number.apply(shape), seconds.apply(scale));
    }

    private String capped(Distribution.Capped c) {
        String of = of(c.of());
        if (!of.startsWith("{")) {
            throw new IllegalArgumentException("no file has a word for " + c);
        }
        return of.substring(0, of.length() - 2) + ", most: " + seconds.apply(c.most()) + " }";
    }

    private String empirical(Empirical e) {
        var points = new StringJoiner(", ", "{ empirical: { ", " } }");
        double[] shares = e.probabilities();
        double[] values = e.values();
        for (int i = 0; i < shares.length; i++) {
            points.add("p" + percent.apply(shares[i]) + ": " + seconds.apply(values[i]));
        }
        return points.toString();
    }
}
