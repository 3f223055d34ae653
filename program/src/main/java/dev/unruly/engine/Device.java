package dev.unruly.engine;

import dev.unruly.chance.Purpose;
import dev.unruly.world.Connection;
import dev.unruly.world.Ending;
import dev.unruly.world.Lane;
import dev.unruly.world.ReadAhead;
import dev.unruly.world.Ticket;
import org.jspecify.annotations.Nullable;

/// The software in a user's hand as far as connections go: at most so many to the backend, kept
/// while they are used; requests wait in order for the first that has room. Exists while a
/// connection or a waiting request does.
final class Device implements ReadAhead {

    private final Crowd crowd;
    private final User user;
    private final Lane lane;

    /// Of which of the user's wishes: what the lane's key hangs on.
    private final int madeAt;

    private @Nullable Link links;
    private int size;
    private int opening;
    private int settling;
    private @Nullable Request first;
    private @Nullable Request last;
    private int waiting;
    private boolean closed;

    Device(Crowd crowd, User user) {
        this(crowd, user, user.intent(), 0);
    }

    /// One that goes on where an earlier one was put away.
    ///
    /// @param laneStanding see [Lane#standing]
    Device(Crowd crowd, User user, int madeAt, long laneStanding) {
        this.crowd = crowd;
        this.user = user;
        this.madeAt = madeAt;
        long key = crowd.draws().bits(user.number(), madeAt, Purpose.ROAD_LOSS, 0);
        this.lane = new Lane(crowd.road(user.region()), key, laneStanding);
    }

    /// Whether it can be put away for a while: all its connections are idle.
    boolean restful(long nowNanos) {
        boolean all = links != null && waiting == 0 && lane.quiet(nowNanos);
        for (Link link = links; link != null && all; link = link.next()) {
            all = link.restful(nowNanos);
        }
        return all;
    }

    /// The first of its connections.
    @Nullable Link links() {
        return links;
    }

    Lane lane() {
        return lane;
    }

    int madeAt() {
        return madeAt;
    }

    /// A connection that was put away.
    Connection takeOut(int number, Link link) {
        return crowd.loop().takeOut(number, lane, link);
    }

    /// Reads ahead what sending a request will need.
    @Override
    public int readAhead(int depth) {
        if (depth == 0) {
            return waiting + opening + (closed ? 1 : 2);
        }
        Link current = links;
        return current == null ? 0 : lane.readAhead(depth - 1) + current.readAheadToSend(depth - 1);
    }

    /// Reads ahead what being told of an answer will need.
    int readAheadToTell(int depth) {
        return depth == 0
                ? waiting + opening + (closed ? 1 : 2)
                : depth == 1 ? user.readAhead(0) : 0;
    }

    /// Sends a request as soon as there is a connection for it.
    void submit(Request request, long nowNanos) {
        request.queueBehind(null);
        Request before = last;
        if (before == null) {
            first = request;
        } else {
            before.queueBehind(request);
        }
        last = request;
        waiting++;
        pump(nowNanos);
    }

    /// Sends a request again, first of all and on a fresh connection: other kept ones may be as
    /// dead as the one that it went out on.
    void repeat(Request request, long nowNanos) {
        for (Link link = links; link != null; ) {
            Link after = link.next();
            if (link.idle()) {
                link.close();
            }
            link = after;
        }
        request.queueBehind(first);
        first = request;
        last = last == null ? request : last;
        waiting++;
        pump(nowNanos);
    }

    /// A request no longer waits. A connection that is being opened for nobody is given up.
    void withdraw(Request request) {
        Request before = null;
        for (Request r = first; r != null; r = r.queuedBehind()) {
            if (r == request) {
                unqueue(before, r);
                break;
            }
            before = r;
        }
        for (Link link = links; link != null && opening > waiting; ) {
            Link after = link.next();
            if (link.opening()) {
                link.close();
            }
            link = after;
        }
    }

    /// The user has gone and nothing of theirs runs any more.
    void close(long nowNanos) {
        closed = true;
        for (Link link = links; link != null; ) {
            Link after = link.next();
            link.close();
            link = after;
        }
    }

    /// A connection is ready for the next request.
    void ready(long nowNanos) {
        pump(nowNanos);
    }

    /// A connection could not be opened: the request that waited longest learns of it.
    void unopened(Ending ending, long nowNanos) {
        Request request = first;
        if (request != null) {
            unqueue(null, request);
            request.unconnected(ending, nowNanos);
        }
        pump(nowNanos);
        settle();
    }

    /// A connection is there no more.
    void lost(long nowNanos) {
        pump(nowNanos);
        settle();
    }

    Connection connect(Link link) {
        return crowd.loop().connect(crowd.peer(), lane, new Ticket(user.number()), link);
    }

    long keepAliveNanos() {
        return user.kind().client().keepAliveNanos();
    }

    Crowd crowd() {
        return crowd;
    }

    void countOpening(int change) {
        opening += change;
    }

    void countSettling(int change) {
        settling += change;
    }

    void add(Link link) {
        link.linkBefore(links);
        links = link;
        size++;
    }

    void remove(Link link) {
        links = link.unlinkFrom(links);
        size--;
    }

    private void pump(long nowNanos) {
        for (Link link = links; link != null && first != null; link = link.next()) {
            while (link.idle() && first != null) {
                Request request = first;
                unqueue(null, request);
                if (crowd.maySend()) {
                    link.send(request, nowNanos);
                } else {
                    request.holdBack(nowNanos);
                }
            }
        }
        while (waiting > opening + settling && size < user.kind().client().connections()) {
            Link link = new Link(this);
            add(link);
            link.open();
        }
    }

    private void unqueue(@Nullable Request before, Request request) {
        Request behind = request.queuedBehind();
        if (before == null) {
            first = behind;
        } else {
            before.queueBehind(behind);
        }
        if (behind == null) {
            last = before;
        }
        request.queueBehind(null);
        waiting--;
    }

    private void settle() {
        if (size == 0 && waiting == 0 && !closed) {
            closed = true;
            user.putAway(this);
        }
        user.tires();
    }
}
