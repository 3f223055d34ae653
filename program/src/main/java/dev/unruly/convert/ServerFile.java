package dev.unruly.convert;

import dev.unruly.model.Dependency.Protocol;
import dev.unruly.model.HostPort;
import dev.unruly.model.Policy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Settings inside an application: Tomcat's connectors, and Spring Boot's properties for data
/// sources, Redis, HTTP clients and Tomcat.
///
/// A server has its places on the other side of the call: Tomcat's are for the application behind a
/// dependency.
final class ServerFile {

    private final Losses losses = new Losses();

    /// Connectors, to be put into a `Service` of `server.xml`.
    Exported tomcat(List<List<Spot>> guarded) {
        String product = "Tomcat";
        var lines = new ArrayList<String>();
        lines.add("<!-- To be put into the Service in server.xml of what is behind each. -->");
        for (Spot spot : Drivers.spots(guarded, Protocol.HTTP, product, losses)) {
            Map<String, Object> attributes = places(spot);
            Set<Integer> ports = new LinkedHashSet<>();
            spot.dependency().upstreams().stream().map(HostPort::port).forEach(ports::add);
            for (int port : attributes.isEmpty() ? Set.<Integer>of() : ports) {
                var line = new StringBuilder("<Connector port=\"" + port + "\"");
                attributes.forEach((key, value) ->
                        line.append(" ").append(key).append("=\"").append(value).append("\""));
                lines.add(line + "/>");
            }
            spot.find(Policy.Timeout.class)
                    .ifPresent(p ->
                            losses.out(
                                    spot,
                                    p,
                                    "Tomcat does not end work that takes too long:"
                                            + " connectionTimeout is for who connects and does not"
                                            + " ask"));
            Drivers.lose(spot, product, losses);
        }
        return new Exported(String.join("\n", lines) + "\n", losses.all());
    }

    /// Who finds no thread waits as long as it takes, so as few as may be are let in to wait. The
    /// places are divided among instances, rounded down.
    private Map<String, Object> places(Spot spot) {
        var places = new LinkedHashMap<String, Object>();
        spot.find(Policy.Bulkhead.class)
                .ifPresent(p -> {
                    int instances = spot.dependency().upstreams().size();
                    int each = Math.max(1, p.most() / instances);
                    places.put("maxThreads", each);
                    places.put("acceptCount", each);
                    losses.part(
                            spot,
                            p,
                            ".wait",
                            "has no bound in time: who finds no thread waits among up to"
                                    + " maxConnections, which count idle callers too and are left as"
                                    + " they are");
                    if (instances > 1) {
                        losses.part(
                                spot,
                                p,
                                ".most",
                                "is " + each + " at each of " + instances + " instances");
                    }
                });
        return places;
    }

    /// `application.yaml`: what is for whoever calls, and for each application that is called a
    /// document of its own, which a profile switches on.
    Exported spring(List<List<Spot>> guarded) {
        var spring = new LinkedHashMap<String, Object>();
        var text = new StringBuilder();
        http(guarded, spring);
        sql(guarded, spring);
        redis(guarded, spring);
        if (!spring.isEmpty()) {
            text.append(Tree.yaml(Tree.map("spring", spring)));
        }
        for (List<Spot> spots : guarded) {
            Spot whole = spots.getLast();
            if (whole.dependency().protocol() == Protocol.HTTP) {
                Map<String, Object> places = places(whole);
                if (!places.isEmpty()) {
                    text.append("---\n").append(Tree.yaml(profile(whole, places)));
                    losses.place(
                            whole,
                            "bulkhead",
                            "is for the application behind it: start that with the profile serves-"
                                    + whole.slug());
                }
                Drivers.lose(whole, "Spring Boot", losses);
            }
            if (whole.dependency().protocol() == Protocol.TCP) {
                whole.own()
                        .forEach(p ->
                                losses.out(whole, p, "Spring Boot has no client for plain TCP"));
            }
            spots.stream()
                    .filter(spot -> !spot.isWhole())
                    .forEach(spot ->
                            spot.own().stream()
                                    .filter(p -> !(p instanceof Policy.Timeout))
                                    .forEach(p ->
                                            losses.out(
                                                    spot,
                                                    p,
                                                    "Spring Boot has no settings for a route")));
        }
        return new Exported(text.isEmpty() ? "---\n" : text.toString(), losses.all());
    }

