package dev.unruly.sim;

import dev.unruly.world.Address;
import dev.unruly.world.Bytes;
import dev.unruly.world.Ending;
import dev.unruly.world.Entrance;
import dev.unruly.world.Guest;
import dev.unruly.world.Head;
import dev.unruly.world.Lane;
import dev.unruly.world.Visit;
import org.jspecify.annotations.Nullable;

/// A connection seen from the serving side.
final class SimVisit extends End implements Visit {

    private final SimDoor door;
    private final Entrance entrance;
    private final Address from;
    private @Nullable Guest guest;
    private @Nullable SimAsked running;
    private boolean busy;
    private Ending exchangeEnding = Ending.CANCELLED;
    private Ending ending = Ending.COMPLETE;

    SimVisit(SimDoor door, Entrance entrance, Lane lane, Address from) {
        super(door.loop(), lane, false);
        this.door = door;
        this.entrance = entrance;
        this.from = from;
    }

    private SimVisit(SimDoor door, Entrance entrance, Lane lane, Address from, long id) {
        super(door.loop(), lane, false, id);
        this.door = door;
        this.entrance = entrance;
        this.from = from;
        this.guest = entrance.accepted(id, from, door.loop().nanos());
    }

    /// The serving side of a connection that was put away.
    static SimVisit again(SimDoor door, Lane lane, Address from, long id) {
        Entrance entrance = door.exchanges();
        if (entrance == null) {
            throw new IllegalStateException("no exchanges are served at " + door.address());
        }
        return new SimVisit(door, entrance, lane, from, id);
    }

    /// Whether it can be put away.
    boolean restful(long nowNanos) {
        return running == null && guest != null && !entrance.holdsConnections() && quiet(nowNanos);
    }

    /// Whether its guest looks at what is asked.
    boolean readsHeads() {
        return entrance.readsHeads();
    }

    SimDoor door() {
        return door;
    }

    @Override
    public void close() {
        boolean whole = running == null || whole(running);
        leave(whole ? Ending.COMPLETE : Ending.CANCELLED, Ending.COMPLETE, Kind.FIN);
    }

    @Override
    public void abort() {
        leave(Ending.CANCELLED, Ending.CANCELLED, Kind.RESET);
    }

    @Override
    int readAheadToTake(int depth) {
        return depth == 0 ? lane().readAhead(0) + (guest == null ? 1 : 2) : 0;
    }

    // ---- what the exchange asks for ----

    void interim(Head head) {
        Parcel parcel = parcel(Kind.INTERIM);
        render(parcel, head, Letter.NO_BODY_LINE);
        send(parcel);
    }

    void answer(SimAsked asked, Head head, long bodyBytes) {
        if (asked.answered) {
            throw new IllegalStateException("an exchange is answered twice");
        }
        asked.answered = true;
        Parcel parcel = parcel(Kind.ANSWER);
        Letter letter = render(parcel, head, bodyBytes);
        int status = parcel.status;
        boolean bodiless = asked.headOnly || status == 204 || status == 304;
        if (bodiless && bodyBytes <= 0) {
            letter.sayNothingOfTheBody();
        }
        asked.closes |= letter.closes();
        parcel.closes = asked.closes;
        parcel.last = bodiless || bodyBytes == 0;
        if (asked.fate == Fate.CUT_SHORT) {
            cutShort(parcel);
            return;
        }
        beginBody(parcel.last ? 0 : bodyBytes);
        send(parcel);
        settleSoon();
    }

    /// The weather ends the connection within the answer: before its head where nothing follows it.
    private void cutShort(Parcel answer) {
        if (answer.last) {
            answer.release();
        } else {
            send(answer);
        }
        leave(Ending.RESET, Ending.RESET, Kind.FIN);
    }

    private Letter render(Parcel parcel, Head head, long bodyBytes) {
        Letter letter = loop().world().letter(head, bodyBytes);
        parcel.letter = letter;
        parcel.status = letter.status();
        parcel.roadBytes = letter.bytes();
        return letter;
    }

    void write(Bytes bytes) {
        if (!writeBody(bytes)) {
            leave(Ending.LIMIT, Ending.LIMIT, Kind.RESET);
        }
        settleSoon();
    }

    void finish() {
        finishBody();
        settleSoon();
    }

    void cancel(SimAsked asked) {
        if (!whole(asked)) {
            leave(Ending.CANCELLED, Ending.CANCELLED, Kind.FIN);
        }
    }

