package dev.unruly.judge;

import dev.unruly.chance.Distribution;
import dev.unruly.model.Arrival;
import dev.unruly.model.Call;
import dev.unruly.model.Client;
import dev.unruly.model.ClientAddress;
import dev.unruly.model.Comparison;
import dev.unruly.model.Dependency;
import dev.unruly.model.Expectation;
import dev.unruly.model.Expectation.Metric;
import dev.unruly.model.Expectation.Scope;
import dev.unruly.model.Expectation.Selector;
import dev.unruly.model.Experiment;
import dev.unruly.model.Fault;
import dev.unruly.model.Guard;
import dev.unruly.model.Hook;
import dev.unruly.model.HostPort;
import dev.unruly.model.Journey;
import dev.unruly.model.LastMile;
import dev.unruly.model.Persona;
import dev.unruly.model.Phases;
import dev.unruly.model.Population;
import dev.unruly.model.Reaction;
import dev.unruly.model.Reactions;
import dev.unruly.model.Region;
import dev.unruly.model.Share;
import dev.unruly.model.SignIn;
import dev.unruly.model.Target;
import dev.unruly.model.Template;
import dev.unruly.model.Trigger;
import java.time.ZoneOffset;
import java.util.List;

/// The experiments that stories are about: a shop with four pages, two personas, three regions, a
/// database and an identity provider.
public final class Cast {

    static final long SECOND = 1_000_000_000L;

    /// The endpoints, in the order of the roster.
    static final List<String> ENDPOINTS = List.of("home", "search", "product", "pay");

    /// How many requests each needs.
    static final List<Integer> NEEDED = List.of(3, 1, 2, 1);

    private static final List<String> REGIONS = List.of("virginia", "frankfurt", "tokyo");

    private Cast() {}

    /// An experiment with a five-second stall of the database: warm-up 10 s, baseline 40 s, watch
    /// 60 s at least, relief of 40 s at the most.
    ///
    /// @param perSecond organic wishes
    public static Experiment stall(double perSecond, Expectation... expectations) {
        return experiment(
                "flash-sale",
                perSecond,
                new Phases(10 * SECOND, 40 * SECOND, 60 * SECOND, 40 * SECOND),
                List.of(new Trigger.OnDependency("database", new Fault.Stall(), 0, 5 * SECOND)),
                List.of(expectations));
    }

    /// Any experiment with this cast.
    public static Experiment experiment(
            String name,
            double perSecond,
            Phases phases,
            List<Trigger> triggers,
            List<Expectation> expectations) {
        return new Experiment(
                name,
                new Target(new HostPort("127.0.0.1", 8080), false, ""),
                List.of(),
                population(),
                42,
                List.of(
                        dependency("database", 15432, Dependency.Protocol.POSTGRES),
                        dependency("identity", 19001, Dependency.Protocol.HTTP)),
                List.of(),
                Hook.All.NONE,
                List.of(new Arrival.Poisson(perSecond)),
                phases,
                triggers,
                expectations,
                List.of(),
                List.of(),
                Share.NONE);
    }

    /// An expectation of everybody.
    public static Expectation expect(
            String text, Metric metric, Comparison comparison, double bound, Scope scope) {
        return new Expectation(text, metric, Selector.ALL, comparison, bound, scope);
    }

    /// The same expectation of one endpoint only.
    public static Expectation of(String endpoint, Expectation e) {
        return new Expectation(
                e.text(),
                e.metric(),
                new Selector(endpoint, "", "", ""),
                e.comparison(),
                e.bound(),
                e.scope());
    }

    /// The same expectation of one dependency only.
    public static Expectation at(String dependency, Expectation e) {
        return new Expectation(
                e.text(),
                e.metric(),
                new Selector("", "", "", dependency),
                e.comparison(),
                e.bound(),
                e.scope());
    }

    private static Dependency dependency(String name, int port, Dependency.Protocol protocol) {
        return new Dependency(
                name,
                new HostPort("127.0.0.1", port),
                List.of(new HostPort("127.0.0.1", port - 10_000)),
                protocol);
    }

    private static Population population() {
        var regions =
                List.of(
                        region(REGIONS.get(0), 0.5, 20),
                        region(REGIONS.get(1), 0.3, 89),
                        region(REGIONS.get(2), 0.2, 145));
        var web =
                new Client(Client.Kind.BROWSER, 6, 30 * SECOND, 0, Client.Retries.NONE, "", false);
        var phone =
                new Client(
                        Client.Kind.APP,
                        2,
                        30 * SECOND,
                        2 * SECOND,
                        new Client.Retries(4, SECOND / 5, 2, 3 * SECOND, Client.Jitter.NONE),
                        "",
                        true);
        return new Population(
                regions,
                List.of(
                        persona("shopper-on-the-web", 0.6, web),
                        persona("shopper-on-the-phone", 0.4, phone)),
                List.of(
                        new Journey(
                                "shop",
                                0,
                                new Distribution.LogLogistic(1.3, 6),
                                ENDPOINTS.stream().map(Cast::state).toList())),
                List.of(),
                new SignIn.None(),
                new ClientAddress.Untold());
    }

    private static Region region(String name, double share, long roundTripMillis) {
        return new Region(
                name,
                new Share(share),
                ZoneOffset.UTC,
                roundTripMillis * 1_000_000,
                LastMile.NONE,
                0);
    }

    private static Persona persona(String name, double share, Client client) {
        var leave = new Reactions(List.of(new Reactions.Choice(new Reaction.Leave(), Share.ALL)));
        return new Persona(
                name,
                new Share(share),
                "shop",
                client,
                new Distribution.Weibull(2.2, 4.1),
                leave,
                leave,
                new Distribution.Constant(1),
                5,
                1.5);
    }

    private static Journey.State state(String name) {
        var call =
                new Call(
                        "GET",
                        Template.literal("/" + name),
                        List.of(),
                        new Call.Body.None(),
                        List.of(),
                        List.of());
        return new Journey.State(
                name,
                call,
                List.of(),
                List.of(new Journey.Edge(Journey.LEAVE, Share.ALL, Guard.ALWAYS)),
                new Distribution.LogLogistic(1.3, 6),
                name.equals("pay"),
                1,
                name.equals("pay"),
                false,
                List.of());
    }
}
