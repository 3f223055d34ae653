package dev.unruly.engine;

import dev.unruly.chance.Draws;
import dev.unruly.chance.Purpose;
import dev.unruly.chance.UserNumber;
import dev.unruly.model.Arrival;
import org.jspecify.annotations.Nullable;

/// One shard's part of a process that superposes: the sum of 1,024 independent Poisson processes of
/// rate/1,024 is the Poisson process of that rate, and likewise where the rate follows the day.
///
/// A changing rate is drawn by thinning: candidates come at the highest rate and are kept with
/// probability rate/highest (Lewis & Shedler, "Simulation of nonhomogeneous Poisson processes by
/// thinning", 1979). Region by region this is the superposition of the regions' own processes.
final class Superposed implements Stream {

    private final Origin process;
    private final int shard;
    private final Way way;
    private final @Nullable Day day;
    private final double mostPerSecond;

    private double seconds;
    private long candidates;
    private long kept;
    private long user;
    private int region = -1;

    private Superposed(
            Origin process, int shard, Way way, @Nullable Day day, double mostPerSecond) {
        this.process = process;
        this.shard = shard;
        this.way = way;
        this.day = day;
        this.mostPerSecond = mostPerSecond / UserNumber.SHARDS;
    }

    /// A shard of a process with one rate.
    static Stream poisson(Origin process, Arrival.Poisson poisson, int shard, Way way) {
        return new Superposed(process, shard, way, null, poisson.perSecond());
    }

    /// A shard of a process whose rate follows the day.
    static Stream daily(Origin process, Arrival.Daily daily, int shard, Way way) {
        return new Superposed(
                process, shard, way, new Day(daily, process.regions()), Day.mostPerSecond(daily));
    }

    @Override
    public boolean next() {
        if (mostPerSecond == 0) {
            return false;
        }
        Draws draws = process.draws();
        do {
            long candidate = way.user(process.index(), shard, candidates++);
            double gap = -StrictMath.log(draws.uniform(candidate, 0, Purpose.GAP, 0));
            seconds += gap / mostPerSecond;
            if (seconds * 1e9 >= Nanos.LONGEST) {
                return false;
            }
            user = candidate;
        } while (!keeps(draws));
        user = way.user(process.index(), shard, kept++);
        return true;
    }

    @Override
    public long atNanos() {
        return process.offsetNanos() + way.nanos((long) (seconds * 1e9));
    }

    @Override
    public long user() {
        return user;
    }

    @Override
    public int region() {
        return region;
    }

    private boolean keeps(Draws draws) {
        Day current = day;
        if (current == null) {
            return true;
        }
        double rate = current.perSecond(way == Way.ONWARDS ? seconds : -seconds);
        double uniform = draws.uniform(user, 0, Purpose.THINNING, 0);
        if (uniform * mostPerSecond * UserNumber.SHARDS >= rate) {
            return false;
        }
        region = current.region(draws.uniform(user, 0, Purpose.REGION, 0));
        return true;
    }
}
