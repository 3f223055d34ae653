package dev.unruly.world;

/// One user's own piece of a [Road]: its last mile, shared by all of the user's connections. Pure
/// arithmetic, asked by both twins.
///
/// A twin asks when a message that leaves now arrives, and itself keeps the messages of one
/// connection and direction in order.
public final class Lane implements ReadAhead {

    private static final int PACKET_BYTES = 1_448;
    private static final int LEAST_PACKETS_FOR_FAST_RETRANSMIT = 4;
    private static final int MOST_PACKETS_LOOKED_AT = 64;

    /// Linux's least retransmission time-out (TCP_RTO_MIN).
    private static final long LEAST_TIME_OUT_NANOS = 200_000_000L;

    /// The first retransmission time-out of a connection attempt, RFC 6298 section 2.
    private static final long CONNECT_TIME_OUT_NANOS = 1_000_000_000L;

    private static final long PHI = 0x9e3779b97f4a7c15L;

    private final Road road;
    private final long key;
    private long draws;
    private long upFreeNanos;
    private long downFreeNanos;
    private long busyUntilNanos;
    private boolean losing;

    /// A lane whose chance is fixed by a key.
    public Lane(Road road, long key) {
        this.road = road;
        this.key = key;
    }

    /// A lane that goes on where one with the same road and key was when it was [#quiet].
    public Lane(Road road, long key, long standing) {
        this(road, key);
        this.draws = standing >> 1;
        this.losing = (standing & 1) != 0;
    }

    /// A lane that costs nothing, for the program's own connections.
    public static Lane direct() {
        return new Lane(new Road(Road.NONE), 0);
    }

    @Override
    public int readAhead(int depth) {
        return depth == 0 ? (int) draws + (int) downFreeNanos : 0;
    }

    /// Whether nothing is on it any more that may be answered when it arrives.
    public boolean quiet(long nowNanos) {
        return busyUntilNanos < nowNanos;
    }

    /// Something that was sent arrives at this moment. A twin says so where that is later than what
    /// it was told. Returns the moment.
    public long busyUntil(long nanos) {
        busyUntilNanos = Math.max(busyUntilNanos, nanos);
        return nanos;
    }

    /// Where it is in its chance, which is all that it is while it is [#quiet].
    public long standing() {
        return draws << 1 | (losing ? 1 : 0);
    }

    /// Whether it costs nothing just now.
    public boolean isNothing() {
        return road.isNothing();
    }

    /// When bytes that the user sends now have arrived at the backend's end.
    public long upArrival(long nowNanos, int bytes) {
        long left =
                Math.max(nowNanos, upFreeNanos) + onTheWire(bytes, road.shape().upBitsPerSecond());
        upFreeNanos = left;
        return busyUntil(left + wayUp() + jitter() + lost(bytes, LEAST_TIME_OUT_NANOS));
    }

    /// When the last of the bytes that the user sends now has left for the road. Call it after
    /// [#upArrival] of the same bytes.
    public long upLeft(long nowNanos) {
        return Math.max(nowNanos, upFreeNanos);
    }

    /// When the user sees bytes that the backend's end sends now.
    public long downArrival(long nowNanos, int bytes) {
        long far = nowNanos + wayDown() + jitter() + lost(bytes, LEAST_TIME_OUT_NANOS);
        long seen =
                Math.max(far, downFreeNanos) + onTheWire(bytes, road.shape().downBitsPerSecond());
        downFreeNanos = seen;
        return busyUntil(seen);
    }

    /// When bytes that one end sends now have arrived at the other.
    public long arrival(boolean up, long nowNanos, int bytes) {
        return up ? upArrival(nowNanos, bytes) : downArrival(nowNanos, bytes);
    }

    /// When one end sees a small signal that the other sends now.
    public long signalArrival(boolean up, long nowNanos) {
        return up ? signalUpArrival(nowNanos) : signalDownArrival(nowNanos);
    }

    /// When the backend's end sees a connection asked for now (SYN).
    public long connectUpArrival(long nowNanos) {
        return busyUntil(nowNanos + wayUp() + jitter() + lost(1, CONNECT_TIME_OUT_NANOS));
    }

    /// When the user sees a small signal that the backend's end sends now (SYN-ACK, FIN, RST).
    public long signalDownArrival(long nowNanos) {
        return busyUntil(nowNanos + wayDown() + jitter());
    }

    /// When the backend's end sees a small signal that the user sends now (FIN, RST).
    public long signalUpArrival(long nowNanos) {
        return busyUntil(nowNanos + wayUp() + jitter());
    }

    private long wayUp() {
        return road.roundTripNanos() >> 1;
    }

    private long wayDown() {
        return road.roundTripNanos() - wayUp();
    }

    private static long onTheWire(int bytes, long bitsPerSecond) {
        return bitsPerSecond == 0 ? 0 : Math.round(bytes * 8e9 / bitsPerSecond);
    }

    private long jitter() {
        long mean = road.shape().jitterNanos();
        return mean == 0 ? 0 : Math.round(-mean * StrictMath.log(uniform()));
    }

    /// The delay by which TCP repairs what the road lost of these bytes: one round trip where later
    /// packets tell of the loss (fast retransmit, RFC 5681), else a time-out (RFC 6298).
    private long lost(int bytes, long timeOutNanos) {
        double share = road.shape().lossShare();
        if (share == 0) {
            return 0;
        }
        int packets = Math.min(MOST_PACKETS_LOOKED_AT, 1 + (bytes - 1) / PACKET_BYTES);
        int firstLost = -1;
        for (int i = 0; i < packets; i++) {
            if (losesNext(share) && firstLost < 0) {
                firstLost = i;
            }
        }
        if (firstLost < 0) {
            return 0;
        }
        boolean noticed = packets - firstLost >= LEAST_PACKETS_FOR_FAST_RETRANSMIT;
        return noticed ? road.roundTripNanos() : road.roundTripNanos() + timeOutNanos;
    }

    /// One step of Gilbert's chain: in the losing state all is lost, in the other nothing; the mean
    /// stay in the losing state is a burst, and the long-run share of losses is `share`.
    private boolean losesNext(double share) {
        double leave = 1 / road.shape().burstPackets();
        double enter = Math.min(1, leave * share / (1 - share));
        losing = uniform() < (losing ? 1 - leave : enter);
        return losing;
    }

    private double uniform() {
        long z = key + ++draws * PHI;
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        z ^= z >>> 31;
        return ((z >>> 11) + 0.5) * 0x1p-53;
    }
}
