package dev.unruly.engine;

import dev.unruly.chance.Draws;
import dev.unruly.chance.Poisson;
import dev.unruly.chance.Purpose;
import dev.unruly.chance.UserNumber;
import dev.unruly.model.Arrival;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The visitors that a viral post brings to one slice: a cluster for each of its first visitors,
/// whole in that visitor's shard. Drawn at once, as a cluster's last visitor may come at any time.
final class Clusters implements Stream {

    private record Start(long nanos, long user) {}

    private final Origin process;
    private final Arrival.Viral viral;
    private final double meanDelayNanos;
    private final List<Start> starts = new ArrayList<>();
    private final long[] counts = new long[UserNumber.SHARDS];

    private int at = -1;

    Clusters(Origin process, Arrival.Viral viral, Slice slice) {
        this.process = process;
        this.viral = viral;
        this.meanDelayNanos = viral.halfLifeNanos() / StrictMath.log(2);
        for (int i = 0; i < viral.first(); i++) {
            int shard = UserNumber.shardOf(i);
            if (slice.has(shard)) {
                add(shard);
            }
        }
        starts.sort(Comparator.comparingLong(Start::nanos).thenComparingLong(Start::user));
    }

    @Override
    public boolean next() {
        return ++at < starts.size();
    }

    @Override
    public long atNanos() {
        return process.offsetNanos() + starts.get(at).nanos();
    }

    @Override
    public long user() {
        return starts.get(at).user();
    }

    @Override
    public int region() {
        return -1;
    }

    /// A cluster, breadth first: the order gives its visitors their numbers.
    private void add(int shard) {
        int next = starts.size();
        starts.add(visitor(shard, viral.atNanos()));
        while (next < starts.size()) {
            Start from = starts.get(next++);
            double uniform = process.draws().uniform(from.user(), 0, Purpose.CLUSTER_SIZE, 0);
            int brought = Poisson.count(viral.branching(), uniform);
            for (int i = 0; i < brought; i++) {
                starts.add(visitor(shard, from.nanos()));
            }
        }
    }

    private Start visitor(int shard, long after) {
        Draws draws = process.draws();
        long user = Way.ONWARDS.user(process.index(), shard, counts[shard]++);
        double uniform = draws.uniform(user, 0, Purpose.CLUSTER_DELAY, 0);
        return new Start(after - (long) (meanDelayNanos * StrictMath.log(uniform)), user);
    }
}
