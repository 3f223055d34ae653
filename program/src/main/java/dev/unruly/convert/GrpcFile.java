package dev.unruly.convert;

import static dev.unruly.convert.Tree.map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.unruly.convert.Export.Spoken;
import dev.unruly.model.Policy;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Service configs of gRPC: a JSON object with one for the channel of each dependency.
///
/// Retries and their throttle are those of gRPC proposal A6: the throttle holds `maxTokens`, each
/// failure takes one, each success gives `tokenRatio`, and nothing is repeated while at most half
/// is left. In the long run failures beyond `tokenRatio` of successes are not repeated, which is
/// the share of a budget.
final class GrpcFile {

    /// A6: more are taken for so many.
    private static final int MOST_ATTEMPTS = 5;

    /// A6: `maxTokens` is in (0, 1000].
    private static final double MOST_TOKENS = 1000;

    private static final String NONE = "a service config of gRPC has none";

    Exported of(Spoken spoken) {
        var channels = new LinkedHashMap<String, Object>();
        for (List<Spot> spots : spoken.guarded()) {
            channels.put(spots.getLast().dependency().name(), channel(spots, spoken.losses()));
        }
        try {
            String text =
                    new ObjectMapper()
                            .writerWithDefaultPrettyPrinter()
                            .writeValueAsString(channels);
            return new Exported(text + "\n", spoken.losses().all());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps of text and numbers are JSON", e);
        }
    }

    private static Map<String, Object> channel(List<Spot> spots, Losses losses) {
        var methods = new ArrayList<Object>();
        var channel = map("methodConfig", methods);
        for (Spot spot : spots) {
            Map<String, Object> name = name(spot);
            if (!spot.isWhole() && name.isEmpty()) {
                losses.place(spot, "route", "is left out: it is no service or method of gRPC");
                continue;
            }
            var method = map("name", List.of(name));
            for (Policy policy : spot.policies()) {
                add(spot, policy, method, channel, losses);
            }
            if (method.size() > 1) {
                methods.add(method);
            }
        }
        return channel;
    }

    /// `POST /package.Service/Method` or `/package.Service/*`; empty: neither.
    private static Map<String, Object> name(Spot spot) {
        String[] parts = spot.isWhole() ? new String[0] : spot.path().split("/", -1);
        boolean post = spot.method().isEmpty() || spot.method().equals("POST");
        if (!post || parts.length != 3 || parts[1].isEmpty()) {
            return Map.of();
        }
        if (spot.isBeginning()) {
            return parts[2].isEmpty() ? map("service", parts[1]) : Map.of();
        }
        return parts[2].isEmpty() ? Map.of() : map("service", parts[1], "method", parts[2]);
    }

    private static void add(
            Spot spot,
            Policy policy,
            Map<String, Object> method,
            Map<String, Object> channel,
            Losses losses) {
        switch (policy) {
            case Policy.Timeout p -> {
                method.put("timeout", Units.proto(p.nanos()));
                losses.probes(spot, p);
                losses.part(spot, p, "", "bounds the whole call with all its tries, not each try");
            }
            case Policy.Retry p -> retry(spot, p, method, losses);
            case Policy.Budget p -> budget(spot, p, channel, losses);
            case Policy.Breaker p -> losses.out(spot, p, NONE);
            case Policy.Bulkhead p -> losses.out(spot, p, NONE);
            case Policy.SingleFlight p -> losses.out(spot, p, NONE);
            case Policy.Hedge p -> hedge(spot, p, method, losses);
            case Policy.Concurrency p -> losses.out(spot, p, NONE);
            case Policy.Rate p -> losses.out(spot, p, NONE);
            case Policy.Shed p -> losses.out(spot, p, NONE);
            case Policy.Throttle p -> losses.out(spot, p, NONE);
            case Policy.Ejection p ->
                    losses.out(spot, p, "outlier detection of gRPC does not look at latencies");
            case Policy.Cache p -> losses.out(spot, p, NONE);
        }
    }

    private static void retry(
            Spot spot, Policy.Retry p, Map<String, Object> method, Losses losses) {
        method.put(
                "retryPolicy",
                map(
                        "maxAttempts",
                        Math.min(MOST_ATTEMPTS, p.most() + 1),
                        "initialBackoff",
                        Units.proto(p.baseNanos()),
                        "maxBackoff",
                        Units.proto(p.mostNanos()),
                        "backoffMultiplier",
                        2,
                        "retryableStatusCodes",
                        List.of("UNAVAILABLE")));
        losses.part(
                spot,
                p,
                "",
                "is for what is UNAVAILABLE, and repeats every method alike, also those that must"
                        + " not be");
        if (p.most() + 1 > MOST_ATTEMPTS) {
            losses.part(spot, p, ".most", "is 4: gRPC takes no more than 5 attempts");
        }
    }

    /// What may be spent at once is what is earned by time while it lasts.
    private static void budget(
            Spot spot, Policy.Budget p, Map<String, Object> channel, Losses losses) {
        if (!spot.isWhole()) {
            losses.out(spot, p, "gRPC throttles retries of a channel, not of a method");
            return;
        }
        double spare = p.leastPerSecond() * p.lastsNanos() / 1e9;
        double ratio = Math.max(0.001, p.share().value());
        channel.put(
                "retryThrottling",
                map(
                        "maxTokens",
                        (int) Math.clamp(2 * spare, 2, MOST_TOKENS),
                        "tokenRatio",
                        BigDecimal.valueOf(ratio).setScale(3, RoundingMode.FLOOR)));
        losses.part(
                spot,
                p,
                "",
                "is one of failures against successes, to three digits: what it earns does not"
                        + " expire, and hedges that succeed cost nothing");
    }

    private static void hedge(
            Spot spot, Policy.Hedge p, Map<String, Object> method, Losses losses) {
        if (spot.find(Policy.Retry.class).isPresent()) {
            losses.out(spot, p, "gRPC either retries or hedges a method");
        } else if (p.chance().value() < 1) {
            losses.out(spot, p, "gRPC hedges always or never, which would cost more than derived");
        } else if (!spot.owns(p) || spot.isWhole()) {
            losses.out(spot, p, "gRPC would hedge every method, also those that must not be");
        } else {
            method.put(
                    "hedgingPolicy",
                    map(
                            "maxAttempts",
                            2,
                            "hedgingDelay",
                            Units.proto(p.delayNanos()),
                            "nonFatalStatusCodes",
                            List.of()));
            losses.part(spot, p, "", "may go to the same instance");
        }
    }
}
