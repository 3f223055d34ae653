package dev.unruly.convert;

import dev.unruly.model.Dependency.Protocol;
import dev.unruly.model.Policy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What drivers, pools and servers inside an application have in common: they know a time-out and a
/// number of places, and nothing else of what a gateway can do.
///
/// A time-out is never exported shorter than it was derived, nor a number of places larger.
final class Drivers {

    /// HikariCP refuses less.
    private static final long LEAST_HIKARI_MILLIS = 250;

    private Drivers() {}

    /// The whole dependencies that speak a protocol; all else is lost, and said.
    static List<Spot> spots(
            List<List<Spot>> guarded, Protocol protocol, String product, Losses losses) {
        for (List<Spot> spots : guarded) {
            boolean its = spots.getFirst().dependency().protocol() == protocol;
            for (Spot spot : spots) {
                String why =
                        its
                                ? product + " has no settings for a route"
                                : spot.dependency().protocol()
                                        + " is not what "
                                        + product
                                        + " is for";
                if (!its || !spot.isWhole()) {
                    spot.own().forEach(policy -> losses.out(spot, policy, why));
                }
            }
        }
        return guarded.stream()
                .map(List::getLast)
                .filter(spot -> spot.dependency().protocol() == protocol)
                .toList();
    }

    /// What no driver knows.
    static void lose(Spot spot, String product, Losses losses) {
        for (Policy policy : spot.own()) {
            switch (policy) {
                case Policy.Timeout p -> losses.probes(spot, p);
                case Policy.Bulkhead _ -> {}
                case Policy.Retry p -> losses.out(spot, p, product + " tries nothing again");
                case Policy.Budget p ->
                        losses.out(spot, p, product + " has no budget, as it repeats nothing");
                case Policy.Breaker p -> losses.out(spot, p, product + " has no breaker");
                case Policy.SingleFlight p ->
                        losses.out(spot, p, product + " lets nobody wait for another's answer");
                case Policy.Hedge p -> losses.out(spot, p, product + " does not hedge");
                case Policy.Concurrency p ->
                        losses.out(spot, p, product + "'s number of places does not adapt");
                case Policy.Rate p -> losses.out(spot, p, product + " counts places, not calls");
                case Policy.Shed p ->
                        losses.out(spot, p, product + " does not know what matters less");
                case Policy.Throttle p ->
                        losses.out(spot, p, product + " does not look at what was accepted");
                case Policy.Ejection p ->
                        losses.out(spot, p, product + " leaves no instance out for being slow");
                case Policy.Cache p -> losses.out(spot, p, product + " keeps no answers");
            }
        }
    }

    /// HikariCP's properties. It waits 250 ms for a connection at the least, and wants to have
    /// found out sooner whether that still works.
    static Map<String, Object> hikari(Spot spot, Losses losses) {
        var pool = new LinkedHashMap<String, Object>();
        spot.find(Policy.Bulkhead.class)
                .ifPresent(p -> {
                    long wait = Units.millis(p.waitNanos());
                    pool.put("maximumPoolSize", p.most());
                    pool.put("connectionTimeout", Math.max(LEAST_HIKARI_MILLIS + 1, wait));
                    pool.put("validationTimeout", LEAST_HIKARI_MILLIS);
                    if (wait <= LEAST_HIKARI_MILLIS) {
                        losses.part(
                                spot,
                                p,
                                ".wait",
                                "is " + (LEAST_HIKARI_MILLIS + 1) + " ms: HikariCP takes no less");
                    }
                    losses.part(
                            spot,
                            p,
                            ".most",
                            "is for queries: a transaction also holds its connection between them,"
                                    + " so give as many more as it is longer than its queries; each"
                                    + " instance of the application has a pool of its own");
                });
        return pool;
    }

    /// pgjdbc's properties. The server ends a statement to the millisecond; the driver, which
    /// counts whole seconds, gives it one more to say so.
    static Map<String, Object> pgjdbc(Spot spot, Losses losses) {
        var driver = new LinkedHashMap<String, Object>();
        spot.find(Policy.Timeout.class)
                .ifPresent(p -> {
                    long seconds = Math.max(1, Units.seconds(p.nanos()));
                    driver.put("connectTimeout", seconds);
                    driver.put("socketTimeout", seconds + 1);
                    driver.put("cancelSignalTimeout", seconds);
                    driver.put("options", "-c statement_timeout=" + Units.millis(p.nanos()));
                    losses.part(
                            spot,
                            p,
                            "",
                            "is the server's (statement_timeout, of each statement, refused by some"
                                    + " poolers such as PgBouncer); the driver's own are whole"
                                    + " seconds: "
                                    + (seconds + 1)
                                    + " s");
                });
        return driver;
    }
}
