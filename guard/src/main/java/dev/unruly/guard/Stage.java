package dev.unruly.guard;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// One stage in the life of a [CircuitBreaker]: closed, open, or one step of trying again. A new
/// one follows with every change; what is told of an earlier one is not heard any more.
final class Stage {

    /// How many steps trying again has: one trial, then 1/32, 1/16, 1/8, 1/4 and 1/2 of what is
    /// asked.
    static final int STEPS = 6;

    /// Trials of one step that are counted, and that may be under way.
    private static final long MOST = 60_000;

    private static final long UNDER_WAY = 1L;
    private static final long ANSWERED = 1L << 16;
    private static final long FAILED = 1L << 32;
    private static final long SLOW = 1L << 48;
    private static final long MASK = 0xffff;

    private static final VarHandle COUNTS;
    private static final VarHandle TRIAL;

    static {
        try {
            var lookup = MethodHandles.lookup();
            COUNTS = lookup.findVarHandle(Stage.class, "counts", long.class);
            TRIAL = lookup.findVarHandle(Stage.class, "trialNanos", long.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    final CircuitBreaker.State state;

    /// Its number, and the ticket of what it lets in.
    final long number;

    /// When it began.
    final long sinceNanos;

    /// When what is open is tried again.
    final long untilNanos;

    /// Which step of trying again, from 0.
    final int step;

    /// How often it has opened in short succession, without the first time.
    final int again;

    /// Whether a person holds it in this state.
    final boolean held;

    /// Of trials: under way, answered, of those failed, of those slow; 16 bits each.
    @SuppressWarnings("UnusedVariable")
    private volatile long counts;

    /// When the last trial began that a step cannot do without.
    @SuppressWarnings("UnusedVariable")
    private volatile long trialNanos;

    private Stage(
            CircuitBreaker.State state,
            long number,
            long sinceNanos,
            long untilNanos,
            int step,
            int again,
            boolean held) {
        this.state = state;
        this.number = number;
        this.sinceNanos = sinceNanos;
        this.untilNanos = untilNanos;
        this.step = step;
        this.again = again;
        this.held = held;
        this.trialNanos = sinceNanos;
    }

    static Stage first(long nowNanos) {
        return new Stage(CircuitBreaker.State.CLOSED, 0, nowNanos, Deadline.NONE, 0, 0, false);
    }

    Stage open(long nowNanos, long untilNanos, int times) {
        return new Stage(
                CircuitBreaker.State.OPEN, number + 1, nowNanos, untilNanos, 0, times, false);
    }

    Stage closed(long nowNanos) {
        return new Stage(
                CircuitBreaker.State.CLOSED, number + 1, nowNanos, Deadline.NONE, 0, again, false);
    }

    /// The next step of trying again; closed after the last.
    Stage nextStep(long nowNanos) {
        if (state == CircuitBreaker.State.TRYING && step == STEPS - 1) {
            return closed(nowNanos);
        }
        int next = state == CircuitBreaker.State.TRYING ? step + 1 : 0;
        return new Stage(
                CircuitBreaker.State.TRYING,
                number + 1,
                nowNanos,
                Deadline.NONE,
                next,
                again,
                false);
    }

    Stage held(CircuitBreaker.State state, long nowNanos) {
        return new Stage(state, number + 1, nowNanos, Deadline.NONE, 0, 0, true);
    }

    /// The share of what is asked that a step lets through, beyond the one trial that it needs.
    double share() {
        return step == 0 ? 0 : 1.0 / (1 << (STEPS - step));
    }

    // --- trials
    // ------------------------------------------------------------------------------------

    long counts() {
        return (long) COUNTS.getVolatile(this);
    }

    static long underWay(long counts) {
        return counts & MASK;
    }

    static long answered(long counts) {
        return counts / ANSWERED & MASK;
    }

    static long failed(long counts) {
        return counts / FAILED & MASK;
    }

    static long slow(long counts) {
        return counts >>> 48;
    }

    long trialNanos() {
        return (long) TRIAL.getVolatile(this);
    }

    /// Begins a trial if the counts are still those that were looked at, and there is room for it.
    boolean begin(long seen) {
        return underWay(seen) < MOST && COUNTS.compareAndSet(this, seen, seen + UNDER_WAY);
    }

    /// Begins the trial that a step cannot do without.
    boolean beginFirst(long seen, long nowNanos) {
        TRIAL.setVolatile(this, nowNanos);
        return begin(seen);
    }

    /// A trial was answered. Returns the counts after that.
    long end(boolean failed, boolean slow) {
        while (true) {
            long seen = counts();
            if (underWay(seen) == 0) {
                return seen;
            }
            long next = seen - UNDER_WAY;
            if (answered(seen) < MOST) {
                next += ANSWERED + (failed ? FAILED : 0) + (slow ? SLOW : 0);
            }
            if (COUNTS.compareAndSet(this, seen, next)) {
                return next;
            }
        }
    }

    /// A trial ended without an answer and without a fault of the other side.
    void takeBack() {
        long seen = counts();
        while (underWay(seen) > 0 && !COUNTS.compareAndSet(this, seen, seen - UNDER_WAY)) {
            seen = counts();
        }
    }
}
