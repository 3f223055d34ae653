package dev.unruly.script;

import dev.unruly.model.Policy;
import java.util.List;

/// Warns of policies that can never do anything where they are written.
///
/// @param instances of the dependency; 0: not known
record IdlePolicies(int instances) {

    /// What a share of instances comes to, though floating point falls short of it: as ejection
    /// itself counts.
    private static final double ROUNDING = 1e-9;

    /// @param policies as read from the section
    /// @param around those of the dependency, which count where there are none of the same kind
    void warn(Section section, List<Policy> policies, List<Policy> around) {
        for (Policy policy : policies) {
            switch (policy) {
                case Policy.Shed shed -> shed(section, shed, policies, around);
                case Policy.Hedge _ -> {
                    if (instances == 1) {
                        warn(
                                section,
                                "hedge",
                                "nothing is ever hedged: a hedge asks another instance, and 1"
                                        + " upstream is there of the 2 that it takes",
                                "name another upstream, or remove `hedge`");
                    }
                }
                case Policy.Ejection ejection -> ejection(section, ejection);
                case Policy.Timeout _,
                        Policy.Retry _,
                        Policy.Budget _,
                        Policy.Breaker _,
                        Policy.Bulkhead _,
                        Policy.SingleFlight _,
                        Policy.Concurrency _,
                        Policy.Rate _,
                        Policy.Throttle _,
                        Policy.Cache _ -> {}
            }
        }
    }

    private void ejection(Section section, Policy.Ejection ejection) {
        double share = ejection.most().value();
        if (instances == 1) {
            warn(
                    section,
                    "eject",
                    "nothing is ever ejected: 1 upstream is there of the 2 that it takes to compare",
                    "name another upstream, or remove `eject`");
        } else if (instances > 1 && (int) (share * instances + ROUNDING) == 0) {
            // In whole percent, so that it does not fall short again.
            double least = Math.ceil(100.0 / instances) / 100;
            warn(
                    section,
                    "eject",
                    "nothing is ever ejected: at most %s of %d instances is %s, less than 1"
                            .formatted(
                                    Units.percent(share),
                                    instances,
                                    Units.plain(share * instances)),
                    "write most: %s, or more".formatted(Units.percent(least)));
        }
    }

    /// Shedding goes by how long requests wait in the gateway.
    private static void shed(
            Section section, Policy.Shed shed, List<Policy> policies, List<Policy> around) {
        long wait = Math.max(waitNanos(policies), section.has("bulkhead") ? 0 : waitNanos(around));
        long target = shed.targetNanos();
        if (wait <= target) {
            warn(
                    section,
                    "shed",
                    "nothing is ever shed: nobody can wait for %s here, the target"
                            .formatted(PolicyReader.millis(target)),
                    "give it bulkhead: { most: 30, wait: %s }, or a longer one"
                            .formatted(PolicyReader.millis(5 * target)));
        }
    }

    private static long waitNanos(List<Policy> policies) {
        return policies.stream()
                .mapToLong(p -> p instanceof Policy.Bulkhead b ? b.waitNanos() : 0)
                .max()
                .orElse(0);
    }

    private static void warn(Section section, String key, String wrong, String right) {
        section.value().reading().warn(section.keyOf(key).at(), wrong, right);
    }
}
