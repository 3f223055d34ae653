package dev.unruly.engine;

import dev.unruly.chance.Distribution;
import dev.unruly.model.AllowedTarget;
import dev.unruly.model.Arrival;
import dev.unruly.model.Call;
import dev.unruly.model.Client;
import dev.unruly.model.ClientAddress;
import dev.unruly.model.Experiment;
import dev.unruly.model.Feed;
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
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/// An experiment in the making. What a test does not say is as dull as can be: one region without a
/// road, one persona with endless patience, one user at 0, one page.
final class Draft {

    static final HostPort AT = new HostPort("127.0.0.1", 8080);
    static final long MS = 1_000_000L;
    static final long SECOND = 1_000 * MS;

    String name = "draft";
    HostPort at = AT;
    long seed = 1;
    List<Region> regions = List.of(region("here", 1, "UTC", 0));
    List<State> states = new ArrayList<>();
    Distribution think = constant(1);
    List<Feed> feeds = List.of();
    SignIn signIn = new SignIn.None();
    ClientAddress address = new ClientAddress.Untold();
    Client client = client(Client.Kind.BROWSER, 6, 60 * SECOND, 0, Client.Retries.NONE);
    Distribution patience = constant(1e6);
    Reactions whenSlow = always(new Reaction.Wait());
    Reactions whenFailed = always(new Reaction.Leave());
    Distribution notice = constant(0);
    int tries = 5;
    double weary = 1;
    List<Persona> others = List.of();
    List<Arrival> arrivals = List.of(new Arrival.Flash(0, 1, 0));
    List<Trigger> triggers = List.of();
    List<AllowedTarget> allowed = List.of();
    Phases phases = new Phases(0, 30 * SECOND, 30 * SECOND, 0);

    /// A state in the making.
    static final class State {
        final String name;
        Call call;
        List<Template> with = List.of();
        List<Journey.Edge> next = List.of(edge(Journey.LEAVE, 1));
        double patienceFactor = 1;
        boolean once;
        boolean signedIn;
        List<Journey.Assignment> sets = List.of();

        State(String name, Call call) {
            this.name = name;
            this.call = call;
        }
    }

    /// Adds a page that is got.
    State page(String path) {
        return state(path, Call.get(template(path)));
    }

    /// Adds a state.
    State state(String stateName, Call call) {
        var state = new State(stateName, call);
        states.add(state);
        return state;
    }

    Experiment experiment() {
        if (states.isEmpty()) {
            page("/");
        }
        var all =
                states.stream()
                        .map(s ->
                                new Journey.State(
                                        s.name,
                                        s.call,
                                        s.with,
                                        s.next,
                                        think,
                                        false,
                                        s.patienceFactor,
                                        s.once,
                                        s.signedIn,
                                        s.sets))
                        .toList();
        var journey = new Journey("journey", 0, think, all);
        double rest = 1 - others.stream().mapToDouble(p -> p.share().value()).sum();
        var personas = new ArrayList<Persona>();
        personas.add(persona("person", rest));
        personas.addAll(others);
        var population =
                new Population(regions, personas, List.of(journey), feeds, signIn, address);
        return new Experiment(
                name,
                new Target(at, false, ""),
                allowed,
                population,
                seed,
                List.of(),
                List.of(),
                Hook.All.NONE,
                arrivals,
                phases,
                triggers,
                List.of(),
                List.of(),
                List.of(),
                Share.NONE);
    }

    Plan plan() {
        return Plan.of(experiment());
    }

    /// A persona like the draft's.
    Persona persona(String personaName, double share) {
        return new Persona(
                personaName,
                new Share(share),
                "journey",
                client,
                patience,
                whenSlow,
                whenFailed,
                notice,
                tries,
                weary);
    }

    static Distribution constant(double seconds) {
        return new Distribution.Constant(seconds);
    }

    static Region region(String name, double share, String zone, long roundTripNanos) {
        return new Region(
                name, new Share(share), ZoneId.of(zone), roundTripNanos, LastMile.NONE, 0);
    }

    static Client client(
            Client.Kind kind,
            int connections,
            long keepAliveNanos,
            long timeoutNanos,
            Client.Retries retries) {
        return new Client(
                kind, connections, keepAliveNanos, timeoutNanos, retries, "test/1", false);
    }

    static Reactions always(Reaction reaction) {
        return new Reactions(List.of(new Reactions.Choice(reaction, Share.ALL)));
    }

    static Journey.Edge edge(int to, double share) {
        return new Journey.Edge(to, new Share(share), Guard.ALWAYS);
    }

    /// A template written as in files: `/products/${skus.sku}?by=${name}`.
    static Template template(String text) {
        var parts = new ArrayList<Template.Part>();
        int at = 0;
        while (at < text.length()) {
            int open = text.indexOf("${", at);
            if (open != at) {
                int end = open < 0 ? text.length() : open;
                parts.add(new Template.Literal(text.substring(at, end)));
                at = end;
            } else {
                int close = text.indexOf('}', open);
                String place = text.substring(open + 2, close);
                int dot = place.indexOf('.');
                parts.add(
                        dot < 0
                                ? new Template.Variable(place)
                                : new Template.FeedColumn(
                                        place.substring(0, dot), place.substring(dot + 1)));
                at = close + 1;
            }
        }
        return new Template(parts);
    }

    static Call call(
            String method,
            String target,
            Call.Body body,
            List<Call.Check> checks,
            List<Call.Capture> captures) {
        return new Call(method, template(target), List.of(), body, checks, captures);
    }
}
