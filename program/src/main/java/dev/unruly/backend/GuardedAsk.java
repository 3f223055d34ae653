package dev.unruly.backend;

import dev.unruly.guard.Bulkhead;
import dev.unruly.guard.Deadline;
import dev.unruly.model.Decision;
import dev.unruly.policy.Pass;
import dev.unruly.world.Alarm;
import org.jspecify.annotations.Nullable;

/// One request on its way through the policies of a link, as at a gateway's listener: where places
/// are limited, what its caller does not wait for any more keeps its place until it is over. The
/// alarm is the end of its wait for a place, then its time-out, then the end of the patience with
/// work whose caller has gone.
final class GuardedAsk extends Alarm implements Told {

    /// As the gateway's own.
    private static final long MOST_OUTLIVED_NANOS = 60_000_000_000L;

    private static final int UNAVAILABLE = 503;
    private static final int TOO_LATE = 504;

    private enum Phase {
        WAITING,
        RUNNING,
        /// It goes on, but nobody wants the answer.
        OUTLIVING,
        OVER
    }

    private final Guarding guarding;
    private final Pass pass;
    private final int attempt;
    private final Decision as;
    private final Sender sender;
    private Phase phase = Phase.WAITING;

    /// Nobody wants its answer any more.
    private boolean callerGone;

    /// Its caller has left by itself.
    private boolean callerEnded;

    private @Nullable Place place;
    private Crossing.@Nullable Call call;

    /// @param as what it is counted as when it crosses
    GuardedAsk(Guarding guarding, Pass pass, int attempt, Decision as, Sender sender) {
        this.guarding = guarding;
        this.pass = pass;
        this.attempt = attempt;
        this.as = as;
        this.sender = sender;
    }

    private long now() {
        return guarding.loop().nanos();
    }

    /// Passes its policies, or is refused.
    void enter() {
        Decision decision = pass.admit(attempt, Deadline.NONE, now());
        if (decision.refuses()) {
            refuse(decision);
        } else if (pass.placed()) {
            start();
        } else {
            var waiter = new Place();
            if (pass.awaits(waiter, now())) {
                place = waiter;
                guarding.loop().arm(this, waiter.untilNanos());
            } else {
                refuse(Decision.BULKHEAD);
            }
        }
    }

    private void refuse(Decision decision) {
        phase = Phase.OVER;
        guarding.loop().disarm(this);
        pass.over(Pass.Outcome.UNKNOWN, now());
        guarding.count(decision);
        sender.done(0, false);
        sender.over(decision == Decision.NO_TIME_LEFT ? TOO_LATE : UNAVAILABLE, false);
    }

    private void start() {
        phase = Phase.RUNNING;
        guarding.count(as);
        guarding.loop().disarm(this);
        long until = pass.begins(now());
        if (until != Deadline.NONE) {
            guarding.loop().arm(this, until);
        }
        Crossing.Call begun = sender.across(this);
        if (phase == Phase.RUNNING) {
            call = begun;
        }
    }

    /// What crosses has come back.
    @Override
    public void over(int status, boolean cut) {
        boolean tells = !callerGone;
        settle(cut ? 0 : status);
        if (tells) {
            sender.over(status, cut);
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
                guarding.count(Decision.TIMED_OUT);
                pass.gaveUp(nowNanos);
                callerGone = true;
                outliveOrCancel();
                sender.over(TOO_LATE, true);
            }
            case OUTLIVING -> {
                cancelFar();
                settle(0);
            }
            case OVER -> {}
        }
    }

    /// Its caller waits no longer.
    void callerLeaves() {
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
            }
            case OUTLIVING, OVER -> {}
        }
    }

    private void outliveOrCancel() {
        if (pass.holds()) {
            phase = Phase.OUTLIVING;
            guarding.count(Decision.OUTLIVED);
            guarding.loop().arm(this, now() + MOST_OUTLIVED_NANOS);
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
        guarding.loop().disarm(this);
        boolean well = status == Act.OK;
        boolean left = callerEnded && status == 0;
        Pass.Outcome bad = left ? Pass.Outcome.GIVEN_UP : Pass.Outcome.BADLY;
        pass.over(well ? Pass.Outcome.WELL : bad, now());
        pass.leave(now());
        sender.done(well ? status : 0, !callerGone);
    }

    /// Waits for a place.
    private final class Place extends Bulkhead.Waiter {

        /// Goes on once whoever left the place has returned.
        @Override
        protected void entered(long nowNanos) {
            guarding.loop().post(this::goOn);
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
