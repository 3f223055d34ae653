package dev.unruly.convert;

import dev.unruly.model.Policy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Settings of Resilience4j 2 for Spring Boot: an instance of each kind named after the dependency,
/// or after it and the route.
///
/// Resilience4j's backoff is uniform in w · (1 ± f) with w growing by a factor. Full jitter,
/// uniform in [0, b · 2^(k−1)], is therefore w = b/2 with the largest f it takes, below 1.
final class Resilience4jFile {

    private static final String CALLS = "Resilience4j does not know what a call asks for";

    /// The least number of calls a share of failures is taken over: of ten calls that fail with the
    /// usual 1 % each, half do with a probability below 10^-7 (binomial).
    private static final int FEWEST_CALLS = 10;

    /// Trials before a breaker closes, as is Resilience4j's own default.
    private static final int TRIALS = 10;

    private final Losses losses = new Losses();
    private final Map<String, Object> breakers = new LinkedHashMap<>();
    private final Map<String, Object> bulkheads = new LinkedHashMap<>();
    private final Map<String, Object> limiters = new LinkedHashMap<>();
    private final Map<String, Object> retries = new LinkedHashMap<>();
    private final Map<String, Object> rates = new LinkedHashMap<>();

    Exported of(List<List<Spot>> guarded) {
        for (List<Spot> spots : guarded) {
            for (Spot spot : spots) {
                spot.own().forEach(policy -> add(spot, policy));
                if (!spot.isWhole()) {
                    losses.place(
                            spot,
                            "route",
                            "is not matched: calls have to name the instance " + spot.slug());
                }
            }
        }
        var kinds = new LinkedHashMap<String, Object>();
        kind(kinds, "circuitbreaker", breakers);
        kind(kinds, "bulkhead", bulkheads);
        kind(kinds, "timelimiter", limiters);
        kind(kinds, "retry", retries);
        kind(kinds, "ratelimiter", rates);
        String text = kinds.isEmpty() ? "" : Tree.yaml(Tree.map("resilience4j", kinds));
        return new Exported(text, losses.all());
    }

    private static void kind(Map<String, Object> kinds, String key, Map<String, Object> all) {
        if (!all.isEmpty()) {
            kinds.put(key, Tree.map("instances", all));
        }
    }

    private void add(Spot spot, Policy policy) {
        switch (policy) {
            case Policy.Timeout p -> timeout(spot, p);
            case Policy.Retry p -> retry(spot, p);
            case Policy.Budget p ->
                    losses.out(spot, p, "Resilience4j has no budget for repetitions");
            case Policy.Breaker p -> breaker(spot, p);
            case Policy.Bulkhead p -> bulkhead(spot, p);
            case Policy.SingleFlight p ->
                    losses.out(spot, p, CALLS + ", so none is shared with another");
            case Policy.Hedge p ->
                    losses.out(spot, p, "no release of Resilience4j for Spring Boot hedges");
            case Policy.Concurrency p ->
                    losses.out(spot, p, "bulkheads of Resilience4j do not adapt");
            case Policy.Rate p -> rate(spot, p);
            case Policy.Shed p -> losses.out(spot, p, CALLS + " or how much it matters");
            case Policy.Throttle p ->
                    losses.out(spot, p, "Resilience4j does not throttle by what was accepted");
            case Policy.Ejection p ->
                    losses.out(spot, p, "Resilience4j does not know a dependency's instances");
            case Policy.Cache p ->
                    losses.out(spot, p, "Resilience4j's cache has no settings of its own");
        }
    }

    private void timeout(Spot spot, Policy.Timeout p) {
        losses.probes(spot, p);
        limiters.put(
                spot.slug(),
                Tree.map("timeoutDuration", Units.ms(p.nanos()), "cancelRunningFuture", true));
        losses.part(
                spot,
                p,
                "",
                "also counts the time in a queue before a call, passes no deadline on, and does not"
                        + " interrupt a CompletableFuture: its work goes on");
    }

    private void retry(Spot spot, Policy.Retry p) {
        long base = Math.max(1, Units.millis(p.baseNanos()) / 2);
        long most = Math.max(base + 1, Units.millis(p.mostNanos()) / 2);
        retries.put(
                spot.slug(),
                Tree.map(
                        "maxAttempts",
                        p.most() + 1,
                        "waitDuration",
                        base + "ms",
                        "enableExponentialBackoff",
                        true,
                        "exponentialBackoffMultiplier",
                        2,
                        "exponentialMaxWaitDuration",
                        most + "ms",
                        "enableRandomizedWait",
                        true,
                        "randomizedWaitFactor",
                        0.99));
        losses.part(
                spot, p, "", "repeats every call: name the instance only where that is allowed");
    }

    private void breaker(Spot spot, Policy.Breaker p) {
        breakers.put(
                spot.slug(),
                Tree.map(
                        "slidingWindowType",
                        "TIME_BASED",
                        "slidingWindowSize",
                        Units.seconds(p.windowNanos()),
                        "minimumNumberOfCalls",
                        Math.max(FEWEST_CALLS, p.least()),
                        "failureRateThreshold",
                        Units.percent(p.failed().value()),
                        "slowCallRateThreshold",
                        Units.percent(p.slow().value()),
                        "slowCallDurationThreshold",
                        Units.ms(p.slowNanos()),
                        "waitDurationInOpenState",
                        Units.ms(p.openNanos()),
                        "permittedNumberOfCallsInHalfOpenState",
                        TRIALS,
                        "maxWaitDurationInHalfOpenState",
                        Units.ms(p.openNanos())));
        losses.part(
                spot,
                p,
                "",
                "takes its shares over at least "
                        + Math.max(FEWEST_CALLS, p.least())
                        + " calls, however sure it is,"
                        + " and over whole seconds");
    }

    private void bulkhead(Spot spot, Policy.Bulkhead p) {
        bulkheads.put(
                spot.slug(),
                Tree.map(
                        "maxConcurrentCalls",
                        p.most(),
                        "maxWaitDuration",
                        Units.ms(p.waitNanos())));
        if (spot.find(Policy.Timeout.class).isPresent()) {
            losses.part(
                    spot,
                    p,
                    ".most",
                    "is exceeded by work that goes on after its time limit, whose place is given"
                            + " back");
        }
    }

    /// A burst in the time in which the rate lets a burst through.
    private void rate(Spot spot, Policy.Rate p) {
        rates.put(
                spot.slug(),
                Tree.map(
                        "limitForPeriod",
                        p.burst(),
                        "limitRefreshPeriod",
                        Units.ms(Units.period(p.perSecond(), p.burst())),
                        "timeoutDuration",
                        "0ms"));
        losses.part(spot, p, ".burst", "may come twice where one period ends and the next begins");
    }
}
