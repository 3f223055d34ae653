package dev.unruly.policy;

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
/// @param treatment what becomes of requests
public record Machines<F, K>(Protection protection, Treatment<F, K> treatment) {

    /// Where policies come into force.
    ///
    /// @param instances of the dependency
    /// @param makers of what depends on what an answer is
    public record Ground<F, K>(
            Instances instances, Treatment.Makers<F, K> makers, Chance chance, long nowNanos) {}

    /// Puts a protection into force. What stays as it was keeps what it knows.
    ///
    /// @param before what was in force for the same route
    /// @param places what gives places there, or gave them to somebody who is still inside
    static <F, K> Machines<F, K> of(
            Protection protection,
            Optional<Machines<F, K>> before,
            Places places,
            Ground<F, K> ground) {
        Chance chance = ground.chance;
        long nowNanos = ground.nowNanos;
        Timeout timeout = null;
        WorkBudget budget = null;
        CircuitBreaker breaker = null;
        RateLimit rate = null;
        Throttle throttle = null;
        ConcurrencyLimit concurrency = null;
        Bulkhead bulkhead = null;
        F flights = null;
        Triage triage = null;
        K keeper = null;
        for (Policy policy : protection.policies()) {
            Treatment<F, K> known =
                    before.filter(m -> m.protection.policies().contains(policy))
                            .map(Machines::treatment)
                            .orElse(Treatment.none());
            Shield old = known.shield();
            switch (policy) {
                case Policy.Timeout p -> timeout = kept(old.timeout(), timeout(p, chance));
                case Policy.Budget p -> budget = kept(old.budget(), budget(p, nowNanos));
                case Policy.Breaker p ->
                        breaker = kept(old.breaker(), breaker(p, chance, nowNanos));
                case Policy.Bulkhead p -> bulkhead = bulkhead(p, places.bulkhead(), nowNanos);
                case Policy.SingleFlight p ->
                        flights = kept(known.flights(), ground.makers.flights(p));
                case Policy.Rate p -> rate = kept(old.rate(), rate(p, nowNanos));
                case Policy.Throttle p ->
                        throttle = kept(old.throttle(), throttle(p, chance, nowNanos));
                case Policy.Concurrency p ->
                        concurrency = concurrency(p, places.concurrency(), nowNanos);
                case Policy.Shed p -> triage = kept(old.triage(), Triage.of(p, nowNanos));
                case Policy.Cache p -> keeper = kept(known.keeper(), ground.makers.keeper(p));
                case Policy.Retry _, Policy.Hedge _, Policy.Ejection _ -> {} // see repeating
            }
        }
        var shield =
                new Shield(
                        timeout,
                        triage,
                        budget,
                        rate,
                        throttle,
                        breaker,
                        concurrency,
                        bulkhead,
                        null);
        return new Machines<>(protection, new Treatment<>(shield, flights, keeper));
    }

    /// With what it takes to try again.
    ///
    /// @param rest what is in force for the dependency itself
    /// @param before what was in force for the same route
    Machines<F, K> repeating(
            Optional<Machines<F, K>> rest, Optional<Machines<F, K>> before, Ground<F, K> ground) {
        if (protection.policies().stream().noneMatch(Machines::concernsRepetition)) {
            return this;
        }
        var policies = new ArrayList<>(protection.policies());
        rest.ifPresent(m -> policies.addAll(m.protection.policies()));
        Shield behind = shield(rest);
        Shield own = treatment.shield();
        WorkBudget budget = own.budget() == null ? behind.budget() : own.budget();
        Again again = Again.of(policies, budget, behind.again(), shield(before).again(), ground);
        return new Machines<>(
                protection,
                new Treatment<>(own.with(again), treatment.flights(), treatment.keeper()));
    }

    private static <F, K> Shield shield(Optional<Machines<F, K>> machines) {
        return machines.map(m -> m.treatment.shield()).orElse(Shield.NONE);
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
