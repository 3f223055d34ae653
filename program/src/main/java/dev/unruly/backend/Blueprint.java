package dev.unruly.backend;

import dev.unruly.model.Policy;
import dev.unruly.model.Protection;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

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
                        byName(links),
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
                                link.with(
                                        protections.stream()
                                                .filter(p -> p.dependency().equals(link.name()))
                                                .toList()))
                        .toList(),
                stores,
                pages);
    }

    /// What a model does not enforce of protections, a line each, with why.
    public List<String> unenforced(List<Protection> protections) {
        var lines = new ArrayList<String>();
        for (Protection protection : protections) {
            Optional<Link> link =
                    links.stream()
                            .filter(l -> l.name().equals(protection.dependency()))
                            .findFirst();
            for (Policy policy : protection.policies()) {
                String why =
                        link.map(l -> why(l, protection, policy)).orElse("it is no part of it");
                if (!why.isEmpty()) {
                    lines.add(
                            "%s%s: the model does not enforce %s, for %s"
                                    .formatted(
                                            protection.dependency(),
                                            protection.route().isEmpty()
                                                    ? ""
                                                    : " " + protection.route(),
                                            policy.key(),
                                            why));
                }
            }
        }
        return lines;
    }

    /// Empty: it is enforced.
    private static String why(Link link, Protection protection, Policy policy) {
        if (link.connecting() == Link.Connecting.OF_CALLERS) {
            return "";
        }
        if (!protection.route().isEmpty()) {
            return "it does not know which routes its application asks for";
        }
        return switch (policy) {
            case Policy.SingleFlight _, Policy.Cache _ ->
                    link.far().keys().isEmpty()
                            ? "it does not know what is asked for there: write keys:"
                            : "";
            case Policy.Timeout _,
                    Policy.Retry _,
                    Policy.Budget _,
                    Policy.Breaker _,
                    Policy.Bulkhead _,
                    Policy.Hedge _,
                    Policy.Concurrency _,
                    Policy.Rate _,
                    Policy.Shed _,
                    Policy.Throttle _,
                    Policy.Ejection _ ->
                    "";
        };
    }

    private static Map<String, Link> byName(List<Link> links) {
        var _ = unique("link", links, Link::name);
        return links.stream().collect(Collectors.toMap(Link::name, link -> link));
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
    private record Names(Set<String> stations, Map<String, Link> links, Set<String> stores) {

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
                        check("link", ask.link(), links.keySet());
                        checkInstances(ask, links);
                        ask.at().forEach(this::check);
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

        private static void checkInstances(Step.Ask ask, Map<String, Link> links) {
            Link link = links.get(ask.link());
            int instances = link == null ? 1 : link.far().instances();
            if (ask.at().size() != 1 && ask.at().size() != instances) {
                throw new IllegalArgumentException(
                        "%s has %d instances, and something is done at %d"
                                .formatted(ask.link(), instances, ask.at().size()));
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
