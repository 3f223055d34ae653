package dev.unruly.run;

import dev.unruly.chance.Distribution;
import dev.unruly.chance.Empirical;
import dev.unruly.model.CallGraph;
import dev.unruly.model.Experiment;
import dev.unruly.model.Journey;
import dev.unruly.model.ObservedLatency;
import dev.unruly.model.ObservedLatency.Band;
import dev.unruly.model.Requested;
import dev.unruly.model.SystemModel;
import dev.unruly.model.SystemModel.Application;
import dev.unruly.model.SystemModel.Cache;
import dev.unruly.model.SystemModel.Callee;
import dev.unruly.model.SystemModel.Connecting;
import dev.unruly.model.SystemModel.Figure;
import dev.unruly.model.SystemModel.Page;
import dev.unruly.model.SystemModel.Stamp;
import dev.unruly.model.SystemModel.Time;
import dev.unruly.model.Template;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// A model of a system that was only watched: what its pages take and call, by latencies of
/// production and a file of calls. Nobody has seen it under overload, so that how many it can serve
/// at a time is a prior.
public final class Drafted {

    private static final double[] QUANTILES = {
        0, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 1
    };

    private static final double SECOND = 1e9;

    private final Map<String, ObservedLatency> places = new LinkedHashMap<>();
    private final Map<String, Callee> callees = new TreeMap<>();
    private final List<Page> pages = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    /// A model and what is worth knowing of it, a sentence each.
    public record Draft(SystemModel system, List<String> notes) {
        public Draft {
            notes = List.copyOf(notes);
        }
    }

    private Drafted(List<ObservedLatency> latencies) {
        latencies.stream()
                .filter(place -> place.answered().stream().anyMatch(band -> band.count() > 0))
                .forEach(place -> places.put(place.name(), place));
    }

    /// The model.
    ///
    /// @param requests and what they ask of others; empty: nobody says
    /// @param experiment that will be played
    /// @throws IllegalArgumentException with words for people, if nothing is known of any page
    public static Draft of(
            List<ObservedLatency> latencies, List<Requested> requests, Experiment experiment) {
        var drafted = new Drafted(latencies);
        drafted.called(requests);
        drafted.alone(requests);
        if (drafted.pages.isEmpty()) {
            throw new IllegalArgumentException(
                    "no latency is known of a page: none of the places has a route such as GET /cart");
        }
        drafted.unknown(experiment);
        drafted.pages.sort(Comparator.comparingInt((Page page) -> -page.path().length()));
        Application application =
                new Application(
                        prior(200, "Tomcat's own"),
                        prior(Double.POSITIVE_INFINITY, "endless"),
                        prior(200, "nobody has seen it under overload"),
                        prior(0, "for ever"),
                        prior(0, "nobody has seen it"),
                        prior(1, "no slower"),
                        prior(1, "all of it"),
                        prior(1, "as in most servers"));
        return new Draft(
                new SystemModel(
                        "",
                        application,
                        List.copyOf(drafted.callees.values()),
                        new Cache(prior(1, "none"), Map.of()),
                        drafted.pages),
                drafted.notes);
    }

    /// Pages of requests that no other request makes.
    private void called(List<Requested> requests) {
        Set<String> inside = new TreeSet<>();
        requests.forEach(request -> inside.addAll(request.graph().names()));
        for (Requested request : requests) {
            ObservedLatency whole = places.get(request.of());
            if (whole == null || inside.contains(request.of())) {
                continue;
            }
            Optional<String[]> route = route(whole.route());
            if (route.isEmpty()) {
                notes.add(request.name() + " has no method and path, and is no page");
                continue;
            }
            Map<String, Double> counts = new LinkedHashMap<>();
            count(request.graph(), 1, counts);
            ObservedLatency own = places.get(request.of() + " (itself)");
            Map<String, Figure> calls = new TreeMap<>();
            counts.forEach((name, times) -> {
                ObservedLatency place = places.get(name);
                if (place != null && !place.name().equals(request.of() + " (itself)")) {
                    String callee = callee(place);
                    calls.merge(
                            callee,
                            new Figure(times, Stamp.GIVEN, "the file of calls"),
                            (a, b) -> new Figure(a.value() + b.value(), a.stamp(), a.why()));
                }
            });
            pages.add(page(route.get(), own == null ? whole : own, calls));
        }
    }

    /// How often each place is asked, on average.
    private static void count(CallGraph graph, double times, Map<String, Double> to) {
        switch (graph) {
            case CallGraph.One(String name) -> to.merge(name, times, Double::sum);
            case CallGraph.Serial(List<CallGraph> calls) ->
                    calls.forEach(call -> count(call, times, to));
            case CallGraph.FirstOf(int _, List<CallGraph> calls) ->
                    calls.forEach(call -> count(call, times, to));
            case CallGraph.Retried retried -> count(retried.call(), times, to);
            case CallGraph.Hedged hedged -> count(hedged.call(), times, to);
            case CallGraph.Sometimes(CallGraph call, var share) ->
                    count(call, times * share.value(), to);
        }
    }

