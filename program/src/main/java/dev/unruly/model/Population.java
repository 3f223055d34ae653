package dev.unruly.model;

import java.util.List;

/// Who may show up.
///
/// @param regions where they are; at least one
/// @param personas what kinds there are; at least one
/// @param journeys what they walk, found by name
/// @param feeds what templates draw from, found by name
/// @param signIn how a session is got
/// @param clientAddress whether users have addresses of their own
public record Population(
        List<Region> regions,
        List<Persona> personas,
        List<Journey> journeys,
        List<Feed> feeds,
        SignIn signIn,
        ClientAddress clientAddress) {

    public Population {
        regions = List.copyOf(regions);
        personas = List.copyOf(personas);
        journeys = List.copyOf(journeys);
        feeds = List.copyOf(feeds);
        if (regions.isEmpty() || personas.isEmpty()) {
            throw new IllegalArgumentException("a population needs a region and a persona");
        }
        for (Persona persona : personas) {
            if (journeys.stream().noneMatch(j -> j.name().equals(persona.journey()))) {
                throw new IllegalArgumentException(
                        persona.name() + " walks " + persona.journey() + ", which is not there");
            }
        }
    }

    /// The index of a journey.
    ///
    /// @throws IllegalArgumentException when there is none of this name
    public int journey(String name) {
        for (int i = 0; i < journeys.size(); i++) {
            if (journeys.get(i).name().equals(name)) {
                return i;
            }
        }
        throw new IllegalArgumentException("no journey is called " + name);
    }
}
