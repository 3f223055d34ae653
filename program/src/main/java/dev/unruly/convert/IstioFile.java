package dev.unruly.convert;

import static dev.unruly.convert.Tree.map;

import dev.unruly.convert.Export.Spoken;
import dev.unruly.model.HostPort;
import dev.unruly.model.Policy;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Settings of Istio: for every host of a dependency a DestinationRule, and a VirtualService with
/// the routes. Hosts are taken to be names in the mesh.
final class IstioFile {

    private static final String API = "networking.istio.io/v1";

    Exported of(Spoken spoken) {
        var text = new StringBuilder();
        for (List<Spot> spots : spoken.guarded()) {
            for (Map<String, Object> resource : resources(spots)) {
                text.append("---\n").append(Tree.yaml(resource));
            }
            spots.forEach(spot -> losses(spot, spoken.losses()));
        }
        return new Exported(text.isEmpty() ? "---\n" : text.toString(), spoken.losses().all());
    }

    private static List<Map<String, Object>> resources(List<Spot> spots) {
        Spot whole = spots.getLast();
        var hosts = new LinkedHashSet<String>();
        whole.dependency().upstreams().forEach(upstream -> hosts.add(upstream.host()));
        var all = new ArrayList<Map<String, Object>>();
        Map<String, Object> traffic = traffic(whole);
        int n = 0;
        for (String host : hosts) {
            n++;
            if (!traffic.isEmpty()) {
                String name = name(whole) + (n == 1 ? "" : "-" + n);
                var spec = map("host", host, "trafficPolicy", traffic);
                all.add(resource("DestinationRule", name, spec));
            }
        }
        var routes = new ArrayList<Object>();
        spots.forEach(spot -> routes(spot, routes));
        var spec = map("hosts", List.copyOf(hosts), "http", routes);
        all.add(resource("VirtualService", name(whole), spec));
        return all;
    }

    private static Map<String, Object> resource(String kind, String name, Object spec) {
        return map("apiVersion", API, "kind", kind, "metadata", map("name", name), "spec", spec);
    }

    /// Names of Kubernetes are of lower case letters, digits and `-`.
    private static String name(Spot spot) {
        return spot.slug().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Map<String, Object> traffic(Spot whole) {
        var traffic = map();
        var pool = map();
        whole.find(Policy.Bulkhead.class)
                .ifPresent(p ->
                        pool.put(
                                "http",
                                map(
                                        "http1MaxPendingRequests",
                                        p.most(),
                                        "http2MaxRequests",
                                        p.most())));
        var tcp = map();
        whole.find(Policy.Bulkhead.class).ifPresent(p -> tcp.put("maxConnections", p.most()));
        whole.find(Policy.Timeout.class)
                .ifPresent(t -> tcp.put("connectTimeout", Units.ms(t.nanos())));
        if (!tcp.isEmpty()) {
            pool.put("tcp", tcp);
            traffic.put("connectionPool", pool);
        }
        whole.find(Policy.Budget.class)
                .ifPresent(p ->
                        traffic.put(
                                "retryBudget",
                                map(
                                        "percent",
                                        Units.percentAtMost(p.share().value()),
                                        "minRetryConcurrency",
                                        1)));
        return traffic;
    }

    /// Istio tries twice again where it is told nothing, so it is told; and where something is
    /// tried again, the first of two routes is for methods that may be repeated.
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
        var match = map();
        if (!spot.isWhole()) {
            match.put("uri", map(spot.isBeginning() ? "prefix" : "exact", spot.path()));
        }
        if (!spot.method().isEmpty()) {
            match.put("method", map("exact", spot.method()));
        } else if (repeats) {
            match.put("method", map("regex", Mesh.REPEATABLE));
        }
        var route = map();
        if (!match.isEmpty()) {
            route.put("match", List.of(match));
        }
        route.put("route", destinations(spot));
        var timeout = spot.find(Policy.Timeout.class);
        var retry = spot.find(Policy.Retry.class);
        if (repeats && retry.isPresent()) {
            var retries = map("attempts", retry.get().most(), "retryOn", Mesh.RETRY_ON);
            retries.put("backoff", Units.ms(retry.get().baseNanos()));
            timeout.ifPresent(t -> retries.put("perTryTimeout", Units.ms(t.nanos())));
            timeout.ifPresent(t -> route.put("timeout", Units.ms(Mesh.wholeNanos(t, retry.get()))));
            route.put("retries", retries);
        } else {
            timeout.ifPresent(t -> route.put("timeout", Units.ms(t.nanos())));
            route.put("retries", map("attempts", 0));
        }
        return route;
    }

