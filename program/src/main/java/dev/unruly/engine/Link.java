package dev.unruly.engine;

import dev.unruly.world.Alarm;
import dev.unruly.world.Connection;
import dev.unruly.world.ConnectionListener;
import dev.unruly.world.Ending;
import org.jspecify.annotations.Nullable;

/// One connection of a user's device. The alarm closes it when it was idle for as long as the
/// client keeps connections; it is not moved with every use but looks, when it rings, how long that
/// was.
final class Link extends Alarm implements ConnectionListener {

    private enum Phase {
        OPENING,
        IDLE,
        BUSY,
        /// The exchange is over; whether the connection stays is to come.
        SETTLING,
        GONE
    }

    private final Device device;
    private @Nullable Connection connection;
    private @Nullable Link next;
    private @Nullable Link previous;
    private Phase phase = Phase.OPENING;
    private long idleSinceNanos;
    private boolean opened;
    private boolean used;

    Link(Device device) {
        this.device = device;
    }

    /// One that is idle, to be [#takeOut].
    Link(Device device, long untilNanos) {
        this.device = device;
        this.phase = Phase.IDLE;
        this.opened = true;
        this.idleSinceNanos = untilNanos - device.keepAliveNanos();
    }

    /// Goes on with a connection that was put away.
    ///
    /// @param alarm see [#alarm]
    void takeOut(int number, int alarm, User user) {
        connection = device.takeOut(number, this);
        used = (alarm & 1) != 0;
        if (alarm >> 1 > 0) {
            device.crowd().loop().arm(this, untilNanos(), user.turn() - (alarm >> 1));
        } else {
            device.crowd().loop().arm(this, untilNanos());
        }
    }

    /// Begins to open.
    void open() {
        device.countOpening(1);
        device.crowd().linkMade();
        connection = device.connect(this);
    }

    /// Whether it has room for a request.
    boolean idle() {
        return phase == Phase.IDLE;
    }

    /// Whether it can be put away for a while.
    boolean restful(long nowNanos) {
        return phase == Phase.IDLE
                && device.crowd().dormitory().worthWhile(untilNanos(), nowNanos)
                && connection().restful();
    }

    /// Puts the connection away. Returns its number; this is not used any more.
    int putAway() {
        phase = Phase.GONE;
        device.crowd().loop().disarm(this);
        return connection().putAway();
    }

    /// When it closes if it is idle until then.
    long untilNanos() {
        return idleSinceNanos + device.keepAliveNanos();
    }

    /// Whether a request has gone over it; and if it is to close in the very moment in which its
    /// user's alarm rings, how many turns before that, where it is before.
    int alarm(User user) {
        boolean before =
                atNanos() == user.atNanos()
                        && untilNanos() == user.atNanos()
                        && turn() < user.turn();
        return (before ? (int) (user.turn() - turn()) << 1 : 0) | (used ? 1 : 0);
    }

    boolean opening() {
        return phase == Phase.OPENING;
    }

    /// Sends a request; it is [#idle].
    void send(Request request, long nowNanos) {
        phase = Phase.BUSY;
        boolean fresh = !used;
        used = true;
        request.send(this, connection(), fresh);
    }

    /// Its request's exchange is over.
    void exchangeOver(long nowNanos) {
        if (phase != Phase.BUSY) {
            return;
        }
        if (device.keepAliveNanos() == 0) {
            close();
        } else {
            phase = Phase.SETTLING;
            device.countSettling(1);
        }
    }

    /// Its request is given up; the connection goes with it.
    void givenUp() {
        leave();
    }

    /// Closes it.
    void close() {
        Connection current = connection();
        leave();
        current.close();
    }

    /// Reads ahead what sending a request will need.
    int readAheadToSend(int depth) {
        Connection current = connection;
        if (depth == 0) {
            return (int) idleSinceNanos + (used ? 1 : 2);
        }
        return current == null ? 0 : current.readAhead(depth - 1);
    }

    /// Reads ahead what being told of an answer will need.
    @Override
    public int readAhead(int depth) {
        return depth == 0 ? readAheadToSend(0) : device.readAheadToTell(depth - 1);
    }

    @Override
    public void opened(long nowNanos) {
        opened = true;
        device.crowd().linkOpened();
        if (phase == Phase.OPENING) {
            device.countOpening(-1);
            rest(nowNanos);
        }
    }

    @Override
    public void free(long nowNanos) {
        if (phase == Phase.SETTLING) {
            device.countSettling(-1);
            rest(nowNanos);
        }
    }

    @Override
    public void ended(Ending ending, long nowNanos) {
        device.crowd().loop().disarm(this);
        Phase before = phase;
        leave();
        if (before == Phase.OPENING) {
            device.unopened(ending, nowNanos);
        } else {
            device.lost(nowNanos);
        }
        device.crowd().linkEnded(opened);
    }

    @Override
    protected void ring(long nowNanos) {
        if (phase != Phase.IDLE) {
            return;
        }
        if (nowNanos >= untilNanos()) {
            close();
        } else {
            device.crowd().loop().arm(this, untilNanos());
        }
    }

    @Nullable Link next() {
        return next;
    }

    /// Becomes the first of the device's connections.
    void linkBefore(@Nullable Link first) {
        next = first;
        previous = null;
        if (first != null) {
            first.previous = this;
        }
    }

    /// Leaves the device's connections. Returns which is first now.
    @Nullable Link unlinkFrom(@Nullable Link first) {
        Link after = next;
        Link before = previous;
        if (after != null) {
            after.previous = before;
        }
        if (before != null) {
            before.next = after;
        }
        next = null;
        previous = null;
        return before == null ? after : first;
    }

    private void rest(long nowNanos) {
        phase = Phase.IDLE;
        idleSinceNanos = nowNanos;
        device.ready(nowNanos);
        if (phase == Phase.IDLE && !armed()) {
            device.crowd().loop().arm(this, nowNanos + device.keepAliveNanos());
        }
    }

    private void leave() {
        switch (phase) {
            case OPENING -> device.countOpening(-1);
            case SETTLING -> device.countSettling(-1);
            case IDLE, BUSY -> {}
            case GONE -> {
                return;
            }
        }
        phase = Phase.GONE;
        device.crowd().loop().disarm(this);
        device.remove(this);
    }

    private Connection connection() {
        Connection current = connection;
        if (current == null) {
            throw new IllegalStateException("the connection was never opened");
        }
        return current;
    }
}
