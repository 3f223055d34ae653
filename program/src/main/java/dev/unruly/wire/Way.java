package dev.unruly.wire;

import dev.unruly.world.Alarm;
import java.util.ArrayDeque;

/// One direction of the road under one link: what is under way, in order.
final class Way extends Alarm {

    /// Where a way ends.
    interface End {

        /// A parcel has arrived.
        void arrived(Parcel parcel, long nowNanos);

        /// All that was due has arrived.
        void settled();
    }

    private record Underway(Parcel parcel, long atNanos) {}

    private final WireLoop loop;
    private final End end;
    private final ArrayDeque<Underway> parcels = new ArrayDeque<>();
    private long lastNanos;
    private int bytes;

    Way(WireLoop loop, End end) {
        this.loop = loop;
        this.end = end;
    }

    boolean isEmpty() {
        return parcels.isEmpty();
    }

    /// How many bytes are under way.
    int bytes() {
        return bytes;
    }

    /// Sends a parcel that arrives at a time, or right after the one before if that is later.
    void send(Parcel parcel, long atNanos) {
        lastNanos = Math.max(lastNanos, atNanos);
        parcels.add(new Underway(parcel, lastNanos));
        bytes += size(parcel);
        if (parcels.size() == 1) {
            loop.arm(this, lastNanos);
        }
    }

    @Override
    protected void ring(long nowNanos) {
        while (!parcels.isEmpty() && parcels.getFirst().atNanos() <= nowNanos) {
            Parcel parcel = parcels.removeFirst().parcel();
            bytes -= size(parcel);
            end.arrived(parcel, nowNanos);
            loop.takeTurns();
        }
        if (!parcels.isEmpty() && !armed()) {
            loop.arm(this, parcels.getFirst().atNanos());
        }
        end.settled();
    }

    /// Loses everything that is under way.
    void clear() {
        loop.disarm(this);
        for (Underway one : parcels) {
            if (one.parcel() instanceof Parcel.Data data) {
                data.bytes().release();
            }
        }
        parcels.clear();
        bytes = 0;
    }

    private static int size(Parcel parcel) {
        return parcel instanceof Parcel.Data data ? data.bytes().readableBytes() : 0;
    }
}
