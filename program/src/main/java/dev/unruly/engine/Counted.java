package dev.unruly.engine;

import dev.unruly.chance.Draws;
import dev.unruly.chance.Poisson;
import dev.unruly.chance.Purpose;
import dev.unruly.chance.UserNumber;
import dev.unruly.model.Arrival;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A replay of counts per interval. Backwards it is the mirror image: who was there before a
/// recording began came as those did whom it shows first.
final class Counted implements Stream {

    private record Start(long nanos, long user) {}

    private final Origin process;
    private final Arrival.ReplayCounts counts;
    private final Slice slice;
    private final Way way;
    private final List<Start> current = new ArrayList<>();

    private int at = -1;
    private int interval;
    private long n;

    Counted(Origin process, Arrival.ReplayCounts counts, Slice slice, Way way) {
        this.process = process;
        this.counts = counts;
        this.slice = slice;
        this.way = way;
    }

    @Override
    public boolean next() {
        at++;
        while (at == current.size()) {
            if (interval == counts.counts().length) {
                at--;
                return false;
            }
            fill(interval++);
            at = 0;
        }
        return true;
    }

    @Override
    public long atNanos() {
        return process.offsetNanos() + way.nanos(current.get(at).nanos());
    }

    @Override
    public long user() {
        return current.get(at).user();
    }

    @Override
    public int region() {
        return -1;
    }

    private void fill(int which) {
        current.clear();
        int users = howMany(which);
        switch (counts.spread()) {
            case Arrival.Spread.Counted(), Arrival.Spread.Poisson() -> scatter(which, users);
            case Arrival.Spread.Bursts bursts -> cluster(which, users, bursts);
        }
        current.sort(Comparator.comparingLong(Start::nanos).thenComparingLong(Start::user));
    }

    private int howMany(int which) {
        long key = way.user(process.index(), 0, UserNumber.LAST_COUNT / 2 - which);
        double expected = counts.counts()[which];
        double uniform = process.draws().uniform(key, 0, Purpose.SAMPLE, 0);
        return switch (counts.spread()) {
            case Arrival.Spread.Poisson() -> Poisson.count(expected, uniform);
            case Arrival.Spread.Counted(), Arrival.Spread.Bursts _ ->
                    (int)
                            (Math.floor(expected)
                                    + (uniform < expected - Math.floor(expected) ? 1 : 0));
        };
    }

    /// Each at a moment of their own.
    private void scatter(int which, int users) {
        for (int i = 0; i < users; i++) {
            long nth = n++;
            int shard = UserNumber.shardOf(way.count(nth));
            if (slice.has(shard)) {
                long user = way.user(process.index(), shard, nth);
                add(which, moment(user), user);
            }
        }
    }

    /// In bursts: whoever is next in the queue brings their followers; where nobody is left who
    /// brings any, somebody comes by themselves. All of them on every slice, for a follower's
    /// moment is that of who brought them and a delay.
    private void cluster(int which, int users, Arrival.Spread.Bursts bursts) {
        Draws draws = process.draws();
        double meanDelay = bursts.halfLifeNanos() / StrictMath.log(2) / counts.intervalNanos();
        double[] within = new double[users];
        int parent = -1;
        int left = 0;
        for (int i = 0; i < users; i++) {
            long nth = n++;
            int shard = UserNumber.shardOf(way.count(nth));
            long user = way.user(process.index(), shard, nth);
            while (left == 0 && parent + 1 < i) {
                parent++;
                double uniform =
                        draws.uniform(number(nth - i + parent), 0, Purpose.CLUSTER_SIZE, 0);
                left = Poisson.count(bursts.branching(), uniform);
            }
            if (left == 0) {
                within[i] = moment(user);
            } else {
                left--;
                double late = draws.uniform(user, 0, Purpose.CLUSTER_DELAY, 0);
                double at = within[parent] - meanDelay * StrictMath.log(late);
                within[i] = at - Math.floor(at);
            }
            if (slice.has(shard)) {
                add(which, within[i], user);
            }
        }
    }

    private long number(long nth) {
        return way.user(process.index(), UserNumber.shardOf(way.count(nth)), nth);
    }

    private double moment(long user) {
        return process.draws().uniform(user, 0, Purpose.START, 0);
    }

    private void add(int which, double within, long user) {
        current.add(new Start((long) ((which + within) * counts.intervalNanos()), user));
    }
}
