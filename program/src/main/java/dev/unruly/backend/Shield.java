package dev.unruly.backend;

import dev.unruly.guard.Bulkhead;
import dev.unruly.guard.Chance;
import dev.unruly.guard.CircuitBreaker;
import dev.unruly.guard.ConcurrencyLimit;
import dev.unruly.guard.RateLimit;
import dev.unruly.guard.SingleFlight;
import dev.unruly.guard.Throttle;
import dev.unruly.guard.Timeout;
import dev.unruly.guard.WorkBudget;
import dev.unruly.model.Policy;
import dev.unruly.model.Policy.Sharing;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The policies that a request of one route has to pass; null: there is none of that kind. The same
/// machines as at a gateway's listener.
///
/// @param budget for requests that repeat others
/// @param flights who is asked once for all who ask the same
record Shield(
        @Nullable Timeout timeout,
        @Nullable WorkBudget budget,
        @Nullable RateLimit rate,
        @Nullable Throttle throttle,
        @Nullable CircuitBreaker breaker,
        @Nullable ConcurrencyLimit concurrency,
        @Nullable Bulkhead bulkhead,
        @Nullable Flights flights) {

    /// Nothing is in the way.
    static final Shield NONE = new Shield(null, null, null, null, null, null, null, null);

    /// Requests that are asked once for all who ask the same meanwhile.
    ///
    /// @param waitNanos after which those who wait ask themselves
    record Flights(SingleFlight<String, Integer> all, long waitNanos, Sharing sharedBy) {}

    /// Whether a policy can be had in a model.
    static boolean knows(Policy policy) {
        return switch (policy) {
            case Policy.Timeout _,
                    Policy.Budget _,
                    Policy.Rate _,
                    Policy.Throttle _,
                    Policy.Breaker _,
                    Policy.Concurrency _,
                    Policy.Bulkhead _,
                    Policy.SingleFlight _ ->
                    true;
            case Policy.Retry _, Policy.Hedge _, Policy.Shed _, Policy.Ejection _, Policy.Cache _ ->
                    false;
        };
    }

    /// Puts policies into force.
    static Shield of(List<Policy> policies, Chance chance, long nowNanos) {
        Shield all = NONE;
        for (Policy policy : policies) {
            all = one(policy, chance, nowNanos).over(all);
        }
        return all;
    }

    private static Shield one(Policy policy, Chance chance, long now) {
        return switch (policy) {
            case Policy.Timeout p ->
                    NONE.with(
                            new Timeout(
                                    new Timeout.Settings(
                                            p.nanos(), p.probe().value(), p.fullNanos()),
                                    chance),
                            null,
                            null);
            case Policy.Budget p ->
                    NONE.with(
                            null,
                            new WorkBudget(
                                    new WorkBudget.Settings(
                                            p.share().value(), p.leastPerSecond(), p.lastsNanos()),
                                    now),
                            null);
            case Policy.Bulkhead p ->
                    NONE.with(
                            null,
                            null,
                            new Bulkhead(new Bulkhead.Settings(p.most(), p.waitNanos())));
            case Policy.Rate p ->
                    NONE.with(new RateLimit(new RateLimit.Settings(p.perSecond(), p.burst()), now));
            case Policy.Throttle p ->
                    NONE.with(
                            new Throttle(
                                    new Throttle.Settings(p.multiplier(), p.windowNanos()),
                                    chance,
                                    now));
            case Policy.Breaker p ->
                    NONE.with(
                            new CircuitBreaker(
                                    new CircuitBreaker.Settings(
                                            p.failed().value(),
                                            p.slow().value(),
                                            p.slowNanos(),
                                            p.windowNanos(),
                                            p.openNanos(),
                                            p.least()),
                                    chance,
                                    now));
            case Policy.Concurrency p ->
                    NONE.with(
                            new ConcurrencyLimit(
                                    new ConcurrencyLimit.Settings(p.least(), p.first(), p.most()),
                                    now));
            case Policy.SingleFlight p ->
                    NONE.with(
                            new Flights(
                                    new SingleFlight<>(new SingleFlight.Settings(p.waitNanos())),
                                    p.waitNanos(),
                                    p.sharedBy()));
            case Policy.Retry _, Policy.Hedge _, Policy.Shed _, Policy.Ejection _, Policy.Cache _ ->
                    NONE;
        };
    }

    private Shield with(@Nullable Timeout t, @Nullable WorkBudget w, @Nullable Bulkhead b) {
        return new Shield(t, w, rate, throttle, breaker, concurrency, b, flights);
    }

    private Shield with(RateLimit r) {
        return new Shield(timeout, budget, r, throttle, breaker, concurrency, bulkhead, flights);
    }

    private Shield with(Throttle t) {
        return new Shield(timeout, budget, rate, t, breaker, concurrency, bulkhead, flights);
    }

    private Shield with(CircuitBreaker b) {
        return new Shield(timeout, budget, rate, throttle, b, concurrency, bulkhead, flights);
    }

    private Shield with(ConcurrencyLimit c) {
        return new Shield(timeout, budget, rate, throttle, breaker, c, bulkhead, flights);
    }

    private Shield with(Flights f) {
        return new Shield(timeout, budget, rate, throttle, breaker, concurrency, bulkhead, f);
    }

    /// What it has, and of the other's what it has not.
    Shield over(Shield other) {
        return new Shield(
                timeout == null ? other.timeout : timeout,
                budget == null ? other.budget : budget,
                rate == null ? other.rate : rate,
                throttle == null ? other.throttle : throttle,
                breaker == null ? other.breaker : breaker,
                concurrency == null ? other.concurrency : concurrency,
                bulkhead == null ? other.bulkhead : bulkhead,
                flights == null ? other.flights : flights);
    }

    /// Whether nothing is in the way.
    boolean none() {
        return equals(NONE);
    }
}