    private static Map<String, Object> profile(Spot spot, Map<String, Object> places) {
        var on = Tree.map("activate", Tree.map("on-profile", "serves-" + spot.slug()));
        var tomcat =
                Tree.map(
                        "threads",
                        Tree.map("max", at(places, "maxThreads")),
                        "accept-count",
                        at(places, "acceptCount"));
        return Tree.map("spring", Tree.map("config", on), "server", Tree.map("tomcat", tomcat));
    }

    /// All clients have one time-out: the longest, so that none is shorter than derived.
    private void http(List<List<Spot>> guarded, Map<String, Object> spring) {
        long longest = 0;
        for (List<Spot> spots : guarded) {
            if (spots.getFirst().dependency().protocol() == Protocol.HTTP) {
                for (Spot spot : spots) {
                    longest =
                            Math.max(
                                    longest,
                                    spot.find(Policy.Timeout.class)
                                            .map(Policy.Timeout::nanos)
                                            .orElse(0L));
                }
            }
        }
        if (longest == 0) {
            return;
        }
        String time = Units.ms(longest);
        spring.put(
                "http",
                Tree.map("client", Tree.map("connect-timeout", time, "read-timeout", time)));
        for (List<Spot> spots : guarded) {
            if (spots.getFirst().dependency().protocol() == Protocol.HTTP) {
                spots.forEach(spot ->
                        spot.find(Policy.Timeout.class)
                                .ifPresent(p ->
                                        losses.part(
                                                spot,
                                                p,
                                                "",
                                                "is "
                                                        + time
                                                        + ", the longest: all of Spring Boot's HTTP"
                                                        + " clients have one, for each pause between"
                                                        + " two reads and without a deadline that is"
                                                        + " passed on")));
            }
        }
    }

    private void sql(List<List<Spot>> guarded, Map<String, Object> spring) {
        Spot first = first(guarded, Protocol.POSTGRES, "data source");
        if (first == null) {
            return;
        }
        var hikari = new LinkedHashMap<String, Object>();
        Drivers.hikari(first, losses).forEach((key, value) -> hikari.put(kebab(key), value));
        Map<String, Object> driver = Drivers.pgjdbc(first, losses);
        if (!driver.isEmpty()) {
            hikari.put("data-source-properties", driver);
        }
        if (!hikari.isEmpty()) {
            spring.put("datasource", Tree.map("hikari", hikari));
        }
        Drivers.lose(first, "Spring Boot", losses);
    }

    private void redis(List<List<Spot>> guarded, Map<String, Object> spring) {
        Spot first = first(guarded, Protocol.REDIS, "connection to Redis");
        if (first == null) {
            return;
        }
        var redis = new LinkedHashMap<String, Object>();
        first.find(Policy.Timeout.class)
                .ifPresent(p -> {
                    redis.put("timeout", Units.ms(p.nanos()));
                    redis.put("connect-timeout", Units.ms(p.nanos()));
                });
        first.find(Policy.Bulkhead.class)
                .ifPresent(p -> {
                    var pool = Tree.map("enabled", true, "max-active", p.most());
                    pool.put("max-wait", Math.max(1, Units.millis(p.waitNanos())) + "ms");
                    redis.put("lettuce", Tree.map("pool", pool));
                    losses.part(
                            first,
                            p,
                            ".most",
                            "is for connections that are not shared (transactions, blocking"
                                    + " commands), and needs commons-pool2: all else goes over one");
                });
        if (!redis.isEmpty()) {
            spring.put("data", Tree.map("redis", redis));
        }
        Drivers.lose(first, "Spring Boot", losses);
    }

    private @org.jspecify.annotations.Nullable Spot first(
            List<List<Spot>> guarded, Protocol protocol, String what) {
        Spot first = null;
        for (List<Spot> spots : guarded) {
            Spot whole = spots.getLast();
            if (whole.dependency().protocol() == protocol && first == null) {
                first = whole;
            } else if (whole.dependency().protocol() == protocol) {
                String why = "Spring Boot configures one " + what;
                whole.own().forEach(p -> losses.out(whole, p, why));
            }
        }
        return first;
    }

    private static Object at(Map<String, Object> map, String key) {
        return map.getOrDefault(key, "");
    }

    private static String kebab(String key) {
        return key.replaceAll("([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT);
    }
}
