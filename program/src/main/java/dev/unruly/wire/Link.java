package dev.unruly.wire;

import dev.unruly.world.Ending;
import io.netty.buffer.ByteBuf;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// A [Party]'s connection to the other side.
///
/// It sees to it that the party is told things in their order, from the loop's queue or straight
/// from the network and never from within one of its own calls, that nothing is told to a party
/// which has paused, and that nothing is held without bound.
final class Link implements Turn, Carrier.Owner {

    /// What may wait for another side that does not read.
    private static final long MOST_UNSENT_BYTES = 16 << 20;

    /// What may wait for a party that has paused: what had come in before the socket stopped.
    private static final int MOST_HELD_MESSAGES = 16_384;

    private final WireLoop loop;
    private final Party party;
    private final boolean toldAtOnce;
    private @Nullable Carrier carrier;
    private @Nullable ArrayDeque<Object> held;

    /// What small parts that follow in the same turn are copied behind: cheaper than a part more.
    private @Nullable ByteBuf head;

    private @Nullable Ending ending;
    private int place = -1;
    private boolean queued;
    private boolean tellOpened;
    private boolean opened;
    private boolean flushing;
    private boolean telling;
    private boolean tellSent;
    private boolean wantsRoom;
    private boolean tellDrained;
    private boolean paused;
    private boolean shutting;
    private boolean outputShut;
    private boolean tellShut;
    private boolean inputShut;
    private boolean left;

    /// @param toldAtOnce whether the party wants to know that the other side has closed before it
    ///   has read what came before
    Link(WireLoop loop, Party party, boolean toldAtOnce) {
        this.loop = loop;
        this.party = party;
        this.toldAtOnce = toldAtOnce;
    }

    /// What carries it, before anything else.
    void carry(Carrier by) {
        carrier = by;
        loop.enter(this);
    }

    private Carrier carrier() {
        if (carrier == null) {
            throw new IllegalStateException("a link needs something that carries it");
        }
        return carrier;
    }

    /// Where the loop keeps it, or -1.
    int place() {
        return place;
    }

    void place(int at) {
        place = at;
    }

    private boolean isOver() {
        return left || ending != null;
    }

    private void later() {
        if (!queued) {
            queued = true;
            loop.later(this);
        }
    }

    /// Appends a head that may have room behind it for what comes next. Consumes the bytes.
    void writeHead(ByteBuf bytes) {
        if (isOver() || shutting) {
            bytes.release();
            return;
        }
        passHead();
        head = bytes;
        flushing = true;
        later();
    }

    private void passHead() {
        if (head != null) {
            carrier().write(head);
            head = null;
        }
    }

    /// Appends to what goes out. Consumes the bytes.
    void write(ByteBuf bytes) {
        if (isOver() || shutting) {
            bytes.release();
            return;
        }
        if (head != null && bytes.readableBytes() <= head.writableBytes()) {
            loop.kit().loans().append(bytes, head);
            return;
        }
        passHead();
        Carrier by = carrier();
        by.write(bytes);
        flushing = true;
        later();
        if (!by.hasRoom() && by.unsentBytes() > MOST_UNSENT_BYTES) {
            by.reset();
            fail(Ending.LIMIT);
        }
    }

    /// Has the party told when all that was written has gone out.
    void tellWhenSent() {
        telling = true;
        later();
    }

    /// Whether there is room to write; if not, the party will be told.
    boolean writable() {
        if (isOver() || shutting) {
            return false;
        }
        boolean room = opened && carrier().hasRoom();
        wantsRoom |= !room;
        return room;
    }

    void pause() {
        if (!left) {
            paused = true;
            carrier().reading(false);
        }
    }

    void resume() {
        if (left || !paused) {
            return;
        }
        paused = false;
        if (held == null) {
            carrier().reading(true);
        } else {
            later();
        }
    }

    /// Ends our direction. When the other side's has ended too, the party is told
    /// [Ending#COMPLETE].
    void shut() {
        if (!isOver() && !shutting) {
            shutting = true;
            later();
        }
    }

    /// Ends it for this side, which is told nothing more.
    void close() {
        if (leave()) {
            carrier().close();
        }
    }

    /// Ends it with a reset. Returns whether it had not ended before.
    boolean reset() {
        if (left) {
            return false;
        }
        if (leave()) {
            carrier().reset();
        }
        return true;
    }

