package dev.unruly.engine;

import dev.unruly.model.Observer;
import dev.unruly.world.Alarm;
import dev.unruly.world.Loop;
import java.util.List;

/// Plays one loop's share of a plan's users: they arrive, wish, wait, react and leave, and the
/// observer is told. One per loop; used on the loop's thread only.
public final class Engine {

    private final Loop loop;
    private final Plan plan;
    private final Slice slice;
    private final Crowd crowd;
    private final Entry entry = new Entry();
    private final Nominal path;

    /// @param index of this loop, from 0
    /// @param loops that share the plan; together they play each of its users once
    public Engine(Loop loop, int index, int loops, Plan plan, Observer observer) {
        this(loop, index, loops, plan, observer, Dormitory.LEAST_NANOS);
    }

    /// @param leastRestNanos who thinks for a shorter time does not rest, see [Dormitory]
    Engine(Loop loop, int index, int loops, Plan plan, Observer observer, long leastRestNanos) {
        this.loop = loop;
        this.plan = plan;
        this.slice = new Slice(index, loops);
        this.crowd = new Crowd(loop, plan, Allowance.of(plan, slice), observer, leastRestNanos);
        this.path = new Nominal(plan);
    }

    /// Begins the run. Those who were there already stand where the plan has them.
    ///
    /// @param originNanos where the run's time 0 lies on the loop's clock: not before now, and the
    ///   same on all loops
    public void begin(long originNanos) {
        crowd.beginAt(originNanos);
        admit(0);
    }

    /// Relief: everyone goes away at once, and nobody comes.
    public void hold() {
        entry.shut();
        crowd.cutOff(loop.nanos());
    }

    /// Ends the relief: the same organic load stands as at a beginning at this moment, and arrivals
    /// go on.
    ///
    /// @param atNanos on the run's clock, not before now, and the same on all loops
    public void restore(long atNanos) {
        admit(atNanos);
    }

    /// Makes a region's road longer, there and back together; 0 puts it back.
    ///
    /// @param region an index into the roster's regions
    public void route(int region, long addNanos) {
        crowd.road(region).lengthen(addNanos);
    }

    /// Ends the run: what users would nominally wish from now on they do not wish any more. What is
    /// going on may take its time, then it is cut off.
    ///
    /// @param then is called once, when nobody and nothing is left
    public void end(long graceNanos, Runnable then) {
        long horizon = crowd.told(loop.nanos());
        crowd.endAt(horizon, then);
        entry.shutAt(horizon);
        loop.arm(new Deadline(), loop.nanos() + graceNanos);
    }

    /// How it has done since this was last asked.
    public Pulse pulse() {
        return crowd.pulse();
    }

    private void admit(long fromNanos) {
        new Census(plan, slice)
                .standing(
                        fromNanos,
                        (nominal, start, region, process) ->
                                crowd.newUser().appear(nominal, start, region, process.born()));
        entry.open(Arrivals.of(plan.processes(), slice), fromNanos);
    }

    /// Where users come in. The alarm is the next one's start.
    private final class Entry extends Alarm {

        private Arrivals arrivals = Arrivals.of(List.of(), slice);
        private long untilNanos = Long.MAX_VALUE;

        void open(Arrivals newArrivals, long fromNanos) {
            arrivals = newArrivals;
            boolean more = arrivals.next();
            while (more && arrivals.atNanos() < fromNanos) {
                more = arrivals.next();
            }
            await(more);
        }

        void shut() {
            loop.disarm(this);
        }

        void shutAt(long nanos) {
            untilNanos = nanos;
            if (armed() && atNanos() - crowd.originNanos() >= nanos) {
                shut();
            }
        }

        @Override
        protected void ring(long nowNanos) {
            long now = crowd.told(nowNanos);
            boolean more = true;
            while (more && arrivals.atNanos() <= now && arrivals.atNanos() < untilNanos) {
                path.begin(arrivals.user(), arrivals.atNanos());
                int region = plan.regionOf(arrivals.user(), arrivals.region());
                crowd.newUser().appear(path, arrivals.atNanos(), region, arrivals.process().born());
                more = arrivals.next();
            }
            await(more);
        }

        private void await(boolean more) {
            if (more && arrivals.atNanos() < untilNanos) {
                loop.arm(this, crowd.originNanos() + arrivals.atNanos());
            }
        }
    }

    /// Cuts off what is still going on.
    private final class Deadline extends Alarm {

        @Override
        protected void ring(long nowNanos) {
            entry.shut();
            crowd.cutOff(nowNanos);
        }
    }
}
