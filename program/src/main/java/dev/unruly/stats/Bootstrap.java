package dev.unruly.stats;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;

/// What might as well have been seen: samples drawn anew from a sample (Bradley Efron, "Bootstrap
/// methods: another look at the jackknife", 1979).
public final class Bootstrap {

    /// Above this many a Poisson count is as good as normal.
    private static final long MANY = 50;

    private Bootstrap() {}

    /// A histogram drawn anew: each bucket's count is Poisson with the one seen as its mean, so the
    /// total varies too, which hardly matters. Values stand at the middle of their bucket.
    public static Latencies resample(Latencies seen, RandomGenerator random) {
        var drawn = new Latencies();
        seen.visit((above, upTo, count) -> {
            long nanos = Math.round(0.5 * (above + upTo));
            drawn.record(Math.clamp(nanos, seen.least(), seen.most()), poisson(count, random));
        });
        return drawn.isEmpty() ? seen : drawn;
    }

    /// The interval that holds a figure of a histogram with some confidence: the quantiles of what
    /// samples drawn anew give.
    ///
    /// @param replicates how many are drawn; 200 are enough for 95 %
    public static Interval interval(
            Latencies seen,
            ToDoubleFunction<Latencies> figure,
            double level,
            int replicates,
            RandomGenerator random) {
        double[] figures = new double[replicates];
        for (int i = 0; i < replicates; i++) {
            figures[i] = figure.applyAsDouble(resample(seen, random));
        }
        return interval(figures, level);
    }

    /// The middle part of some figures.
    public static Interval interval(double[] figures, double level) {
        double[] sorted = figures.clone();
        Arrays.sort(sorted);
        double tail = 0.5 - 0.5 * level;
        int low = (int) Math.floor(tail * (sorted.length - 1) + 1e-9);
        return new Interval(sorted[low], sorted[sorted.length - 1 - low]);
    }

    private static long poisson(long mean, RandomGenerator random) {
        if (mean > MANY) {
            double drawn = mean + StrictMath.sqrt(mean) * random.nextGaussian();
            return Math.max(0, Math.round(drawn));
        }
        double limit = StrictMath.exp(-mean);
        double product = random.nextDouble();
        long count = 0;
        while (product > limit) {
            product *= random.nextDouble();
            count++;
        }
        return count;
    }
}
