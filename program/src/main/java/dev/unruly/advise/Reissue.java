package dev.unruly.advise;

/// How long requests take of which some are asked twice: after a delay d the second is sent with a
/// chance q, and the first answer counts.
///
/// Pr(Q ≤ t) = Pr(X ≤ t) + q · Pr(X > t, Y ≤ t − d)
///
/// for a budget B of second requests, q · Pr(X > d) ≤ B (Tim Kaler, Yuxiong He & Sameh Elnikety,
/// "Optimal reissue policies for reducing tail latency", SPAA 2017: no policy of several reissues
/// does better than this one, SingleR).
interface Reissue {

    /// The share of first requests that take longer than this.
    double longer(double nanos);

    /// The share of requests that are answered within `nanos`.
    double within(double nanos, double delay, double chance);

    /// The delays worth trying, rising.
    double[] delays();

    /// The time that first requests need for a share of them.
    double quantile(double share);

    /// The time that a share of requests need with hedging.
    default double quantile(double share, double delay, double chance) {
        double low = 0;
        double high = quantile(share);
        for (int i = 0; i < 60 && high - low > 1e-4 * high; i++) {
            double middle = 0.5 * (low + high);
            if (within(middle, delay, chance) >= share) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high;
    }

    /// A delay, a chance, and the time that a share of requests then need.
    record Choice(double delay, double chance, double nanos) {}

    /// The delay and the chance that make this time shortest within the budget.
    default Choice best(double share, double budget) {
        var best = new Choice(Double.POSITIVE_INFINITY, 0, quantile(share));
        for (double delay : delays()) {
            double longer = longer(delay);
            if (longer > 0 && delay < best.nanos) {
                double chance = Math.min(1, budget / longer);
                double nanos = quantile(share, delay, chance);
                if (nanos < best.nanos) {
                    best = new Choice(delay, chance, nanos);
                }
            }
        }
        return best;
    }

    /// The usual hedge: always, after the percentile that the budget allows.
    default Choice fixed(double share, double budget) {
        double delay = quantile(1 - budget);
        return new Choice(delay, 1, quantile(share, delay, 1));
    }
}
