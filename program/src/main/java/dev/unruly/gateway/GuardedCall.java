package dev.unruly.gateway;

import dev.unruly.guard.Deadline;
import dev.unruly.model.Decision;
import dev.unruly.policy.Pass;
import dev.unruly.world.Alarm;
import dev.unruly.world.Asked;
import dev.unruly.world.Bytes;
import dev.unruly.world.Ending;
import dev.unruly.world.ExchangeListener;
import dev.unruly.world.Head;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One request on its way through its policies, between the application and the [HttpExchange] that
/// takes it to the dependency. The alarm is the end of its wait for a place, then its time-out,
/// then the end of the patience with work whose caller has gone.
///
/// Where places are limited, work is not cancelled when its caller goes away or is told that it
/// took too long: few backends notice, and the place would be free while the work goes on. It is
/// waited for, and its answer dropped.
final class GuardedCall extends Alarm implements Asking, Asked {

    /// For how long work without a caller holds its place: longer than what a healthy backend does,
    /// or a connection that is lost could hold it for ever.
    static final long MOST_OUTLIVED_NANOS = 60_000_000_000L;

    private static final int FIRST_FAILING_STATUS = 500;
    private static final int GATEWAY_TIMEOUT = 504;

    private enum Phase {
        /// It waits for a place.
        WAITING,
        RUNNING,
        /// The dependency works on it, but nobody wants the answer.
        OUTLIVING,
        /// Its work is over, or it was never let through.
        OVER
    }

    private final GuardedLink link;
    private final Asked asked;
    private final Pass pass;
    private final long fingerprint;
    private final Onward onward;
    private final Decision as;
    private final Caller caller = new Caller();
    private Telling telling = Telling.NOBODY;
    private final Early early;
    private Phase phase = Phase.WAITING;
    private @Nullable Place place;
    private @Nullable ExchangeListener far;

    /// The exchange behind was told that the application's side is over.
    private boolean farTold;

    /// The application wants no answer of the dependency any more.
    private boolean callerGone;

    private boolean callerEnded;
    private boolean received;
    private boolean answering;
    private boolean bodiless;
    private boolean farGone;
    private int status;

    /// @param onward where it goes from here
    /// @param as what it is counted as when it is asked of the dependency
    GuardedCall(
            GuardedLink link,
            Asked asked,
            Pass pass,
            long fingerprint,
            Onward onward,
            Decision as) {
        this.link = link;
        this.asked = asked;
        this.pass = pass;
        this.fingerprint = fingerprint;
        this.onward = onward;
        this.as = as;
        this.early = new Early(asked);
    }

    @Override
    public void tell(Copying along, Consumer<Optional<Copy>> told) {
        telling = new Telling(along, told);
    }

    @Override
    public void enter(Wanted wanted, long nowNanos) {
        Decision decision = pass.admit(wanted.attempt(), wanted.deadlineNanos(), nowNanos);
        if (decision.refuses()) {
            refuse(decision, nowNanos);
        } else if (pass.placed()) {
            start(wanted, nowNanos);
        } else {
            var waiter = new Place(link.home().loop(), this, wanted.kept());
            if (pass.awaits(waiter, nowNanos)) {
                place = waiter;
                early.hold();
                link.home().loop().arm(this, waiter.untilNanos());
            } else {
                refuse(Decision.BULKHEAD, nowNanos);
            }
        }
    }

    private void refuse(Decision decision, long nowNanos) {
        phase = Phase.OVER;
        farTold = true;
        link.home().loop().disarm(this);
        pass.over(Pass.Outcome.UNKNOWN, nowNanos);
        count(decision);
        link.home().defence().repeats().ended(fingerprint, false, nowNanos);
        link.over(this);
        telling.over(false);
        early.drop();
        if (!callerEnded) {
            link.refuse(asked, decision, pass.shield(), nowNanos);
            early.release();
        }
    }

    /// Has a place, if it needs one, and goes on to the dependency.
    private void start(Wanted wanted, long nowNanos) {
        phase = Phase.RUNNING;
        count(as);
        link.home().loop().disarm(this);
        long until = pass.begins(nowNanos);
        if (until != Deadline.NONE) {
            link.home().loop().arm(this, until);
        }
        ExchangeListener exchange = onward.pass(this, wanted.within(until, nowNanos), nowNanos);
        far = exchange;
        early.passTo(exchange, nowNanos);
        if (received) {
            exchange.received(nowNanos);
        }
        early.release();
    }

    /// Has been given the place that it waited for.
    void goOn(Wanted wanted) {
        long now = link.home().loop().nanos();
        if (!callerEnded && pass.giveUpNanos() > now) {
            start(wanted, now);
        } else {
            pass.leave(now);
            refuse(callerEnded ? Decision.BULKHEAD : Decision.NO_TIME_LEFT, now);
        }
    }

    private void count(Decision decision) {
        link.home().defence().tally().count(decision);
    }

    @Override
    public ExchangeListener caller() {
        return caller;
    }

    /// Whether nobody waits for its answer any more.
    boolean unwanted() {
        return callerGone;
    }

    /// Whether it was given up because another try of the same was answered sooner.
    boolean lost() {
        return asked instanceof Try one && one.lost();
    }

    /// Whether its time was over because its caller's was: nothing is known of the dependency.
    boolean outOfCallersTime() {
        return callerGone && !callerEnded && pass.callersTime();
    }

