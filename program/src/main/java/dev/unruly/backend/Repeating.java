package dev.unruly.backend;

import dev.unruly.guard.Deadline;
import dev.unruly.guard.Hedge;
import dev.unruly.guard.Retry;
import dev.unruly.model.Decision;
import dev.unruly.policy.Again;
import dev.unruly.policy.Instances;
import dev.unruly.policy.Pass;
import dev.unruly.world.Alarm;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One request that may be asked more than once, each time at an instance that is chosen then, as
/// at a gateway's listener. Each try passes the policies by itself, and has a place of its own.
///
/// At most two are under way at a time: a try, and beside it, at another instance, its hedge. The
/// first good answer counts, and the other is given up. The alarm is the moment of the hedge, or
/// the end of the pause before the next try.
final class Repeating extends Alarm {

    private final Guarding guarding;
    private final Errand errand;
    private final Pass first;
    private final Again again;
    private final Caller caller;
    private final Sender.Ended ended;
    private final dev.unruly.guard.Caller asker;
    private final List<One> underWay = new ArrayList<>(2);
    private int failedAt = Instances.NONE;
    private int retries;
    private boolean pausing;
    private boolean over;

    /// @param ended told besides
    Repeating(
            Guarding guarding,
            Errand errand,
            Pass first,
            Again again,
            Caller caller,
            Sender.Ended ended) {
        this.guarding = guarding;
        this.errand = errand;
        this.first = first;
        this.again = again;
        this.caller = caller;
        this.ended = ended;
        this.asker = new dev.unruly.guard.Caller(Deadline.NONE, errand.attempt());
    }

    private long now() {
        return guarding.loop().nanos();
    }

    void enter() {
        if (again.budget() != first.shield().budget()) {
            again.budget().asked(errand.attempt(), now());
        }
        caller.whenGone(this::callerLeaves);
        begin(Decision.PASSED, first);
    }

    private void begin(Decision as, Pass pass) {
        var one = new One(as == Decision.HEDGED);
        underWay.add(one);
        one.ask = new GuardedAsk(guarding, pass, errand.attempt(), as, one);
        one.ask.enter();
    }

    /// A later try of a request whose first has passed all of it.
    private Pass later() {
        return new Pass(first.shield().later(), first.rank(), now());
    }

    /// A try has come out.
    private void cameOut(One one, int status, boolean cut) {
        boolean well = !cut && !Again.failed(status);
        if (!well && triesAgain(one)) {
            return;
        }
        guarding.loop().disarm(this);
        underWay.remove(one);
        List.copyOf(underWay).forEach(this::lose);
        Hedge hedge = again.hedge();
        if (well && one.hedge && hedge != null) {
            hedge.won();
            guarding.count(Decision.HEDGE_WON);
        }
        end(well ? status : 0);
        caller.over(status, cut);
    }

    /// A try has failed. Returns whether the caller need not be told, since another is under way or
    /// will be.
    private boolean triesAgain(One one) {
        underWay.remove(one);
        failedAt = one.instance == Instances.NONE ? failedAt : one.instance;
        if (!underWay.isEmpty()) {
            return true;
        }
        long pause =
                one.instance == Instances.NONE
                        ? Retry.REFUSED
                        : again.pauseNanos(asker, errand.repeat(), retries, 0, now());
        if (pause == Retry.REFUSED) {
            return false;
        }
        retries++;
        pausing = true;
        guarding.loop().arm(this, now() + pause);
        return true;
    }

    private void lose(One one) {
        underWay.remove(one);
        if (!one.over) {
            one.over = true;
            if (one.ask != null) {
                one.ask.callerLeaves();
            }
            again.lost(one.instance, one.startedNanos, now());
        }
    }

    private void end(int status) {
        if (!over) {
            over = true;
            guarding.loop().disarm(this);
            guarding.settled(errand, status != 0);
            ended.with(status);
        }
    }

    private void callerLeaves() {
        end(0);
        List.copyOf(underWay).forEach(this::lose);
    }

    private void awaitHedge() {
        Hedge hedge = again.hedge();
        if (hedge != null && mayHedge() && again.mayHedge(asker, errand.repeat())) {
            guarding.loop().arm(this, now() + hedge.settings().delayNanos());
        }
    }

    private boolean mayHedge() {
        return !over
                && underWay.size() == 1
                && !underWay.getFirst().hedge
                && underWay.getFirst().instance != Instances.NONE;
    }

    @Override
    protected void ring(long nowNanos) {
        if (over) {
            return;
        }
        if (pausing) {
            pausing = false;
            begin(Decision.RETRIED, later());
        } else if (mayHedge() && again.hedges(asker, underWay.getFirst().instance, nowNanos)) {
            begin(Decision.HEDGED, later());
        }
    }

    /// One try.
    private final class One implements Sender {

        private final boolean hedge;
        private @Nullable GuardedAsk ask;
        private int instance = Instances.NONE;
        private long startedNanos;
        private boolean over;

        One(boolean hedge) {
            this.hedge = hedge;
        }

        @Override
        public Crossing.Call across(Told far) {
            int avoided = hedge ? beside() : failedAt;
            instance = again.choose(avoided, now());
            startedNanos = now();
            again.instances().begins(instance);
            Act there = errand.far().get(instance);
            Crossing.Call call = guarding.link().cross(errand.job(), 0, false, there, far);
            awaitHedge();
            return call;
        }

        /// Where the try is under way to which this is a hedge.
        private int beside() {
            return underWay.stream()
                    .filter(one -> one != this)
                    .mapToInt(one -> one.instance)
                    .findFirst()
                    .orElse(Instances.NONE);
        }

        @Override
        public void over(int status, boolean cut) {
            if (!over) {
                over = true;
                again.judge(
                        instance, !cut && status < Again.FIRST_FAILING_STATUS, startedNanos, now());
                cameOut(this, status, cut);
            }
        }

        @Override
        public void done(int status, boolean wanted) {
            if (instance != Instances.NONE) {
                again.instances().ends(instance);
            }
        }
    }
}
