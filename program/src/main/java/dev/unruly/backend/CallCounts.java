package dev.unruly.backend;

import java.util.Arrays;

/// How often each kind of request calls a dependency, from how many of each there were in each
/// second and how often the dependency was called: calls = counts · k, with 0 ≤ k ≤ most.
///
/// Kinds that come together (a page and its pictures) cannot be told apart by counts alone; what is
/// left open is taken to be as near to the same number for all as the bounds allow: the ridge
///
///     min ‖A·k − b‖² / σ² + ‖(k − k₀) / τ‖²
///
/// (Hoerl & Kennard, "Ridge regression", Technometrics, 1970), with σ² the mean of b, as for
/// counts of a Poisson process, k₀ the mean calls per request that may call at all, and τ = (k₀ +
/// 0.5)/2. Solved by coordinate descent; the total of calls is kept where the bounds let it.
final class CallCounts {

    private static final int ROUNDS = 400;

    private CallCounts() {}

    /// @param counts of each kind, a row for each kind and a column for each second
    /// @param calls in each second
    /// @param most calls that one request of a kind can make, by the time it takes
    /// @return calls of one request of each kind
    static double[] fit(double[][] counts, double[] calls, double[] most) {
        int kinds = counts.length;
        double total = Arrays.stream(calls).sum();
        double[] fitted = new double[kinds];
        double callers = 0;
        for (int c = 0; c < kinds; c++) {
            callers += most[c] > 0 ? Arrays.stream(counts[c]).sum() : 0;
        }
        if (total == 0 || callers == 0) {
            return fitted;
        }
        double usual = total / callers;
        double noise = Math.max(1, total / calls.length);
        double spread = (usual + 0.5) / 2;
        double pull = noise / (spread * spread);
        double[] left = calls.clone();
        for (int c = 0; c < kinds; c++) {
            move(counts[c], left, fitted, c, Math.min(usual, most[c]));
        }
        for (int round = 0; round < ROUNDS; round++) {
            for (int c = 0; c < kinds; c++) {
                double square = pull;
                double along = pull * (usual - fitted[c]);
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
