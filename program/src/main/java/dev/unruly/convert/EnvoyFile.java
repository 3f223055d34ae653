package dev.unruly.convert;

import static dev.unruly.convert.Tree.map;

import dev.unruly.convert.Export.Spoken;
import dev.unruly.model.HostPort;
import dev.unruly.model.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A bootstrap configuration of Envoy: for every dependency a listener where the gateway had one, a
/// route table, and a cluster for the dependency and for each route.
final class EnvoyFile {

    private static final String TYPES = "type.googleapis.com/envoy.extensions.filters.";

    /// Of ten calls that fail with the usual 1 % each, half do with a probability below 10^-7.
    private static final int FEWEST_CALLS = 10;

    private static final String CONNECT = "5s";

    private final List<Object> listeners = new ArrayList<>();
    private final List<Object> clusters = new ArrayList<>();

    Exported of(Spoken spoken) {
        for (List<Spot> spots : spoken.guarded()) {
            listeners.add(listener(spots));
            spots.forEach(spot -> clusters.add(cluster(spot)));
            spots.forEach(spot -> losses(spot, spoken.losses()));
        }
        var all = map("static_resources", map("listeners", listeners, "clusters", clusters));
        return new Exported(Tree.yaml(all), spoken.losses().all());
    }

    private static Map<String, Object> listener(List<Spot> spots) {
        Spot whole = spots.getLast();
        var routes = new ArrayList<Object>();
        spots.forEach(spot -> routes(spot, routes));
        var manager =
                map(
                        "@type",
                        TYPES + "network.http_connection_manager.v3.HttpConnectionManager",
                        "stat_prefix",
                        whole.slug(),
                        "route_config",
                        map(
                                "name",
                                whole.slug(),
                                "virtual_hosts",
                                List.of(
                                        map(
                                                "name",
                                                whole.slug(),
                                                "domains",
                                                List.of("*"),
                                                "routes",
                                                routes))),
                        "http_filters",
                        List.of(
                                map(
                                        "name",
                                        "envoy.filters.http.router",
                                        "typed_config",
                                        map("@type", TYPES + "http.router.v3.Router"))));
        var filter =
                map(
                        "name",
                        "envoy.filters.network.http_connection_manager",
                        "typed_config",
                        manager);
        return map(
                "name",
                whole.slug(),
                "address",
                address(whole.dependency().listen()),
                "filter_chains",
                List.of(map("filters", List.of(filter))));
    }

    /// Where something is tried again there are two: the first for methods that may be repeated.
    private static void routes(Spot spot, List<Object> to) {
        boolean repeats = spot.find(Policy.Retry.class).isPresent() && !Mesh.neverRepeats(spot);
        if (repeats) {
            to.add(route(spot, true));
        }
        if (!repeats || spot.method().isEmpty()) {
            to.add(route(spot, false));
        }
    }

    private static Map<String, Object> route(Spot spot, boolean repeats) {
        var match =
                spot.isWhole() || spot.isBeginning()
                        ? map("prefix", spot.isWhole() ? "/" : spot.path())
                        : map("path", spot.path());
        String methods = spot.method().isEmpty() && repeats ? Mesh.REPEATABLE : spot.method();
        if (!methods.isEmpty()) {
            var pattern = map("safe_regex", map("regex", methods));
            match.put("headers", List.of(map("name", ":method", "string_match", pattern)));
        }
        var action = map("cluster", spot.slug());
        var timeout = spot.find(Policy.Timeout.class);
        var retry = spot.find(Policy.Retry.class);
        if (repeats && retry.isPresent()) {
            var policy = map("retry_on", Mesh.RETRY_ON, "num_retries", retry.get().most());
            timeout.ifPresent(t -> policy.put("per_try_timeout", Units.proto(t.nanos())));
            policy.put(
                    "retry_back_off",
                    map(
                            "base_interval",
                            Units.proto(retry.get().baseNanos()),
                            "max_interval",
                            Units.proto(retry.get().mostNanos())));
            timeout.ifPresent(
                    t -> action.put("timeout", Units.proto(Mesh.wholeNanos(t, retry.get()))));
            action.put("retry_policy", policy);
        } else {
            timeout.ifPresent(t -> action.put("timeout", Units.proto(t.nanos())));
        }
        if (timeout.isEmpty()) {
            // Envoy would give up after 15 s.
            action.put("timeout", "0s");
        }
        return map("match", match, "route", action);
    }

