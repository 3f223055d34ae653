package dev.unruly.script;

import dev.unruly.chance.Distribution;
import dev.unruly.model.Journey;
import dev.unruly.model.Share;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `journeys:` → graphs of states that users walk.
final class JourneyReader {

    private static final String EXAMPLE =
            "{ start: home, states: { home: { get: /, next: { leave: 100% } } } }";

    /// The best fit to the click streams of a shop (RecSys Challenge 2015, one week, 21,210
    /// sessions: shape 1.275, scale 53.8 s). A prior, to be replaced by what was learned.
    private static final Distribution THINK = new Distribution.LogLogistic(1.27, 50);

    private final Reading reading;
    private final StateReader states;
    private final Map<String, List<String>> names = new LinkedHashMap<>();

    JourneyReader(Places places, boolean signsIn) {
        this.reading = places.reading();
        this.states = new StateReader(places, signsIn);
    }

    /// The names of the states, journey by journey, also of those that are broken.
    Map<String, List<String>> names() {
        return names;
    }

    /// The states that must happen once, by journey and name.
    boolean once(String journey, String state) {
        return states.once(journey, state);
    }

    /// All journeys that could be read.
    List<Journey> read(Value value) {
        var journeys = new ArrayList<Journey>();
        value.entries("{ shop: " + EXAMPLE + " }")
                .forEach((key, inner) -> journey(key.name("shop"), inner).ifPresent(journeys::add));
        return journeys;
    }

    private Optional<Journey> journey(String name, Value value) {
        int mark = reading.mark();
        Section section = value.section("journey", EXAMPLE);
        Distribution think = section.find("think").map(Distributions::read).orElse(THINK);
        Optional<Value> start = section.find("start");
        List<StateDraft> drafts =
                section.need("states", "{ home: { get: /, next: { leave: 100% } } }")
                        .map(v -> states.read(name, v, think))
                        .orElse(List.of());
        section.done();
        List<String> known = drafts.stream().map(StateDraft::name).toList();
        names.put(name, known);
        List<Journey.Start> starts =
                start.map(v -> starts(v, known)).orElse(List.of(new Journey.Start(0, Share.ALL)));
        if (drafts.isEmpty() || starts.stream().anyMatch(s -> s.state() < 0)) {
            return Optional.empty();
        }
        new Ways(drafts, starts).check(reading);
        return reading.cleanSince(mark)
                ? Optional.of(new Journey(name, starts, think, built(drafts, known)))
                : Optional.empty();
    }

    /// `home`, or `{ home: 60%, search: 40% }`.
    private static List<Journey.Start> starts(Value value, List<String> known) {
        if (!value.isMapping()) {
            return List.of(new Journey.Start(indexOf(value, known), Share.ALL));
        }
        int mark = value.reading().mark();
        var starts = new ArrayList<Journey.Start>();
        value.entries("{ home: 60%, search: 40% }")
                .forEach((key, share) ->
                        starts.add(new Journey.Start(indexOf(key, known), share.share("60%"))));
        Shares.requireWhole(
                value,
                mark,
                starts.stream().map(Journey.Start::share).toList(),
                "the shares of `start`");
        return starts;
    }

    private static int indexOf(Value start, List<String> known) {
        String name = start.text("home");
        if (!known.contains(name)) {
            start.wrongText(
                    "is no state of this journey", Nearest.instead(name, known, "write a state"));
        }
        return known.indexOf(name);
    }

    private static List<Journey.State> built(List<StateDraft> drafts, List<String> known) {
        Map<String, StateDraft> byName = new LinkedHashMap<>();
        drafts.forEach(d -> byName.put(d.name(), d));
        return drafts.stream().map(d -> d.built(known, byName)).toList();
    }
}
