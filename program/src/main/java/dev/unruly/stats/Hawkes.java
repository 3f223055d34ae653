package dev.unruly.stats;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The self-exciting process under which a series of moments is most likely: λ(t) = μ·c(t) + Σ n b
/// exp(−b (t − tᵢ)) over the moments tᵢ before t, where c is the given course of a rate.
///
/// Likelihood by the recursion of Tohru Ozaki, "Maximum likelihood estimation of Hawkes'
/// self-exciting point processes", 1979, after Yosihiko Ogata, "The asymptotic behaviour of maximum
/// likelihood estimators for stationary point processes", 1978: linear in the number of moments.
///
/// [Math] and not [StrictMath] in the sums: a fit need not be the same to the last bit everywhere.
///
/// @param rate μ per second where the course is 1
/// @param branching n, moments that a moment brings
/// @param decay b per second
/// @param branchingInterval 95 %, from the observed information, even on ln(n/(1 − n))
/// @param halfLifeInterval of ln 2/b in seconds, 95 %, even on its logarithm
/// @param aic Akaike's criterion, the course's own parameters not counted
/// @param gain Akaike's criterion of the Poisson process of the same course less this one's
/// @param fit the time-rescaling test: ∫λ between neighbouring moments is exponential of mean 1
///   (Emery Brown et al., "The time-rescaling theorem and its application to neural spike train
///   data analysis", 2002)
public record Hawkes(
        double rate,
        double branching,
        double decay,
        Interval branchingInterval,
        Interval halfLifeInterval,
        double aic,
        double gain,
        KolmogorovSmirnov fit) {

    /// Fewer moments say nothing about bursts.
    public static final int LEAST = 100;

    private static final double Z = 1.959963984540054;

    /// Half-lives in seconds from which the search starts, as multiples of the mean gap.
    private static final double[] STARTS = {0.3, 3, 30};

    /// Half-lives below this share of the mean gap are ties of the clock, not bursts.
    private static final double SHORTEST = 1e-3;

    /// Half-lives above this share of the whole time are its course, not bursts.
    private static final double LONGEST = 0.1;

    /// The course of a rate: pieces of equal length from second 0 on, 1 on average.
    public record Course(double pieceSeconds, double[] factors) {
        public Course {
            if (!(pieceSeconds > 0) || factors.length == 0) {
                throw new IllegalArgumentException(
                        "pieces must be longer than 0 and one or more, got %s and %d"
                                .formatted(pieceSeconds, factors.length));
            }
        }

        /// Always the same.
        public static Course flat(double seconds) {
            return new Course(seconds, new double[] {1});
        }

        double seconds() {
            return pieceSeconds * factors.length;
        }

        double at(double second) {
            return factors[Math.clamp((int) (second / pieceSeconds), 0, factors.length - 1)];
        }

        @Override
        public boolean equals(Object o) {
            return o instanceof Course c
                    && c.pieceSeconds == pieceSeconds
                    && Arrays.equals(c.factors, factors);
        }

        @Override
        public int hashCode() {
            return 31 * Double.hashCode(pieceSeconds) + Arrays.hashCode(factors);
        }
    }

    /// The fit; empty of fewer than [#LEAST] moments.
    ///
    /// @param seconds rising, from 0 to the end of the course
    public static Optional<Hawkes> of(double[] seconds, Course course) {
        if (seconds.length < LEAST) {
            return Optional.empty();
        }
        var moments = new Moments(seconds, course);
        double gap = course.seconds() / seconds.length;
        @Nullable Maximum best = null;
        for (double start : STARTS) {
            double decay = StrictMath.log(2) / (start * gap);
            double[] at = {
                StrictMath.log(0.7 / gap), StrictMath.log(0.3 / 0.7), StrictMath.log(decay)
            };
            Maximum top = Maximum.near(at, 0.5, moments::logLikelihood);
            if (best == null || top.value() > best.value()) {
                best = top;
            }
        }
        return best == null ? Optional.empty() : Optional.of(moments.fit(best));
    }

    /// The gaps between moments on the clock on which a process of this intensity is Poisson, and
    /// what the sum of logarithms of intensities is.
    private static final class Moments {
        private final double[] seconds;
        private final double[] course;
        private final double[] passed;
        private final double end;

        Moments(double[] seconds, Course of) {
            this.seconds = seconds;
            end = of.seconds();
            course = new double[seconds.length];
            passed = new double[seconds.length + 1];
            double[] before = new double[of.factors().length + 1];
            for (int i = 0; i < of.factors().length; i++) {
                before[i + 1] = before[i] + of.factors()[i] * of.pieceSeconds();
            }
            for (int i = 0; i < seconds.length; i++) {
                course[i] = Math.max(of.at(seconds[i]), 1e-12);
                int piece = Math.min((int) (seconds[i] / of.pieceSeconds()), before.length - 2);
                double inside = seconds[i] - piece * of.pieceSeconds();
                passed[i] = before[piece] + inside * of.factors()[piece];
            }
            passed[seconds.length] = before[before.length - 1];
        }

        double logLikelihood(double[] at) {
            double rate = StrictMath.exp(at[0]);
            double branching = 1 / (1 + StrictMath.exp(-at[1]));
            double decay = StrictMath.exp(at[2]);
            double gap = end / seconds.length;
            double halfLife = StrictMath.log(2) / decay;
            if (!(halfLife > SHORTEST * gap && halfLife < LONGEST * end) || at[1] > 12) {
                return Double.NEGATIVE_INFINITY;
            }
            double sum = -rate * passed[seconds.length];
            double excited = 0;
            double last = 0;
            for (int i = 0; i < seconds.length; i++) {
                if (i > 0) {
                    excited = Math.exp(-decay * (seconds[i] - last)) * (1 + excited);
                }
                last = seconds[i];
                sum += Math.log(rate * course[i] + branching * decay * excited);
                sum += branching * Math.expm1(-decay * (end - last));
            }
            return sum;
        }

        Hawkes fit(Maximum top) {
            double rate = StrictMath.exp(top.at()[0]);
            double branching = 1 / (1 + StrictMath.exp(-top.at()[1]));
            double decay = StrictMath.exp(top.at()[2]);
            double error = top.standardError(1);
            double low = 1 / (1 + StrictMath.exp(-top.at()[1] + Z * error));
            double high = 1 / (1 + StrictMath.exp(-top.at()[1] - Z * error));
            double halfLife = StrictMath.log(2) / decay;
            double by = StrictMath.exp(Z * top.standardError(2));
            double gain = 2 * (top.value() - poisson()) - 2 * 2;
            return new Hawkes(
                    rate,
                    branching,
                    decay,
                    Double.isNaN(low) ? new Interval(0, 1) : new Interval(low, high),
                    Double.isFinite(by)
                            ? new Interval(halfLife / by, halfLife * by)
                            : new Interval(0, end),
                    2 * 3 - 2 * top.value(),
                    gain,
                    KolmogorovSmirnov.oneSample(
                            rescaled(rate, branching, decay), x -> -StrictMath.expm1(-x)));
        }

        /// The best Poisson process of this course.
        private double poisson() {
            double rate = seconds.length / passed[seconds.length];
            double sum = -seconds.length;
            for (double factor : course) {
                sum += Math.log(rate * factor);
            }
            return sum;
        }

        private double[] rescaled(double rate, double branching, double decay) {
            double[] gaps = new double[seconds.length - 1];
            double excited = 0;
            for (int i = 1; i < seconds.length; i++) {
                double left = Math.exp(-decay * (seconds[i] - seconds[i - 1]));
                gaps[i - 1] =
                        rate * (passed[i] - passed[i - 1]) + branching * (1 - left) * (1 + excited);
                excited = left * (1 + excited);
            }
            return gaps;
        }
    }
}
