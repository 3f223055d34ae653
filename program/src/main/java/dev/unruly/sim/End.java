package dev.unruly.sim;

import dev.unruly.world.Bytes;
import dev.unruly.world.Lane;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// One end of a link between two loops: sends parcels over the road, in order, and holds what the
/// other end has no room for yet. What the link carries is its heirs' business: they are told, and
/// are an end instead of having one, because of a million only few are in a cache.
///
/// Like a socket it lets a writer run ahead of the reader by a window; what the writer adds beyond
/// that waits here, up to a limit. Room that the reader makes is known to the writer after the way
/// back, and only told where the writer waits for it.
abstract class End {

    /// How far a writer may run ahead of the reader: about what Linux grants a socket at most
    /// (tcp_rmem: 6 MiB, of which the window takes a part).
    static final int WINDOW_BYTES = 4 << 20;

    /// How much is held for one direction before it is [dev.unruly.world.Ending#LIMIT].
    static final int LIMIT_BYTES = 16 << 20;

    /// A chunk's line and line breaks, about.
    private static final int CHUNK_BYTES = 8;

    private final long id;
    private final SimLoop loop;
    private final Lane lane;
    private final boolean near;
    private @Nullable End other;

    /// The other end's loop: to send something there, that end itself need not be looked at.
    private SimLoop otherLoop;

    private long lastArrivalNanos;
    private boolean gone;

    // What goes out.
    private long declared;
    private long written;
    private boolean writing;
    private boolean lost;
    private boolean blocked;
    private boolean roomIsComing;
    private long unread;
    private long waitingBytes;
    private @Nullable ArrayDeque<Parcel> waiting;

    // What comes in.
    private boolean paused;
    private @Nullable ArrayDeque<Parcel> arrived;

    /// @param near whether it is the user's end, from which the road leads up
    End(SimLoop loop, Lane lane, boolean near) {
        this(loop, lane, near, loop.world().number());
    }

    /// An end that there was before, as it is when it is [#quiet].
    End(SimLoop loop, Lane lane, boolean near, long id) {
        this.id = id;
        this.loop = loop;
        this.lane = lane;
        this.near = near;
        this.otherLoop = loop;
    }

    /// A parcel has arrived, in order. It is released when this returns.
    abstract void take(Parcel parcel, long nowNanos);

    /// The last byte of what is asked has left for the road.
    abstract void sent(long nowNanos);

    /// There is room to write again.
    abstract void drained(long nowNanos);

    /// Nothing waits any more to be sent.
    abstract void flushed(long nowNanos);

    final void linkTo(End peer) {
        other = peer;
        otherLoop = peer.loop;
        peer.other = this;
        peer.otherLoop = loop;
    }

    /// A number unique in this run.
    public final long id() {
        return id;
    }

    final SimLoop loop() {
        return loop;
    }

    final Lane lane() {
        return lane;
    }

    final boolean gone() {
        return gone;
    }

    /// Whether nothing is on its way from here, and nothing waits here.
    final boolean quiet(long nowNanos) {
        return !(gone || lost || writing || paused || blocked || roomIsComing)
                && unread == 0
                && lastArrivalNanos <= nowNanos
                && !waits()
                && (arrived == null || arrived.isEmpty());
    }

    /// Whether what is sent costs something on its way.
    final boolean hasRoad() {
        return !lane.isNothing();
    }

    /// Lets nothing more arrive at the other side, until the end.
    final void lose() {
        lost = true;
    }

    /// Reads ahead what lies here.
    final int readAhead() {
        return (int) id + (int) declared + (int) waitingBytes + (gone ? 1 : 2);
    }

    /// Reads ahead what taking a parcel will need beyond that.
    abstract int readAheadToTake(int depth);

    // ---- a message's body ----

    /// A head was sent; this body follows. See [dev.unruly.world.Connection#start].
    final void beginBody(long bodyBytes) {
        declared = bodyBytes;
        written = 0;
        writing = bodyBytes != 0 && !gone;
    }

    /// Whether a body is still being written.
    final boolean writing() {
        return writing;
    }

    /// Writes a part of the body; false: more than is held for anybody.
    final boolean writeBody(Bytes bytes) {
        if (!writing) {
            bytes.drop();
            return true;
        }
        written += bytes.size();
        if (declared >= 0 && written > declared) {
            throw new IllegalStateException(
                    written + " bytes are written to a body of " + declared);
        }
        boolean last = written == declared;
        writing = !last;
        return writeStream(bytes, last, declared < 0 ? CHUNK_BYTES : 0);
    }

    /// The body is complete.
    final void finishBody() {
        if (!writing) {
            return;
        }
        if (declared >= 0) {
            throw new IllegalStateException(
                    "a body of " + declared + " bytes is finished after " + written);
        }
        writing = false;
        Parcel end = parcel(Kind.END);
        end.last = true;
        end.roadBytes = 5;
        send(end);
    }

    /// Writes a part of a stream; false: more than is held for anybody.
    final boolean writeStream(Bytes bytes, boolean last, int frameBytes) {
        int size = bytes.size();
        if (size == 0 && !last) {
            bytes.drop();
            return true;
        }
        loop.world().hold();
        Parcel parcel = parcel(Kind.BODY);
        parcel.bytes = bytes;
        parcel.last = last;
        parcel.roadBytes = size + frameBytes;
        send(parcel);
        blocked |= unread + waitingBytes >= WINDOW_BYTES;
        return unread + waitingBytes <= LIMIT_BYTES;
    }

