package dev.unruly.guard;

import java.util.concurrent.atomic.AtomicLong;

/// At most so many a second.
///
/// **Theory.** The generic cell rate algorithm (ITU-T I.371, 1993): one number, the theoretical
/// arrival time of the next call, if calls came evenly. With T = 1 / rate and a burst of b, a call at t
/// is let in if
///
///     TAT − t ≤ (b − 1) · T,  and then TAT ← max(TAT, t) + T
///
/// It is a leaky bucket that needs no thread to refill it, and lets b come at once after a pause,
/// never more than rate · t + b in any time t.
///
/// **Values.** What the other side has agreed to, or can do. **Limits.** It knows nothing of how the
/// other side is: a rate that was right yesterday may be too much today ([ConcurrencyLimit] follows).
/// T is rounded up to whole nanoseconds, so that above a million a second the rate is a little lower.
/// Each process has a limit of its own.
///
/// Any thread, one word, no locks, nothing allocated.
public final class RateLimit {

    private static final int ADMITTED = 0;
    private static final int TURNED_AWAY = 1;

    private final long gapNanos;
    private final long burstNanos;
    private final AtomicLong nextNanos;
    private final Tally tally = new Tally(2);

    /// How many a second, and how many at once.
    ///
    /// @param burst how many may come at once after a pause
    public record Settings(double perSecond, int burst) implements Setting {
        public Settings {
            if (!(perSecond > 0 && perSecond <= Nanos.PER_SECOND)) {
                throw new IllegalArgumentException(
                        "the rate must be in (0, 1000000000] a second, got " + perSecond);
            }
            Check.atLeast("the burst", 1, burst);
        }
    }

    /// Decisions so far.
    public record Snapshot(long admitted, long refused) {}

    public RateLimit(Settings settings, long nowNanos) {
        this.gapNanos = (long) Math.ceil(Nanos.PER_SECOND / settings.perSecond);
        this.burstNanos = (settings.burst - 1) * gapNanos;
        this.nextNanos = new AtomicLong(nowNanos);
    }

    public Snapshot snapshot() {
        return new Snapshot(tally.sum(ADMITTED), tally.sum(TURNED_AWAY));
    }

    /// Whether one may be asked now; if so, it counts.
    public boolean tryTake(long nowNanos) {
        long next = nextNanos.get();
        while (next - nowNanos <= burstNanos) {
            if (nextNanos.compareAndSet(next, Math.max(next, nowNanos) + gapNanos)) {
                tally.add(ADMITTED);
                return true;
            }
            next = nextNanos.get();
        }
        tally.add(TURNED_AWAY);
        return false;
    }

    /// How long until one may be asked, if nobody else does; 0: now.
    public long waitNanos(long nowNanos) {
        return Math.max(0, nextNanos.get() - burstNanos - nowNanos);
    }
}
