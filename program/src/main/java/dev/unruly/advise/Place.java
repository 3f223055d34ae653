package dev.unruly.advise;

/// What a setting is for.
///
/// @param dependency by its name
/// @param route a method and a path or its beginning; empty: all of them
/// @param instance one of the dependency's instances; empty: all of them
public record Place(String dependency, String route, String instance) {

    /// A whole dependency.
    public static Place of(String dependency) {
        return new Place(dependency, "", "");
    }

    public Place {
        if (dependency.isBlank()) {
            throw new IllegalArgumentException("a place needs the name of a dependency");
        }
    }

    /// As people read it: `payments POST /pay`.
    @Override
    public String toString() {
        return dependency
                + (route.isEmpty() ? "" : " " + route)
                + (instance.isEmpty() ? "" : " at " + instance);
    }
}
