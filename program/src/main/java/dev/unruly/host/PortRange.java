package dev.unruly.host;

import java.util.Optional;

/// Neighbouring ports, both ends included.
public record PortRange(int first, int last) {

    private static final int LARGEST = 65_535;

    public PortRange {
        if (first < 0 || last < first || last > LARGEST) {
            throw new IllegalArgumentException(
                    "ports must be in [0, 65535] and in order, got " + first + " to " + last);
        }
    }

    /// The range, if it is one.
    static Optional<PortRange> of(long first, long last) {
        return first < 0 || last < first || last > LARGEST
                ? Optional.empty()
                : Optional.of(new PortRange((int) first, (int) last));
    }

    public int size() {
        return last - first + 1;
    }

    public boolean contains(int port) {
        return first <= port && port <= last;
    }
}
