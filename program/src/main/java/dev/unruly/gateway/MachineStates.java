package dev.unruly.gateway;

import dev.unruly.gateway.PolicyState.Condition;
import dev.unruly.guard.Bulkhead;
import dev.unruly.guard.CircuitBreaker;
import dev.unruly.guard.ConcurrencyLimit;
import dev.unruly.guard.Criticality;
import dev.unruly.guard.Deadline;
import dev.unruly.guard.Ejection;
import dev.unruly.guard.Hedge;
import dev.unruly.guard.RateLimit;
import dev.unruly.guard.Refresh;
import dev.unruly.guard.Retry;
import dev.unruly.guard.Shedder;
import dev.unruly.guard.SingleFlight;
import dev.unruly.guard.Throttle;
import dev.unruly.guard.Timeout;
import dev.unruly.guard.WorkBudget;
import dev.unruly.model.Policy;
import dev.unruly.policy.Again;
import dev.unruly.policy.Shield;
import dev.unruly.policy.Treatment;
import dev.unruly.policy.Triage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads how policies stand: one method for each kind, and one switch over all kinds.
final class MachineStates {

    private static final double SECOND = 1e9;

    private MachineStates() {}

    /// How a policy of a protection stands.
    static PolicyState of(Policy policy, Treatment<Flights, Keeper> treatment, long nowNanos) {
        Shield shield = treatment.shield();
        return switch (policy) {
            case Policy.Timeout _ -> timeout(policy, there(shield.timeout()));
            case Policy.Budget _ -> budget(policy, there(shield.budget()), nowNanos);
            case Policy.Breaker _ -> breaker(policy, there(shield.breaker()), nowNanos);
            case Policy.Bulkhead _ -> bulkhead(policy, there(shield.bulkhead()));
            case Policy.SingleFlight _ -> flights(policy, there(treatment.flights()));
            case Policy.Rate _ -> rate(policy, there(shield.rate()), nowNanos);
            case Policy.Throttle _ -> throttle(policy, there(shield.throttle()), nowNanos);
            case Policy.Concurrency _ -> concurrency(policy, there(shield.concurrency()));
            case Policy.Retry _ -> retry(policy, there(shield.again()), nowNanos);
            case Policy.Hedge _ -> hedge(policy, there(shield.again()), nowNanos);
            case Policy.Shed _ -> shed(policy, there(shield.triage()));
            case Policy.Ejection _ -> ejection(policy, there(shield.again()), nowNanos);
            case Policy.Cache _ -> cache(policy, there(treatment.keeper()));
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

    private static PolicyState retry(Policy policy, Again again, long nowNanos) {
        Retry.Snapshot now = there(again.retry()).snapshot();
        double left = again.budget().left(nowNanos);
        return drawing(
                policy,
                left,
                List.of(
                        new Figure("retried", now.granted()),
                        new Figure("budgetLeft", left),
                        new Figure("noBudget", now.noBudget()),
                        new Figure("noTime", now.noTime()),
                        new Figure("exhausted", now.exhausted()),
                        new Figure("mustNot", now.mustNot()),
                        new Figure("pauseTooLong", now.tooLong())));
    }

    /// Of one that draws on the budget of which so much is left.
    private static PolicyState drawing(Policy policy, double left, List<Figure> figures) {
        return left < 1
                ? state(policy, Condition.BUSY, "budget spent", figures)
                : state(policy, Condition.CALM, "ready", figures);
    }

    private static PolicyState hedge(Policy policy, Again again, long nowNanos) {
        Hedge.Snapshot now = there(again.hedge()).snapshot();
        double left = again.budget().left(nowNanos);
        return drawing(
                policy,
                left,
                List.of(
                        new Figure("fired", now.fired()),
                        new Figure("won", now.won()),
                        new Figure("budgetLeft", left),
                        new Figure("noBudget", now.noBudget()),
                        new Figure("leftToChance", now.byChance())));
    }

    private static PolicyState shed(Policy policy, Triage triage) {
        Shedder.Snapshot now = triage.shedder().snapshot();
        var figures = new ArrayList<Figure>();
        figures.add(new Figure("cutLevel", now.cut()));
        Criticality[] kinds = Criticality.values();
        for (int i = 0; i < kinds.length; i++) {
            String name = kinds[i].name().toLowerCase(Locale.ROOT);
            figures.add(new Figure(name + "Admitted", now.admitted().get(i)));
            figures.add(new Figure(name + "Refused", now.refused().get(i)));
        }
        return state(
                policy,
                now.cut() > 0 ? Condition.REFUSING : Condition.CALM,
                now.cut() > 0 ? "shedding" : "free",
                figures);
    }

    /// Instances are numbered from 1, as their upstreams are listed.
    private static PolicyState ejection(Policy policy, Again again, long nowNanos) {
        Ejection ejection = there(again.ejection());
        Ejection.Snapshot now = ejection.snapshot();
        var figures = new ArrayList<Figure>();
        int out = 0;
        for (int i = 0; i < again.instances().count(); i++) {
            Ejection.Standing one = ejection.standing(i, nowNanos);
            String name = "instance" + (i + 1);
            out += one.outNanos() > 0 ? 1 : 0;
            figures.add(new Figure(name + "OutForSeconds", one.outNanos() / SECOND));
            figures.add(new Figure(name + "Answers", one.answers()));
            figures.add(new Figure(name + "Failed", one.failed()));
            figures.add(new Figure(name + "MeanSeconds", one.meanNanos() / SECOND));
        }
        figures.addFirst(new Figure("out", out));
        figures.add(new Figure("leftOutAsSlow", now.slow()));
        figures.add(new Figure("leftOutAsFailing", now.failing()));
        figures.add(new Figure("spared", now.spared()));
        return state(
                policy,
                out > 0 ? Condition.BUSY : Condition.CALM,
                out > 0 ? out + " left out" : "all in",
                figures);
    }

    private static PolicyState cache(Policy policy, Keeper keeper) {
        Keeper.Snapshot now = keeper.snapshot();
        Refresh.Snapshot given = now.given();
        long hits = given.fresh() + given.early() + given.stale();
        double share = now.asked() == 0 ? 0 : (double) hits / now.asked();
        return state(
                policy,
                Condition.CALM,
                now.entries() == 0 ? "empty" : "keeping",
                List.of(
                        new Figure("entries", now.entries()),
                        new Figure("bytes", now.bytes()),
                        new Figure("asked", now.asked()),
                        new Figure("hits", hits),
                        new Figure("hitShare", share),
                        new Figure("early", given.early()),
                        new Figure("stale", given.stale()),
                        new Figure("gone", given.gone())));
    }
}
