package dev.unruly.script;

import dev.unruly.model.ClientAddress;
import dev.unruly.model.Feed;
import dev.unruly.model.Journey;
import dev.unruly.model.LastMile;
import dev.unruly.model.Persona;
import dev.unruly.model.Population;
import dev.unruly.model.Region;
import dev.unruly.model.Share;
import dev.unruly.model.SignIn;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A population's file, read.
final class PopulationFile {

    /// Everyone beside the backend, where a file says nothing else.
    private static final List<Region> HERE =
            List.of(new Region("here", Share.ALL, ZoneOffset.UTC, 0, LastMile.NONE, 0));

    private final Reading reading;
    private final Places places;
    private final FeedReader feedReader;
    private Names names = Names.UNKNOWN;
    private @Nullable Population population;

    private PopulationFile(Reading reading, Path file) {
        this.reading = reading;
        this.places = new Places(reading);
        this.feedReader = new FeedReader(Paths.folderOf(file), places);
    }

    /// Reads a file.
    ///
    /// @param askedAt where it is asked for
    static PopulationFile read(Reading reading, Path file, Place askedAt) {
        var result = new PopulationFile(reading, file);
        Yaml.read(reading, file, askedAt, "the population").ifPresent(result::read);
        return result;
    }

    /// What it says; empty when something is wrong with it.
    Optional<Population> population() {
        return Optional.ofNullable(population);
    }

    /// The names in it, as far as they could be read.
    Names names() {
        return names;
    }

    /// Its feeds that need a record for each user.
    List<Demand> demands() {
        return feedReader.demands();
    }

    private void read(Value value) {
        int mark = reading.mark();
        Section section = value.section("population", "regions:, personas: and journeys:");
        Optional<Value> signIn = section.find("sign-in");
        Optional<Value> feedValue = section.find("feeds");
        List<Feed> feeds = feedValue.map(feedReader::read).orElse(List.of());
        var journeyReader = new JourneyReader(places, signIn.isPresent());
        List<Journey> journeys =
                section.need("journeys", "{ shop: { states: { … } } }")
                        .map(journeyReader::read)
                        .orElse(List.of());
        List<Region> regions = section.find("regions").map(RegionReader::read).orElse(HERE);
        var personaReader = new PersonaReader(journeyReader.names().keySet(), signIn.isPresent());
        Optional<Value> personaValue = section.need("personas", "{ shopper: { … } }");
        List<Persona> personas = personaValue.map(personaReader::read).orElse(List.of());
        SignIn how =
                signIn.map(new SignInReader(feedReader, feeds, places)::read)
                        .orElse(new SignIn.None());
        ClientAddress address =
                section.find("client-address")
                        .map(SignInReader::address)
                        .orElse(new ClientAddress.Untold());
        section.done();
        places.check();
        names = names(journeyReader, signIn.isPresent(), personaReader, regions);
        if (reading.cleanSince(mark)) {
            population = new Population(regions, personas, journeys, feeds, how, address);
            feedValue.ifPresent(this::warnOfUnused);
            warnOfUnwalked(section, personas);
        }
    }

    private static Names names(
            JourneyReader journeys, boolean signsIn, PersonaReader personas, List<Region> regions) {
        Map<String, List<String>> states = journeys.names();
        Set<String> once = new LinkedHashSet<>();
        states.forEach((journey, names) ->
                names.stream()
                        .filter(state -> journeys.once(journey, state))
                        .forEach(state -> once.add(Names.endpoint(states, journey, state))));
        return new Names(
                Names.endpoints(states, signsIn),
                once,
                personas.names(),
                regions.stream().map(Region::name).toList(),
                List.of());
    }

    private void warnOfUnused(Value feeds) {
        for (Value key : feeds.entries("").keySet()) {
            String name = key.text("");
            if (!places.usedFeed(name)) {
                reading.warn(
                        key.at(),
                        "nothing draws from feed `" + name + "`",
                        "write ${" + name + ".column} somewhere, or remove it");
            }
        }
    }

    private void warnOfUnwalked(Section section, List<Persona> personas) {
        section.find("journeys").stream()
                .flatMap(v -> v.entries("").keySet().stream())
                .filter(k -> personas.stream().noneMatch(p -> p.journey().equals(k.text(""))))
                .forEach(k ->
                        reading.warn(
                                k.at(),
                                "no persona walks journey `" + k.text("") + "`",
                                "give one `journey: " + k.text("") + "`, or remove it"));
    }
}
