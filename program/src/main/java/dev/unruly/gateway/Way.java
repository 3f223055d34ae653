package dev.unruly.gateway;

import dev.unruly.world.Alarm;
import dev.unruly.world.Bytes;
import dev.unruly.world.Loop;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// One direction of a connection: lets pass at once what nothing keeps back, and holds the rest in
/// order, up to a bound beyond which it stops reading.
final class Way extends Alarm {

    /// Where a way leads.
    interface Outlet {

        /// Whether there is something to write to; if not, what comes is held until [Way#flow].
        boolean open();

        /// Whether it is open and takes more bytes just now.
        boolean ready();

        /// Takes bytes; consumes them.
        void write(Bytes bytes, long nowNanos);
    }

    /// Where a way comes from.
    interface Source {
        void pause();

        void resume();
    }

    /// How much is held of one direction before reading stops: more than a socket's buffers, so
    /// that a dependency is seldom slowed down by our holding; little enough for a thousand
    /// connections.
    static final int MOST_HELD_BYTES = 256 << 10;

    private final Loop loop;
    private final Valves valves;
    private final Source source;
    private final Outlet outlet;

    /// Null: nothing was ever held, as of nearly all.
    private @Nullable ArrayDeque<Piece> held;

    private long heldBytes;
    private boolean paused;

    Way(Loop loop, Valves valves, Source source, Outlet outlet) {
        this.loop = loop;
        this.valves = valves;
        this.source = source;
        this.outlet = outlet;
    }

    /// Whether what comes now passes at once and untouched. It does even if the outlet takes no
    /// more: reading is paused then.
    boolean clear() {
        return empty() && valves.none() && outlet.open();
    }

    /// Whether nothing is held.
    boolean empty() {
        return held == null || held.isEmpty();
    }

    /// Sends bytes that were kept; the way is [#clear].
    void write(Bytes kept, long nowNanos) {
        outlet.write(kept, nowNanos);
        settle();
    }

    /// Sends bytes that are borrowed: at once if the way is [#clear].
    void pass(Bytes bytes, Request request, long nowNanos) {
        if (clear()) {
            write(bytes.keep(), nowNanos);
        } else {
            take(Piece.of(bytes.keep(), request, nowNanos), nowNanos);
        }
    }

    /// Does what is not bytes when its turn has come: at once if the way is [#clear].
    void act(Piece.Act act, int size, Request request, long nowNanos) {
        if (clear()) {
            act.pass(nowNanos);
            if (paused) {
                settle();
            }
        } else {
            take(Piece.of(act, size, request, nowNanos), nowNanos);
        }
    }

    /// Sends a piece on its way.
    void take(Piece piece, long nowNanos) {
        if (held == null) {
            held = new ArrayDeque<>(2);
        }
        held.addLast(piece);
        heldBytes += piece.left();
        flow(nowNanos);
    }

    /// Lets pass what may: to be called whenever the outlet or a fault has changed.
    void flow(long nowNanos) {
        loop.disarm(this);
        while (held != null && !held.isEmpty()) {
            Piece piece = held.getFirst();
            if (piece.divisible() ? !outlet.ready() : !outlet.open()) {
                break;
            }
            long at = valves.passesAt(piece, nowNanos);
            if (at > nowNanos) {
                if (at != Valve.NEVER) {
                    loop.arm(this, at);
                }
                break;
            }
            pass(piece, held, nowNanos);
        }
        settle();
    }

    private void pass(Piece piece, ArrayDeque<Piece> from, long nowNanos) {
        int left = piece.left();
        int count = piece.divisible() ? Math.max(1, valves.most(left, nowNanos)) : left;
        if (count >= left) {
            from.removeFirst();
            count = left;
        }
        heldBytes -= count;
        valves.passed(count, nowNanos);
        piece.pass(count, outlet, nowNanos);
    }

    /// Gives up what is held.
    void drop() {
        loop.disarm(this);
        if (held != null) {
            held.forEach(Piece::drop);
            held.clear();
        }
        heldBytes = 0;
    }

    @Override
    protected void ring(long nowNanos) {
        flow(nowNanos);
    }

    private void settle() {
        boolean full =
                empty()
                        ? !outlet.ready()
                        : heldBytes >= (paused ? MOST_HELD_BYTES / 2 : MOST_HELD_BYTES);
        if (full && !paused) {
            paused = true;
            source.pause();
        } else if (!full && paused) {
            paused = false;
            source.resume();
        }
    }
}
