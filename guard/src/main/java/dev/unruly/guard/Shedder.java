package dev.unruly.guard;

import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/// What matters least is turned away first when work has to wait for longer than a target throughout
/// an interval.
///
/// **Theory.** The time that work waits in a queue tells overload better than load or CPU, which may be
/// high and well. A short queue that empties is a burst; one that does not is overload: as in CoDel
/// (Nichols & Jacobson, "Controlling queue delay", ACM Queue 2012) it is overload when even the
/// *shortest* wait of an interval is at or above the target.
///
/// What is turned away follows DAGOR (Zhou et al., "Overload control for scaling WeChat microservices",
/// SoCC 2018): work has a level, made of its [Criticality] and, below that, of a number that its user
/// keeps for a while, so that of two requests of one user not one is served and one refused, which
/// would waste both. Levels below a cut are refused. After each interval, with N let in,
///
///     N' = 0.95 · N after overload,   1.01 · N + 1 else
///
/// and the cut moves to where N' of the last interval's arrivals would have been let in.
///
/// **Values.** Target 5 to 20 ms, interval about ten times that, more than a healthy burst lasts.
/// **Limits.** It needs a queue whose waits are told. It does not know who is worth what: the caller
/// says so, and levels are to be passed on to the layers below. Of one level all are refused or none.
///
/// Any thread, no locks, nothing allocated.
public final class Shedder {

    /// Users are told apart by so many numbers.
    public static final int USERS = 128;

    private static final int LEVELS = Criticality.values().length * USERS;
    private static final double LESS = 0.95;
    private static final double MORE = 1.01;

    private final Settings settings;
    private final AtomicIntegerArray arrived = new AtomicIntegerArray(LEVELS);
    private final AtomicLong intervalEndsNanos;
    private final AtomicLong shortestNanos = new AtomicLong(Long.MAX_VALUE);
    private final Tally tally = new Tally(2 * Criticality.values().length);
    private volatile int cut;

    /// What is too long, and for how long.
    public record Settings(long targetNanos, long intervalNanos) {
        public Settings {
            Check.positive("the target", targetNanos);
            Check.atLeast("the interval", targetNanos, intervalNanos);
        }
    }

    /// Where it stands, and decisions so far.
    ///
    /// @param cut the lowest level that is let in; 0: all are
    /// @param admitted by criticality, in its order
    /// @param refused by criticality, in its order
    public record Snapshot(int cut, List<Long> admitted, List<Long> refused) {}

    public Shedder(Settings settings, long nowNanos) {
        this.settings = settings;
        this.intervalEndsNanos = new AtomicLong(nowNanos + settings.intervalNanos);
    }

    public Snapshot snapshot() {
        int kinds = Criticality.values().length;
        return new Snapshot(cut, sums(0, kinds), sums(kinds, 2 * kinds));
    }

    private List<Long> sums(int from, int to) {
        return IntStream.range(from, to).mapToObj(tally::sum).toList();
    }

    /// The number of a user: the same for some hours, and then another, so that it is not always
    /// the same people who are refused.
    public static int user(long userHash, long hour) {
        return (int) (Chance.mix(userHash + hour * 0x9e3779b97f4a7c15L) >>> 57);
    }

    /// Whether work is let in.
    ///
    /// @param user from 0 to 127, see [#user]
    public boolean admits(Criticality criticality, int user, long nowNanos) {
        if (user < 0 || user >= USERS) {
            throw new IllegalArgumentException("a user's number must be in [0, 127], got " + user);
        }
        endInterval(nowNanos);
        int level = criticality.rank() * USERS + user;
        arrived.getAndIncrement(level);
        boolean in = level >= cut;
        tally.add(criticality.rank() + (in ? 0 : Criticality.values().length));
        return in;
    }

    /// Work that was let in has waited for so long, and is begun now.
    public void waited(long waitNanos, long nowNanos) {
        endInterval(nowNanos);
        long shortest = shortestNanos.get();
        while (waitNanos < shortest && !shortestNanos.compareAndSet(shortest, waitNanos)) {
            shortest = shortestNanos.get();
        }
    }

    private void endInterval(long nowNanos) {
        long ends = intervalEndsNanos.get();
        if (nowNanos < ends || !intervalEndsNanos.compareAndSet(ends, Long.MAX_VALUE)) {
            return;
        }
        long shortest = shortestNanos.getAndSet(Long.MAX_VALUE);
        boolean overload = shortest != Long.MAX_VALUE && shortest >= settings.targetNanos;
        int now = cut;
        long letIn = 0;
        for (int level = now; level < LEVELS; level++) {
            letIn += arrived.get(level);
        }
        cut = moved(now, overload ? LESS * letIn : MORE * letIn + 1, overload);
        for (int level = 0; level < LEVELS; level++) {
            arrived.set(level, 0);
        }
        intervalEndsNanos.set(nowNanos + settings.intervalNanos);
    }

    /// The lowest level from which on no more than so many have arrived; at least one level further
    /// than before in the direction that is due.
    private int moved(int now, double wanted, boolean overload) {
        long sum = 0;
        int level = LEVELS;
        while (level > 0 && sum + arrived.get(level - 1) <= wanted) {
            sum += arrived.get(--level);
        }
        return overload
                ? Math.min(LEVELS - 1, Math.max(level, now + 1))
                : Math.max(0, Math.min(level, now - 1));
    }
}
