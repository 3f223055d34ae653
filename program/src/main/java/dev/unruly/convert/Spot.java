package dev.unruly.convert;

import dev.unruly.model.Dependency;
import dev.unruly.model.Policy;
import dev.unruly.model.Protection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A dependency, or some of its routes, with every policy that holds there.
///
/// @param slug a name of letters, digits, `-` and `_` that no other spot has:
///   `catalog-GET-products`
/// @param route as in `Protection`; empty: all that no other spot is for
/// @param own the policies written for this spot
/// @param policies those, and of its dependency the kinds it has not
record Spot(
        Dependency dependency, String slug, String route, List<Policy> own, List<Policy> policies) {

    Spot {
        own = List.copyOf(own);
        policies = List.copyOf(policies);
    }

    /// The spots of one dependency: exact paths before beginnings, longer before shorter, those of
    /// one method before those of all, and the dependency itself last.
    ///
    /// @param taken slugs that are no longer free; gets those of these spots
    static List<Spot> of(Dependency dependency, List<Protection> protections, Set<String> taken) {
        String whole = slug(dependency.name(), taken);
        List<Protection> its =
                protections.stream().filter(p -> p.dependency().equals(dependency.name())).toList();
        List<Policy> general =
                its.stream()
                        .filter(p -> p.route().isEmpty())
                        .flatMap(p -> p.policies().stream())
                        .toList();
        var spots = new ArrayList<Spot>();
        for (Protection protection : its) {
            if (!protection.route().isEmpty()) {
                var policies = new ArrayList<Policy>(protection.policies());
                general.stream()
                        .filter(g -> policies.stream().noneMatch(p -> p.getClass() == g.getClass()))
                        .toList()
                        .forEach(policies::add);
                String route = protection.route();
                String slug = slug(dependency.name() + " " + route, taken);
                spots.add(new Spot(dependency, slug, route, protection.policies(), policies));
            }
        }
        spots.sort(
                Comparator.comparing(Spot::isBeginning)
                        .thenComparing(Comparator.comparingInt((Spot s) -> -s.path().length()))
                        .thenComparing(s -> s.method().isEmpty()));
        if (!its.isEmpty()) {
            spots.add(new Spot(dependency, whole, "", general, general));
        }
        return spots;
    }

    /// Whether it is the dependency itself.
    boolean isWhole() {
        return route.isEmpty();
    }

    /// Whether a policy was written for this spot.
    boolean owns(Policy policy) {
        return own.contains(policy);
    }

    /// The method its requests have; empty: any.
    String method() {
        int space = route.indexOf(' ');
        return space < 0 ? "" : route.substring(0, space);
    }

    /// The path, or its beginning.
    String path() {
        String path = route.substring(route.indexOf(' ') + 1);
        return isBeginning() ? path.substring(0, path.length() - 1) : path;
    }

    /// Whether paths only have to begin so.
    boolean isBeginning() {
        return route.endsWith("*");
    }

    /// Whether the path has only characters that stand for themselves everywhere.
    boolean isPlain() {
        return path().matches("[A-Za-z0-9/._~%-]*");
    }

    /// As people read it: `catalog GET /products/*`.
    String title() {
        return isWhole() ? dependency.name() : dependency.name() + " " + route;
    }

    private static String slug(String title, Set<String> taken) {
        String words = title.replaceAll("[^A-Za-z0-9_]+", "-").replaceAll("-$", "");
        String slug = words;
        for (int n = 2; !taken.add(slug); n++) {
            slug = words + "-" + n;
        }
        return slug;
    }

    /// The policy of one kind.
    <P extends Policy> Optional<P> find(Class<P> kind) {
        return policies.stream().filter(kind::isInstance).map(kind::cast).findFirst();
    }
}