    /// A dependency as a whole, by a name that files allow.
    private String callee(ObservedLatency place) {
        String name = place.dependency().replaceAll("[^A-Za-z0-9_-]+", "-");
        String plain = name.matches("[A-Za-z].*") ? name : "dependency-" + name;
        ObservedLatency whole = places.getOrDefault(place.dependency(), place);
        callees.putIfAbsent(
                plain,
                new Callee(
                        plain,
                        time(whole),
                        prior(1, "no slower"),
                        Connecting.BY_ITSELF,
                        prior(0, "not known"),
                        prior(0, "not known; for ever")));
        return plain;
    }

    /// Pages of which only the whole time is known.
    private void alone(List<Requested> requests) {
        Set<String> told = new TreeSet<>();
        requests.forEach(request -> told.addAll(request.graph().names()));
        for (ObservedLatency place : places.values()) {
            route(place.route())
                    .filter(route -> !told.contains(place.name()) && !known(route[0], route[1]))
                    .ifPresent(route -> pages.add(page(route, place, Map.of())));
        }
    }

    private boolean known(String method, String path) {
        return pages.stream().anyMatch(p -> p.method().equals(method) && p.path().equals(path));
    }

    /// What people ask for and nobody has measured takes as long as all that was measured.
    private void unknown(Experiment experiment) {
        var asked = new TreeSet<String>();
        for (Journey journey : experiment.population().journeys()) {
            for (Journey.State state : journey.states()) {
                asked(state.call().method(), state.call().target(), asked);
                state.with().forEach(part -> asked("GET", part, asked));
            }
        }
        if (asked.isEmpty()) {
            return;
        }
        List<Band> all = new ArrayList<>();
        places.values().stream()
                .filter(place -> route(place.route()).isPresent())
                .forEach(place -> all.addAll(place.answered()));
        var time = new Time(distribution(all), Stamp.PRIOR, "not measured: as all that was");
        for (String one : asked) {
            int space = one.indexOf(' ');
            pages.add(page(one.substring(0, space), one.substring(space + 1), time, Map.of()));
        }
        notes.add(
                String.format(
                        Locale.ROOT,
                        "%,d pages that people ask for were not measured, and take as long as all"
                                + " others: %s",
                        asked.size(),
                        String.join(", ", asked.stream().limit(10).toList())));
    }

    private void asked(String method, Template target, Set<String> to) {
        var text = new StringBuilder();
        for (Template.Part part : target.parts()) {
            if (!(part instanceof Template.Literal literal)) {
                break;
            }
            text.append(literal.text());
        }
        int query = text.indexOf("?");
        String path = query < 0 ? text.toString() : text.substring(0, query);
        boolean answered =
                pages.stream()
                        .anyMatch(p ->
                                p.method().equals(method)
                                        && (p.path().equals(path)
                                                || (p.path().length() > 1
                                                        && p.path().endsWith("/")
                                                        && path.startsWith(p.path()))));
        if (!answered) {
            to.add(method + " " + path);
        }
    }

    /// Method and path, the path up to where it varies.
    private static Optional<String[]> route(String route) {
        if (!route.matches("[A-Z]+ /\\S*")) {
            return Optional.empty();
        }
        int space = route.indexOf(' ');
        String path = route.substring(space + 1);
        for (String varies : List.of("{", "<", "/:", "*")) {
            int at = path.indexOf(varies);
            if (at >= 0) {
                path = path.substring(0, varies.startsWith("/") ? at + 1 : at);
            }
        }
        return Optional.of(new String[] {route.substring(0, space), path});
    }

    private static Page page(String[] route, ObservedLatency own, Map<String, Figure> calls) {
        return page(route[0], route[1], time(own), calls);
    }

    private static Page page(String method, String path, Time own, Map<String, Figure> calls) {
        return new Page(method, path, 200, 0, false, false, own, calls);
    }

    private static Time time(ObservedLatency place) {
        long count = place.answered().stream().mapToLong(Band::count).sum();
        return new Time(
                distribution(place.answered()),
                Stamp.GIVEN,
                String.format(Locale.ROOT, "%,d answers in the latency file", count));
    }

    private static Distribution distribution(List<Band> bands) {
        double[] values = new double[QUANTILES.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = ObservedLatency.quantile(bands, QUANTILES[i]) / SECOND;
        }
        return Empirical.of(QUANTILES, values);
    }

    private static Figure prior(double value, String why) {
        return new Figure(value, Stamp.PRIOR, why);
    }
}
