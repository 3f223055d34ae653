package dev.unruly.convert;

import dev.unruly.model.Policy;
import java.util.ArrayList;
import java.util.List;

/// Collects what an export loses. What a route only has from its dependency is told there, once.
final class Losses {

    private final List<Loss> all = new ArrayList<>();

    /// Nothing of a policy arrives.
    void out(Spot spot, Policy policy, String why) {
        if (spot.owns(policy)) {
            all.add(new Loss(spot.title(), key(policy), "is left out: " + why));
        }
    }

    /// A policy arrives, but means something else in one part.
    void part(Spot spot, Policy policy, String part, String why) {
        if (spot.owns(policy)) {
            all.add(new Loss(spot.title(), key(policy) + part, why));
        }
    }

    /// A timeout arrives, but all tries are given up alike.
    void probes(Spot spot, Policy.Timeout timeout) {
        if (timeout.probe().value() > 0) {
            part(
                    spot,
                    timeout,
                    ".probe",
                    "is left out: no try may take longer, so do not derive the next timeout from"
                            + " what this one lets be seen");
        }
    }

    /// Something of the place itself.
    void place(Spot spot, String what, String why) {
        all.add(new Loss(spot.title(), what, why));
    }

    List<Loss> all() {
        return all;
    }

    /// The key under which a policy is written in an experiment.
    private static String key(Policy policy) {
        return switch (policy) {
            case Policy.Timeout _ -> "timeout";
            case Policy.Retry _ -> "retry";
            case Policy.Budget _ -> "budget";
            case Policy.Breaker _ -> "breaker";
            case Policy.Bulkhead _ -> "bulkhead";
            case Policy.SingleFlight _ -> "single-flight";
            case Policy.Hedge _ -> "hedge";
            case Policy.Concurrency _ -> "concurrency";
            case Policy.Rate _ -> "rate";
            case Policy.Shed _ -> "shed";
            case Policy.Throttle _ -> "throttle";
            case Policy.Ejection _ -> "eject";
            case Policy.Cache _ -> "cache";
        };
    }
}
