package dev.unruly.backend;

import dev.unruly.guard.SingleFlight;
import dev.unruly.model.Policy;

/// The requests of a route that are asked once for all who ask the same meanwhile; an answer is its
/// status.
///
/// @param all who answers, and who waits
record Flights(SingleFlight<String, Integer> all, Policy.SingleFlight policy) {

    static Flights of(Policy.SingleFlight policy) {
        return new Flights(
                new SingleFlight<>(new SingleFlight.Settings(policy.waitNanos())), policy);
    }
}
