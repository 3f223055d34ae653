package dev.unruly.engine;

import dev.unruly.chance.Draws;
import dev.unruly.model.Observer;
import dev.unruly.stats.Latencies;
import dev.unruly.world.Loop;
import dev.unruly.world.Peer;
import dev.unruly.world.Road;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What all users on one loop share: the loop, the plan, who is told, and what is used again.
///
/// Inside, time is the loop's; what is told outside is the run's ([#told]).
final class Crowd {

    private final Loop loop;
    private final Plan plan;
    private final Allowance allowance;
    private final Observer observer;
    private final Peer peer;
    private final List<Road> roads;
    private final Rendering rendering;
    private final Ink scratch = new Ink();

    private final Dormitory dormitory;
    private final List<User> seats = new ArrayList<>();
    private final Pool<User> spareUsers = new Pool<>(this::newSeat);
    private final Pool<Wish> spareWishes = new Pool<>(() -> new Wish(this));
    private final Pool<Attempt> spareAttempts = new Pool<>(() -> new Attempt(this));
    private final Pool<Request> spareRequests = new Pool<>(() -> new Request(this));

    /// Where everybody is: the row of who rests, else the [User#seat], inverted.
    private int[] whereabouts = new int[16];

    private int size;
    private int alive;
    private int wishes;
    private int links;
    private int openConnections;
    private Latencies lateness = new Latencies();

    private long originNanos;
    private long horizonNanos = Long.MAX_VALUE;
    private Runnable whenEmpty = () -> {};

    /// @param leastRestNanos see [Dormitory]
    Crowd(Loop loop, Plan plan, Allowance allowance, Observer observer, long leastRestNanos) {
        this.loop = loop;
        this.plan = plan;
        this.allowance = allowance;
        this.observer = observer;
        this.peer = plan.peer();
        this.roads = plan.roads().stream().map(Road::new).toList();
        this.rendering = new Rendering(this);
        this.dormitory = new Dormitory(this, leastRestNanos);
    }

    Loop loop() {
        return loop;
    }

    Plan plan() {
        return plan;
    }

    Draws draws() {
        return plan.draws();
    }

    Observer observer() {
        return observer;
    }

    /// Whether one more request may be sent now; if so, it counts as sent.
    boolean maySend() {
        return !allowance.bounded() || allowance.take(loop.nanos());
    }

    Peer peer() {
        return peer;
    }

    Road road(int region) {
        return roads.get(region);
    }

    Rendering rendering() {
        return rendering;
    }

    /// Text in the making, for whoever needs it until they call something else.
    Ink scratch() {
        return scratch;
    }

    /// Where the run begins on the loop's clock.
    void beginAt(long nanos) {
        originNanos = nanos;
    }

    long originNanos() {
        return originNanos;
    }

    /// A moment of the loop's clock as the run's.
    long told(long nanos) {
        return nanos - originNanos;
    }

    /// From now on nobody wishes what they would nominally wish at or after this moment of the run.
    void endAt(long newHorizonNanos, Runnable then) {
        horizonNanos = newHorizonNanos;
        whenEmpty = then;
        for (int i = size - 1; i >= 0; i--) {
            int where = whereabouts[i];
            if (where < 0) {
                seats.get(~where).leaveIfDone();
            } else if (dormitory.nominalNanos(where) >= horizonNanos) {
                dismiss(i);
            }
        }
        tellIfEmpty();
    }

    /// The run's end on the run's clock; Long.MAX_VALUE while it is not known.
    long horizonNanos() {
        return horizonNanos;
    }

    Dormitory dormitory() {
        return dormitory;
    }

    /// A user who begins or goes on along a nominal path.
    User newUser() {
        if (size == whereabouts.length) {
            whereabouts = Arrays.copyOf(whereabouts, size + (size >> 1));
        }
        alive++;
        return wakes(size++);
    }

    /// A user is not there any more, although requests of theirs may still run.
    void gone() {
        alive--;
    }

    /// Nothing of a user is left.
    void free(User user) {
        leave(user.place());
        spareUsers.give(user);
        tellIfEmpty();
    }

    /// A user rests from now on.
    void rests(User user, int row) {
        whereabouts[user.place()] = row;
        spareUsers.give(user);
    }

    /// The user at a place does not rest, or not any more.
    User wakes(int place) {
        User user = spareUsers.take();
        whereabouts[place] = ~user.seat();
        user.place(place);
        return user;
    }

    /// Everyone goes away at once.
    void cutOff(long nowNanos) {
        for (int i = size - 1; i >= 0; i--) {
            int where = whereabouts[i];
            if (where < 0) {
                seats.get(~where).cutOff(nowNanos);
            } else {
                dismiss(i);
            }
        }
        tellIfEmpty();
    }

    /// Who rests goes away without being woken.
    private void dismiss(int place) {
        int closed = dormitory.dismiss(whereabouts[place]);
        links -= closed;
        openConnections -= closed;
        alive--;
        leave(place);
    }

    /// A place is free; who has the last one takes it.
    private void leave(int place) {
        int where = whereabouts[--size];
        whereabouts[place] = where;
        if (place == size) {
            return;
        }
        if (where < 0) {
            seats.get(~where).place(place);
        } else {
            dormitory.place(where, place);
        }
    }

    Wish newWish() {
        wishes++;
        return spareWishes.take();
    }

    void wishOver() {
        wishes--;
    }

    void free(Wish wish) {
        spareWishes.give(wish);
    }

    Attempt newAttempt() {
        return spareAttempts.take();
    }

    void free(Attempt attempt) {
        spareAttempts.give(attempt);
    }

    Request newRequest() {
        return spareRequests.take();
    }

    void free(Request request) {
        spareRequests.give(request);
    }

    void linkMade() {
        links++;
    }

    void linkOpened() {
        openConnections++;
    }

    void linkEnded(boolean wasOpen) {
        links--;
        if (wasOpen) {
            openConnections--;
        }
        tellIfEmpty();
    }

    /// Something is done whose moment we alone decided.
    void due(long atNanos) {
        lateness.record(Math.max(0, loop.nanos() - atNanos));
    }

    Pulse pulse() {
        Latencies seen = lateness;
        lateness = new Latencies();
        return new Pulse(seen, alive, wishes, openConnections);
    }

    private void tellIfEmpty() {
        if (size == 0 && links == 0 && horizonNanos != Long.MAX_VALUE) {
            Runnable then = whenEmpty;
            whenEmpty = () -> {};
            then.run();
        }
    }

    private User newSeat() {
        var user = new User(this, seats.size());
        seats.add(user);
        return user;
    }
}
