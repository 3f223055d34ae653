package dev.unruly.model;

import java.util.ArrayList;
import java.util.List;

/// The names behind the numbers in observations.
///
/// @param endpoints the states of all journeys, journey by journey, and last `sign-in`
/// @param personas as in the population
/// @param regions as in the population
/// @param dependencies as in the experiment
public record Roster(
        List<String> endpoints,
        List<String> personas,
        List<String> regions,
        List<String> dependencies) {

    public Roster {
        endpoints = List.copyOf(endpoints);
        personas = List.copyOf(personas);
        regions = List.copyOf(regions);
        dependencies = List.copyOf(dependencies);
    }

    /// The roster of an experiment. A state whose name stands in several journeys is called
    /// `journey.state`.
    public static Roster of(Experiment experiment) {
        var journeys = experiment.population().journeys();
        var names = new ArrayList<String>();
        for (Journey journey : journeys) {
            for (Journey.State state : journey.states()) {
                long same =
                        journeys.stream()
                                .flatMap(j -> j.states().stream())
                                .filter(s -> s.name().equals(state.name()))
                                .count();
                names.add(same == 1 ? state.name() : journey.name() + "." + state.name());
            }
        }
        names.add("sign-in");
        return new Roster(
                names,
                experiment.population().personas().stream().map(Persona::name).toList(),
                experiment.population().regions().stream().map(Region::name).toList(),
                experiment.dependencies().stream().map(Dependency::name).toList());
    }

    /// The endpoint number of a journey's state.
    public static int endpoint(Population population, int journey, int state) {
        int before = 0;
        for (int j = 0; j < journey; j++) {
            before += population.journeys().get(j).states().size();
        }
        return before + state;
    }

    /// The endpoint number of signing in.
    public int signIn() {
        return endpoints.size() - 1;
    }
}
