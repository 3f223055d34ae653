package dev.unruly.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The names that an experiment may speak of. An empty list: they could not be read, so that any
/// name passes.
///
/// @param endpoints the states as [dev.unruly.model.Roster] calls them, and `sign-in`
/// @param once those that must happen once
record Names(
        List<String> endpoints,
        Set<String> once,
        List<String> personas,
        List<String> regions,
        List<String> dependencies) {

    static final Names UNKNOWN = new Names(List.of(), Set.of(), List.of(), List.of(), List.of());

    Names {
        endpoints = List.copyOf(endpoints);
        once = Set.copyOf(once);
        personas = List.copyOf(personas);
        regions = List.copyOf(regions);
        dependencies = List.copyOf(dependencies);
    }

    Names withDependencies(List<String> others) {
        return new Names(endpoints, once, personas, regions, others);
    }

    /// What a state is called among all journeys' states: its own name where no other has it.
    static String endpoint(Map<String, List<String>> journeys, String journey, String state) {
        long same = journeys.values().stream().flatMap(List::stream).filter(state::equals).count();
        return same == 1 ? state : journey + "." + state;
    }

    static List<String> endpoints(Map<String, List<String>> journeys, boolean signsIn) {
        var endpoints = new ArrayList<String>();
        journeys.forEach((journey, states) ->
                states.forEach(s -> endpoints.add(endpoint(journeys, journey, s))));
        if (signsIn && !endpoints.isEmpty()) {
            endpoints.add("sign-in");
        }
        return endpoints;
    }
}
