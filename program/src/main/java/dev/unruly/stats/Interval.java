package dev.unruly.stats;

/// A range of values that are compatible with what was measured, ends included.
public record Interval(double low, double high) {

    public Interval {
        if (!(low <= high)) {
            throw new IllegalArgumentException(
                    "low must not exceed high, got " + low + ", " + high);
        }
    }

    public boolean contains(double value) {
        return low <= value && value <= high;
    }
}
