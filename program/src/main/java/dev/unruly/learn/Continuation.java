package dev.unruly.learn;

import java.util.List;
import java.util.Optional;

/// The estimator of patience where no log says who gave up: sessions end more often after answers
/// that took longer, for those who had given up by then asked for nothing more.
///
/// A session ends after an answer of t seconds with 1 − (1 − s) exp(−(t/λ)^k): of itself with s, or
/// because t was longer than its patience, a Weibull of scale λ. Each state has its own s. The
/// shape k is the prior's, for few ends do not tell it from s. Maximum likelihood; the interval of
/// λ is that of the profile likelihood (Venzon & Moolgavkar, "A method for computing
/// profile-likelihood-based confidence intervals", 1988).
///
/// @param scaleSeconds λ
/// @param low of the 95 % interval of λ
/// @param high of it; twenty times the slowest answer: longer is not excluded
record Continuation(double scaleSeconds, double low, double high) {

    /// Twice the gain in log-likelihood over patience without end that is needed: once in a hundred
    /// by chance (χ² with one degree of freedom).
    private static final double LEAST_GAIN = 6.635;

    /// The same for the ends of a 95 % interval.
    private static final double WITHIN = 3.841;

    private static final int STEPS = 160;
    private static final int HALVINGS = 45;

    /// Answers of about the same length: how many, and how many were their session's last.
    record Bin(double seconds, long answers, long ended) {}

    /// Fits it; empty: ends do not depend on how long answers took as far as can be seen.
    ///
    /// @param states the answers of each state, which has a share of ends of its own: slow pages
    ///   may be those at which people are done
    static Optional<Continuation> of(List<List<Bin>> states, double shape) {
        double[] seconds =
                states.stream().flatMap(List::stream).mapToDouble(Bin::seconds).sorted().toArray();
        if (seconds.length < 2 || !(seconds[0] > 0)) {
            return Optional.empty();
        }
        double from = Math.log(seconds[0] / 2);
        double step = (Math.log(20 * seconds[seconds.length - 1]) - from) / STEPS;
        double none = likelihood(states, Double.POSITIVE_INFINITY, shape);
        double[] gains = new double[STEPS + 1];
        int best = 0;
        for (int i = 0; i <= STEPS; i++) {
            gains[i] = 2 * (likelihood(states, Math.exp(from + i * step), shape) - none);
            best = gains[i] > gains[best] ? i : best;
        }
        if (gains[best] < LEAST_GAIN) {
            return Optional.empty();
        }
        int low = best;
        while (low > 0 && gains[best] - gains[low] <= WITHIN) {
            low--;
        }
        int high = best;
        while (high < STEPS && gains[best] - gains[high] <= WITHIN) {
            high++;
        }
        return Optional.of(
                new Continuation(
                        Math.exp(from + best * step),
                        Math.exp(from + low * step),
                        Math.exp(from + high * step)));
    }

    private static double likelihood(List<List<Bin>> states, double scale, double shape) {
        double sum = 0;
        for (List<Bin> bins : states) {
            double[] lasting =
                    bins.stream()
                            .mapToDouble(b -> Math.exp(-Math.pow(b.seconds() / scale, shape)))
                            .toArray();
            sum += likelihood(bins, lasting);
        }
        return sum;
    }

    /// At the best s, which lies in [0, 1]: the likelihood is concave in it.
    private static double likelihood(List<Bin> bins, double[] lasting) {
        double low = 1e-9;
        double high = 1 - 1e-9;
        for (int i = 0; i < HALVINGS; i++) {
            double third = (high - low) / 3;
            if (likelihood(bins, lasting, low + third) < likelihood(bins, lasting, high - third)) {
                low += third;
            } else {
                high -= third;
            }
        }
        return likelihood(bins, lasting, (low + high) / 2);
    }

    private static double likelihood(List<Bin> bins, double[] lasting, double itself) {
        double sum = 0;
        for (int i = 0; i < lasting.length; i++) {
            Bin bin = bins.get(i);
            double stays = (1 - itself) * lasting[i];
            sum += bin.ended() * Math.log(Math.max(1e-300, 1 - stays));
            sum += (bin.answers() - bin.ended()) * Math.log(Math.max(1e-300, stays));
        }
        return sum;
    }
}
