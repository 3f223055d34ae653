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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The policies of one protection, in force: those that the gateway can enforce. The others are for
/// applications; a file that asks for them here is warned of.
///
/// @param shield what requests have to pass
record Machines(Protection protection, Shield shield) {

    /// Puts a protection into force. What stays as it was keeps what it knows.
    ///
    /// @param before what was in force for the same route
    /// @param places what gives places there, or gave them to somebody who is still inside
    static Machines of(
            Protection protection,
            Optional<Machines> before,
            Places places,
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
                case Policy.Bulkhead p -> bulkhead = bulkhead(p, places.bulkhead(), nowNanos);
                case Policy.SingleFlight p -> flights = kept(old.flights(), Flights.of(p));
                case Policy.Rate p -> rate = kept(old.rate(), rate(p, nowNanos));
                case Policy.Throttle p ->
                        throttle = kept(old.throttle(), throttle(p, chance, nowNanos));
                case Policy.Concurrency p ->
                        concurrency = concurrency(p, places.concurrency(), nowNanos);
                case Policy.Retry _,
                        Policy.Hedge _,
                        Policy.Shed _,
                        Policy.Ejection _,
                        Policy.Cache _ -> {}
            }
        }
        return new Machines(
                protection,
                new Shield(
                        timeout, budget, rate, throttle, breaker, concurrency, bulkhead, flights));
    }

    /// Whether the gateway does anything about such a policy.
    static boolean enforces(Policy policy) {
        return switch (policy) {
            case Policy.Timeout _,
                    Policy.Budget _,
                    Policy.Breaker _,
                    Policy.Bulkhead _,
                    Policy.SingleFlight _,
                    Policy.Rate _,
                    Policy.Throttle _,
                    Policy.Concurrency _ ->
                    true;
            case Policy.Retry _, Policy.Hedge _, Policy.Shed _, Policy.Ejection _, Policy.Cache _ ->
                    false;
        };
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
