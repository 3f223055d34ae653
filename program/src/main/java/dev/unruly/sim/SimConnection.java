package dev.unruly.sim;

import dev.unruly.world.Address;
import dev.unruly.world.Bytes;
import dev.unruly.world.Connection;
import dev.unruly.world.ConnectionListener;
import dev.unruly.world.Ending;
import dev.unruly.world.Entrance;
import dev.unruly.world.Exchange;
import dev.unruly.world.ExchangeListener;
import dev.unruly.world.Head;
import dev.unruly.world.Lane;
import org.jspecify.annotations.Nullable;

/// A connection seen from the asking side.
final class SimConnection extends End implements Connection {

    private enum State {
        KNOCKING,
        IDLE,
        BUSY,
        GONE
    }

    private final Address to;
    private final ConnectionListener listener;
    private State state = State.KNOCKING;
    private boolean headsAreRead;
    private long asked;
    private @Nullable SimExchange running;
    private Ending exchangeEnding = Ending.CANCELLED;
    private Ending ending = Ending.COMPLETE;

    SimConnection(SimLoop loop, Address to, Lane lane, ConnectionListener listener) {
        super(loop, lane, true);
        this.to = to;
        this.listener = listener;
    }

    /// One that was put away: idle.
    private SimConnection(
            SimLoop loop,
            SimDoor door,
            Lane lane,
            ConnectionListener listener,
            long id,
            long asked) {
        super(loop, lane, true, id);
        this.to = door.address();
        this.listener = listener;
        this.state = State.IDLE;
        this.asked = asked;
    }

    @Override
    public int room() {
        return state == State.IDLE ? 1 : 0;
    }

    /// Asks for the connection: the knock is heard after the way up.
    void knock() {
        long now = loop().nanos();
        toSelf(Kind.KNOCK, hasRoad() ? lane().connectUpArrival(now) : now);
    }

    @Override
    public Exchange start(Head head, long bodyBytes, ExchangeListener told) {
        if (state != State.IDLE) {
            throw new IllegalStateException("connection " + id() + " has no room: it is " + state);
        }
        state = State.BUSY;
        SimWorld world = loop().world();
        SimExchange exchange = world.exchange();
        exchange.begin(this, told);
        running = exchange;
        Parcel parcel = parcel(Kind.REQUEST);
        parcel.route = head.route();
        parcel.bodyBytes = bodyBytes;
        parcel.last = bodyBytes == 0;
        if (headsAreRead || hasRoad()) {
            long body = bodyBytes == 0 ? Letter.NO_BODY_LINE : bodyBytes;
            Letter letter = headsAreRead ? world.letter(head, body) : world.measured(head, body);
            parcel.letter = headsAreRead ? letter : null;
            parcel.roadBytes = letter.bytes();
            parcel.closes = letter.closes();
            parcel.headOnly = letter.headOnly();
        }
        long number = asked++;
        parcel.fate = world.weather().fate(id(), number, loop().nanos());
        if (parcel.fate == Fate.LATE) {
            parcel.lateNanos = world.weather().lateNanos(id(), number);
        } else if (parcel.fate == Fate.LOST) {
            lose();
        }
        beginBody(bodyBytes);
        send(parcel);
        return exchange;
    }

    @Override
    public boolean restful() {
        long now = loop().nanos();
        return state == State.IDLE
                && quiet(now)
                && to() instanceof SimVisit visit
                && visit.restful(now);
    }

    @Override
    public int putAway() {
        if (state != State.IDLE || !(to() instanceof SimVisit visit)) {
            throw new IllegalStateException("connection " + id() + " is not idle: it is " + state);
        }
        state = State.GONE;
        fallSilent();
        return loop().world().attic().put(id(), asked, visit.id(), visit.door());
    }

    /// One that was [#putAway].
    static SimConnection takeOut(SimLoop loop, int number, Lane lane, ConnectionListener listener) {
        Attic attic = loop.world().attic();
        SimDoor door = attic.door(number);
        var connection =
                new SimConnection(
                        loop, door, lane, listener, attic.id(number), attic.asked(number));
        connection.meet(SimVisit.again(door, lane, loop.home(), attic.visitId(number)));
        attic.remove(number);
        return connection;
    }

    @Override
    public void close() {
        leave(Ending.CANCELLED, Ending.COMPLETE, Kind.FIN);
    }

    @Override
    public void abort() {
        leave(Ending.CANCELLED, Ending.CANCELLED, Kind.RESET);
    }

    @Override
    public int readAhead(int depth) {
        return depth == 0 ? readAhead() + (running == null ? 1 : 2) : 0;
    }

    @Override
    int readAheadToTake(int depth) {
        SimExchange exchange = running;
        if (exchange == null) {
            return 0;
        }
        return exchange.readAhead(depth) + (depth == 0 ? 0 : listener.readAhead(depth - 1));
    }

    // ---- what the exchange asks for ----

    void write(Bytes bytes) {
        if (!writeBody(bytes)) {
            leave(Ending.LIMIT, Ending.LIMIT, Kind.RESET);
        }
    }

    void cancel() {
        leave(Ending.CANCELLED, Ending.CANCELLED, Kind.FIN);
    }

