package dev.unruly.engine;

import dev.unruly.model.Call;
import dev.unruly.model.Experiment;
import dev.unruly.model.Journey;
import dev.unruly.model.Persona;
import dev.unruly.model.Population;
import dev.unruly.model.Roster;
import dev.unruly.model.SignIn;
import dev.unruly.model.Template;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes personas ready to be played, and numbers the routes that their requests follow.
final class Compiler {

    private final Experiment experiment;
    private final Population population;
    private final Glossary glossary;
    private final int signInEndpoint;
    private final List<Route> routes = new ArrayList<>();
    private final List<Integer> firstSubResource = new ArrayList<>();

    Compiler(Experiment experiment, Glossary glossary) {
        this.experiment = experiment;
        this.population = experiment.population();
        this.glossary = glossary;
        this.signInEndpoint = Roster.of(experiment).signIn();
        numberRoutes();
    }

    /// Every persona, in their order.
    List<Kind> kinds() {
        var kinds = new ArrayList<Kind>();
        for (Persona persona : population.personas()) {
            kinds.add(kind(kinds.size(), persona));
        }
        return List.copyOf(kinds);
    }

    /// Every route: first one per endpoint, then the sub-resources.
    List<Route> routes() {
        return List.copyOf(routes);
    }

    private void numberRoutes() {
        var subResources = new ArrayList<Route>();
        for (Journey journey : population.journeys()) {
            for (Journey.State state : journey.states()) {
                int endpoint = routes.size();
                firstSubResource.add(signInEndpoint + 1 + subResources.size());
                routes.add(route(endpoint, 0, state.call()));
                for (int i = 0; i < state.with().size(); i++) {
                    Call call = Call.get(state.with().get(i));
                    subResources.add(route(endpoint, 1 + i, call));
                }
            }
        }
        routes.add(
                switch (population.signIn()) {
                    case SignIn.None() -> new Route(signInEndpoint, -1, "", "");
                    case SignIn.ByCall byCall -> route(signInEndpoint, -1, byCall.call());
                });
        routes.addAll(subResources);
    }

    private static Route route(int endpoint, int part, Call call) {
        return new Route(endpoint, part, call.method(), call.target().toString());
    }

    private Kind kind(int index, Persona persona) {
        Manners manners = Manners.of(experiment.target(), persona.client());
        int number = population.journey(persona.journey());
        Journey journey = population.journeys().get(number);
        var steps = new ArrayList<Step>();
        for (Journey.State state : journey.states()) {
            int endpoint = Roster.endpoint(population, number, steps.size());
            var main = new Ask(state.call(), endpoint, endpoint, manners, glossary);
            var with = new ArrayList<Ask>();
            for (Template target : state.with()) {
                int route = firstSubResource.get(endpoint) + with.size();
                with.add(new Ask(Call.get(target), route, endpoint, manners, glossary));
            }
            steps.add(new Step(steps.size(), state, main, with, glossary));
        }
        return new Kind(index, persona, journey.starts(), steps, signIn(manners));
    }

    private @Nullable Ask signIn(Manners manners) {
        return switch (population.signIn()) {
            case SignIn.None() -> null;
            case SignIn.ByCall byCall ->
                    new Ask(byCall.call(), signInEndpoint, signInEndpoint, manners, glossary);
        };
    }
}
