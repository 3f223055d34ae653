package dev.unruly.cli;

import dev.unruly.chance.Distribution;
import dev.unruly.convert.Asked;
import dev.unruly.model.Arrival;
import dev.unruly.model.Client;
import dev.unruly.model.ClientAddress;
import dev.unruly.model.Guard;
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
import dev.unruly.script.ExperimentText;
import dev.unruly.script.PopulationText;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Requests of another tool as a population that makes them one after the other, and a first
/// experiment with it.
final class InitFiles {

    private static final long SECOND = 1_000_000_000L;
    private static final double PER_SECOND = 1;
    private static final Distribution THINK =
            new Distribution.Capped(new Distribution.LogLogistic(2.5, 1.2), 15);
    private static final Client BROWSER =
            new Client(
                    Client.Kind.BROWSER,
                    6,
                    60 * SECOND,
                    0,
                    Client.Retries.NONE,
                    "Mozilla/5.0 (compatible; Unruly browser)",
                    false);

    private final LearnOutputs outputs;
    private final Asked asked;

    InitFiles(LearnOutputs outputs, Asked asked) {
        this.outputs = outputs;
        this.asked = asked;
    }

    /// Makes both ready.
    void ready(String source, String target) {
        var header = new ArrayList<String>();
        header.add("People who make the requests of " + source + " in its order.");
        header.add("Every other figure is a prior; `unruly learn` knows more from logs.");
        asked.said().forEach(line -> header.add("  " + line));
        outputs.put(
                outputs.population(),
                PopulationText.lines(
                        population(),
                        header,
                        Map.of(
                                "regions", "prior",
                                "personas", "prior",
                                "journeys/visit/think", "prior"),
                        Map.of()));
        String name = outputs.base().replaceAll("[^A-Za-z0-9._-]", "-").replaceAll("^[._-]+", "");
        var text =
                new ExperimentText(
                        name.isEmpty() ? "visit" : name,
                        target,
                        String.valueOf(outputs.population().getFileName()),
                        1,
                        Map.of(),
                        List.of(new Arrival.Poisson(PER_SECOND)),
                        List.of(),
                        new Phases(20 * SECOND, 40 * SECOND, 90 * SECOND, 60 * SECOND),
                        List.of(
                                "triggers:  # what goes wrong, for example",
                                "  " + ExperimentText.surge(5 * PER_SECOND, 20 * SECOND)),
                        List.of("goodput >= 99% during baseline"),
                        List.of("errors > 90% for 120s"));
        outputs.put(
                outputs.file(".experiment.yaml"),
                text.lines(
                        List.of(
                                "A first experiment with the people of "
                                        + outputs.population().getFileName()
                                        + ".",
                                "Add dependencies, triggers and what must hold; see"
                                        + " docs/files.md."),
                        Map.of(
                                "arrivals/0",
                                "prior",
                                "target",
                                "the requests were for " + asked.origin())));
    }

    private Population population() {
        var all = new Reactions.Choice(new Reaction.Refresh(), new Share(0.5));
        var reactions =
                new Reactions(
                        List.of(all, new Reactions.Choice(new Reaction.Leave(), new Share(0.5))));
        var persona =
                new Persona(
                        "visitor",
                        Share.ALL,
                        "visit",
                        BROWSER,
                        new Distribution.Weibull(2.2, 4.07),
                        reactions,
                        reactions,
                        new Distribution.Uniform(0.5, 1.5),
                        5,
                        1);
        var region = new Region("anywhere", Share.ALL, ZoneOffset.UTC, 0, LastMile.NONE, 0);
        return new Population(
                List.of(region),
                List.of(persona),
                List.of(new Journey("visit", 0, THINK, states())),
                List.of(),
                new SignIn.None(),
                new ClientAddress.Untold());
    }

    private List<Journey.State> states() {
        var states = new ArrayList<Journey.State>();
        int count = asked.requests().size();
        for (Asked.Request one : asked.requests()) {
            int next = states.size() + 1;
            int to = next == count ? Journey.LEAVE : next;
            String method = one.call().method();
            states.add(
                    new Journey.State(
                            one.name(),
                            one.call(),
                            List.of(),
                            List.of(new Journey.Edge(to, Share.ALL, Guard.ALWAYS)),
                            THINK,
                            false,
                            1,
                            method.equals("POST") || method.equals("PATCH"),
                            false,
                            List.of()));
        }
        return states;
    }
}
