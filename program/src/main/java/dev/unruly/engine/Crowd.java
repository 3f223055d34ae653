package dev.unruly.engine;

import dev.unruly.chance.Draws;
import dev.unruly.model.Observer;
import dev.unruly.stats.Latencies;
import dev.unruly.world.Loop;
import dev.unruly.world.Peer;
import dev.unruly.world.Road;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

    private final Pool<User> spareUsers = new Pool<>(() -> new User(this));
    private final Pool<Wish> spareWishes = new Pool<>(() -> new Wish(this));
    private final Pool<Attempt> spareAttempts = new Pool<>(() -> new Attempt(this));
    private final Pool<Request> spareRequests = new Pool<>(() -> new Request(this));

    private @Nullable User[] users = new @Nullable User[16];
    private int size;
    private int alive;
    private int wishes;
    private int links;
    private int openConnections;
    private Latencies lateness = new Latencies();

    private long originNanos;
    private long horizonNanos = Long.MAX_VALUE;
    private Runnable whenEmpty = () -> {};

    Crowd(Loop loop, Plan plan, Allowance allowance, Observer observer) {
        this.loop = loop;
        this.plan = plan;
        this.allowance = allowance;
        this.observer = observer;
        this.peer = plan.peer();
        this.roads = plan.roads().stream().map(Road::new).toList();
        this.rendering = new Rendering(this);
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
            user(i).leaveIfDone();
        }
        tellIfEmpty();
    }

    /// The run's end on the run's clock; Long.MAX_VALUE while it is not known.
    long horizonNanos() {
        return horizonNanos;
    }

    /// A user who begins or goes on along a nominal path.
    User newUser() {
        User user = spareUsers.take();
        if (size == users.length) {
            users = Arrays.copyOf(users, 2 * size);
        }
        user.place(size);
        users[size++] = user;
        alive++;
        return user;
    }

    /// A user is not there any more, although requests of theirs may still run.
    void gone() {
        alive--;
    }

    /// Nothing of a user is left.
    void free(User user) {
        User last = user(--size);
        users[user.place()] = last;
        last.place(user.place());
        users[size] = null;
        spareUsers.give(user);
        tellIfEmpty();
    }

    /// Everyone goes away at once.
    void cutOff(long nowNanos) {
        for (int i = size - 1; i >= 0; i--) {
            user(i).cutOff(nowNanos);
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

    private User user(int place) {
        User user = users[place];
        if (user == null) {
            throw new IllegalStateException("there is nobody at " + place + " of " + size);
        }
        return user;
    }
}
