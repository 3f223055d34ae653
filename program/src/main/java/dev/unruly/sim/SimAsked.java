package dev.unruly.sim;

import dev.unruly.world.Asked;
import dev.unruly.world.Bytes;
import dev.unruly.world.ExchangeListener;
import dev.unruly.world.Head;
import org.jspecify.annotations.Nullable;

/// An exchange seen from the serving side. One that ended in good order is used again.
final class SimAsked implements Asked {

    private @Nullable SimVisit visit;
    private @Nullable ExchangeListener listener;
    private int route;

    /// Whether the request asks for a head alone.
    boolean headOnly;

    /// Whether the request has arrived whole.
    boolean received;

    /// Whether the answer's head was given.
    boolean answered;

    /// Whether the connection ends with the answer.
    boolean closes;

    /// What the weather does to the answer.
    Fate fate = Fate.FINE;

    @Nullable SimAsked nextFree;

    void begin(SimVisit on, Parcel request) {
        visit = on;
        listener = null;
        route = request.route;
        fate = request.fate;
        received = false;
        answered = false;
        closes = false;
        headOnly = request.headOnly;
    }

    void listener(ExchangeListener told) {
        listener = told;
    }

    ExchangeListener listener() {
        if (listener == null) {
            throw new IllegalStateException("nobody listens to an exchange that is over");
        }
        return listener;
    }

    /// From now on it does nothing.
    ExchangeListener over() {
        ExchangeListener last = listener();
        visit = null;
        listener = null;
        return last;
    }

    @Override
    public int readAhead(int depth) {
        SimVisit on = visit;
        if (depth == 0) {
            return route + (closes ? 1 : 2);
        }
        if (on == null) {
            return 0;
        }
        return depth == 1 ? on.readAhead() : on.readAheadToTake(depth - 2);
    }

    @Override
    public int route() {
        return route;
    }

    @Override
    public void interim(Head head) {
        if (visit != null) {
            visit.interim(head);
        }
    }

    @Override
    public void answer(Head head, long bodyBytes) {
        if (visit != null) {
            visit.answer(this, head, bodyBytes);
        }
    }

    @Override
    public void write(Bytes bytes) {
        if (visit == null) {
            bytes.drop();
        } else {
            visit.write(bytes);
        }
    }

    @Override
    public boolean writable() {
        return visit != null && visit.writing() && visit.hasRoom();
    }

    @Override
    public void finish() {
        if (visit != null) {
            visit.finish();
        }
    }

    @Override
    public void pause() {
        if (visit != null) {
            visit.pauseReading();
        }
    }

    @Override
    public void resume() {
        if (visit != null) {
            visit.resumeReading();
        }
    }

    @Override
    public void cancel() {
        if (visit != null) {
            visit.cancel(this);
        }
    }
}
