package dev.unruly.advise;

import java.util.List;

/// What calls may take for the whole to keep its budget.
///
/// @param targetNanos the budget
/// @param percentile at which it must be kept, as a share
/// @param factor by how much all calls may be slower, or must be faster, together
/// @param parts what each may have
public record Allowance(double targetNanos, double percentile, double factor, List<Part> parts) {

    /// What one call may have.
    ///
    /// @param level 1 − (1 − percentile) / n, for n calls of which each must keep its part: the
    ///   share of its own answers that must do so (George Boole's bound, and for large percentiles
    ///   what independent calls need)
    /// @param nowNanos its quantile at that level
    /// @param mayNanos the same times the common factor
    /// @param aloneFactor by how much it alone may be slower, or must be faster, if all others stay
    ///   as they are; 0: it could take no time, and it would not help
    public record Part(
            String name, double level, double nowNanos, double mayNanos, double aloneFactor) {}

    public Allowance {
        parts = List.copyOf(parts);
    }

    /// What share of each call's answers must keep its part, for so many calls.
    public static double level(int calls, double percentile) {
        if (calls < 1) {
            throw new IllegalArgumentException("calls must be >= 1, got " + calls);
        }
        return 1 - (1 - percentile) / calls;
    }
}
