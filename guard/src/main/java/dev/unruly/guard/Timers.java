package dev.unruly.guard;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Timers that are nearly always taken back: timeouts, and the delays of hedges.
///
/// Arming takes a free slot of a table and writes the moment into it; disarming frees the slot.
/// There is no order to keep. Whoever keeps time looks through the table at the earliest moment
/// that was in it the last time; a moment that is earlier still wakes it. Since most timers have
/// gone by the time they would have been due, that is about one look per timeout's length, however
/// many calls there were. Arming costs tens of nanoseconds and no object.
///
/// Any thread may arm and disarm; one at a time calls [#ring].
public final class Timers {

    /// What [#ring] answers when nothing is armed.
    public static final long NEVER = Long.MAX_VALUE;

    private static final VarHandle WORDS = MethodHandles.arrayElementVarHandle(long[].class);
    private static final VarHandle CHUNKS;
    private static final VarHandle WAKE;

    static {
        try {
            var lookup = MethodHandles.lookup();
            CHUNKS = lookup.findVarHandle(Timers.class, "chunks", Chunk[].class);
            WAKE = lookup.findVarHandle(Timers.class, "wakeNanos", long.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private static final int SLOT_BITS = 8;
    private static final int SLOTS = 1 << SLOT_BITS;
    private static final int TRIES = 64;
    private static final int HINTS = 16;
    private static final int HINT_STRIDE = 16;

    /// Phases of a slot, the lower bits of its word; above them the number of its use.
    private static final int FREE = 0;

    private static final int TAKEN = 1;
    private static final int ARMED = 2;
    private static final int RINGING = 3;
    private static final int RUNG = 4;
    private static final int PHASE_BITS = 3;
    private static final int PHASE_MASK = (1 << PHASE_BITS) - 1;
    private static final long ONE_USE = 1L << PHASE_BITS;

    /// 39 bits, so that a ticket is never negative.
    private static final long USE_MASK = (1L << (39 + PHASE_BITS)) - 1;

    private final Executor executor;
    private final Runnable waker;

    /// Where the threads of a stripe look for a free slot first: what they freed last, or took
    /// last.
    private final long[] hints = new long[(HINTS + 1) * HINT_STRIDE];

    @SuppressWarnings("UnusedVariable")
    private volatile Chunk[] chunks = {new Chunk()};

    @SuppressWarnings("UnusedVariable")
    private volatile long wakeNanos = NEVER;

    /// Slots: the word of the i-th is at 8·i, so that no two share a cache line, its moment beside
    /// it.
    private static final class Chunk {
        private final long[] words = new long[SLOTS << 3];
        private final AtomicReferenceArray<@Nullable Object> targets =
                new AtomicReferenceArray<>(SLOTS);

        /// Of each slot, for whoever has armed it.
        private final AtomicReferenceArray<@Nullable Bound> bounds =
                new AtomicReferenceArray<>(SLOTS);
    }

    /// @param executor runs what is due; interrupts need none
    /// @param waker called when whoever keeps time must look sooner than it was told
    public Timers(Executor executor, Runnable waker) {
        this.executor = executor;
        this.waker = waker;
        for (int i = 0; i <= HINTS; i++) {
            hints[i * HINT_STRIDE] = (long) i * (SLOTS / HINTS);
        }
    }

    /// Lets something run at a moment. Returns a ticket for [#disarm].
    public long arm(long atNanos, Runnable task) {
        return armed(atNanos, task);
    }

    /// Interrupts a thread at a moment. Returns a ticket for [#disarm].
    public long armInterrupt(long atNanos, Thread thread) {
        return armed(atNanos, thread);
    }

    /// A binding that belongs to the slot of a timer, for as long as that is not disarmed.
    Bound bound(long ticket) {
        Chunk chunk = chunks[(int) (ticket & 0xffffff) >>> SLOT_BITS];
        int slot = (int) ticket & (SLOTS - 1);
        Bound bound = chunk.bounds.get(slot);
        if (bound == null) {
            bound = new Bound();
            chunk.bounds.set(slot, bound);
        }
        return bound;
    }

    /// Takes a timer back. False: it was due, and has been or is being run; an interrupt has been
    /// delivered by then.
    public boolean disarm(long ticket) {
        Chunk chunk = chunks[(int) (ticket & 0xffffff) >>> SLOT_BITS];
        int slot = (int) ticket & SLOTS - 1;
        long use = ticket >>> 24 << PHASE_BITS;
        if (WORDS.compareAndSet(chunk.words, slot << 3, use | ARMED, use | TAKEN)) {
            free(chunk, slot, use);
            int hint = HINT_STRIDE * (Tally.stripe(HINTS - 1) + 1);
            WORDS.setOpaque(hints, hint, ticket & 0xffffff);
            return true;
        }
        while (true) {
            long word = (long) WORDS.getVolatile(chunk.words, slot << 3);
            if (word == (use | RUNG)) {
                free(chunk, slot, use);
                return false;
            }
            if (word != (use | RINGING)) {
                return false;
            }
            LockSupport.parkNanos(this, 1_000);
        }
    }

    /// Lets something run soon, in no caller's stack.
    void execute(Runnable task) {
        executor.execute(task);
    }

    /// Runs what is due and returns when to call again; calling earlier does no harm.
    public long ring(long nowNanos) {
        long known = wakeNanos;
        if (nowNanos < known) {
            return known; // nothing is due sooner; what is may have been taken back, and mostly has
        }
        WAKE.setVolatile(this, NEVER);
        long earliest = NEVER;
        Chunk[] all = chunks;
        for (Chunk chunk : all) {
            for (int slot = 0; slot < SLOTS; slot++) {
                long word = (long) WORDS.getVolatile(chunk.words, slot << 3);
                if ((word & PHASE_MASK) == ARMED) {
                    long at = (long) WORDS.getOpaque(chunk.words, (slot << 3) + 1);
                    if (at <= nowNanos) {
                        fire(chunk, slot, word);
                    } else {
                        earliest = Math.min(earliest, at);
                    }
                }
            }
        }
        return lower(earliest);
    }

    private void fire(Chunk chunk, int slot, long word) {
        long use = word & ~PHASE_MASK;
        Object target = chunk.targets.get(slot);
        if (!WORDS.compareAndSet(chunk.words, slot << 3, word, use | RINGING)) {
            return;
        }
        switch (target) {
            case Thread thread -> {
                thread.interrupt();
                WORDS.setVolatile(chunk.words, slot << 3, use | RUNG);
            }
            case Runnable task -> {
                free(chunk, slot, use);
                executor.execute(task);
            }
            case null, default -> throw new IllegalStateException("a timer for nothing");
        }
    }

    private long armed(long atNanos, Object target) {
        int hint = HINT_STRIDE * (Tally.stripe(HINTS - 1) + 1);
        while (true) {
            Chunk[] all = chunks;
            int from = (int) (long) WORDS.getOpaque(hints, hint);
            for (int i = 0; i < TRIES; i++) {
                int place = (from + i) % (all.length << SLOT_BITS);
                Chunk chunk = all[place >>> SLOT_BITS];
                int slot = place & (SLOTS - 1);
                long word = (long) WORDS.getVolatile(chunk.words, slot << 3);
                if ((word & PHASE_MASK) == FREE
                        && WORDS.compareAndSet(chunk.words, slot << 3, word, word | TAKEN)) {
                    WORDS.setOpaque(hints, hint, place + 1L);
                    publish(chunk, slot, word, atNanos, target);
                    return (word >>> PHASE_BITS << 24) | place;
                }
            }
            grow(all);
            WORDS.setOpaque(hints, hint, (long) all.length << SLOT_BITS);
        }
    }

    private void publish(Chunk chunk, int slot, long use, long atNanos, Object target) {
        WORDS.setOpaque(chunk.words, (slot << 3) + 1, atNanos);
        chunk.targets.setPlain(slot, target);
        WORDS.setVolatile(chunk.words, slot << 3, use | ARMED);
        if (atNanos < wakeNanos) {
            lower(atNanos);
            waker.run();
        }
    }

    private static void free(Chunk chunk, int slot, long use) {
        chunk.targets.setPlain(slot, null);
        WORDS.setRelease(chunk.words, slot << 3, use + ONE_USE & USE_MASK);
    }

    private void grow(Chunk[] seen) {
        if (seen.length == 1 << 16) {
            throw new IllegalStateException("more than " + (SLOTS << 16) + " timers at a time");
        }
        Chunk[] more = Arrays.copyOf(seen, seen.length + 1);
        more[seen.length] = new Chunk();
        CHUNKS.compareAndSet(this, seen, more);
    }

    /// When to look next: that, or sooner. Returns what it is then.
    private long lower(long atNanos) {
        long now = wakeNanos;
        while (atNanos < now && !WAKE.compareAndSet(this, now, atNanos)) {
            now = wakeNanos;
        }
        return Math.min(now, atNanos);
    }
}
