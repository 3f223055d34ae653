package dev.unruly.learn;

import dev.unruly.chance.Distribution;
import dev.unruly.learn.Learned.Kind;
import dev.unruly.model.Arrival;
import dev.unruly.model.Client;
import dev.unruly.model.ClientAddress;
import dev.unruly.model.Feed;
import dev.unruly.model.Journey;
import dev.unruly.model.LastMile;
import dev.unruly.model.Persona;
import dev.unruly.model.Population;
import dev.unruly.model.Reaction;
import dev.unruly.model.Reactions;
import dev.unruly.model.Region;
import dev.unruly.model.Share;
import dev.unruly.model.SignIn;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// What was learned, as a population that can be played, and what is to be said of each of its
/// lines: where a number is from, its interval, its sample.
///
/// @param population who they are
/// @param arrivals how they come, one of the population's own measure
/// @param remarks by the place of a line in the population's file
/// @param arrivalRemarks of each arrival
/// @param endpoints the number of the state behind each of the population's states, journey by
///   journey
public record Portrait(
        Population population,
        List<Arrival> arrivals,
        Map<String, String> remarks,
        List<String> arrivalRemarks,
        List<Integer> endpoints) {

    /// What a browser does if nobody has seen it: engineering priors.
    private static final Client BROWSER =
            new Client(
                    Client.Kind.BROWSER,
                    6,
                    60_000_000_000L,
                    0,
                    Client.Retries.NONE,
                    "Mozilla/5.0 (compatible; Unruly browser)",
                    false);

    private static final Distribution NOTICE = new Distribution.Uniform(0.5, 1.5);
    private static final int TRIES = 5;

    public Portrait {
        arrivals = List.copyOf(arrivals);
        remarks = new LinkedHashMap<>(remarks);
        arrivalRemarks = List.copyOf(arrivalRemarks);
        endpoints = List.copyOf(endpoints);
    }

    /// The portrait of what was learned.
    ///
    /// @param states by number
    /// @param regions names by number
    /// @param items by state: what is asked for there, the most wanted first; without an entry they
    ///   are numbered by rank
    /// @throws IllegalArgumentException when nobody was seen
    public static Portrait of(
            Learned learned,
            List<StateName> states,
            List<String> regions,
            Map<Integer, List<String>> items) {
        if (learned.personas().isEmpty()) {
            throw new IllegalArgumentException(
                    "no session of a person is left in the evidence; there is nobody to portray");
        }
        var remarks = new LinkedHashMap<String, String>();
        var names = new StateNames(states);
        List<Region> places = regions(learned.regions(), regions, remarks);
        List<String> titles = Names.unique(learned.personas().stream().map(Kind::name).toList());
        List<Share> shares =
                Wholes.shares(
                        learned.personas().stream().mapToDouble(p -> p.share().value()).toArray());
        var personas = new ArrayList<Persona>();
        var journeys = new ArrayList<Journey>();
        Map<String, Feed> feeds = new LinkedHashMap<>();
        var endpoints = new ArrayList<Integer>();
        for (int i = 0; i < titles.size(); i++) {
            Kind kind = learned.personas().get(i);
            if (shares.get(i).value() == 0) {
                continue;
            }
            String name = titles.get(i);
            personas.add(persona(name, shares.get(i), kind, learned, remarks));
            var paths = new Paths(name, kind, names, learned, items, feeds, remarks);
            journeys.add(paths.journey());
            endpoints.addAll(paths.played());
        }
        var population =
                new Population(
                        places,
                        personas,
                        journeys,
                        List.copyOf(feeds.values()),
                        new SignIn.None(),
                        new ClientAddress.Untold());
        var coming = Coming.of(learned.arrivals());
        return new Portrait(population, coming.arrivals(), remarks, coming.remarks(), endpoints);
    }

    private static List<Region> regions(
            List<Learned.Place> learned, List<String> names, Map<String, String> remarks) {
        List<Learned.Place> known =
                learned.isEmpty()
                        ? List.of(new Learned.Place(-1, Figure.prior(1)))
                        : learned.stream().filter(p -> p.share().value() > 0).toList();
        List<String> titles =
                Names.unique(
                        known.stream()
                                .map(p ->
                                        p.region() >= 0 && p.region() < names.size()
                                                ? names.get(p.region())
                                                : "anywhere")
                                .toList());
        List<Share> shares =
                Wholes.shares(known.stream().mapToDouble(p -> p.share().value()).toArray());
        remarks.put("regions", "time zones, round trips and last miles: priors, not in a log");
        return IntStream.range(0, known.size())
                .filter(i -> shares.get(i).value() > 0)
                .mapToObj(i -> {
                    remarks.put(
                            "regions/" + titles.get(i) + "/share",
                            Said.share(known.get(i).share()));
                    int code = known.get(i).region();
                    ZoneId zone = zone(code >= 0 && code < names.size() ? names.get(code) : "");
                    return new Region(titles.get(i), shares.get(i), zone, 0, LastMile.NONE, 0);
                })
                .toList();
    }

    /// A log may name regions by their time zones.
    private static ZoneId zone(String name) {
        return name.contains("/") && ZoneId.getAvailableZoneIds().contains(name)
                ? ZoneId.of(name)
                : ZoneOffset.UTC;
    }

    private static Persona persona(
            String name, Share share, Kind kind, Learned learned, Map<String, String> remarks) {
        String at = "personas/" + name;
        remarks.put(at + "/share", Said.share(kind.share()));
        remarks.put(at, "steps per session: " + Said.number(kind.steps().mean()));
        remarks.put(at + "/client", "prior: a log does not show what people hold in hand");
        remarks.put(at + "/patience", Said.patience(learned.patience()));
        remarks.put(at + "/when-slow", Said.reacts(learned.whenSlow()));
        remarks.put(at + "/when-failed", Said.reacts(learned.whenFailed()));
        remarks.put(at + "/notice", "prior");
        remarks.put(at + "/tries", "prior");
        return new Persona(
                name,
                share,
                name,
                BROWSER,
                Wholes.rounded(learned.patience().distribution()),
                reactions(learned.whenSlow()),
                reactions(learned.whenFailed()),
                NOTICE,
                TRIES,
                1);
    }

    /// Those who do something else have left the wish; a population knows no other word for it.
    private static Reactions reactions(Learned.Reacts seen) {
        List<Share> shares =
                Wholes.shares(
                        seen.again().value(),
                        seen.later().value(),
                        seen.leave().value() + seen.goOn().value());
        var choices = new ArrayList<Reactions.Choice>();
        choices.add(new Reactions.Choice(new Reaction.Refresh(), shares.get(0)));
        if (shares.get(1).value() > 0) {
            var pause = new Reaction.Later(Wholes.rounded(seen.pauseSeconds().distribution()));
            choices.add(new Reactions.Choice(pause, shares.get(1)));
        }
        choices.add(new Reactions.Choice(new Reaction.Leave(), shares.get(2)));
        return new Reactions(choices);
    }
}