    /// Gives the connection up; who is concerned is told once the caller has returned.
    private void leave(Ending ofExchange, Ending ofConnection, Kind signal) {
        if (state == State.GONE) {
            return;
        }
        if (state != State.KNOCKING) {
            signal(signal);
        }
        state = State.GONE;
        fallSilent();
        exchangeEnding = ofExchange;
        ending = ofConnection;
        toSelf(Kind.GONE, loop().nanos());
    }

    /// The other side, or nobody, has ended the connection: tells who is concerned.
    private void lost(Ending ofExchange, Ending ofConnection, long nowNanos) {
        state = State.GONE;
        fallSilent();
        exchangeEnding = ofExchange;
        ending = ofConnection;
        tellGone(nowNanos);
    }

    private void tellGone(long nowNanos) {
        SimExchange exchange = running;
        if (exchange != null) {
            running = null;
            exchange.over().ended(exchangeEnding, nowNanos);
        }
        listener.ended(ending, nowNanos);
    }

    // ---- what arrives ----

    @Override
    void take(Parcel parcel, long nowNanos) {
        switch (parcel.kind) {
            case KNOCK -> heard();
            case OPENED -> opened(nowNanos);
            case REFUSED -> {
                if (state == State.KNOCKING) {
                    lost(Ending.CANCELLED, Ending.REFUSED, nowNanos);
                }
            }
            case INTERIM -> listener(parcel).interim(parcel.status, fields(parcel), nowNanos);
            case ANSWER -> answer(parcel, nowNanos);
            case BODY -> body(parcel, nowNanos);
            case END -> complete(nowNanos);
            case FIN -> {
                boolean cut = running != null;
                lost(Ending.CUT_SHORT, cut ? Ending.CUT_SHORT : Ending.COMPLETE, nowNanos);
            }
            case RESET -> {
                if (state != State.GONE) {
                    lost(Ending.RESET, Ending.RESET, nowNanos);
                }
            }
            case GONE -> tellGone(nowNanos);
            case SENT, SETTLE, DELIVER, ROOM, REQUEST ->
                    throw new IllegalStateException(parcel.kind + " at an asking end");
        }
    }

    /// The knock is heard at the other end of the road, if anybody is there.
    private void heard() {
        SimWorld world = loop().world();
        SimDoor door = world.door(to);
        Entrance entrance = door == null ? null : door.exchanges();
        boolean refused = world.weather().refuses(id(), loop().nanos());
        if (door == null || entrance == null || refused) {
            toSelf(
                    Kind.REFUSED,
                    hasRoad() ? lane().signalDownArrival(loop().nanos()) : loop().nanos());
            return;
        }
        var visit = new SimVisit(door, entrance, lane(), loop().home());
        meet(visit);
        visit.toSelf(Kind.KNOCK, loop().nanos());
    }

    private void meet(SimVisit visit) {
        headsAreRead = visit.readsHeads();
        linkTo(visit);
    }

    private void opened(long nowNanos) {
        if (state == State.GONE) {
            // It was given up before it opened, so that the other side does not know yet.
            signal(Kind.RESET);
            return;
        }
        state = State.IDLE;
        listener.opened(nowNanos);
    }

    private void answer(Parcel parcel, long nowNanos) {
        SimExchange exchange = running(parcel);
        exchange.closes = parcel.closes;
        exchange.listener().head(parcel.status, fields(parcel), nowNanos);
        if (parcel.last && running == exchange && !gone()) {
            complete(nowNanos);
        }
    }

    private void body(Parcel parcel, long nowNanos) {
        SimExchange exchange = running(parcel);
        Bytes bytes = parcel.bytes;
        if (bytes != null) {
            exchange.listener().body(bytes, nowNanos);
        }
        if (parcel.last && !gone()) {
            complete(nowNanos);
        }
    }

    /// The answer is whole.
    private void complete(long nowNanos) {
        SimExchange exchange = running;
        if (exchange == null) {
            throw new IllegalStateException("an answer to nobody on connection " + id());
        }
        exchange.listener().received(nowNanos);
        if (gone()) {
            return;
        }
        running = null;
        resumeReading();
        boolean unusable = exchange.closes || !allSent();
        exchange.over().ended(Ending.COMPLETE, nowNanos);
        loop().world().free(exchange);
        if (state == State.GONE) {
            return;
        }
        if (unusable) {
            leave(Ending.CANCELLED, Ending.COMPLETE, Kind.FIN);
        } else {
            state = State.IDLE;
            listener.free(nowNanos);
        }
    }

    private SimExchange running(Parcel parcel) {
        if (running == null) {
            throw new IllegalStateException(parcel.kind + " to nobody on connection " + id());
        }
        return running;
    }

    private ExchangeListener listener(Parcel parcel) {
        return running(parcel).listener();
    }

    private static Letter fields(Parcel parcel) {
        if (parcel.letter == null) {
            throw new IllegalStateException("an answer without fields");
        }
        return parcel.letter;
    }

    @Override
    void sent(long nowNanos) {
        if (running != null && !gone()) {
            running.listener().sent(nowNanos);
        }
    }

    @Override
    void drained(long nowNanos) {
        if (running != null) {
            running.listener().drained(nowNanos);
        }
    }

    @Override
    void flushed(long nowNanos) {}
}
