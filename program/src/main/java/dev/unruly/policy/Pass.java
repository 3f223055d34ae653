package dev.unruly.policy;

import dev.unruly.guard.Bulkhead;
import dev.unruly.guard.CircuitBreaker;
import dev.unruly.guard.ConcurrencyLimit;
import dev.unruly.guard.Deadline;
import dev.unruly.guard.Timeout;
import dev.unruly.guard.WorkBudget;
import dev.unruly.model.Decision;

/// What a request's policies have given it, each to be given back: a breaker's ticket, a place, and
/// the time until which it may take.
public final class Pass {

    /// How a request ended, as far as its breaker is concerned.
    public enum Outcome {
        WELL,
        BADLY,
        /// Its caller did not wait for it any longer.
        GIVEN_UP,
        /// It was not asked of the other side.
        UNKNOWN
    }

    private final Shield shield;
    private final Rank rank;
    private final long beganNanos;
    private long admittedNanos;
    private long ticket = CircuitBreaker.REFUSED;
    private long giveUpNanos = Deadline.NONE;

    /// Whether that is its caller's deadline.
    private boolean callersTime;

    /// Under the limit of concurrency; 0: it is not.
    private int slot;

    /// The throttle has counted it as a request, and waits for how it ends.
    private boolean throttled;

    public Pass(Shield shield, Rank rank, long beganNanos) {
        this.shield = shield;
        this.rank = rank;
        this.beganNanos = beganNanos;
    }

    public Shield shield() {
        return shield;
    }

    public Rank rank() {
        return rank;
    }

    /// Until when it may take; [Deadline#NONE]: as long as it likes.
    public long giveUpNanos() {
        return giveUpNanos;
    }

    /// Asks all policies but the one that gives places. What is refused has taken nothing.
    public Decision admit(int attempt, long deadlineNanos, long nowNanos) {
        Timeout timeout = shield.timeout();
        giveUpNanos =
                timeout == null ? deadlineNanos : timeout.giveUpNanos(deadlineNanos, nowNanos);
        if (giveUpNanos <= nowNanos) {
            return Decision.NO_TIME_LEFT;
        }
        callersTime =
                deadlineNanos != Deadline.NONE
                        && giveUpNanos == deadlineNanos
                        && (timeout == null
                                || deadlineNanos - nowNanos != timeout.settings().nanos());
        Triage triage = shield.triage();
        if (triage != null && !triage.admits(rank, nowNanos)) {
            return Decision.SHED;
        }
        admittedNanos = nowNanos;
        WorkBudget budget = shield.budget();
        if (budget != null) {
            if (attempt > 1 && !budget.tryTake(1, nowNanos)) {
                return Decision.BUDGET;
            }
            if (attempt == 1) {
                budget.asked(1, nowNanos);
            }
        }
        if (shield.rate() != null && !shield.rate().tryTake(nowNanos)) {
            return Decision.RATE;
        }
        if (shield.throttle() != null) {
            throttled = shield.throttle().tryEnter(nowNanos);
            if (!throttled) {
                return Decision.THROTTLE;
            }
        }
        CircuitBreaker breaker = shield.breaker();
        if (breaker != null) {
            ticket = breaker.tryEnter(nowNanos);
            if (ticket == CircuitBreaker.REFUSED) {
                return Decision.BREAKER;
            }
        }
        ConcurrencyLimit concurrency = shield.concurrency();
        if (concurrency != null) {
            slot = concurrency.tryEnter();
            if (slot == ConcurrencyLimit.REFUSED) {
                tell(Outcome.UNKNOWN, nowNanos);
                return Decision.CONCURRENCY;
            }
        }
        return Decision.PASSED;
    }

    /// Whether there is a place for it, or none is needed.
    public boolean placed() {
        Bulkhead bulkhead = shield.bulkhead();
        return bulkhead == null || bulkhead.tryEnter();
    }

    /// Waits for a place. Returns false if that is not possible.
    public boolean awaits(Bulkhead.Waiter waiter, long nowNanos) {
        Bulkhead bulkhead = shield.bulkhead();
        return bulkhead != null && bulkhead.enter(waiter, giveUpNanos, nowNanos);
    }

    /// Its work begins: tells whoever turns others away how long it had to wait. Returns until when
    /// it may take.
    public long begins(long nowNanos) {
        if (shield.triage() != null) {
            shield.triage().shedder().waited(nowNanos - admittedNanos, nowNanos);
        }
        return giveUpNanos;
    }

    /// Whether it holds a place while its work goes on.
    public boolean holds() {
        return shield.bulkhead() != null || slot != ConcurrencyLimit.REFUSED;
    }

    /// Gives the place back.
    public void leave(long nowNanos) {
        if (shield.bulkhead() != null) {
            shield.bulkhead().left(nowNanos);
        }
    }

    /// Is given up because its time is over. That its caller had no more says nothing bad of the
    /// other side.
    public void gaveUp(long nowNanos) {
        if (shield.timeout() != null) {
            shield.timeout().gaveUp();
        }
        tell(callersTime ? Outcome.GIVEN_UP : Outcome.BADLY, nowNanos);
    }

    /// Whether its time ends with its caller's, sooner than any of ours.
    public boolean callersTime() {
        return callersTime;
    }

    /// Its work is over: tells whoever learns from that.
    public void over(Outcome outcome, long nowNanos) {
        tell(outcome, nowNanos);
        ConcurrencyLimit concurrency = shield.concurrency();
        if (concurrency != null && slot != ConcurrencyLimit.REFUSED) {
            switch (outcome) {
                case WELL -> concurrency.answered(slot, nowNanos - beganNanos, nowNanos);
                case BADLY -> concurrency.dropped(nowNanos);
                case GIVEN_UP, UNKNOWN -> concurrency.cancelled();
            }
            slot = ConcurrencyLimit.REFUSED;
        }
        if (shield.throttle() != null && throttled) {
            throttled = false;
            switch (outcome) {
                case WELL, GIVEN_UP -> shield.throttle().accepted(nowNanos);
                case BADLY -> {}
                case UNKNOWN -> shield.throttle().takeBack(nowNanos);
            }
        }
    }

    /// Tells the breaker, the first time it is called.
    void tell(Outcome outcome, long nowNanos) {
        CircuitBreaker breaker = shield.breaker();
        if (breaker == null || ticket == CircuitBreaker.REFUSED) {
            return;
        }
        switch (outcome) {
            case WELL -> breaker.succeeded(ticket, nowNanos - beganNanos, nowNanos);
            case BADLY -> breaker.failed(ticket, nowNanos - beganNanos, nowNanos);
            case GIVEN_UP -> breaker.gaveUp(ticket, nowNanos - beganNanos, nowNanos);
            case UNKNOWN -> breaker.cancelled(ticket);
        }
        ticket = CircuitBreaker.REFUSED;
    }
}
