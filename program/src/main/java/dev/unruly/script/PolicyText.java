package dev.unruly.script;

import dev.unruly.model.Policy;
import dev.unruly.model.Protection;
import dev.unruly.model.Share;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Protections as `policies:` of an experiment: what is written here is read again as it was.
public final class PolicyText {

    private PolicyText() {}

    /// The section's lines, its key first.
    public static List<String> lines(List<Protection> protections) {
        Map<String, List<Protection>> byDependency = new LinkedHashMap<>();
        for (Protection protection : protections) {
            byDependency
                    .computeIfAbsent(protection.dependency(), any -> new ArrayList<>())
                    .add(protection);
        }
        var lines = new ArrayList<String>();
        lines.add("policies:");
        byDependency.forEach((dependency, all) -> {
            lines.add("  " + dependency + ":");
            all.stream()
                    .filter(p -> p.route().isEmpty())
                    .flatMap(p -> p.policies().stream())
                    .forEach(policy -> lines.add("    " + line(policy)));
            List<Protection> routes = all.stream().filter(p -> !p.route().isEmpty()).toList();
            if (!routes.isEmpty()) {
                lines.add("    routes:");
            }
            for (Protection route : routes) {
                lines.add("      \"" + route.route() + "\":");
                route.policies().forEach(policy -> lines.add("        " + line(policy)));
            }
        });
        return lines;
    }

    /// One policy: its key and its value.
    public static String line(Policy policy) {
        return switch (policy) {
            case Policy.Timeout p -> timeout(p);
            case Policy.Retry p ->
                    "retry: { most: %d, backoff: { base: %s, most: %s } }"
                            .formatted(p.most(), nanos(p.baseNanos()), nanos(p.mostNanos()));
            case Policy.Budget p ->
                    "budget: { share: %s%s, lasts: %s }"
                            .formatted(
                                    share(p.share()),
                                    p.leastPerSecond() == 0
                                            ? ""
                                            : ", least: " + plain(p.leastPerSecond()) + "/s",
                                    nanos(p.lastsNanos()));
            case Policy.Breaker p -> breaker(p);
            case Policy.Bulkhead p ->
                    "bulkhead: { most: %d%s }"
                            .formatted(
                                    p.most(),
                                    p.waitNanos() == 0 ? "" : ", wait: " + nanos(p.waitNanos()));
            case Policy.SingleFlight p ->
                    "single-flight: { wait: %s%s }"
                            .formatted(nanos(p.waitNanos()), sameFor(p.sharedBy()));
            case Policy.Hedge p ->
                    "hedge: { after: %s, chance: %s }"
                            .formatted(nanos(p.delayNanos()), share(p.chance()));
            case Policy.Concurrency p ->
                    "concurrency: { least: %d, first: %d, most: %d }"
                            .formatted(p.least(), p.first(), p.most());
            case Policy.Rate p ->
                    "rate: { limit: %s/s, burst: %d }".formatted(plain(p.perSecond()), p.burst());
            case Policy.Shed p ->
                    "shed: { target: %s, interval: %s%s%s }"
                            .formatted(
                                    nanos(p.targetNanos()),
                                    nanos(p.intervalNanos()),
                                    routes(", critical", p.critical()),
                                    routes(", sheddable", p.sheddable()));
            case Policy.Throttle p ->
                    "throttle: { times: %s, window: %s }"
                            .formatted(plain(p.multiplier()), nanos(p.windowNanos()));
            case Policy.Ejection p ->
                    "eject: { slower: %s, for: %s, most: %s }"
                            .formatted(plain(p.times()), nanos(p.forNanos()), share(p.most()));
            case Policy.Cache p ->
                    "cache: { for: %s, stale: %s, jitter: %s, eagerness: %s%s }"
                            .formatted(
                                    nanos(p.freshNanos()),
                                    nanos(p.staleNanos()),
                                    share(p.jitter()),
                                    plain(p.eagerness()),
                                    sameFor(p.sharedBy()));
        };
    }

    private static String timeout(Policy.Timeout p) {
        return p.probe().value() == 0 && p.fullNanos() == p.nanos()
                ? "timeout: " + nanos(p.nanos())
                : "timeout: { after: %s, probe: %s, full: %s }"
                        .formatted(nanos(p.nanos()), share(p.probe()), nanos(p.fullNanos()));
    }

    private static String sameFor(Policy.Sharing sharing) {
        return switch (sharing) {
            case ONE_PERSON -> "";
            case EVERYBODY -> ", same-for: everybody";
        };
    }

    private static String routes(String key, List<String> routes) {
        return routes.isEmpty() ? "" : key + ": [\"" + String.join("\", \"", routes) + "\"]";
    }

    private static String breaker(Policy.Breaker p) {
        String slow =
                p.slow().equals(Share.ALL)
                        ? ""
                        : ", slow: { than: %s, share: %s }"
                                .formatted(nanos(p.slowNanos()), share(p.slow()));
        String least = p.least() == 1 ? "" : ", least: " + p.least();
        return "breaker: { failed: %s%s, window: %s, open: %s%s }"
                .formatted(
                        share(p.failed()),
                        slow,
                        nanos(p.windowNanos()),
                        nanos(p.openNanos()),
                        least);
    }

    private static String share(Share share) {
        return plain(share.value());
    }

    /// In milliseconds, unless it is whole seconds: exactly.
    private static String nanos(long nanos) {
        return nanos % 1_000_000_000L == 0
                ? nanos / 1_000_000_000L + "s"
                : BigDecimal.valueOf(nanos, 6).stripTrailingZeros().toPlainString() + "ms";
    }

    private static String plain(double value) {
        return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
    }
}
