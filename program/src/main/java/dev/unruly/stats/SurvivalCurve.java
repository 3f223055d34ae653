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

    /// The bucket of a duration of 0.
    private static final int ZERO = -1;

    private final List<Step> steps;

    /// The bucket of each step, rising.
    private final int[] buckets;

    /// How many steps have enough at risk.
    private final int known;

    private SurvivalCurve(List<Step> steps, List<Integer> buckets, long leastAtRisk) {
        this.steps = List.copyOf(steps);
        this.buckets = buckets.stream().mapToInt(bucket -> bucket).toArray();
        int enough = 0;
        while (enough < steps.size() && steps.get(enough).atRisk() >= leastAtRisk) {
            enough++;
        }
        known = enough;
    }

    static SurvivalCurve of(Latencies ended, Latencies censored, long leastAtRisk) {
        var steps = new Steps(ended.count() + censored.count());
        steps.add(ZERO, 0, ended.zeros(), censored.zeros());
        int from = Math.min(firstBucket(ended), firstBucket(censored));
        int to = Math.max(ended.endBucket(), censored.endBucket());
        for (int bucket = from; bucket < to; bucket++) {
            long nanos = Math.round(Buckets.middle(bucket));
            steps.add(bucket, nanos, ended.inBucket(bucket), censored.inBucket(bucket));
        }
        return new SurvivalCurve(steps.list, steps.buckets, leastAtRisk);
    }

    /// Every time at which something ended or was censored, also beyond what can be known.
    public List<Step> steps() {
        return steps;
    }

    /// The last time at which enough were at risk; 0 if there never were.
    public long knownUntilNanos() {
        return known == 0 ? 0 : steps.get(known - 1).nanos();
    }

    /// How many were watched up to this time, to the accuracy of its bucket, and had not ended
    /// before.
    public long atRisk(long nanos) {
        int next = stepsBefore(nanos, 0);
        return next < steps.size() ? steps.get(next).atRisk() : 0;
    }

    /// The share that lasts longer than this, to the accuracy of its bucket; empty beyond what can
    /// be known.
    public OptionalDouble at(long nanos) {
        int passed = stepsBefore(nanos, 1);
        if (isBeyond(nanos)) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(passed == 0 ? 1 : steps.get(passed - 1).survival());
    }

    /// The confidence interval of [#at]: Greenwood's variance on the log-log scale, which stays
    /// within [0, 1] (John Kalbfleisch & Ross Prentice, "The statistical analysis of failure time
    /// data", 1980). Empty beyond what can be known.
    public Optional<Interval> interval(long nanos, double level) {
        return isBeyond(nanos)
                ? Optional.empty()
                : Optional.of(interval(stepsBefore(nanos, 1) - 1, level));
    }

    /// The time that this share does not exceed.
    ///
    /// @param share in (0, 1), such as 0.5 for the median
    public Quantile quantile(double share) {
        requireShare(share);
        for (Step step : steps.subList(0, known)) {
            // Less a hair, so that rounding in the product does not put a quantile one step late.
            if (step.survival() <= 1 - share + 1e-12) {
                return new Quantile.At(step.nanos());
            }
        }
        return new Quantile.Beyond(knownUntilNanos());
    }

    /// The confidence interval of [#quantile]: the times whose interval of survival holds 1 − share
    /// (Ron Brookmeyer & John Crowley, "A confidence interval for the median survival time", 1982).
    public Range range(double share, double level) {
        requireShare(share);
        Quantile low = new Quantile.Beyond(knownUntilNanos());
        for (int i = 0; i < known; i++) {
            Interval interval = interval(i, level);
            if (interval.low() <= 1 - share && low instanceof Quantile.Beyond) {
                low = new Quantile.At(steps.get(i).nanos());
            }
            if (interval.high() <= 1 - share) {
                return new Range(low, new Quantile.At(steps.get(i).nanos()));
            }
        }
        return new Range(low, new Quantile.Beyond(knownUntilNanos()));
    }

    /// The longest time that this share's quantile surely exceeds: there, more than 1 − share are
    /// still going on, also where too few are at risk for a value. Of those who are left beyond
    /// what can be known, who was censored counts as ended, so that a few who were watched for long
    /// prove little (Charles Clopper & Egon Pearson, "The use of confidence or fiducial limits",
    /// 1934).
    ///
    /// @param level of either of the two bounds that are multiplied, one-sided
    /// @return 0: none
    public long surelyExceeded(double share, double level) {
        requireShare(share);
        long longest = 0;
        double low = 1;
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            if (i < known) {
                low = interval(i, 2 * level - 1).low();
            }
            double left =
                    i < known
                            ? 1
                            : new Proportion(
                                            step.atRisk() - step.ended(), steps.get(known).atRisk())
                                    .clopperPearson(2 * level - 1)
                                    .low();
            if (low * left > 1 - share) {
                longest = step.nanos();
            }
        }
        return longest;
    }

    private boolean isBeyond(long nanos) {
        return known == 0 || bucket(nanos) > buckets[known - 1];
    }

    /// How many steps lie in buckets before that of a time, or up to it if `own` is 1.
    private int stepsBefore(long nanos, int own) {
        int end = bucket(nanos) + own;
        int passed = 0;
        while (passed < buckets.length && buckets[passed] < end) {
            passed++;
        }
        return passed;
    }

    private static int bucket(long nanos) {
        if (nanos < 0) {
            throw new IllegalArgumentException("a duration must not be negative, got " + nanos);
        }
        return nanos == 0 ? ZERO : Buckets.of(nanos);
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
        private final List<Integer> buckets = new ArrayList<>();
        private long atRisk;
        private double survival = 1;
        private double logVariance;

        Steps(long atRisk) {
            this.atRisk = atRisk;
        }

        void add(int bucket, long nanos, long ended, long censored) {
            if (ended + censored == 0) {
                return;
            }
            survival *= (double) (atRisk - ended) / atRisk;
            logVariance += (double) ended / atRisk / (atRisk - ended);
            list.add(new Step(nanos, atRisk, ended, censored, survival, logVariance));
            buckets.add(bucket);
            atRisk -= ended + censored;
        }
    }
}
