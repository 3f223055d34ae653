package dev.unruly.sim;

import dev.unruly.world.Address;
import dev.unruly.world.Bytes;
import dev.unruly.world.Ending;
import dev.unruly.world.Lane;
import dev.unruly.world.Pipe;
import dev.unruly.world.PipeEntrance;
import dev.unruly.world.PipeListener;
import org.jspecify.annotations.Nullable;

/// One end of a byte stream.
final class SimPipe extends End implements Pipe {

    private enum State {
        KNOCKING,
        OPEN,
        GONE
    }

    private @Nullable PipeListener listener;
    private @Nullable PipeEntrance entrance;
    private @Nullable Address address;
    private State state = State.KNOCKING;
    private boolean shutHere;
    private boolean shutThere;
    private Ending ending = Ending.COMPLETE;

    /// The end that dials.
    SimPipe(SimLoop loop, Lane lane, boolean near, @Nullable PipeListener listener) {
        super(loop, lane, near);
        this.listener = listener;
    }

    @Override
    int readAheadToTake(int depth) {
        return 0;
    }

    void knock(Address to) {
        address = to;
        long now = loop().nanos();
        toSelf(Kind.KNOCK, hasRoad() ? lane().connectUpArrival(now) : now);
    }

    @Override
    public void write(Bytes bytes) {
        if (state != State.OPEN || shutHere) {
            bytes.drop();
        } else if (!writeStream(bytes, false, 0)) {
            leave(Ending.LIMIT);
        }
    }

    @Override
    public boolean writable() {
        return state == State.OPEN && !shutHere && hasRoom();
    }

    @Override
    public void pause() {
        pauseReading();
    }

    @Override
    public void resume() {
        resumeReading();
    }

    @Override
    public void shut() {
        if (state != State.OPEN || shutHere) {
            return;
        }
        shutHere = true;
        send(parcel(Kind.FIN));
        if (shutThere) {
            toSelf(Kind.SETTLE, loop().nanos());
        }
    }

    @Override
    public void reset() {
        leave(Ending.CANCELLED);
    }

    private void leave(Ending how) {
        if (state == State.GONE) {
            return;
        }
        if (state == State.OPEN) {
            signal(Kind.RESET);
        }
        state = State.GONE;
        fallSilent();
        ending = how;
        toSelf(Kind.GONE, loop().nanos());
    }

    private void over(Ending how, long nowNanos) {
        state = State.GONE;
        fallSilent();
        listener().ended(how, nowNanos);
    }

    @Override
    void take(Parcel parcel, long nowNanos) {
        switch (parcel.kind) {
            case KNOCK -> {
                if (entrance == null) {
                    heard();
                } else {
                    enter(entrance, nowNanos);
                }
            }
            case OPENED -> opened(nowNanos);
            case REFUSED -> {
                if (state == State.KNOCKING) {
                    over(Ending.REFUSED, nowNanos);
                }
            }
            case BODY -> {
                if (parcel.bytes != null) {
                    listener().read(parcel.bytes, nowNanos);
                }
            }
            case FIN -> {
                shutThere = true;
                listener().shut(nowNanos);
                settle(nowNanos);
            }
            case RESET -> {
                if (state != State.GONE) {
                    over(Ending.RESET, nowNanos);
                }
            }
            case GONE -> listener().ended(ending, nowNanos);
            case SETTLE -> settle(nowNanos);
            case SENT, DELIVER, ROOM, REQUEST, INTERIM, ANSWER, END ->
                    throw new IllegalStateException(parcel.kind + " in a pipe");
        }
    }

    private void settle(long nowNanos) {
        if (state == State.OPEN && shutHere && shutThere && allSent()) {
            over(Ending.COMPLETE, nowNanos);
        }
    }

    private void heard() {
        SimWorld world = loop().world();
        SimDoor door = address == null ? null : world.door(address);
        PipeEntrance there = door == null ? null : door.pipes();
        if (door == null || there == null || world.weather().refuses(id(), loop().nanos())) {
            long now = loop().nanos();
            toSelf(Kind.REFUSED, hasRoad() ? lane().signalDownArrival(now) : now);
            return;
        }
        var far = new SimPipe(door.loop(), lane(), false, null);
        far.entrance = there;
        linkTo(far);
        far.toSelf(Kind.KNOCK, loop().nanos());
    }

    private void enter(PipeEntrance door, long nowNanos) {
        PipeListener accepted = door.accepted(loop().home(), nowNanos);
        listener = accepted;
        state = State.OPEN;
        signal(Kind.OPENED);
        accepted.opened(this, nowNanos);
    }

    private void opened(long nowNanos) {
        if (state == State.GONE) {
            signal(Kind.RESET);
            return;
        }
        state = State.OPEN;
        listener().opened(this, nowNanos);
    }

    private PipeListener listener() {
        if (listener == null) {
            throw new IllegalStateException("pipe " + id() + " has no listener yet");
        }
        return listener;
    }

    @Override
    void sent(long nowNanos) {}

    @Override
    void drained(long nowNanos) {
        if (!shutHere) {
            listener().drained(nowNanos);
        }
    }

    @Override
    void flushed(long nowNanos) {
        settle(nowNanos);
    }
}
