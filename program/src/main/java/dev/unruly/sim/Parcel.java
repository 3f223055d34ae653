package dev.unruly.sim;

import dev.unruly.world.Bytes;
import org.jspecify.annotations.Nullable;

/// What travels from one [End] of a link to the other. Parcels are used again.
final class Parcel extends Event {

    private final SimWorld world;

    Kind kind = Kind.SENT;
    @Nullable End to;
    @Nullable Letter letter;
    @Nullable Bytes bytes;

    /// The bytes it takes on the road.
    int roadBytes;

    /// What the body that follows declares: [dev.unruly.world.Connection#start].
    long bodyBytes;

    int status;
    int route;

    /// Whether the message is complete with it.
    boolean last;

    /// Whether the answering side closes after this answer, or the answer to this request.
    boolean closes;

    /// Whether the request asks for a head alone.
    boolean headOnly;

    /// Whether the asking side is told on its way that all was sent.
    boolean tellsSent;

    Fate fate = Fate.FINE;
    long lateNanos;

    @Nullable Parcel nextFree;

    Parcel(SimWorld world) {
        this.world = world;
    }

    /// Makes it a new one.
    void address(Kind what) {
        kind = what;
        nextFree = null;
        roadBytes = 0;
        bodyBytes = 0;
        status = 0;
        route = -1;
        last = false;
        closes = false;
        headOnly = false;
        tellsSent = false;
        fate = Fate.FINE;
        lateNanos = 0;
    }

    @Override
    void happen(long nowNanos) {
        End end = to;
        if (end == null) {
            throw new IllegalStateException("a parcel without an address: " + kind);
        }
        end.arrive(this, nowNanos);
    }

    /// What has just left is not looked for: it was there a moment ago.
    @Override
    public int readAhead(int depth) {
        End end = to;
        if (end == null || kind == Kind.SENT) {
            return 0;
        }
        return depth == 0 ? end.readAhead() : end.readAheadToTake(depth - 1);
    }

    int size() {
        return bytes == null ? 0 : bytes.size();
    }

    /// Gives back what is inside, and the parcel itself.
    void release() {
        Bytes inside = bytes;
        if (inside != null) {
            bytes = null;
            world.letGo(inside);
        }
        Letter read = letter;
        if (read != null) {
            letter = null;
            world.free(read);
        }
        world.free(this);
    }
}
