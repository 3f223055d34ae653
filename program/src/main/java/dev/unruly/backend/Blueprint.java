package dev.unruly.backend;

import dev.unruly.model.Policy;
import dev.unruly.model.Protection;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// What a system consists of, and what it does for whom. Pure data; [Backend] is the system itself.
///
/// @param stations where requests queue
/// @param links between its parts
/// @param stores caches
/// @param pages the first one that fits stands for a request; what fits none is answered 404
public record Blueprint(
        List<Station> stations, List<Link> links, List<Store> stores, List<Page> pages) {

    public Blueprint {
        stations = List.copyOf(stations);
        links = List.copyOf(links);
        stores = List.copyOf(stores);
        pages = List.copyOf(pages);
        var names =
                new Names(
                        unique("station", stations, Station::name),
                        unique("link", links, Link::name),
                        unique("cache", stores, Store::name));
        for (Page page : pages) {
            names.check(page.steps());
        }
    }

    /// The same system behind other protections. Those of what is no link of it are left out.
    public Blueprint withProtections(List<Protection> protections) {
        return new Blueprint(
                stations,
                links.stream()
                        .map(link ->
                                new Link(
                                        link.name(),
                                        link.connecting(),
                                        protections.stream()
                                                .filter(p -> p.dependency().equals(link.name()))
                                                .toList()))
                        .toList(),
                stores,
                pages);
    }

    /// What a model does not enforce of protections, a line each: policies that need more than one
    /// instance or tries of their own, and those of what no link stands for.
    public List<String> unenforced(List<Protection> protections) {
        var lines = new ArrayList<String>();
        for (Protection protection : protections) {
            Optional<Link> link =
                    links.stream()
                            .filter(l -> l.name().equals(protection.dependency()))
                            .findFirst();
            for (Policy policy : protection.policies()) {
                boolean routed =
                        !protection.route().isEmpty()
                                && link.map(l -> l.connecting() != Link.Connecting.OF_CALLERS)
                                        .orElse(true);
                if (link.isEmpty() || routed || !Known.policy(policy)) {
                    lines.add(
                            "%s%s: the model does not enforce %s"
                                    .formatted(
                                            protection.dependency(),
                                            protection.route().isEmpty()
                                                    ? ""
                                                    : " " + protection.route(),
                                            policy.getClass().getSimpleName()));
                }
            }
        }
        return lines;
    }

    private static <T> Set<String> unique(String what, List<T> things, Function<T, String> name) {
        var names = new HashSet<String>();
        for (T thing : things) {
            if (!names.add(name.apply(thing))) {
                throw new IllegalArgumentException(
                        "there are two %ss called %s".formatted(what, name.apply(thing)));
            }
        }
        return names;
    }

    /// Refuses steps that name what is not there.
    private record Names(Set<String> stations, Set<String> links, Set<String> stores) {

        void check(List<Step> steps) {
            for (Step step : steps) {
                switch (step) {
                    case Step.Work _ -> {}
                    case Step.Crowded crowded -> check("station", crowded.station(), stations);
                    case Step.In in -> {
                        check("station", in.station(), stations);
                        check(in.steps());
                    }
                    case Step.Ask ask -> {
                        check("link", ask.link(), links);
                        check(ask.steps());
                    }
                    case Step.Look look -> {
                        check("cache", look.cache(), stores);
                        check(look.origin());
                    }
                    case Step.Together together -> together.branches().forEach(this::check);
                    case Step.Times times -> check(times.steps());
                    case Step.Sometimes sometimes -> check(sometimes.steps());
                }
            }
        }

        private static void check(String what, String name, Set<String> known) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException(
                        "there is no %s called %s".formatted(what, name));
            }
        }
    }
}
