package dev.unruly.engine;

import dev.unruly.chance.UserNumber;

/// A process that is known in advance, of which a slice takes the users of its shards.
final class Timed implements Stream {

    private final Origin process;
    private final Slice slice;
    private final Way way;
    private final Times times;

    private long n;
    private long atNanos;
    private long user;

    Timed(Origin process, Slice slice, Way way, Times times) {
        this.process = process;
        this.slice = slice;
        this.way = way;
        this.times = times;
    }

    @Override
    public boolean next() {
        while (true) {
            long nth = n++;
            int shard = UserNumber.shardOf(way.count(nth));
            if (slice.has(shard)) {
                long distance = times.nth(nth);
                atNanos = process.offsetNanos() + way.nanos(distance);
                user = way.user(process.index(), shard, nth);
                return distance != Times.NEVER;
            }
            if (times.nth(nth) == Times.NEVER) {
                return false;
            }
        }
    }

    @Override
    public long atNanos() {
        return atNanos;
    }

    @Override
    public long user() {
        return user;
    }

    @Override
    public int region() {
        return -1;
    }
}