    final boolean hasRoom() {
        return !gone && !blocked;
    }

    /// Whether all that was written is on its way.
    final boolean allSent() {
        return !writing && !waits();
    }

    private boolean waits() {
        return waiting != null && !waiting.isEmpty();
    }

    // ---- sending ----

    final Parcel parcel(Kind kind) {
        return loop.world().parcel(kind);
    }

    /// Sends a parcel, behind what waits.
    final void send(Parcel parcel) {
        if (gone) {
            parcel.release();
            return;
        }
        int size = parcel.size();
        if (waits() || (size > 0 && unread > 0 && unread + size > WINDOW_BYTES)) {
            if (waiting == null) {
                waiting = new ArrayDeque<>();
            }
            waiting.add(parcel);
            waitingBytes += size;
            return;
        }
        transmit(parcel);
    }

    private void transmit(Parcel parcel) {
        if (lost) {
            if (parcel.last && near) {
                toSelf(Kind.SENT, loop.nanos());
            }
            parcel.release();
            return;
        }
        unread += parcel.size();
        long now = loop.nanos();
        long arrival = hasRoad() ? lane.arrival(near, now, parcel.roadBytes) : now;
        if (parcel.lateNanos > 0) {
            arrival = lane.busyUntil(arrival + parcel.lateNanos);
        }
        if (parcel.last && near) {
            // Over no road, and on one loop, the parcel tells on its way.
            parcel.tellsSent = arrival == now && otherLoop == loop;
            if (!parcel.tellsSent) {
                toSelf(Kind.SENT, lane.upLeft(now));
            }
        }
        dispatch(parcel, arrival);
    }

    /// Sends a signal that takes no room, at once.
    final void signal(Kind kind) {
        Parcel parcel = parcel(kind);
        long now = loop.nanos();
        dispatch(parcel, hasRoad() ? lane.signalArrival(near, now) : now);
    }

    private void dispatch(Parcel parcel, long arrivalNanos) {
        long at = Math.max(arrivalNanos, lastArrivalNanos);
        lastArrivalNanos = at;
        parcel.to = to();
        otherLoop.bring(parcel, at);
    }

    /// Lets something happen at this end, after the caller has returned.
    final void toSelf(Kind kind, long atNanos) {
        Parcel parcel = parcel(kind);
        parcel.to = this;
        loop.bring(parcel, atNanos);
    }

    /// The other end.
    final End to() {
        if (other == null) {
            throw new IllegalStateException("an end without another");
        }
        return other;
    }

    // ---- arriving ----

    final void pauseReading() {
        paused = true;
    }

    final void resumeReading() {
        if (!paused) {
            return;
        }
        paused = false;
        if (arrived != null && !arrived.isEmpty()) {
            toSelf(Kind.DELIVER, loop.nanos());
        }
    }

    /// Called by the loop: a parcel is here.
    final void arrive(Parcel parcel, long nowNanos) {
        switch (parcel.kind) {
            case ROOM -> {
                parcel.release();
                makeRoom(nowNanos);
            }
            case DELIVER -> {
                parcel.release();
                deliver(nowNanos);
            }
            case SENT -> {
                parcel.release();
                sent(nowNanos);
            }
            case REQUEST, INTERIM, ANSWER, BODY, END, FIN -> {
                if (parcel.tellsSent) {
                    to().sent(nowNanos);
                }
                if (paused || (arrived != null && !arrived.isEmpty())) {
                    if (arrived == null) {
                        arrived = new ArrayDeque<>();
                    }
                    arrived.add(parcel);
                } else {
                    give(parcel, nowNanos);
                }
            }
            case SETTLE, GONE, KNOCK, OPENED, REFUSED, RESET -> {
                take(parcel, nowNanos);
                parcel.release();
            }
        }
    }

    private void deliver(long nowNanos) {
        while (!paused && arrived != null && !arrived.isEmpty()) {
            give(arrived.remove(), nowNanos);
        }
    }

    private void give(Parcel parcel, long nowNanos) {
        int size = parcel.size();
        if (!gone) {
            take(parcel, nowNanos);
        }
        parcel.release();
        if (size > 0) {
            to().wasRead(size, this);
        }
    }

    /// The reader has taken bytes that this end wrote.
    private void wasRead(int size, End reader) {
        unread -= size;
        if (blocked && !roomIsComing && !gone && unread <= WINDOW_BYTES / 2) {
            roomIsComing = true;
            long now = loop.nanos();
            toSelf(Kind.ROOM, hasRoad() ? lane.signalArrival(reader.near, now) : now);
        }
    }

    private void makeRoom(long nowNanos) {
        roomIsComing = false;
        if (gone) {
            return;
        }
        while (waiting != null && !waiting.isEmpty()) {
            int size = waiting.element().size();
            if (size > 0 && unread > 0 && unread + size > WINDOW_BYTES) {
                return;
            }
            waitingBytes -= size;
            transmit(waiting.remove());
        }
        flushed(nowNanos);
        if (!gone && blocked && unread < WINDOW_BYTES) {
            blocked = false;
            drained(nowNanos);
        }
    }

    /// Nothing more is sent, and nothing that arrives is looked at.
    final void fallSilent() {
        gone = true;
        writing = false;
        paused = false;
        waitingBytes = 0;
        empty(waiting);
        empty(arrived);
    }

    private static void empty(@Nullable ArrayDeque<Parcel> parcels) {
        while (parcels != null && !parcels.isEmpty()) {
            parcels.remove().release();
        }
    }
}
