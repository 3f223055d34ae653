package dev.unruly.backend;

import dev.unruly.guard.Bulkhead;
import dev.unruly.guard.Deadline;
import dev.unruly.model.Decision;
import dev.unruly.policy.Pass;
import dev.unruly.policy.Rank;
import dev.unruly.policy.Shield;
import dev.unruly.world.Alarm;
import org.jspecify.annotations.Nullable;

/// One request on its way through the policies of a link, as at a gateway's listener: where places
/// are limited, what its caller does not wait for any more keeps its place until it is over. The
/// alarm is the end of its wait for a place, then its time-out, then the end of the patience with
/// work whose caller has gone.
final class GuardedAsk extends Alarm implements Told {

    /// As the gateway's own.
    private static final long MOST_OUTLIVED_NANOS = 60_000_000_000L;

    private static final int FAILED = 500;
    private static final int UNAVAILABLE = 503;
    private static final int TOO_LATE = 504;

    private enum Phase {
        WAITING,
        RUNNING,
        /// It goes on, but nobody wants the answer.
        OUTLIVING,
        OVER
    }

    /// Told how it ended, with the answer's status; 0: without one.
    interface Ended {
        void with(int status);
    }

    private final Crossing link;
    private final Job job;
    private final Pass pass;
    private final Act far;
    private final Told told;
    private final long timeOutNanos;
    private final long fingerprint;
    private final Ended ended;
    private final Alarm patience =
            new Alarm() {
                @Override
                protected void ring(long nowNanos) {
                    callerLeaves();
                }
            };
    private Phase phase = Phase.WAITING;

    /// Nobody wants its answer any more.
    private boolean callerGone;

    /// Its caller has left by itself.
    private boolean callerEnded;

    private boolean callerTold;
    private @Nullable Place place;
    private Crossing.@Nullable Call call;

    GuardedAsk(Crossing link, Shield shield, Job job, long timeOutNanos, Act far, Told told) {
        this(
                link,
                new Pass(shield, Rank.ANY, link.loop().nanos()),
                job,
                timeOutNanos,
                far,
                told,
                _ -> {});
    }

    /// @param timeOutNanos how long its caller waits; 0: for ever
    /// @param ended told besides
    GuardedAsk(
            Crossing link, Pass pass, Job job, long timeOutNanos, Act far, Told told, Ended ended) {
        this.link = link;
        this.job = job;
        this.pass = pass;
        this.timeOutNanos = timeOutNanos;
        this.far = far;
        this.told = told;
        this.ended = ended;
        this.fingerprint = job.asker().fingerprint();
    }

    private long now() {
        return link.loop().nanos();
    }

    /// Passes its policies, or is refused.
    void enter() {
        link.inForce().tally().asked();
        boolean repeats = link.ofCallers() && link.inForce().repeats().begun(fingerprint, now());
        Decision decision = pass.admit(repeats ? 2 : 1, Deadline.NONE, now());
        if (link.ofCallers()) {
            job.whenGone(this::callerLeaves);
        } else if (timeOutNanos > 0) {
            link.loop().arm(patience, now() + timeOutNanos);
        }
        if (decision.refuses()) {
            refuse(decision);
        } else if (pass.placed()) {
            start();
        } else {
            var waiter = new Place();
            if (pass.awaits(waiter, now())) {
                place = waiter;
                link.loop().arm(this, waiter.untilNanos());
            } else {
                refuse(Decision.BULKHEAD);
            }
        }
    }

    private void refuse(Decision decision) {
        phase = Phase.OVER;
        link.loop().disarm(this);
        pass.over(Pass.Outcome.UNKNOWN, now());
        link.inForce().tally().count(decision);
        repetitions(false);
        tell(decision == Decision.NO_TIME_LEFT ? TOO_LATE : UNAVAILABLE, false);
        ended.with(0);
    }

    private void repetitions(boolean well) {
        if (link.ofCallers()) {
            link.inForce().repeats().ended(fingerprint, well, now());
        }
    }

    private void start() {
        phase = Phase.RUNNING;
        link.inForce().tally().count(Decision.PASSED);
        link.loop().disarm(this);
        long until = pass.begins(now());
        if (until != Deadline.NONE) {
            link.loop().arm(this, until);
        }
        Crossing.Call begun = link.cross(job, 0, false, far, this);
        if (phase == Phase.RUNNING) {
            call = begun;
        }
    }

    /// What crosses has come back.
    @Override
    public void over(int status, boolean cut) {
        settle(cut ? 0 : status);
        tell(status, cut);
    }

    private void tell(int status, boolean cut) {
        if (!callerTold) {
            callerTold = true;
            link.loop().disarm(patience);
            told.over(status, cut);
        }
    }

    @Override
    protected void ring(long nowNanos) {
        switch (phase) {
            case WAITING -> {
                if (place != null && place.giveUp()) {
                    refuse(Decision.BULKHEAD);
                }
            }
            case RUNNING -> {
                link.inForce().tally().count(Decision.TIMED_OUT);
                pass.gaveUp(nowNanos);
                callerGone = true;
                outliveOrCancel();
                tell(TOO_LATE, true);
            }
            case OUTLIVING -> {
                cancelFar();
                settle(0);
            }
            case OVER -> {}
        }
    }

    /// Its caller waits no longer.
    private void callerLeaves() {
        switch (phase) {
            case WAITING -> {
                callerGone = true;
                // If it is too late to stop, the place is given back as soon as it is told of.
                if (place != null && place.giveUp()) {
                    refuse(Decision.BULKHEAD);
                }
            }
            case RUNNING -> {
                callerGone = true;
                callerEnded = true;
                outliveOrCancel();
                tell(FAILED, true);
            }
            case OUTLIVING, OVER -> {}
        }
    }

    private void outliveOrCancel() {
        if (pass.holds()) {
            phase = Phase.OUTLIVING;
            link.inForce().tally().count(Decision.OUTLIVED);
            link.loop().arm(this, now() + MOST_OUTLIVED_NANOS);
        } else {
            cancelFar();
            settle(0);
        }
    }

    private void cancelFar() {
        if (call != null) {
            call.cancel();
        }
    }

    /// Its work is over: exactly once.
    private void settle(int status) {
        if (phase == Phase.OVER) {
            return;
        }
        phase = Phase.OVER;
        link.loop().disarm(this);
        boolean well = status == Act.OK;
        boolean left = callerEnded && status == 0;
        Pass.Outcome bad = left ? Pass.Outcome.GIVEN_UP : Pass.Outcome.BADLY;
        pass.over(well ? Pass.Outcome.WELL : bad, now());
        repetitions(well && !callerGone);
        pass.leave(now());
        ended.with(well ? status : 0);
    }

    /// Waits for a place.
    private final class Place extends Bulkhead.Waiter {

        /// Goes on once whoever left the place has returned.
        @Override
        protected void entered(long nowNanos) {
            link.loop().post(this::goOn);
        }

        private void goOn() {
            if (!callerGone && pass.giveUpNanos() > now()) {
                start();
            } else {
                pass.leave(now());
                refuse(callerGone ? Decision.BULKHEAD : Decision.NO_TIME_LEFT);
            }
        }
    }
}
