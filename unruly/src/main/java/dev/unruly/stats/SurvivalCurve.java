package dev.unruly.stats;

import dev.unruly.chance.Normal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// The share that lasts longer than t, from durations of which some are censored: the product-limit
/// estimate of Edward Kaplan & Paul Meier, "Nonparametric estimation from incomplete observations",
/// 1958.
///
/// Within one bucket those that ended count before those that were censored, as is usual for ties:
/// a time-out that censors many at once takes nobody from the risk of those who ended just before.
/// Once fewer than a least number are at risk nothing is said any more: beyond [#knownUntilNanos]
/// the curve has no value and a quantile is [Quantile.Beyond].
public final class SurvivalCurve {

    /// Fewer at risk than this say nothing.
    public static final long LEAST_AT_RISK = 30;

    /// One time at which durations ended or were censored.
    ///
    /// @param nanos the middle of the bucket
    /// @param atRisk how many lasted up to here
    /// @param survival the share that lasts longer
    /// @param logVariance Greenwood's sum Σ ended / (atRisk · (atRisk − ended)) up to here: the
    ///   variance of ln survival
    public record Step(
            long nanos,
            long atRisk,
            long ended,
            long censored,
            double survival,
            double logVariance) {}

    /// A quantile, as far as it can be known.
    public sealed interface Quantile {
        /// It is about so long.
        record At(long nanos) implements Quantile {}

        /// It is longer than this; more cannot be known, for too few were watched for longer.
        record Beyond(long nanos) implements Quantile {}
    }

    /// The ends of a quantile's confidence interval.
    public record Range(Quantile low, Quantile high) {}

    private final List<Step> steps;
    private final long knownUntilNanos;

    private SurvivalCurve(List<Step> steps, long leastAtRisk) {
        this.steps = List.copyOf(steps);
        long known = 0;
        for (Step step : steps) {
            if (step.atRisk() >= leastAtRisk) {
                known = step.nanos();
            }
        }
        knownUntilNanos = known;
    }

    static SurvivalCurve of(Latencies ended, Latencies censored, long leastAtRisk) {
        var steps = new Steps(ended.count() + censored.count());
        steps.add(0, ended.zeros(), censored.zeros());
        int from = Math.min(firstBucket(ended), firstBucket(censored));
        int to = Math.max(ended.endBucket(), censored.endBucket());
        for (int bucket = from; bucket < to; bucket++) {
            long nanos = Math.round(Buckets.middle(bucket));
            steps.add(nanos, ended.inBucket(bucket), censored.inBucket(bucket));
        }
        return new SurvivalCurve(steps.list, leastAtRisk);
    }

    /// Every time at which something ended or was censored, also beyond what can be known.
    public List<Step> steps() {
        return steps;
    }

    /// The last time at which enough were at risk; 0 if there never were.
    public long knownUntilNanos() {
        return knownUntilNanos;
    }

    /// How many were watched up to this time and had not ended before.
    public long atRisk(long nanos) {
        for (Step step : steps) {
            if (step.nanos() >= nanos) {
                return step.atRisk();
            }
        }
        return 0;
    }

    /// The share that lasts longer than this; empty beyond what can be known.
    public OptionalDouble at(long nanos) {
        return nanos > knownUntilNanos
                ? OptionalDouble.empty()
                : OptionalDouble.of(survival(nanos));
    }

    /// The confidence interval of [#at]: Greenwood's variance on the log-log scale, which stays
    /// within [0, 1] (John Kalbfleisch & Ross Prentice, "The statistical analysis of failure time
    /// data", 1980). Empty beyond what can be known.
    public Optional<Interval> interval(long nanos, double level) {
        if (nanos > knownUntilNanos) {
            return Optional.empty();
        }
        int last = -1;
        while (last + 1 < steps.size() && steps.get(last + 1).nanos() <= nanos) {
            last++;
        }
        return Optional.of(interval(last, level));
    }

    /// The time that this share does not exceed.
    ///
    /// @param share in (0, 1), such as 0.5 for the median
    public Quantile quantile(double share) {
        requireShare(share);
        for (Step step : steps) {
            if (step.nanos() > knownUntilNanos) {
                break;
            }
            // Less a hair, so that rounding in the product does not put a quantile one step late.
            if (step.survival() <= 1 - share + 1e-12) {
                return new Quantile.At(step.nanos());
            }
        }
        return new Quantile.Beyond(knownUntilNanos);
    }

    /// The confidence interval of [#quantile]: the times whose interval of survival holds 1 − share
    /// (Ron Brookmeyer & John Crowley, "A confidence interval for the median survival time", 1982).
    public Range range(double share, double level) {
        requireShare(share);
        Quantile low = new Quantile.Beyond(knownUntilNanos);
        for (int i = 0; i < steps.size() && steps.get(i).nanos() <= knownUntilNanos; i++) {
            Interval interval = interval(i, level);
            if (interval.low() <= 1 - share && low instanceof Quantile.Beyond) {
                low = new Quantile.At(steps.get(i).nanos());
            }
            if (interval.high() <= 1 - share) {
                return new Range(low, new Quantile.At(steps.get(i).nanos()));
            }
        }
        return new Range(low, new Quantile.Beyond(knownUntilNanos));
    }

    private double survival(long nanos) {
        double survival = 1;
        for (Step step : steps) {
            if (step.nanos() > nanos) {
                break;
            }
            survival = step.survival();
        }
        return survival;
    }

    /// The interval after the step of this index; −1 is before the first.
    private Interval interval(int index, double level) {
        double survival = index < 0 ? 1 : steps.get(index).survival();
        if (survival == 1) {
            // Nobody has ended: as many trials without success as are still at risk.
            long atRisk = index < 0 ? total() : steps.get(index).atRisk();
            return new Proportion(atRisk, atRisk).clopperPearson(level);
        }
        if (survival == 0) {
            return new Interval(0, interval(index - 1, level).high());
        }
        double z = Normal.quantile(0.5 + 0.5 * level);
        double log = StrictMath.log(survival);
        double spread = z * StrictMath.sqrt(steps.get(index).logVariance()) / -log;
        double low = StrictMath.exp(log * StrictMath.exp(spread));
        double high = StrictMath.exp(log * StrictMath.exp(-spread));
        return new Interval(low, high);
    }

    private long total() {
        return steps.isEmpty() ? 0 : steps.getFirst().atRisk();
    }

    private static int firstBucket(Latencies latencies) {
        return latencies.endBucket() == 0 ? Integer.MAX_VALUE : latencies.firstBucket();
    }

    private static void requireShare(double share) {
        if (!(share > 0 && share < 1)) {
            throw new IllegalArgumentException("share must be in (0, 1), got " + share);
        }
    }

    /// The running product.
    private static final class Steps {
        private final List<Step> list = new ArrayList<>();
        private long atRisk;
        private double survival = 1;
        private double logVariance;

        Steps(long atRisk) {
            this.atRisk = atRisk;
        }

        void add(long nanos, long ended, long censored) {
            if (ended + censored == 0) {
                return;
            }
            survival *= (double) (atRisk - ended) / atRisk;
            logVariance += (double) ended / atRisk / (atRisk - ended);
            list.add(new Step(nanos, atRisk, ended, censored, survival, logVariance));
            atRisk -= ended + censored;
        }
    }
}
