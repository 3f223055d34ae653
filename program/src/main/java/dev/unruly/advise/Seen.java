package dev.unruly.advise;

import dev.unruly.model.Span.Ending;
import dev.unruly.stats.OrderStatistics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Calls as they come from logs or spans, by dependency and by route.
///
/// Memory does not grow with their number; of more routes than there is room for, those that come
/// late count for their dependency alone.
public final class Seen {

    private static final int MOST_ROUTES = 500;
    private static final int MOST_DEPENDENCIES = 200;

    /// Methods that may be repeated (RFC 9110, 9.2.2).
    private static final Pattern REPEATABLE =
            Pattern.compile("(GET|HEAD|OPTIONS|PUT|DELETE|TRACE) .*");

    private final Map<Place, Tally> tallies = new LinkedHashMap<>();
    private final Map<String, Boolean> repeatable = new LinkedHashMap<>();
    private int routes;
    private long roomless;

    /// One call.
    ///
    /// @param route method and path; empty: not known
    /// @param retry whether it repeats another
    public void call(
            String dependency,
            String route,
            long startNanos,
            long nanos,
            Ending ending,
            boolean retry) {
        Place whole = Place.of(dependency);
        Tally all = tallies.get(whole);
        if (all == null) {
            if (repeatable.size() >= MOST_DEPENDENCIES) {
                roomless++;
                return;
            }
            all = new Tally();
            tallies.put(whole, all);
        }
        all.add(startNanos, nanos, ending, retry);
        boolean may = REPEATABLE.matcher(route).matches();
        repeatable.merge(dependency, may, Boolean::logicalAnd);
        if (!Title.isRoute(route)) {
            return;
        }
        var place = new Place(dependency, route, "");
        Tally one = tallies.get(place);
        if (one == null && routes < MOST_ROUTES) {
            one = new Tally();
            tallies.put(place, one);
            routes++;
        }
        if (one == null) {
            roomless++;
        } else {
            one.add(startNanos, nanos, ending, retry);
        }
    }

    /// What is known of every place, dependencies before their routes.
    ///
    /// @param sampled the share of all calls that was seen; empty: not known
    public List<Known> known(Optional<Double> sampled) {
        var all = new ArrayList<Known>();
        for (String dependency : repeatable.keySet()) {
            tallies.forEach((place, tally) -> {
                if (place.dependency().equals(dependency)) {
                    boolean may =
                            place.route().isEmpty()
                                    ? repeatable.getOrDefault(dependency, false)
                                    : REPEATABLE.matcher(place.route()).matches();
                    all.add(tally.known(place, sampled.orElse(0.0), may));
                }
            });
        }
        return all;
    }

    /// Those of which a timeout could be derived, and every dependency whatever is known of it.
    public static List<Known> enough(List<Known> known) {
        long needed =
                OrderStatistics.needed(TimeoutRule.USUAL.quantile(), TimeoutRule.USUAL.level());
        return known.stream()
                .filter(k ->
                        k.place().route().isEmpty()
                                || k.answered().count() + k.cutOff().count() >= needed)
                .toList();
    }

    /// Calls that no place had room for.
    public long roomless() {
        return roomless;
    }
}
