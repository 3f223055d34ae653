package dev.unruly.stats;

import java.util.Optional;

/// The Weibull distribution under which durations, some of them censored, are most likely.
///
/// @param shape below 1: who has waited long waits on; above 1: patience wears out
/// @param scaleNanos the time after which 1/e are left
/// @param logLikelihood of the durations in nanoseconds, to compare with other families
public record WeibullFit(double shape, double scaleNanos, double logLikelihood) {

    private static final double LEAST_SHAPE = 1e-2;
    private static final double MOST_SHAPE = 1e2;

    /// The fit by maximum likelihood; each bucket stands at its middle. Empty unless durations
    /// ended at two different times, for then no shape is the likeliest. Durations of 0 count as 1
    /// ns.
    public static Optional<WeibullFit> of(Survival survival) {
        var sums = new Sums(survival);
        if (sums.distinctEnds < 2) {
            return Optional.empty();
        }
        double low = LEAST_SHAPE;
        double high = MOST_SHAPE;
        for (int i = 0; i < 100; i++) {
            double middle = StrictMath.sqrt(low * high);
            if (sums.excess(middle) < 0) {
                low = middle;
            } else {
                high = middle;
            }
        }
        double shape = StrictMath.sqrt(low * high);
        return Optional.of(sums.fit(shape));
    }

    /// The sums that the likelihood is made of. The shape k solves Σ tᵏ ln t / Σ tᵏ − 1/k − mean ln
    /// t of those that ended = 0, whose left side rises with k (Clifford Cohen, "Maximum likelihood
    /// estimation in the Weibull distribution based on complete and on censored samples", 1965).
    private static final class Sums {
        private final Latencies ended;
        private final Latencies censored;
        private final double logMost;
        private final double meanLogEnded;
        private int distinctEnds;

        Sums(Survival survival) {
            ended = survival.endedDurations();
            censored = survival.censoredDurations();
            double[] sum = new double[2];
            each(
                    ended,
                    (log, count) -> {
                        sum[0] += count * log;
                        distinctEnds++;
                    });
            each(ended, (log, _) -> sum[1] = Math.max(sum[1], log));
            each(censored, (log, _) -> sum[1] = Math.max(sum[1], log));
            meanLogEnded = sum[0] / ended.count();
            logMost = sum[1];
        }

        double excess(double shape) {
            double[] sums = powers(shape);
            return sums[1] / sums[0] + logMost - 1 / shape - meanLogEnded;
        }

        WeibullFit fit(double shape) {
            double logPowers = StrictMath.log(powers(shape)[0]) + shape * logMost;
            double deaths = ended.count();
            double logScale = (logPowers - StrictMath.log(deaths)) / shape;
            double logLikelihood =
                    deaths
                            * (StrictMath.log(shape)
                                    - shape * logScale
                                    + (shape - 1) * meanLogEnded
                                    - 1);
            return new WeibullFit(shape, StrictMath.exp(logScale), logLikelihood);
        }

        /// Σ (t/most)ᵏ and Σ (t/most)ᵏ ln(t/most): scaled, so that no power overflows.
        private double[] powers(double shape) {
            double[] sums = new double[2];
            Term term =
                    (log, count) -> {
                        double power = count * StrictMath.exp(shape * (log - logMost));
                        sums[0] += power;
                        sums[1] += power * (log - logMost);
                    };
            each(ended, term);
            each(censored, term);
            return sums;
        }

        private static void each(Latencies latencies, Term term) {
            if (latencies.zeros() > 0) {
                term.add(0, latencies.zeros());
            }
            for (int b = latencies.firstBucket(); b < latencies.endBucket(); b++) {
                long count = latencies.inBucket(b);
                if (count > 0) {
                    term.add(StrictMath.log(Buckets.middle(b)), count);
                }
            }
        }
    }

    @FunctionalInterface
    private interface Term {
        void add(double logNanos, long count);
    }
}
