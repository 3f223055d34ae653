package dev.unruly.model;

import java.util.Locale;

/// A fraction in [0, 1].
public record Share(double value) implements Comparable<Share> {

    /// Nothing of it.
    public static final Share NONE = new Share(0);

    /// All of it.
    public static final Share ALL = new Share(1);

    public Share {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException("share must be in [0, 1], got " + value);
        }
    }

    @Override
    public int compareTo(Share other) {
        return Double.compare(value, other.value);
    }

    /// As people read it: `30%`.
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.4g%%", 100 * value);
    }
}