    /// The upstreams in turn: as near as whole percentages come to it.
    private static List<Object> destinations(Spot spot) {
        List<HostPort> upstreams = spot.dependency().upstreams();
        var all = new ArrayList<Object>();
        int left = 100;
        for (int i = 0; i < upstreams.size(); i++) {
            HostPort upstream = upstreams.get(i);
            var to = map("host", upstream.host(), "port", map("number", upstream.port()));
            int weight = left / (upstreams.size() - i);
            left -= weight;
            all.add(
                    upstreams.size() == 1
                            ? map("destination", to)
                            : map("destination", to, "weight", weight));
        }
        return all;
    }

    private static void losses(Spot spot, Losses losses) {
        for (Policy policy : spot.policies()) {
            lose(spot, policy, losses);
        }
        spot.find(Policy.Breaker.class)
                .ifPresent(p ->
                        losses.out(
                                spot,
                                p,
                                "Istio's outlier detection counts errors in a row, not"
                                        + " their share"));
        spot.find(Policy.Retry.class)
                .ifPresent(p ->
                        losses.part(
                                spot,
                                p,
                                ".backoff.most",
                                "is ten times the base: Istio has no setting for it"));
        if (spot.isWhole()) {
            spot.dependency().upstreams().stream()
                    .map(HostPort::host)
                    .filter(host -> host.matches("[0-9.]+|.*:.*"))
                    .distinct()
                    .forEach(host ->
                            losses.place(
                                    spot,
                                    "upstream",
                                    host
                                            + " is an address: a mesh needs a name, from a"
                                            + " Service or a ServiceEntry"));
            spot.find(Policy.Budget.class)
                    .ifPresent(p ->
                            losses.part(
                                    spot,
                                    p,
                                    "",
                                    "is a share of what is under way, not of what was"
                                            + " asked; one retry at a time is always"
                                            + " allowed; an Istio of before mid 2025 does not know"
                                            + " it"));
            spot.find(Policy.Bulkhead.class)
                    .ifPresent(p ->
                            losses.part(
                                    spot,
                                    p,
                                    "",
                                    "is of each sidecar and host, and bounds who waits by"
                                            + " number instead of by time"));
            return;
        }
        String why = "a DestinationRule is for a host, not for a route";
        spot.find(Policy.Budget.class).ifPresent(p -> losses.out(spot, p, why));
        spot.find(Policy.Bulkhead.class).ifPresent(p -> losses.out(spot, p, why));
    }

    /// What Istio has no words for. Filters of Envoy that would do it need an EnvoyFilter.
    private static void lose(Spot spot, Policy policy, Losses losses) {
        switch (policy) {
            case Policy.Hedge p -> losses.out(spot, p, "Istio does not hedge");
            case Policy.SingleFlight p ->
                    losses.out(spot, p, "Istio lets nobody wait for another's answer");
            case Policy.Concurrency p -> losses.out(spot, p, filter("adaptive_concurrency"));
            case Policy.Rate p -> losses.out(spot, p, filter("local_ratelimit"));
            case Policy.Shed p -> losses.out(spot, p, "Istio does not shed by the wait in a queue");
            case Policy.Throttle p -> losses.out(spot, p, filter("admission_control"));
            case Policy.Ejection p ->
                    losses.out(spot, p, "Istio leaves out what fails, not what is slow");
            case Policy.Cache p -> losses.out(spot, p, "Istio keeps no answers");
            case Policy.Timeout _,
                    Policy.Retry _,
                    Policy.Budget _,
                    Policy.Breaker _,
                    Policy.Bulkhead _ -> {}
        }
    }

    private static String filter(String name) {
        return "Istio has no setting for it; Envoy's filter "
                + name
                + " would need an EnvoyFilter, which is not exported";
    }
}
