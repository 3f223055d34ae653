package dev.unruly.guard;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// At most so many at a time: a place is taken until the work has really ended.
///
/// **Theory.** A slow dependency takes as many of the caller's threads, connections and memory as it
/// can get: by Little's law L = λ·W, ten times the time is ten times the work under way. Places of its
/// own keep the rest of the application alive (Nygard, "Release It!", 2007). Without waiting it is a
/// loss system: of offered load A = λ·E[S] the share
///
///     B(0) = 1,  B(c) = A·B(c−1) / (c + A·B(c−1))
///
/// finds no place (Erlang, 1917), whatever the distribution of S: c is the smallest with B(c) ≤ ε.
/// With A = 2, that is 7 places for 1 %; "the mean and a fifth" would be 3, of which 21 % find none.
///
/// **Until it has really ended**: a place that is left when the *caller* gives up bounds nothing, for
/// the work goes on; that is how pools behind timeouts run full although the limit says otherwise.
///
/// **Waiting** for a place is first come, first served; for at most so long, and not beyond a
/// deadline. At most so many wait: a queue as long as the places are many is worth about one service
/// time. Who waits too long is told by whoever keeps time: [Waiter#giveUp]. A place that gets free is
/// handed to the first who still waits; nobody overtakes.
///
/// **Values.** Places by Erlang-B from the busiest minute's λ and the healthy E[S]; a wait of 0 unless
/// arrivals are bursts shorter than the wait. **Limits.** It is a constant: where the dependency's
/// capacity changes, [ConcurrencyLimit] follows it. At the moment at which a place is found for
/// somebody who has just given up, another who looks may be told that there is none.
///
/// Any thread, no locks, nothing allocated where nobody waits.
public final class Bulkhead {

    private static final int FULL = 0;
    private static final int WAITED = 1;
    private static final int TOO_LONG = 2;

    /// The word of places: how many are taken, and above that how many have ever been.
    private static final int TAKEN_BITS = 24;

    private static final long TAKEN_MASK = (1L << TAKEN_BITS) - 1;
    private static final long ENTERS = (1L << TAKEN_BITS) + 1;
    private static final int MOST_PLACES = 1 << (TAKEN_BITS - 1);

    private volatile long waitNanos;
    private volatile int mostWaiting;
    private final AtomicLong word = new AtomicLong();
    private final AtomicInteger waiting = new AtomicInteger();
    private final ConcurrentLinkedQueue<Waiter> queue = new ConcurrentLinkedQueue<>();
    private final Tally tally = new Tally(3);
    private volatile int places;

    /// How many places, and who may wait for one.
    ///
    /// @param most at a time
    /// @param waitNanos for how long one may wait for a place; 0: not at all
    /// @param mostWaiting at a time
    public record Settings(int most, long waitNanos, int mostWaiting) implements Setting {
        public Settings {
            Check.between("places", 1, MOST_PLACES, most);
            Check.atLeast("the wait", 0, waitNanos);
            Check.atLeast("those who wait", waitNanos == 0 ? 0 : 1, mostWaiting);
        }

        /// As many may wait as there are places.
        public Settings(int most, long waitNanos) {
            this(most, waitNanos, waitNanos == 0 ? 0 : most);
        }
    }

    /// Where it stands, and decisions so far.
    ///
    /// @param places there are
    /// @param taken of them now
    /// @param waiting now
    /// @param entered in all
    /// @param waited of those who entered, who had to wait
    /// @param full refused because nobody more may wait
    /// @param tooLong refused after having waited
    public record Snapshot(
            int places,
            int taken,
            int waiting,
            long entered,
            long waited,
            long full,
            long tooLong) {}

    /// Who waits for a place without a thread.
    public abstract static class Waiter {

        private static final int WAITING = 0;
        private static final int IN = 1;
        private static final int GONE = 2;

        private final AtomicInteger state = new AtomicInteger();
        private @Nullable Bulkhead bulkhead;
        private long untilNanos;

        /// A place has become free and is taken. Called once, by the thread of whoever left it:
        /// short, and without waiting for anything.
        protected abstract void entered(long nowNanos);

        /// When it has waited for long enough; for whoever keeps time.
        public final long untilNanos() {
            return untilNanos;
        }

        /// It does not wait any longer. False: it is too late, a place is taken, and to be left.
        public final boolean giveUp() {
            Bulkhead awaited = bulkhead;
            if (awaited == null || !state.compareAndSet(WAITING, GONE)) {
                return false;
            }
            awaited.gone(this);
            return true;
        }
    }

    public Bulkhead(Settings settings) {
        this.places = settings.most;
        this.waitNanos = settings.waitNanos;
        this.mostWaiting = settings.mostWaiting;
    }