    /// The connection to the dependency is gone.
    void farGone() {
        farGone = true;
    }

    @Override
    protected void ring(long nowNanos) {
        switch (phase) {
            case WAITING -> {
                if (stopsWaiting()) {
                    refuse(Decision.BULKHEAD, nowNanos);
                }
            }
            case RUNNING -> timedOut(nowNanos);
            case OUTLIVING -> {
                farGone = true;
                settle(false, nowNanos);
                endFar(Ending.CANCELLED, nowNanos);
            }
            case OVER -> {}
        }
    }

    /// False: it is too late for that, a place is taken.
    private boolean stopsWaiting() {
        return place != null && place.giveUp();
    }

    private void timedOut(long nowNanos) {
        callerGone = true;
        count(Decision.TIMED_OUT);
        pass.gaveUp(nowNanos);
        if (answering) {
            asked.cancel();
        } else {
            link.answer(asked, new OwnHead(GATEWAY_TIMEOUT, 0, true), "no answer in time");
        }
        outliveOrCancel(Ending.CANCELLED, nowNanos);
    }

    /// The caller wants no answer any more: the work is waited for where it holds a place.
    private void outliveOrCancel(Ending ending, long nowNanos) {
        if (pass.holds() && received && !farGone) {
            phase = Phase.OUTLIVING;
            count(Decision.OUTLIVED);
            link.home().loop().arm(this, nowNanos + MOST_OUTLIVED_NANOS);
            // What stood in the way of the answer's rest is gone.
            far().drained(nowNanos);
        } else {
            settle(false, nowNanos);
            endFar(ending, nowNanos);
        }
    }

    private void endFar(Ending ending, long nowNanos) {
        if (!farTold) {
            farTold = true;
            far().ended(ending, nowNanos);
        }
    }

    /// Its work is over: exactly once.
    private void settle(boolean answered, long nowNanos) {
        if (phase == Phase.OVER) {
            return;
        }
        phase = Phase.OVER;
        link.home().loop().disarm(this);
        boolean well = answered && status < FIRST_FAILING_STATUS;
        boolean unknown = callerEnded && status == 0 && !farGone;
        var bad = unknown ? Pass.Outcome.GIVEN_UP : Pass.Outcome.BADLY;
        pass.over(well ? Pass.Outcome.WELL : bad, nowNanos);
        link.home().defence().repeats().ended(fingerprint, well && !callerGone, nowNanos);
        pass.leave(nowNanos);
        link.over(this);
        telling.over(answered);
    }

    /// The answer is whole.
    private void complete() {
        settle(true, link.home().loop().nanos());
        if (callerGone) {
            later(Ending.COMPLETE);
        }
    }

    /// Ends the exchange behind once it has returned.
    private void later(Ending ending) {
        link.home().loop().post(() -> endFar(ending, link.home().loop().nanos()));
    }

    private ExchangeListener far() {
        return Objects.requireNonNull(far, "a call follows no exchange");
    }

    // ---- what the exchange behind says ----

    @Override
    public int route() {
        return asked.route();
    }

    @Override
    public void interim(Head head) {
        if (!callerGone) {
            asked.interim(head);
        }
    }

    @Override
    public void answer(Head head, long bodyBytes) {
        if (head instanceof AnswerHead answer) {
            status = answer.status();
            telling.head(answer);
        }
        answering = true;
        bodiless = bodyBytes == 0;
        if (!callerGone) {
            asked.answer(head, bodyBytes);
        }
        if (bodiless) {
            complete();
        }
    }

    @Override
    public void write(Bytes bytes) {
        telling.body(bytes);
        if (callerGone) {
            bytes.drop();
        } else {
            asked.write(bytes);
        }
    }

    @Override
    public boolean writable() {
        return callerGone || asked.writable();
    }

    @Override
    public void finish() {
        if (!callerGone) {
            asked.finish();
        }
        if (!bodiless) {
            complete();
        }
    }

    @Override
    public void pause() {
        if (!callerEnded) {
            asked.pause();
        }
    }

    @Override
    public void resume() {
        if (!callerEnded) {
            asked.resume();
        }
    }

    @Override
    public void cancel() {
        farGone = true;
        settle(false, link.home().loop().nanos());
        if (callerGone) {
            later(Ending.CANCELLED);
        } else {
            asked.cancel();
        }
    }

    /// The application's side.
    private final class Caller implements FromApplication {

        @Override
        public void body(Bytes bytes, long nowNanos) {
            if (phase == Phase.WAITING) {
                early.add(bytes);
            } else if (!callerGone && far != null) {
                far().body(bytes, nowNanos);
            }
        }

        @Override
        public void received(long nowNanos) {
            received = true;
            if (phase != Phase.WAITING && !callerGone && far != null) {
                far().received(nowNanos);
            }
        }

        @Override
        public void drained(long nowNanos) {
            if (far != null) {
                far().drained(nowNanos);
            }
        }

        @Override
        public void ended(Ending ending, long nowNanos) {
            callerEnded = true;
            if (phase == Phase.WAITING) {
                // If it is too late to stop, the place is given back as soon as it is told of.
                if (stopsWaiting()) {
                    refuse(Decision.BULKHEAD, nowNanos);
                }
            } else if (phase == Phase.OVER) {
                endFar(ending, nowNanos);
            } else if (!callerGone) {
                callerGone = true;
                outliveOrCancel(ending, nowNanos);
            }
        }
    }
}