    private boolean whole(SimAsked asked) {
        return asked.received && asked.answered && allSent();
    }

    /// Ends a whole exchange once the caller has returned.
    private void settleSoon() {
        if (!busy && running != null && whole(running)) {
            toSelf(Kind.SETTLE, loop().nanos());
        }
    }

    private void settle(long nowNanos) {
        SimAsked asked = running;
        if (gone() || asked == null || !whole(asked)) {
            return;
        }
        running = null;
        resumeReading();
        asked.over().ended(Ending.COMPLETE, nowNanos);
        boolean closes = asked.closes;
        loop().world().free(asked);
        if (closes && !gone()) {
            lost(Ending.COMPLETE, Ending.COMPLETE, nowNanos);
        }
    }

    private void leave(Ending ofExchange, Ending ofConnection, Kind signal) {
        if (gone()) {
            return;
        }
        signal(signal);
        fallSilent();
        exchangeEnding = ofExchange;
        ending = ofConnection;
        toSelf(Kind.GONE, loop().nanos());
    }

    private void lost(Ending ofExchange, Ending ofConnection, long nowNanos) {
        fallSilent();
        exchangeEnding = ofExchange;
        ending = ofConnection;
        tellGone(nowNanos);
    }

    private void tellGone(long nowNanos) {
        SimAsked asked = running;
        if (asked != null) {
            running = null;
            asked.over().ended(exchangeEnding, nowNanos);
        }
        guest().ended(ending, nowNanos);
    }

    // ---- what arrives ----

    @Override
    void take(Parcel parcel, long nowNanos) {
        busy = true;
        switch (parcel.kind) {
            case KNOCK -> enter(nowNanos);
            case REQUEST -> request(parcel, nowNanos);
            case BODY -> body(parcel, nowNanos);
            case END -> received(nowNanos);
            case FIN -> left(nowNanos);
            case RESET -> {
                if (!gone()) {
                    lost(Ending.RESET, Ending.RESET, nowNanos);
                }
            }
            case GONE -> tellGone(nowNanos);
            case SETTLE -> {}
            case SENT, DELIVER, ROOM, OPENED, REFUSED, INTERIM, ANSWER ->
                    throw new IllegalStateException(parcel.kind + " at a serving end");
        }
        busy = false;
        settle(nowNanos);
    }

    private void enter(long nowNanos) {
        Guest accepted = entrance.accepted(id(), from, nowNanos);
        guest = accepted;
        signal(Kind.OPENED);
        accepted.entered(this, nowNanos);
    }

    private void request(Parcel parcel, long nowNanos) {
        if (parcel.fate == Fate.RESET) {
            signal(Kind.RESET);
            lost(Ending.RESET, Ending.RESET, nowNanos);
            return;
        }
        SimAsked asked = loop().world().asked();
        asked.begin(this, parcel);
        running = asked;
        Letter letter = parcel.letter;
        asked.listener(
                letter == null
                        ? guest().asked(asked, "", "", Letter.BLANK, nowNanos)
                        : guest().asked(asked, letter.method(), letter.target(), letter, nowNanos));
        if (parcel.last && !gone()) {
            received(nowNanos);
        }
    }

    private void body(Parcel parcel, long nowNanos) {
        SimAsked asked = running;
        Bytes bytes = parcel.bytes;
        if (asked == null || bytes == null) {
            throw new IllegalStateException("a body for nobody at visit " + id());
        }
        asked.listener().body(bytes, nowNanos);
        if (parcel.last && !gone()) {
            received(nowNanos);
        }
    }

    /// The request is whole.
    private void received(long nowNanos) {
        if (running != null) {
            running.received = true;
            running.listener().received(nowNanos);
        }
    }

    /// The asking side has closed.
    private void left(long nowNanos) {
        SimAsked asked = running;
        if (asked == null) {
            lost(Ending.COMPLETE, Ending.COMPLETE, nowNanos);
        } else {
            Ending how = asked.received ? Ending.RESET : Ending.CUT_SHORT;
            lost(how, how, nowNanos);
        }
    }

    private Guest guest() {
        if (guest == null) {
            throw new IllegalStateException("visit " + id() + " has not begun");
        }
        return guest;
    }

    @Override
    void sent(long nowNanos) {}

    @Override
    void drained(long nowNanos) {
        if (running != null) {
            running.listener().drained(nowNanos);
        }
    }

    @Override
    void flushed(long nowNanos) {
        settle(nowNanos);
    }
}
