package dev.unruly.model;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The policies in front of one dependency, or of some of its routes.
///
/// @param dependency by its name
/// @param route a method and a path or its beginning, as `GET /products/*`; empty: all routes that
///   have no policy of the same kind of their own
/// @param policies at most one of each kind
public record Protection(String dependency, String route, List<Policy> policies) {

    public Protection {
        policies = List.copyOf(policies);
        Set<Class<?>> kinds = new HashSet<>();
        for (Policy policy : policies) {
            if (!kinds.add(policy.getClass())) {
                throw new IllegalArgumentException(
                        dependency
                                + " has two policies of the kind "
                                + policy.getClass().getSimpleName());
            }
        }
    }
}
