package dev.unruly.backend;

import java.util.Arrays;

/// How often each kind of request calls a dependency, from how many of each there were in each
/// second and how often the dependency was called: calls = counts · k, with 0 ≤ k ≤ most.
///
/// Kinds that come together (a page and its pictures) cannot be told apart by counts alone; what is
/// left open goes to those that take longer: the ridge
///
///     min ‖A·k − b‖² / σ² + ‖(k − k₀) / τ‖²
///
/// (Hoerl & Kennard, "Ridge regression", Technometrics, 1970), with σ² the mean of b, as for
/// counts of a Poisson process, k₀ in proportion to the time that a request takes, of all that may
/// call at all, so that it gives all calls that were seen, and τ = (k₀ + 0.5)/2. Solved by
/// coordinate descent.
final class CallCounts {

    private static final int ROUNDS = 400;

    private CallCounts() {}

    /// Calls of one request of each kind.
    ///
    /// @param counts of each kind, a row for each kind and a column for each second
    /// @param calls in each second
    /// @param takes what a request of each kind takes, on average
    /// @param most calls that one request of a kind can make, by the time it takes
    static double[] fit(double[][] counts, double[] calls, double[] takes, double[] most) {
        int kinds = counts.length;
        double total = Arrays.stream(calls).sum();
        double[] fitted = new double[kinds];
        double time = 0;
        for (int c = 0; c < kinds; c++) {
            time += most[c] > 0 ? takes[c] * Arrays.stream(counts[c]).sum() : 0;
        }
        if (total == 0 || time == 0) {
            return fitted;
        }
        double noise = Math.max(1, total / calls.length);
        double[] left = calls.clone();
        double[] usual = new double[kinds];
        for (int c = 0; c < kinds; c++) {
            usual[c] = Math.min(most[c], total * takes[c] / time);
            move(counts[c], left, fitted, c, usual[c]);
        }
        for (int round = 0; round < ROUNDS; round++) {
            for (int c = 0; c < kinds; c++) {
                double spread = (usual[c] + 0.5) / 2;
                double square = noise / (spread * spread);
                double along = square * (usual[c] - fitted[c]);
                for (int t = 0; t < left.length; t++) {
                    square += counts[c][t] * counts[c][t];
                    along += counts[c][t] * left[t];
                }
                double next = Math.clamp(fitted[c] + along / square, 0, most[c]);
                move(counts[c], left, fitted, c, next);
            }
        }
        return fitted;
    }

    private static void move(double[] row, double[] left, double[] fitted, int c, double to) {
        double by = to - fitted[c];
        if (by != 0) {
            for (int t = 0; t < left.length; t++) {
                left[t] -= by * row[t];
            }
            fitted[c] = to;
        }
    }
}