    public Snapshot snapshot() {
        return new Snapshot(
                places,
                (int) (word.get() & TAKEN_MASK),
                waiting.get(),
                word.get() >>> TAKEN_BITS,
                tally.sum(WAITED),
                tally.sum(FULL),
                tally.sum(TOO_LONG));
    }

    /// How many places there are.
    public int places() {
        return places;
    }

    /// There are more places from now on, or fewer: then nobody enters until enough have left.
    public void resize(int most, long nowNanos) {
        Check.between("places", 1, MOST_PLACES, most);
        places = most;
        admit(nowNanos);
    }

    /// There are other settings from now on. Who is inside stays inside, and who waits already
    /// waits for as long as was promised.
    public void change(Settings settings, long nowNanos) {
        waitNanos = settings.waitNanos;
        mostWaiting = settings.mostWaiting;
        resize(settings.most, nowNanos);
    }

    /// Takes a place if one is free and nobody waits. Who has taken it must call [#left].
    public boolean tryEnter() {
        if (waiting.get() == 0 && take()) {
            return true;
        }
        if (waitNanos == 0) {
            tally.add(FULL);
        }
        return false;
    }

    /// Whether one may wait for a place at all.
    boolean mayWait() {
        return waitNanos > 0;
    }

    /// Takes a place, or waits for one until then at the latest.
    ///
    /// The waiter is told when it has entered, also if that is at once; whoever calls rings
    /// [Waiter#giveUp] at [Waiter#untilNanos]. False: there is no place, and nobody more may wait.
    public boolean enter(Waiter waiter, long deadlineNanos, long nowNanos) {
        if (tryEnter()) {
            waiter.state.set(Waiter.IN);
            waiter.entered(nowNanos);
            return true;
        }
        long until = Math.min(Nanos.after(nowNanos, waitNanos), deadlineNanos);
        if (waitNanos == 0) {
            return false;
        }
        if (until <= nowNanos || !joinQueue()) {
            tally.add(FULL);
            return false;
        }
        waiter.bulkhead = this;
        waiter.untilNanos = until;
        queue.add(waiter);
        admit(nowNanos);
        return true;
    }

    /// Takes a place, waiting for it in the calling thread.
    ///
    /// @param nanos the clock
    /// @throws InterruptedException no place is taken then
    public boolean enter(long deadlineNanos, LongSupplier nanos) throws InterruptedException {
        var waiter = new Parked(Thread.currentThread());
        if (!enter(waiter, deadlineNanos, nanos.getAsLong())) {
            return false;
        }
        while (!waiter.in) {
            long left = waiter.untilNanos() - nanos.getAsLong();
            if (left <= 0 || Thread.currentThread().isInterrupted()) {
                if (!waiter.giveUp()) {
                    break;
                }
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                return false;
            }
            LockSupport.parkNanos(this, left);
        }
        return true;
    }

    /// The work of a place has really ended.
    public void left(long nowNanos) {
        word.getAndDecrement();
        if (waiting.get() > 0) {
            admit(nowNanos);
        }
    }

    private boolean take() {
        long now = word.get();
        while ((now & TAKEN_MASK) < places) {
            if (word.compareAndSet(now, now + ENTERS)) {
                return true;
            }
            now = word.get();
        }
        return false;
    }

    private boolean joinQueue() {
        int now = waiting.get();
        while (now < mostWaiting) {
            if (waiting.compareAndSet(now, now + 1)) {
                return true;
            }
            now = waiting.get();
        }
        return false;
    }

    /// Hands free places to those who wait. Whoever waits is in the queue before it looks for a
    /// place, and whoever leaves has left before it looks for somebody who waits: one of them sees
    /// the other.
    private void admit(long nowNanos) {
        while (!queue.isEmpty() && take()) {
            Waiter next = next(nowNanos);
            if (next == null) {
                word.getAndAdd(-ENTERS);
            } else {
                waiting.getAndDecrement();
                tally.add(WAITED);
                next.entered(nowNanos);
            }
        }
    }

    /// The first who still waits and whose time is not over; it has a place then.
    private @Nullable Waiter next(long nowNanos) {
        Waiter next = queue.poll();
        while (next != null
                && (next.untilNanos <= nowNanos
                        || !next.state.compareAndSet(Waiter.WAITING, Waiter.IN))) {
            next = queue.poll();
        }
        return next;
    }

    private void gone(Waiter waiter) {
        queue.remove(waiter);
        waiting.getAndDecrement();
        tally.add(TOO_LONG);
    }

    private static final class Parked extends Waiter {
        private final Thread thread;
        private volatile boolean in;

        Parked(Thread thread) {
            this.thread = thread;
        }

        @Override
        protected void entered(long nowNanos) {
            in = true;
            LockSupport.unpark(thread);
        }
    }
}