    private static Map<String, Object> cluster(Spot spot) {
        var endpoints = new ArrayList<Object>();
        for (HostPort upstream : spot.dependency().upstreams()) {
            endpoints.add(map("endpoint", map("address", address(upstream))));
        }
        var cluster =
                map(
                        "name",
                        spot.slug(),
                        "type",
                        "STRICT_DNS",
                        "connect_timeout",
                        spot.find(Policy.Timeout.class)
                                .map(t -> Units.proto(t.nanos()))
                                .orElse(CONNECT),
                        "load_assignment",
                        map(
                                "cluster_name",
                                spot.slug(),
                                "endpoints",
                                List.of(map("lb_endpoints", endpoints))));
        var threshold = map();
        spot.find(Policy.Bulkhead.class)
                .ifPresent(p -> {
                    threshold.put("max_connections", p.most());
                    threshold.put("max_pending_requests", p.most());
                    threshold.put("max_requests", p.most());
                });
        spot.find(Policy.Budget.class)
                .ifPresent(p ->
                        threshold.put(
                                "retry_budget",
                                map(
                                        "budget_percent",
                                        map("value", Units.percentAtMost(p.share().value())),
                                        "min_retry_concurrency",
                                        1)));
        if (!threshold.isEmpty()) {
            cluster.put("circuit_breakers", map("thresholds", List.of(threshold)));
        }
        spot.find(Policy.Breaker.class).ifPresent(p -> breaker(p, cluster));
        return cluster;
    }

    /// Every instance is left out by its share of failures, and by nothing else; when all are,
    /// nothing is asked, where Envoy would panic and ask them all.
    private static void breaker(Policy.Breaker p, Map<String, Object> cluster) {
        cluster.put(
                "outlier_detection",
                map(
                        "interval",
                        Units.proto(p.windowNanos()),
                        "base_ejection_time",
                        Units.proto(p.openNanos()),
                        "max_ejection_percent",
                        100,
                        "enforcing_consecutive_5xx",
                        0,
                        "enforcing_success_rate",
                        0,
                        "failure_percentage_threshold",
                        (int) Math.round(100 * p.failed().value()),
                        "enforcing_failure_percentage",
                        100,
                        "failure_percentage_minimum_hosts",
                        1,
                        "failure_percentage_request_volume",
                        Math.max(FEWEST_CALLS, p.least())));
        cluster.put("common_lb_config", map("healthy_panic_threshold", map("value", 0)));
    }

    private static Map<String, Object> address(HostPort at) {
        return map("socket_address", map("address", at.host(), "port_value", at.port()));
    }

    private static void losses(Spot spot, Losses losses) {
        for (Policy policy : spot.policies()) {
            Mesh.lose(spot, policy, "Envoy", losses);
        }
        spot.find(Policy.Budget.class)
                .ifPresent(p ->
                        losses.part(
                                spot,
                                p,
                                "",
                                "is a share of what is under way, not of what was asked:"
                                        + " one retry at a time is always allowed, and what"
                                        + " is earned does not last"));
        spot.find(Policy.Breaker.class)
                .ifPresent(p -> {
                    losses.part(
                            spot,
                            p,
                            "",
                            "is of each instance, looks once in a window, and opens for"
                                    + " longer each time");
                    if (p.slow().value() < 1) {
                        losses.part(spot, p, ".slow", "is left out: Envoy looks at failures");
                    }
                });
        spot.find(Policy.Bulkhead.class)
                .ifPresent(p ->
                        losses.part(
                                spot,
                                p,
                                "",
                                "is of each Envoy, gives a place back when the caller has"
                                        + " left, bounds who waits by number instead of by"
                                        + " time, and is there again for each route that has"
                                        + " none of its own"));
    }
}
