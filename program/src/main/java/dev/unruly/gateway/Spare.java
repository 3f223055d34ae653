package dev.unruly.gateway;

import dev.unruly.world.Alarm;
import dev.unruly.world.Ending;
import dev.unruly.world.ExchangeListener;
import dev.unruly.world.Loop;
import dev.unruly.world.Visit;
import org.jspecify.annotations.Nullable;

/// A connection to one instance of a dependency that belongs to no connection of the application:
/// it stands for one to its [HttpLink], is used by one try after the other, and closes when it has
/// rested for a while. The alarm is the end of that, or of an earlier rest: it is moved when it
/// rings and not with each try.
final class Spare extends Alarm implements Visit {

    /// For how long a connection rests before it is closed: shorter than the five seconds after
    /// which the least patient of servers close it, so that it is seldom closed as it is used
    /// again.
    static final long REST_NANOS = 4_000_000_000L;

    private final Loop loop;
    private final Peers.Instance instance;
    private final HttpLink link;
    private @Nullable Tried running;
    private long restsUntilNanos;
    private boolean gone;

    /// Who uses it.
    interface Tried {

        /// The connection to the dependency is gone.
        ///
        /// @param reset whether it was reset
        void cutOff(boolean reset);

        /// It will be told that it is cut off: there is nobody behind any more.
        void farGone();

        /// It will be answered that nobody could be reached: nothing was asked of anybody.
        default void unreached() {}
    }

    Spare(Loop loop, Peers.Instance instance, HttpLink link) {
        this.loop = loop;
        this.instance = instance;
        this.link = link;
    }

    /// Asks something.
    ///
    /// @param call to which the answer goes
    /// @param sinceNanos when the application asked for it
    ExchangeListener ask(
            GuardedCall call, Tried user, Wanted wanted, long sinceNanos, long nowNanos) {
        running = user;
        instance.begins();
        return link.tried(call, wanted, sinceNanos, nowNanos);
    }

    /// There is no connection to be had.
    void unreached() {
        if (running != null) {
            running.unreached();
        }
    }

    /// Both sides of what was asked are over.
    void freed(long nowNanos) {
        release();
        if (gone) {
            return;
        }
        if (link.usable()) {
            instance.rests(this);
            restsUntilNanos = nowNanos + REST_NANOS;
            if (!armed()) {
                loop.arm(this, restsUntilNanos);
            }
        } else if (link.bare()) {
            gone = true;
            loop.post(() -> link.ended(Ending.COMPLETE, loop.nanos()));
        }
    }

    private void release() {
        if (running != null) {
            running = null;
            instance.ends();
        }
    }

    @Override
    protected void ring(long nowNanos) {
        if (running != null) {
            return;
        }
        if (nowNanos < restsUntilNanos) {
            loop.arm(this, restsUntilNanos);
            return;
        }
        leave();
        link.ended(Ending.COMPLETE, nowNanos);
    }

    private void leave() {
        gone = true;
        instance.goes(this);
        loop.disarm(this);
    }

    @Override
    public long id() {
        return link.number();
    }

    @Override
    public void close() {
        end(false);
    }

    @Override
    public void abort() {
        end(true);
    }

    /// The side of the dependency has ended it: whoever uses it is told once the caller has
    /// returned, and the link after that.
    private void end(boolean reset) {
        if (gone) {
            return;
        }
        leave();
        Tried user = running;
        if (user != null) {
            user.farGone();
        }
        loop.post(() -> {
            if (user != null && running != null) {
                user.cutOff(reset);
            }
            loop.post(this::ended);
        });
    }

    private void ended() {
        release();
        link.ended(Ending.CANCELLED, loop.nanos());
    }
}
