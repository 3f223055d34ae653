package dev.unruly.engine;

import dev.unruly.chance.Draws;
import dev.unruly.chance.Purpose;
import dev.unruly.chance.UserNumber;
import dev.unruly.model.Arrival;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A replay of counts per interval. A fraction is settled by a draw; within an interval each user's
/// moment is uniform. Backwards it is the mirror image: who was there before a recording began came
/// as those did whom it shows first.
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
        Draws draws = process.draws();
        long key = way.user(process.index(), 0, UserNumber.LAST_COUNT / 2 - which);
        double expected = counts.counts()[which];
        double fraction = expected - Math.floor(expected);
        double uniform = draws.uniform(key, 0, Purpose.SAMPLE, 0);
        long users = (long) Math.floor(expected) + (uniform < fraction ? 1 : 0);
        for (long i = 0; i < users; i++) {
            long nth = n++;
            int shard = UserNumber.shardOf(way.count(nth));
            if (slice.has(shard)) {
                long user = way.user(process.index(), shard, nth);
                double within = draws.uniform(user, 0, Purpose.START, 0);
                current.add(new Start((long) ((which + within) * counts.intervalNanos()), user));
            }
        }
        current.sort(Comparator.comparingLong(Start::nanos).thenComparingLong(Start::user));
    }
}
