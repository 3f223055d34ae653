package dev.unruly.convert;

import dev.unruly.model.Dependency.Protocol;
import dev.unruly.model.HostPort;
import dev.unruly.model.Policy;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/// Settings of drivers and pools as properties: each key begins with the dependency's name.
final class DriverFile {

    private final Losses losses = new Losses();
    private final List<String> lines = new ArrayList<>();

    /// HikariConfig's, to be read without the name.
    Exported hikari(List<List<Spot>> guarded) {
        String product = "HikariCP";
        lines.add("# HikariConfig takes these without the name of the dependency before them.");
        for (Spot spot : Drivers.spots(guarded, Protocol.POSTGRES, product, losses)) {
            Drivers.hikari(spot, losses).forEach((key, value) -> put(spot, key, value));
            Drivers.pgjdbc(spot, losses)
                    .forEach((key, value) -> put(spot, "dataSource." + key, value));
            Drivers.lose(spot, product, losses);
        }
        return done();
    }

    /// A URL for PostgreSQL's driver. The database is named by whoever uses it.
    Exported pgjdbc(List<List<Spot>> guarded) {
        String product = "pgjdbc";
        lines.add("# Put the name of the database before the question mark.");
        for (Spot spot : Drivers.spots(guarded, Protocol.POSTGRES, product, losses)) {
            var hosts = new StringJoiner(",");
            spot.dependency().upstreams().forEach(at -> hosts.add(at.toString()));
            Map<String, Object> driver = Drivers.pgjdbc(spot, losses);
            if (!driver.isEmpty()) {
                put(spot, "url", "jdbc:postgresql://" + hosts + "/?" + query(driver));
            }
            spot.find(Policy.Bulkhead.class)
                    .ifPresent(p -> losses.out(spot, p, "a driver has no pool: see HikariCP"));
            Drivers.lose(spot, product, losses);
        }
        return done();
    }

    /// A URI for Lettuce.
    Exported lettuce(List<List<Spot>> guarded) {
        String product = "Lettuce";
        lines.add("# For RedisURI.create.");
        for (Spot spot : Drivers.spots(guarded, Protocol.REDIS, product, losses)) {
            HostPort at = spot.dependency().upstreams().getFirst();
            spot.find(Policy.Timeout.class)
                    .ifPresent(p -> {
                        put(spot, "uri", "redis://" + at + "?timeout=" + Units.ms(p.nanos()));
                        losses.part(
                                spot,
                                p,
                                "",
                                "is of blocking calls, and of others only with"
                                        + " ClientOptions.timeoutOptions(TimeoutOptions.enabled());"
                                        + " that of a new connection"
                                        + " (SocketOptions.connectTimeout) and what becomes of"
                                        + " commands without one (disconnectedBehavior) are set in"
                                        + " code");
                    });
            if (spot.dependency().upstreams().size() > 1) {
                losses.place(spot, "upstream", "is " + at + " alone: a URI has one address");
            }
            spot.find(Policy.Bulkhead.class)
                    .ifPresent(p ->
                            losses.out(
                                    spot,
                                    p,
                                    "Lettuce sends all commands over one connection, without"
                                            + " places; requestQueueSize bounds what waits, in code"));
            Drivers.lose(spot, product, losses);
        }
        return done();
    }

    private static String query(Map<String, Object> properties) {
        var query = new StringJoiner("&");
        properties.forEach((key, value) ->
                query.add(
                        key
                                + "="
                                + URLEncoder.encode(value.toString(), StandardCharsets.UTF_8)
                                        .replace("+", "%20")));
        return query.toString();
    }

    private void put(Spot spot, String key, Object value) {
        lines.add(spot.slug() + "." + key + "=" + value.toString().replace("\\", "\\\\"));
    }

    private Exported done() {
        return new Exported(String.join("\n", lines) + "\n", losses.all());
    }
}
