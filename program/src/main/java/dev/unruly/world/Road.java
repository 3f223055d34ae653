package dev.unruly.world;

/// The way between a region's users and the backend: round trip, last mile, and how bad it is just
/// now. One object per region and loop; [Lane]s are its users' own pieces.
///
/// What is modelled: propagation, serialisation at the last mile's bandwidth, jitter (a gamma-like
/// positive delay per message), and losses in bursts (Gilbert 1960, Elliott 1963), which reach the
/// user as the delay of TCP's retransmission, never as a missing message. What is not modelled: TCP
/// slow start and competition between users.
public final class Road {

    /// What a road is like.
    ///
    /// @param roundTripNanos propagation there and back, without the last mile's
    /// @param jitterNanos the mean of an exponential delay added to each message each way
    /// @param upBitsPerSecond the last mile's bandwidth from the user; 0: unlimited
    /// @param downBitsPerSecond the last mile's bandwidth to the user; 0: unlimited
    /// @param lossShare the share of packets lost, in [0, 0.5]
    /// @param burstPackets the mean length of a run of losses in packets, at least 1
    public record Shape(
            long roundTripNanos,
            long jitterNanos,
            long upBitsPerSecond,
            long downBitsPerSecond,
            double lossShare,
            double burstPackets) {

        public Shape {
            if (roundTripNanos < 0 || jitterNanos < 0) {
                throw new IllegalArgumentException(
                        "delays must be >= 0, got " + roundTripNanos + " and " + jitterNanos);
            }
            if (upBitsPerSecond < 0 || downBitsPerSecond < 0) {
                throw new IllegalArgumentException(
                        "bandwidth must be >= 0, got "
                                + upBitsPerSecond
                                + " and "
                                + downBitsPerSecond);
            }
            if (!(lossShare >= 0 && lossShare <= 0.5)) {
                throw new IllegalArgumentException("loss must be in [0, 0.5], got " + lossShare);
            }
            if (!(burstPackets >= 1)) {
                throw new IllegalArgumentException("a burst must be >= 1, got " + burstPackets);
            }
        }
    }

    /// No way at all: what is sent is there.
    public static final Shape NONE = new Shape(0, 0, 0, 0, 0, 1);

    private final Shape shape;
    private final boolean free;
    private long extraNanos;

    public Road(Shape shape) {
        this.shape = shape;
        this.free = shape.equals(NONE);
    }

    /// What it is like when nothing makes it worse.
    public Shape shape() {
        return shape;
    }

    /// Makes the way longer, there and back together; 0 puts it back. Takes effect on what is sent
    /// from now on.
    public void lengthen(long nanos) {
        if (nanos < 0) {
            throw new IllegalArgumentException("a road cannot be shortened, got " + nanos);
        }
        extraNanos = nanos;
    }

    /// There and back as it is now, without jitter, bandwidth and loss.
    public long roundTripNanos() {
        return shape.roundTripNanos() + extraNanos;
    }

    /// Whether it costs nothing just now, so that a twin may leave it out.
    public boolean isNothing() {
        return free && extraNanos == 0;
    }
}
