package dev.unruly.gateway;

import dev.unruly.guard.Bulkhead;
import dev.unruly.guard.Chance;
import dev.unruly.guard.CircuitBreaker;
import dev.unruly.guard.ConcurrencyLimit;
import dev.unruly.guard.RateLimit;
import dev.unruly.guard.Throttle;
import dev.unruly.guard.Timeout;
import dev.unruly.guard.WorkBudget;
import dev.unruly.model.Policy;
import dev.unruly.model.Protection;
import java.util.ArrayList;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The policies of one protection, in force.
///
/// @param shield what requests have to pass
record Machines(Protection protection, Shield shield) {

    /// Puts a protection into force. What stays as it was keeps what it knows.
    ///
    /// @param before what was in force for the same route
    /// @param places what gives places there, or gave them to somebody who is still inside
    /// @param shelf where answers are kept
    static Machines of(
            Protection protection,
            Optional<Machines> before,
            Places places,
            Shelf shelf,
            Chance chance,
            long nowNanos) {
        Timeout timeout = null;
        WorkBudget budget = null;
        CircuitBreaker breaker = null;
        RateLimit rate = null;
        Throttle throttle = null;
        ConcurrencyLimit concurrency = null;
        Bulkhead bulkhead = null;
        Flights flights = null;
        Triage triage = null;
        Keeper keeper = null;
        for (Policy policy : protection.policies()) {
            Shield old =
                    before.filter(m -> m.protection.policies().contains(policy))
                            .map(Machines::shield)
                            .orElse(Shield.NONE);
            switch (policy) {
                case Policy.Timeout p -> timeout = kept(old.timeout(), timeout(p, chance));
                case Policy.Budget p -> budget = kept(old.budget(), budget(p, nowNanos));
                case Policy.Breaker p ->
                        breaker = kept(old.breaker(), breaker(p, chance, nowNanos));
                case Policy.Bulkhead p -> bulkhead = bulkhead(p, places.bulkhead(), nowNanos);
                case Policy.SingleFlight p -> flights = kept(old.flights(), Flights.of(p));
                case Policy.Rate p -> rate = kept(old.rate(), rate(p, nowNanos));
                case Policy.Throttle p ->
                        throttle = kept(old.throttle(), throttle(p, chance, nowNanos));
                case Policy.Concurrency p ->
                        concurrency = concurrency(p, places.concurrency(), nowNanos);
                case Policy.Shed p -> triage = kept(old.triage(), Triage.of(p, nowNanos));
                case Policy.Cache p -> keeper = kept(old.keeper(), Keeper.of(p, shelf, chance));
                case Policy.Retry _, Policy.Hedge _, Policy.Ejection _ -> {} // see repeating
            }
        }
        return new Machines(
                protection,
                new Shield(
                        timeout,
                        triage,
                        budget,
                        rate,
                        throttle,
                        breaker,
                        concurrency,
                        bulkhead,
                        flights,
                        keeper,
                        null));
    }

    /// With what it takes to try again.
    ///
    /// @param rest what is in force for the dependency itself
    /// @param before what was in force for the same route
    Machines repeating(Optional<Machines> rest, Optional<Machines> before, Again.Ground ground) {
        if (protection.policies().stream().noneMatch(Machines::concernsRepetition)) {
            return this;
        }
        var policies = new ArrayList<>(protection.policies());
        rest.ifPresent(m -> policies.addAll(m.protection.policies()));
        Shield behind = rest.map(Machines::shield).orElse(Shield.NONE);
        Shield old = before.map(Machines::shield).orElse(Shield.NONE);
        WorkBudget budget = shield.budget() == null ? behind.budget() : shield.budget();
        Again again = Again.of(policies, budget, behind.again(), old.again(), ground);
        return new Machines(protection, shield.with(again));
    }

    private static boolean concernsRepetition(Policy policy) {
        return policy instanceof Policy.Retry
                || policy instanceof Policy.Hedge
                || policy instanceof Policy.Ejection
                || policy instanceof Policy.Budget;
    }

    private static <T> T kept(@Nullable T old, T fresh) {
        return old == null ? fresh : old;
    }

    private static Timeout timeout(Policy.Timeout p, Chance chance) {
        var settings = new Timeout.Settings(p.nanos(), p.probe().value(), p.fullNanos());
        return new Timeout(settings, chance);
    }

    private static WorkBudget budget(Policy.Budget p, long nowNanos) {
        return new WorkBudget(
                new WorkBudget.Settings(p.share().value(), p.leastPerSecond(), p.lastsNanos()),
                nowNanos);
    }

    private static CircuitBreaker breaker(Policy.Breaker p, Chance chance, long nowNanos) {
        var settings =
                new CircuitBreaker.Settings(
                        p.failed().value(),
                        p.slow().value(),
                        p.slowNanos(),
                        p.windowNanos(),
                        p.openNanos(),
                        p.least());
        return new CircuitBreaker(settings, chance, nowNanos);
    }

    private static RateLimit rate(Policy.Rate p, long nowNanos) {
        return new RateLimit(new RateLimit.Settings(p.perSecond(), p.burst()), nowNanos);
    }

    private static Throttle throttle(Policy.Throttle p, Chance chance, long nowNanos) {
        var settings = new Throttle.Settings(p.multiplier(), p.windowNanos());
        return new Throttle(settings, chance, nowNanos);
    }

    /// Who is inside stays inside, and what was learnt is kept.
    private static ConcurrencyLimit concurrency(
            Policy.Concurrency p, @Nullable ConcurrencyLimit old, long nowNanos) {
        var settings = new ConcurrencyLimit.Settings(p.least(), p.first(), p.most());
        if (old == null) {
            return new ConcurrencyLimit(settings, nowNanos);
        }
        old.change(settings);
        return old;
    }

    /// Who is inside stays inside.
    private static Bulkhead bulkhead(Policy.Bulkhead p, @Nullable Bulkhead old, long nowNanos) {
        var settings = new Bulkhead.Settings(p.most(), p.waitNanos());
        if (old == null) {
            return new Bulkhead(settings);
        }
        old.change(settings, nowNanos);
        return old;
    }
}
