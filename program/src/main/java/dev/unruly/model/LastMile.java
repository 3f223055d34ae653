package dev.unruly.model;

/// A user's own access to the network.
///
/// @param name as written in the population
/// @param downBitsPerSecond to the user; 0: unlimited
/// @param upBitsPerSecond from the user; 0: unlimited
/// @param roundTripNanos added to the region's round trip
/// @param lossShare the share of packets lost, in [0, 0.5]
/// @param burstPackets mean length of a run of losses, at least 1
public record LastMile(
        String name,
        long downBitsPerSecond,
        long upBitsPerSecond,
        long roundTripNanos,
        double lossShare,
        double burstPackets) {

    /// No last mile: unlimited and without delay.
    public static final LastMile NONE = new LastMile("none", 0, 0, 0, 0, 1);

    public LastMile {
        if (downBitsPerSecond < 0 || upBitsPerSecond < 0 || roundTripNanos < 0) {
            throw new IllegalArgumentException(
                    "a last mile has no negative figures, got "
                            + downBitsPerSecond
                            + ", "
                            + upBitsPerSecond
                            + ", "
                            + roundTripNanos);
        }
        if (!(lossShare >= 0 && lossShare <= 0.5)) {
            throw new IllegalArgumentException("loss must be in [0, 0.5], got " + lossShare);
        }
        if (!(burstPackets >= 1)) {
            throw new IllegalArgumentException("a burst must be >= 1 packet, got " + burstPackets);
        }
    }
}
