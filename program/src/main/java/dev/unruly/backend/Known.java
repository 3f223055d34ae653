package dev.unruly.backend;

import dev.unruly.model.Policy;
import dev.unruly.model.Protection;
import java.util.List;

/// Which policies a model can have.
final class Known {

    private Known() {}

    /// Whether a policy can be had in a model.
    static boolean policy(Policy policy) {
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

    /// What of protections can be had.
    static List<Protection> of(List<Protection> protections) {
        return protections.stream()
                .map(p ->
                        new Protection(
                                p.dependency(),
                                p.route(),
                                p.policies().stream().filter(Known::policy).toList()))
                .filter(p -> !p.policies().isEmpty())
                .toList();
    }
}
