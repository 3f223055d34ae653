package dev.unruly.guard;

/// The settings of one policy: checked values, with units in their names. What a policy is for, and
/// where its values come from, is told by the class in which its settings are.
public sealed interface Setting
        permits Bulkhead.Settings,
                ConcurrencyLimit.Settings,
                Hedge.Settings,
                RateLimit.Settings,
                Throttle.Settings,
                CircuitBreaker.Settings,
                Retry.Settings,
                SingleFlight.Settings,
                Timeout.Settings,
                WorkBudget.Settings {}
