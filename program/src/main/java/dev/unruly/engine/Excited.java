package dev.unruly.engine;

import dev.unruly.chance.Draws;
import dev.unruly.chance.Poisson;
import dev.unruly.chance.Purpose;
import dev.unruly.model.Arrival;
import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;

/// One shard's part of a [Arrival.SelfExciting]: the sum of 1,024 independent linear Hawkes
/// processes with the same kernel and a background of μ/1,024 is the one with μ, because clusters
/// are independent of each other (Hawkes & Oakes, "A cluster process representation of a
/// self-exciting process", 1974).
///
/// Those who come by themselves are numbered, and their whole clusters are drawn under that number.
/// A cluster is cut off after [Arrival.SelfExciting#crowdNanos]. So the process is stationary from
/// the run's beginning on: whom those brought who came before is found by drawing them too (Møller
/// & Rasmussen, "Perfect simulation of Hawkes processes", 2005, on what is lost without).
///
/// Users get their numbers in the order in which they come, so that these have no gaps.
final class Excited implements Stream {

    /// A user to come.
    ///
    /// @param first the number of who came by themselves and began their cluster
    /// @param nth within the cluster, breadth first
    private record Start(long nanos, long first, int nth, int region) {}

    private static final Comparator<Start> EARLIER =
            Comparator.comparingLong(Start::nanos)
                    .thenComparingLong(Start::first)
                    .thenComparingInt(Start::nth);

    private final Origin process;
    private final Arrival.SelfExciting exciting;
    private final int shard;
    private final Way way;
    private final double meanDelayNanos;
    private final long crowdNanos;
    private final Arrival.Unprompted background;
    private final Stream firsts;
    private final PriorityQueue<Start> waiting;

    private boolean more;
    private long[] cluster = new long[16];
    private long count;
    private Start current = new Start(0, 0, 0, -1);

    private Excited(Origin process, Arrival.SelfExciting exciting, int shard, Way way) {
        this.process = process;
        this.exciting = exciting;
        this.shard = shard;
        this.way = way;
        this.meanDelayNanos = exciting.halfLifeNanos() / StrictMath.log(2);
        this.crowdNanos = exciting.crowdNanos();
        this.background = exciting.background();
        this.firsts = alone(way);
        this.waiting =
                new PriorityQueue<>(
                        switch (way) {
                            case ONWARDS -> EARLIER;
                            case BACKWARDS -> EARLIER.reversed();
                        });
    }

    /// A shard's users, those who come by themselves and those who are brought.
    static Stream of(Origin process, Arrival.SelfExciting exciting, int shard, Way way) {
        var stream = new Excited(process, exciting, shard, way);
        switch (way) {
            case ONWARDS -> stream.addThoseBroughtFromBefore();
            case BACKWARDS -> {}
        }
        stream.more = stream.firsts.next();
        return stream;
    }

    @Override
    public boolean next() {
        while (more && !settled()) {
            add(firsts);
            more = firsts.next();
        }
        Start next = waiting.poll();
        if (next == null) {
            return false;
        }
        current = next;
        count++;
        return true;
    }

    @Override
    public long atNanos() {
        return current.nanos();
    }

    @Override
    public long user() {
        return way.user(process.index(), shard, count - 1);
    }

    @Override
    public int region() {
        return current.region();
    }

    private Stream alone(Way to) {
        return switch (background) {
            case Arrival.Poisson poisson -> Superposed.poisson(process, poisson, shard, to);
            case Arrival.Daily daily -> Superposed.daily(process, daily, shard, to);
        };
    }

    private void addThoseBroughtFromBefore() {
        Stream before = alone(Way.BACKWARDS);
        long earliest = process.offsetNanos() - crowdNanos;
        while (before.next() && before.atNanos() >= earliest) {
            add(before);
        }
    }

    /// Whether nobody can come before the next who waits whose cluster is not drawn yet.
    private boolean settled() {
        Start next = waiting.peek();
        if (next == null) {
            return false;
        }
        return switch (way) {
            case ONWARDS -> next.nanos() < firsts.atNanos();
            case BACKWARDS -> next.nanos() > firsts.atNanos() + crowdNanos;
        };
    }

    /// Draws a cluster, breadth first, and keeps who comes on this side of the beginning.
    private void add(Stream from) {
        Draws draws = process.draws();
        long first = from.user();
        long until = from.atNanos() + crowdNanos;
        int region = from.region();
        int size = 0;
        size = join(size, from.atNanos(), first, region);
        for (int parent = 0; parent < size; parent++) {
            double uniform = draws.uniform(first, parent, Purpose.CLUSTER_SIZE, 0);
            int brought = Poisson.count(exciting.branching(), uniform);
            for (int i = 0; i < brought; i++) {
                double late = draws.uniform(first, size, Purpose.CLUSTER_DELAY, i);
                long at = cluster[parent] - (long) (meanDelayNanos * StrictMath.log(late));
                if (at <= until) {
                    size = join(size, at, first, region);
                }
            }
        }
    }

    private int join(int size, long nanos, long first, int region) {
        if (size == cluster.length) {
            cluster = Arrays.copyOf(cluster, 2 * size);
        }
        cluster[size] = nanos;
        boolean before = nanos < process.offsetNanos();
        if (before == (way == Way.BACKWARDS)) {
            waiting.add(new Start(nanos, first, size, region));
        }
        return size + 1;
    }
}
