package dev.unruly.backend;

import java.util.HashSet;
import java.util.List;
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
