package dev.unruly.checks;

import dev.unruly.model.Dependency;
import dev.unruly.model.HostPort;
import dev.unruly.model.Policy;
import dev.unruly.model.Protection;
import dev.unruly.model.Share;
import java.util.List;

/// Dependencies with every policy there is, for the parsers of what they are exported to.
final class Protected {

    private static final long MS = 1_000_000L;
    private static final long SECOND = 1_000_000_000L;

    private static final Policy.Timeout TIMEOUT = new Policy.Timeout(250 * MS);
    private static final Policy.Retry RETRY = new Policy.Retry(2, 50 * MS, 400 * MS);
    private static final Policy.Budget BUDGET = new Policy.Budget(new Share(0.1), 2, 10 * SECOND);
    private static final Policy.Breaker BREAKER =
            new Policy.Breaker(new Share(0.5), new Share(0.8), 200 * MS, 10 * SECOND, 5 * SECOND);
    private static final Policy.Bulkhead BULKHEAD = new Policy.Bulkhead(12, 20 * MS);
    private static final Policy.Hedge HEDGE = new Policy.Hedge(80 * MS, Share.ALL);
    private static final Policy.Rate RATE = new Policy.Rate(40, 10);
    private static final Policy.SingleFlight FLIGHT =
            new Policy.SingleFlight(300 * MS, Policy.Sharing.EVERYBODY);
    private static final Policy.Cache CACHE =
            new Policy.Cache(5 * SECOND, 10 * SECOND, new Share(0.1), 1);

    private Protected() {}

    static List<Dependency> dependencies() {
        return List.of(
                new Dependency(
                        "identity",
                        new HostPort("127.0.0.1", 7001),
                        List.of(new HostPort("127.0.0.1", 8001), new HostPort("127.0.0.1", 8002)),
                        Dependency.Protocol.HTTP),
                new Dependency(
                        "words",
                        new HostPort("127.0.0.1", 7003),
                        List.of(new HostPort("localhost", 8003)),
                        Dependency.Protocol.HTTP),
                new Dependency(
                        "books",
                        new HostPort("127.0.0.1", 7002),
                        List.of(new HostPort("127.0.0.1", 5432)),
                        Dependency.Protocol.POSTGRES));
    }

    private static Protection identity(Policy... policies) {
        return new Protection("identity", "", List.of(policies));
    }

    /// Of one dependency everything, of a route some, of what is not HTTP one.
    static List<Protection> protections() {
        return List.of(
                identity(
                        TIMEOUT,
                        RETRY,
                        BUDGET,
                        BREAKER,
                        BULKHEAD,
                        HEDGE,
                        RATE,
                        new Policy.Concurrency(2, 8, 64),
                        new Policy.Shed(5 * MS, 100 * MS),
                        new Policy.Throttle(2, 120 * SECOND),
                        new Policy.Ejection(3, 10 * SECOND, new Share(0.5))),
                new Protection(
                        "identity",
                        "GET /keys/*",
                        List.of(FLIGHT, CACHE, new Policy.Timeout(90 * MS))),
                new Protection("identity", "/alone", List.of(FLIGHT, new Policy.Bulkhead(3, 0))),
                new Protection("identity", "/*", List.of(new Policy.Rate(0.4, 1))),
                new Protection("identity", "/od{d", List.of(TIMEOUT)),
                new Protection("words", "POST /a.Words/Say", List.of(HEDGE)),
                new Protection("books", "", List.of(new Policy.Timeout(SECOND))));
    }
}
