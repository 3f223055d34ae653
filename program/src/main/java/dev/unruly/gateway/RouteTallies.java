package dev.unruly.gateway;

import dev.unruly.model.DependencyTally;
import dev.unruly.model.RouteSecond;
import dev.unruly.policy.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What is counted of the routes that policies name, beside what is counted of their listener.
///
/// A route that is named once stays counted, so that what is under way can still end.
final class RouteTallies {

    /// Each costs a histogram a second; further routes are counted with their listener only.
    static final int MOST = 32;

    private final List<Counted> all = new ArrayList<>();

    private record Counted(String text, Route route, DependencyTally tally) {}

    /// Counts these too from now on, in the order in which they are looked for.
    void name(Stream<String> routes) {
        List<Counted> before = List.copyOf(all);
        all.clear();
        routes.filter(text -> !text.isEmpty())
                .distinct()
                .map(text ->
                        before.stream()
                                .filter(one -> one.text.equals(text))
                                .findFirst()
                                .orElseGet(() ->
                                        new Counted(text, Route.of(text), new DependencyTally())))
                .limit(MOST)
                .forEach(all::add);
        before.stream().filter(one -> !all.contains(one) && all.size() < MOST).forEach(all::add);
    }

    /// Where a request counts besides; null: nowhere.
    @Nullable DependencyTally of(CharSequence method, CharSequence target) {
        for (Counted one : all) {
            if (one.route.fits(method, target)) {
                return one.tally;
            }
        }
        return null;
    }

    /// What was counted in the second that is over.
    ///
    /// @param dependency its index among all
    List<RouteSecond> take(int dependency, int second) {
        return all.stream()
                .map(one -> new RouteSecond(one.text, one.tally.take(dependency, second)))
                .toList();
    }
}
