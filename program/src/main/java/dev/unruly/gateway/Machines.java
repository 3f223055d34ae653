package dev.unruly.gateway;

import dev.unruly.guard.Bulkhead;
import dev.unruly.guard.Chance;
import dev.unruly.guard.CircuitBreaker;
import dev.unruly.guard.Timeout;
import dev.unruly.guard.WorkBudget;
import dev.unruly.model.Policy;
import dev.unruly.model.Protection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The policies of one protection, in force.
///
/// @param shield what requests have to pass
record Machines(Protection protection, Shield shield) {

    /// Puts a protection into force. What stays as it was keeps what it knows.
    ///
    /// @param before what was in force for the same route
    static Machines of(
            Protection protection, Optional<Machines> before, Chance chance, long nowNanos) {
        Timeout timeout = null;
        WorkBudget budget = null;
        CircuitBreaker breaker = null;
        Bulkhead bulkhead = null;
        Flights flights = null;
        for (Policy policy : protection.policies()) {
            Shield old =
                    before.filter(m -> m.protection.policies().contains(policy))
                            .map(Machines::shield)
                            .orElse(Shield.NONE);
            switch (policy) {
                case Policy.Timeout p -> timeout = kept(old.timeout(), timeout(p));
                case Policy.Budget p -> budget = kept(old.budget(), budget(p, nowNanos));
                case Policy.Breaker p ->
                        breaker = kept(old.breaker(), breaker(p, chance, nowNanos));
                case Policy.Bulkhead p -> bulkhead = bulkhead(p, before, nowNanos);
                case Policy.SingleFlight p -> flights = kept(old.flights(), Flights.of(p));
                case Policy.Retry _,
                        Policy.Hedge _,
                        Policy.Concurrency _,
                        Policy.Rate _,
                        Policy.Shed _,
                        Policy.Throttle _,
                        Policy.Ejection _,
                        Policy.Cache _ -> {}
            }
        }
        return new Machines(protection, new Shield(timeout, budget, breaker, bulkhead, flights));
    }

    private static <T> T kept(@Nullable T old, T fresh) {
        return old == null ? fresh : old;
    }

    private static Timeout timeout(Policy.Timeout p) {
        return new Timeout(new Timeout.Settings(p.nanos()));
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
                        p.openNanos());
        return new CircuitBreaker(settings, chance, nowNanos);
    }

    /// One that only gets more places or fewer goes on: what is under way holds its places.
    private static Bulkhead bulkhead(Policy.Bulkhead p, Optional<Machines> before, long nowNanos) {
        Bulkhead old = before.map(m -> m.shield.bulkhead()).orElse(null);
        boolean sameWait =
                before.stream()
                        .flatMap(m -> m.protection.policies().stream())
                        .anyMatch(q ->
                                q instanceof Policy.Bulkhead b && b.waitNanos() == p.waitNanos());
        if (old == null || !sameWait) {
            return new Bulkhead(new Bulkhead.Settings(p.most(), p.waitNanos()));
        }
        if (old.places() != p.most()) {
            old.resize(p.most(), nowNanos);
        }
        return old;
    }
}
