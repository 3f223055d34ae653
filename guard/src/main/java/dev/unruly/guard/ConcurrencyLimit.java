package dev.unruly.guard;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// At most as many at a time as the system has been seen to carry without slowing down.
///
/// **Theory.** Below its knee a system's time does not depend on how many ask; beyond it, more of them
/// only wait (Little: L = λ·W with λ at its most). So the time per answer, against the time without
/// load R₀, tells on which side one is. Each window of at least 100 ms and 20 answers sets
///
///     g = max(0.5, min(1, 1.5 · R₀ / R)),   limit ← 0.8 · limit + 0.2 · (g · limit + √limit)
///
/// which rests where (1 − g) · √limit = 1, a queue of about half of R₀ at most. The form is that of
/// Gradient2 of Netflix's concurrency-limits (2018); three of its faults are not here:
///
/// - **it does not creep**: R₀ there is a long average of R, which follows the queue upward, so that
///   under a slight overload the limit grows without end. Here R₀ is the mean of the best window, and
///   goes up only by windows of calls that found no more than `least` at work before them: those have
///   not waited for each other.
/// - **drops count**: after a window in which calls were dropped (refused, given up), the limit is nine
///   tenths, whatever the times of those that were answered.
/// - **what is not used does not grow**: the limit rises only when half of it was in use.
///
/// A dependency that has really become slower has its limit lowered, at worst to `least`; there its
/// calls are alone, R₀ is learnt anew, and the limit rises again: no pauses to measure in.
///
/// **Values.** `most` by the knee of the universal scalability law, N* = √((1 − α) / β) (Gunther,
/// "Guerrilla capacity planning", 2007); `first` by Little's law; `least` what surely does no harm.
/// **Limits.** R must be mostly the dependency's: where requests differ by orders of magnitude, one
/// limit for each kind. Sampling noise makes the best window some 10 to 30 % too good; that is what the
/// factor 1.5 leaves room for.
///
/// Any thread, no locks, nothing allocated.
public final class ConcurrencyLimit {

    /// What [#tryEnter] answers when there is no place.
    public static final int REFUSED = 0;

    static final double TOLERANCE = 1.5;
    private static final double SMOOTHING = 0.2;
    private static final double BACK_OFF = 0.9;
    private static final double STEEPEST = 0.5;
    private static final long WINDOW_NANOS = 100 * Nanos.PER_MILLI;
    private static final int LEAST_ANSWERS = 20;

    private static final int ADMITTED = 0;
    private static final int TURNED_AWAY = 1;
    private static final int ANSWERED = 2;
    private static final int DROPPED = 3;
    private static final int TOOK = 4;
    private static final int BESIDE = 5;
    private static final int ALONE = 6;
    private static final int ALONE_TOOK = 7;
    private static final int KINDS = 8;

    private volatile Settings settings;
    private final AtomicInteger inside = new AtomicInteger();
    private final Tally tally = new Tally(KINDS);
    private final AtomicLong windowEndsNanos;

    /// Sums at the end of the last window. These two and `noLoadNanos` are written by the one
    /// thread that ends a window; the next reads them after `windowEndsNanos`.
    private final long[] before = new long[KINDS];

    private double noLoadNanos = Double.POSITIVE_INFINITY;
    private volatile double limit;

    /// Bounds of the limit.
    ///
    /// @param least at a time, however bad it looks
    /// @param first to begin with
    /// @param most at a time, however good it looks
    public record Settings(int least, int first, int most) implements Setting {
        public Settings {
            Check.atLeast("the least concurrency", 1, least);
            Check.atLeast("the first concurrency", least, first);
            Check.atLeast("the most concurrency", first, most);
        }
    }

    /// Where it stands, and decisions so far.
    public record Snapshot(
            int limit, int inside, long admitted, long refused, long answered, long dropped) {}

    public ConcurrencyLimit(Settings settings, long nowNanos) {
        this.settings = settings;
        this.limit = settings.first;
        this.windowEndsNanos = new AtomicLong(nowNanos + WINDOW_NANOS);
    }

    public Snapshot snapshot() {
        return new Snapshot(
                limit(),
                inside.get(),
                tally.sum(ADMITTED),
                tally.sum(TURNED_AWAY),
                tally.sum(ANSWERED),
                tally.sum(DROPPED));
    }

    /// It has other bounds from now on: what was learnt is kept within them, and who is inside
    /// stays inside.
    public void change(Settings bounds) {
        settings = bounds;
        limit = Math.clamp(limit, bounds.least, bounds.most);
    }

    public int limit() {
        return (int) limit;
    }

    /// A place, to be given back with what came of it: how many are inside, this one included; or
    /// [#REFUSED].
    public int tryEnter() {
        int now = inside.get();
        while (now < (int) limit) {
            if (inside.compareAndSet(now, now + 1)) {
                tally.add(ADMITTED);
                return now + 1;
            }
            now = inside.get();
        }
        tally.add(TURNED_AWAY);
        return REFUSED;
    }

    /// Work that was answered has ended.
    public void answered(int place, long tookNanos, long nowNanos) {
        tally.add(ANSWERED);
        tally.add(TOOK, tookNanos);
        tally.add(BESIDE, inside.getAndDecrement());
        if (place <= settings.least) {
            tally.add(ALONE);
            tally.add(ALONE_TOOK, tookNanos);
        }
        endWindow(nowNanos);
    }

    /// Work has ended because the other side would not or could not: refused, or given up.
    public void dropped(long nowNanos) {
        tally.add(DROPPED);
        inside.getAndDecrement();
        endWindow(nowNanos);
    }

    /// Work has ended, or never begun, for reasons that say nothing about the other side.
    public void cancelled() {
        inside.getAndDecrement();
    }

    private void endWindow(long nowNanos) {
        long ends = windowEndsNanos.get();
        if (nowNanos < ends
                || tally.sum(ANSWERED) + tally.sum(DROPPED)
                        < before[ANSWERED] + before[DROPPED] + LEAST_ANSWERS
                || !windowEndsNanos.compareAndSet(ends, Long.MAX_VALUE)) {
            return;
        }
        long answers = since(ANSWERED);
        learn(answers);
        double next = limit;
        if (since(DROPPED) > 0) {
            next *= BACK_OFF;
        } else {
            next = followed(next, (double) since(TOOK) / answers, (double) since(BESIDE) / answers);
        }
        Settings bounds = settings;
        limit = Math.clamp(next, bounds.least, bounds.most);
        for (int kind = 0; kind < ALONE; kind++) {
            before[kind] = tally.sum(kind);
        }
        windowEndsNanos.set(nowNanos + WINDOW_NANOS);
    }

    private double followed(double now, double tookNanos, double beside) {
        double gradient = Math.clamp(TOLERANCE * noLoadNanos / tookNanos, STEEPEST, 1.0);
        double next = now + SMOOTHING * (gradient * now + Math.sqrt(now) - now);
        return beside * 2 >= now ? next : Math.min(now, next);
    }

    /// The best window so far, or, where enough calls were alone, what those took.
    private void learn(long answers) {
        if (answers >= LEAST_ANSWERS) {
            noLoadNanos = Math.min(noLoadNanos, (double) since(TOOK) / answers);
        }
        long alone = since(ALONE);
        if (alone >= LEAST_ANSWERS) {
            noLoadNanos = (double) since(ALONE_TOOK) / alone;
            before[ALONE] += alone;
            before[ALONE_TOOK] = tally.sum(ALONE_TOOK);
        }
    }

    private long since(int kind) {
        return tally.sum(kind) - before[kind];
    }
}
