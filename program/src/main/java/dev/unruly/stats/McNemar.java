package dev.unruly.stats;

/// Pairs, such as one seed played before and after a change, of which only those count whose two
/// halves differ (Quinn McNemar, "Note on the sampling error of the difference between correlated
/// proportions or percentages", 1947). The test is the exact binomial one.
///
/// @param onlyBefore pairs that failed before and not after
/// @param onlyAfter pairs that failed after and not before
public record McNemar(long onlyBefore, long onlyAfter) {

    public McNemar {
        if (onlyBefore < 0 || onlyAfter < 0) {
            throw new IllegalArgumentException(
                    "pairs must not be negative, got " + onlyBefore + ", " + onlyAfter);
        }
    }

    /// The p-value of so one-sided a change if there were none.
    public double pDifferent() {
        return ofBefore().pOfSuch(0.5);
    }

    /// The p-value of so many improvements if there were none.
    public double pImproved() {
        return ofBefore().pOfSoMany(0.5);
    }

    private Proportion ofBefore() {
        return new Proportion(onlyBefore, Math.addExact(onlyBefore, onlyAfter));
    }
}
