package dev.unruly.model;

/// An address beyond loopback that may be sent to.
///
/// @param host the name or address, exactly as it is used
/// @param requestsPerSecond the most that may be sent there
public record AllowedTarget(String host, double requestsPerSecond) {

    public AllowedTarget {
        if (!(requestsPerSecond > 0)) {
            throw new IllegalArgumentException("max-rate must be > 0, got " + requestsPerSecond);
        }
    }
}
