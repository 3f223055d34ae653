package dev.unruly.stats;

/// By how much dependence between neighbouring trials widens what a proportion says: the variance
/// of the share between batches over what independent trials would have (Leslie Kish, "Survey
/// sampling", 1965).
public final class DesignEffect {

    private DesignEffect() {}

    /// The effect from batches, such as the tens of seconds of a baseline; 1 or more. Batches
    /// without trials are left out; where all trials agree there is no effect to be seen, so 1.
    ///
    /// @throws IllegalArgumentException if fewer than two batches have trials
    public static double of(long[] successes, long[] trials) {
        if (successes.length != trials.length) {
            throw new IllegalArgumentException(
                    "as many successes as trials, got %d and %d"
                            .formatted(successes.length, trials.length));
        }
        double hits = 0;
        double all = 0;
        int batches = 0;
        for (int i = 0; i < trials.length; i++) {
            if (successes[i] < 0 || successes[i] > trials[i]) {
                throw new IllegalArgumentException(
                        "successes must be in [0, trials], got %d of %d"
                                .formatted(successes[i], trials[i]));
            }
            hits += successes[i];
            all += trials[i];
            batches += trials[i] > 0 ? 1 : 0;
        }
        if (batches < 2) {
            throw new IllegalArgumentException("needs two batches with trials, got " + batches);
        }
        double share = hits / all;
        double single = share * (1 - share);
        if (single == 0) {
            return 1;
        }
        double sum = 0;
        for (int i = 0; i < trials.length; i++) {
            if (trials[i] > 0) {
                double excess = successes[i] - trials[i] * share;
                sum += excess * excess / (trials[i] * single);
            }
        }
        return Math.max(1, sum / (batches - 1));
    }
}
