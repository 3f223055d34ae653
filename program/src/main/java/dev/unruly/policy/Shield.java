package dev.unruly.policy;

import dev.unruly.guard.Bulkhead;
import dev.unruly.guard.CircuitBreaker;
import dev.unruly.guard.ConcurrencyLimit;
import dev.unruly.guard.RateLimit;
import dev.unruly.guard.Throttle;
import dev.unruly.guard.Timeout;
import dev.unruly.guard.WorkBudget;
import org.jspecify.annotations.Nullable;

/// The policies that a request of one route has to pass; null: there is none of that kind.
///
/// @param triage who is turned away first when requests wait
/// @param budget for requests that repeat others
/// @param again for requests that may be tried more than once
public record Shield(
        @Nullable Timeout timeout,
        @Nullable Triage triage,
        @Nullable WorkBudget budget,
        @Nullable RateLimit rate,
        @Nullable Throttle throttle,
        @Nullable CircuitBreaker breaker,
        @Nullable ConcurrencyLimit concurrency,
        @Nullable Bulkhead bulkhead,
        @Nullable Again again) {

    /// Nothing is in the way.
    public static final Shield NONE =
            new Shield(null, null, null, null, null, null, null, null, null);

    /// What it has, and of the other's what it has not.
    Shield over(Shield other) {
        return new Shield(
                timeout == null ? other.timeout : timeout,
                triage == null ? other.triage : triage,
                budget == null ? other.budget : budget,
                rate == null ? other.rate : rate,
                throttle == null ? other.throttle : throttle,
                breaker == null ? other.breaker : breaker,
                concurrency == null ? other.concurrency : concurrency,
                bulkhead == null ? other.bulkhead : bulkhead,
                again == null ? other.again : again);
    }

    /// The same with other means to try again.
    Shield with(@Nullable Again other) {
        return new Shield(
                timeout, triage, budget, rate, throttle, breaker, concurrency, bulkhead, other);
    }

    /// What a later try of a request has to pass, whose first try has passed all of it: that was
    /// counted, and this one is paid for.
    public Shield later() {
        return new Shield(
                timeout, triage, null, rate, throttle, breaker, concurrency, bulkhead, null);
    }

    /// Whether nothing is in the way.
    public boolean none() {
        return equals(NONE);
    }
}