    /// Ends it for this side; what was written still goes out.
    void closeWhenSent() {
        if (leave()) {
            carrier().closeWhenSent();
        }
    }

    /// Ends it for this side; what was written still goes out, and what comes in is thrown away
    /// until the other side closes too.
    void closeWhenHeard() {
        if (leave()) {
            carrier().closeWhenHeard();
        }
    }

    private boolean leave() {
        if (left) {
            return false;
        }
        left = true;
        if (ending == null) {
            passHead();
        }
        release();
        loop.exit(this);
        return ending == null;
    }

    /// Ends it on our own account; the party is told.
    void fail(Ending how) {
        if (ending == null) {
            ending = how;
            later();
        }
    }

    /// Ends it because the loop ends.
    void stop(long nowNanos) {
        if (ending == null) {
            passHead();
            carrier().close();
        }
        end(Ending.CANCELLED, nowNanos);
    }

    /// Forgets it without telling anybody.
    void abandon() {
        if (ending == null) {
            carrier().close();
        }
        release();
        loop.exit(this);
    }

    private void end(Ending how, long nowNanos) {
        left = true;
        release();
        loop.exit(this);
        party.ended(how, nowNanos);
    }

    private void release() {
        if (head != null) {
            head.release();
            head = null;
        }
        if (held != null) {
            held.forEach(ReferenceCountUtil::release);
            held = null;
        }
    }

    @Override
    public void take(long nowNanos) {
        queued = false;
        if (tellOpened && !isOver()) {
            tellOpened = false;
            opened = true;
            flushing = true;
            party.opened(nowNanos);
        }
        if (flushing && opened && !isOver()) {
            flushing = false;
            passHead();
            carrier().flush();
        }
        if (telling && opened && !isOver()) {
            telling = false;
            tellSent |= carrier().tellWhenSent();
        }
        if (tellSent && !isOver()) {
            tellSent = false;
            party.sent(nowNanos);
        }
        if (shutting && !outputShut && opened && !isOver()) {
            outputShut = true;
            carrier().shutOutput();
        }
        if (held != null && !paused && !left) {
            deliverHeld(nowNanos);
        }
        tellTheRest(nowNanos);
    }

    private void tellTheRest(long nowNanos) {
        if (tellDrained && !isOver()) {
            tellDrained = false;
            party.drained(nowNanos);
        }
        if (tellShut && held == null && !left) {
            tellShut = false;
            inputShut = true;
            party.shut(nowNanos);
        }
        if (inputShut && outputShut && !isOver()) {
            carrier().closeWhenSent();
            ending = Ending.COMPLETE;
        }
        if (ending != null && !left) {
            if (held == null || ending != Ending.COMPLETE || toldAtOnce) {
                end(ending, nowNanos);
            }
        }
    }

    private void deliverHeld(long nowNanos) {
        ArrayDeque<Object> queue = held;
        while (queue != null && !queue.isEmpty() && !paused && !left) {
            deliver(queue.removeFirst(), nowNanos);
        }
        if (queue != null && queue.isEmpty()) {
            held = null;
            carrier().reading(!paused);
        }
    }

    private void deliver(Object message, long nowNanos) {
        boolean kept = false;
        try {
            kept = !party.read(message, nowNanos) && !left;
        } finally {
            if (!kept) {
                ReferenceCountUtil.release(message);
            }
        }
        if (kept) {
            hold().addFirst(message);
            pause();
        }
    }

    private ArrayDeque<Object> hold() {
        if (held == null) {
            held = new ArrayDeque<>();
        }
        return held;
    }

    @Override
    public void connected() {
        tellOpened = true;
        later();
    }

    @Override
    public void read(Object message, long nowNanos) {
        if (queued) {
            loop.takeTurns();
        }
        if (left) {
            ReferenceCountUtil.release(message);
        } else if (paused || held != null) {
            hold().addLast(message);
            if (hold().size() > MOST_HELD_MESSAGES) {
                carrier().reset();
                fail(Ending.LIMIT);
            }
        } else {
            deliver(message, nowNanos);
        }
    }

    @Override
    public void inputShut() {
        tellShut = true;
        later();
    }

    @Override
    public void roomy() {
        if (wantsRoom && !isOver() && carrier().hasRoom()) {
            wantsRoom = false;
            tellDrained = true;
            later();
        }
    }

    @Override
    public void sent() {
        tellSent = true;
        later();
    }

    @Override
    public void gone(Ending how) {
        if (!left) {
            fail(how);
        }
    }
}
