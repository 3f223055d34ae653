package dev.unruly.gateway;

import static dev.unruly.gateway.Rig.MS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.gateway.HttpRig.Line;
import dev.unruly.gateway.HttpRig.Words;
import dev.unruly.model.DependencySecond;
import dev.unruly.model.Policy;
import dev.unruly.model.Protection;
import dev.unruly.model.RouteSecond;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What is told of routes that policies name, beside what is told of their listener.
class RoutedTest {

    private final HttpRig rig = new HttpRig(1);

    private static Protection protection(String route) {
        return new Protection("database", route, List.of(new Policy.Timeout(60_000 * MS)));
    }

    private void ask(String target) {
        Line line = rig.open();
        line.ask(Words.get(target));
        rig.until(rig.world.nanos() / MS + 20);
        line.connection().close();
    }

    private List<RouteSecond> told() {
        rig.until(rig.world.nanos() / MS + 1_000);
        return rig.heard.routes;
    }

    private static long requests(List<RouteSecond> told, String route) {
        return told.stream()
                .filter(one -> one.route().equals(route))
                .mapToLong(one -> one.figures().requests())
                .sum();
    }

    @Test
    void eachRouteHasItsOwnTimes() {
        rig.link.protect(List.of(protection(""), protection("GET /a/*"), protection("/b")));
        rig.whenReceived =
                one -> rig.after(one.line.contains("/a/") ? 10 : 3, () -> one.answer(200, ""));
        for (String target : List.of("/a/1", "/a/2?x=/b", "/b", "/b?page=2", "/c", "/a")) {
            ask(target);
        }
        List<RouteSecond> told = told();
        assertThat(requests(told, "GET /a/*")).isEqualTo(2);
        assertThat(requests(told, "/b")).isEqualTo(2);
        assertThat(told).extracting(RouteSecond::route).containsOnly("GET /a/*", "/b");
        DependencySecond a = told.getFirst().figures();
        assertThat(a.completed()).isEqualTo(2);
        assertThat(a.inFlight()).isZero();
        assertThat(a.peakInFlight()).isEqualTo(1);
        assertThat(a.own().quantile(0.5) / MS).isBetween(10L, 11L);
        assertThat(rig.heard.seconds.getFirst().requests()).isEqualTo(6);
    }

    /// The first that fits counts, as it does for policies.
    @Test
    void aRequestCountsOnce() {
        rig.link.protect(List.of(protection("/a"), protection("/*")));
        ask("/a");
        ask("/b");
        List<RouteSecond> told = told();
        assertThat(requests(told, "/a")).isEqualTo(1);
        assertThat(requests(told, "/*")).isEqualTo(1);
    }

    @Test
    void whatIsGivenUpAndWhatFailsCounts() {
        rig.link.protect(List.of(protection("/slow"), protection("/bad")));
        rig.whenReceived =
                one -> {
                    if (one.line.contains("/bad")) {
                        one.answer(500, "");
                    }
                };
        ask("/bad");
        ask("/slow");
        List<RouteSecond> told = told();
        DependencySecond slow = told.getFirst().figures();
        assertThat(slow.failed()).isEqualTo(1);
        assertThat(slow.cutOff().count()).isEqualTo(1);
        assertThat(slow.inFlight()).isZero();
        assertThat(told.get(1).figures().failed()).isEqualTo(1);
        assertThat(told.get(1).figures().cutOff().count()).isZero();
    }

    /// What is under way when a route is no longer named still ends in what is told of it.
    @Test
    void aRouteThatIsNotNamedAnyMoreEnds() {
        rig.link.protect(List.of(protection("/a")));
        rig.whenReceived = one -> rig.after(1_500, () -> one.answer(200, ""));
        rig.open().ask(Words.get("/a"));
        rig.until(1_100);
        rig.link.protect(List.of(protection("/b")));
        List<RouteSecond> told = told();
        assertThat(told).filteredOn(one -> one.route().equals("/a")).hasSize(2);
        assertThat(told)
                .filteredOn(one -> one.route().equals("/a") && one.figures().completed() == 1)
                .hasSize(1);
    }

    @Test
    void asManyRoutesAsThereIsRoomForAreTold() {
        var protections = new ArrayList<Protection>();
        for (int i = 0; i <= RouteTallies.MOST; i++) {
            protections.add(protection("/" + i));
        }
        rig.link.protect(protections);
        ask("/" + (RouteTallies.MOST - 1));
        ask("/" + RouteTallies.MOST);
        List<RouteSecond> told = told();
        assertThat(told).extracting(RouteSecond::route).doesNotContain("/" + RouteTallies.MOST);
        assertThat(requests(told, "/" + (RouteTallies.MOST - 1))).isEqualTo(1);
    }

    @Test
    void withoutRoutesNothingIsTold() {
        rig.link.protect(List.of(protection("")));
        ask("/a");
        assertThat(told()).isEmpty();
    }
}
