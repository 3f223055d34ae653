package dev.unruly.gateway;

import dev.unruly.gateway.PolicyState.Condition;
import dev.unruly.guard.Bulkhead;
import dev.unruly.guard.CircuitBreaker;
import dev.unruly.guard.ConcurrencyLimit;
import dev.unruly.guard.Deadline;
import dev.unruly.guard.RateLimit;
import dev.unruly.guard.SingleFlight;
import dev.unruly.guard.Throttle;
import dev.unruly.guard.Timeout;
import dev.unruly.guard.WorkBudget;
import dev.unruly.model.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads how policies stand: one method for each kind, and one switch over all kinds.
final class MachineStates {

    private static final double SECOND = 1e9;

    private MachineStates() {}

    /// How a policy of a protection stands.
    static PolicyState of(Policy policy, Shield shield, long nowNanos) {
        return switch (policy) {
            case Policy.Timeout _ -> timeout(policy, there(shield.timeout()));
            case Policy.Budget _ -> budget(policy, there(shield.budget()), nowNanos);
            case Policy.Breaker _ -> breaker(policy, there(shield.breaker()), nowNanos);
            case Policy.Bulkhead _ -> bulkhead(policy, there(shield.bulkhead()));
            case Policy.SingleFlight _ -> flights(policy, there(shield.flights()));
            case Policy.Rate _ -> rate(policy, there(shield.rate()), nowNanos);
            case Policy.Throttle _ -> throttle(policy, there(shield.throttle()), nowNanos);
            case Policy.Concurrency _ -> concurrency(policy, there(shield.concurrency()));
            case Policy.Retry _, Policy.Hedge _, Policy.Shed _, Policy.Ejection _, Policy.Cache _ ->
                    state(policy, Condition.OFF, "not enforced here", List.of());
        };
    }

    private static <T> T there(@Nullable T machine) {
        return Objects.requireNonNull(machine, "a policy in force has its machine");
    }

    private static PolicyState state(
            Policy policy, Condition condition, String word, List<Figure> figures) {
        return new PolicyState("", policy, condition, word, figures, Optional.empty());
    }

    private static PolicyState timeout(Policy policy, Timeout timeout) {
        Timeout.Snapshot now = timeout.snapshot();
        return state(
                policy,
                Condition.CALM,
                "set",
                List.of(
                        new Figure("givenUp", now.givenUp()),
                        new Figure("refused", now.refused()),
                        new Figure("boundedByItself", now.own()),
                        new Figure("boundedByCallers", now.callers())));
    }

    private static PolicyState budget(Policy policy, WorkBudget budget, long nowNanos) {
        WorkBudget.Snapshot now = budget.snapshot();
        double left = budget.left(nowNanos);
        return state(
                policy,
                left < 1 ? Condition.BUSY : Condition.CALM,
                left < 1 ? "spent" : "left",
                List.of(
                        new Figure("left", left),
                        new Figure("taken", now.taken()),
                        new Figure("refused", now.empty() + now.marked()),
                        new Figure("first", now.first())));
    }

    private static PolicyState breaker(Policy policy, CircuitBreaker breaker, long nowNanos) {
        CircuitBreaker.Snapshot now = breaker.snapshot();
        String word =
                switch (now.state()) {
                    case CLOSED -> "closed";
                    case OPEN -> "open";
                    case TRYING -> "half-open";
                };
        Condition condition =
                switch (now.state()) {
                    case CLOSED -> Condition.CALM;
                    case OPEN -> Condition.REFUSING;
                    case TRYING -> Condition.BUSY;
                };
        var figures = new ArrayList<Figure>();
        long left = breaker.openNanos(nowNanos);
        if (left != Deadline.NONE && now.state() == CircuitBreaker.State.OPEN) {
            figures.add(new Figure("openForSeconds", left / SECOND));
        }
        figures.add(new Figure("letThroughShare", now.share()));
        figures.add(new Figure("good", now.good()));
        figures.add(new Figure("failed", now.failed()));
        figures.add(new Figure("slow", now.slow()));
        figures.add(new Figure("refused", now.refused()));
        figures.add(new Figure("opened", now.opened()));
        return state(policy, condition, word + (now.held() ? ", held" : ""), figures);
    }

    private static PolicyState bulkhead(Policy policy, Bulkhead bulkhead) {
        Bulkhead.Snapshot now = bulkhead.snapshot();
        boolean full = now.taken() >= now.places();
        return state(
                policy,
                full ? Condition.REFUSING : Condition.CALM,
                full ? "full" : "free",
                List.of(
                        new Figure("taken", now.taken()),
                        new Figure("most", now.places()),
                        new Figure("waiting", now.waiting()),
                        new Figure("entered", now.entered()),
                        new Figure("waited", now.waited()),
                        new Figure("refused", now.full() + now.tooLong())));
    }

    private static PolicyState concurrency(Policy policy, ConcurrencyLimit limit) {
        ConcurrencyLimit.Snapshot now = limit.snapshot();
        boolean full = now.inside() >= now.limit();
        return state(
                policy,
                full ? Condition.REFUSING : Condition.CALM,
                full ? "full" : "free",
                List.of(
                        new Figure("taken", now.inside()),
                        new Figure("most", now.limit()),
                        new Figure("admitted", now.admitted()),
                        new Figure("dropped", now.dropped()),
                        new Figure("refused", now.refused())));
    }

    private static PolicyState flights(Policy policy, Flights flights) {
        SingleFlight.Snapshot now = flights.all().snapshot();
        return state(
                policy,
                now.flights() > 0 ? Condition.BUSY : Condition.CALM,
                now.flights() > 0 ? "flying" : "idle",
                List.of(
                        new Figure("flights", now.flights()),
                        new Figure("asked", now.led()),
                        new Figure("shared", now.shared()),
                        new Figure("waited", now.joined()),
                        new Figure("askedAfterAll", now.left() + now.tookOver())));
    }

    private static PolicyState rate(Policy policy, RateLimit rate, long nowNanos) {
        RateLimit.Snapshot now = rate.snapshot();
        long wait = rate.waitNanos(nowNanos);
        return state(
                policy,
                wait > 0 ? Condition.REFUSING : Condition.CALM,
                wait > 0 ? "at its limit" : "free",
                List.of(
                        new Figure("waitSeconds", wait / SECOND),
                        new Figure("admitted", now.admitted()),
                        new Figure("refused", now.refused())));
    }

    private static PolicyState throttle(Policy policy, Throttle throttle, long nowNanos) {
        Throttle.Snapshot now = throttle.snapshot();
        double share = throttle.refusedShare(nowNanos);
        return state(
                policy,
                share > 0 ? Condition.REFUSING : Condition.CALM,
                share > 0 ? "refusing a share" : "free",
                List.of(
                        new Figure("refusedShare", share),
                        new Figure("multiplier", ((Policy.Throttle) policy).multiplier()),
                        new Figure("admitted", now.admitted()),
                        new Figure("refused", now.refused())));
    }
}
