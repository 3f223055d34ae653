package dev.unruly.backend;

import dev.unruly.guard.SingleFlight;
import dev.unruly.model.Policy;
import dev.unruly.model.Policy.Sharing;
import java.util.Optional;

/// The requests of a route that are asked once for all who ask the same meanwhile; an answer is its
/// status.
///
/// @param all who answers, and who waits
record Flights(SingleFlight<String, Integer> all, Policy.SingleFlight policy) {

    static Flights of(Policy.SingleFlight policy) {
        return new Flights(
                new SingleFlight<>(new SingleFlight.Settings(policy.waitNanos())), policy);
    }

    /// What is the same for all who ask so; empty: it is nobody else's.
    Optional<String> key(Job job) {
        String method = job.asker().method();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            return Optional.empty();
        }
        String all = method + " " + job.target();
        return Optional.of(
                policy.sharedBy() == Sharing.EVERYBODY ? all : all + "\n" + job.asker().person());
    }
}
