package dev.unruly.advise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.model.CallGraph;
import dev.unruly.model.ObservedLatency;
import dev.unruly.model.Share;
import dev.unruly.model.Span;
import dev.unruly.model.Span.Ending;
import dev.unruly.model.Span.Kind;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// The call graph over all traces.
final class EndpointsTest {

    private static final long MS = 1_000_000;

    private final Spans spans = new Spans(new SplittableRandom(1));
    private long base = 1_700_000_000_000L * MS;
    private int trace;
    private int id;

    private String span(String parent, String service, String name, Kind kind, long from, long to) {
        return span(parent, service, name, kind, from, to, Ending.ANSWERED);
    }

    private String span(
            String parent,
            String service,
            String name,
            Kind kind,
            long from,
            long to,
            Ending ending) {
        String own = "" + ++id;
        spans.add(
                new Span(
                        "trace " + trace,
                        own,
                        parent,
                        service,
                        name,
                        kind,
                        base + from * MS,
                        base + to * MS,
                        kind == Kind.CLIENT ? name : "",
                        name.contains("/") ? name : "",
                        ending));
        return own;
    }

    private String page(long length) {
        trace++;
        base += 1_000 * MS;
        return span("", "shop", "GET /page", Kind.SERVER, 0, length);
    }

    private static CallGraph one(String name) {
        return new CallGraph.One(name);
    }

    private static CallGraph sometimes(String name, double share) {
        return new CallGraph.Sometimes(one(name), new Share(share));
    }

    private Endpoint only() {
        spans.end();
        return spans.endpoints().getFirst();
    }

    /// In each of ten requests a, then b beside c and d, which follow each other.
    @Test
    void callsAreStagesByTheirTimes() {
        for (int i = 0; i < 10; i++) {
            String page = page(100);
            span(page, "shop", "a", Kind.CLIENT, 5, 10);
            span(page, "shop", "b", Kind.CLIENT, 20, 60);
            span(page, "shop", "c", Kind.CLIENT, 22, 30);
            span(page, "shop", "d", Kind.CLIENT, 31, 50);
        }

        Endpoint page = only();

        assertThat(page.title()).isEqualTo("shop GET /page");
        assertThat(page.served()).isEqualTo(10);
        assertThat(page.entered()).isEqualTo(10);
        assertThat(page.graph())
                .isEqualTo(
                        CallGraph.serial(
                                one("shop GET /page (itself)"),
                                one("a"),
                                CallGraph.parallel(
                                        one("b"), CallGraph.serial(one("c"), one("d")))));
    }

    /// What most requests show is the graph: at once in five of ten is one after the other.
    @Test
    void mostRequestsDecideWhetherCallsAreAtOnce() {
        for (int overlapping = 5; overlapping <= 6; overlapping++) {
            var some = new EndpointsTest();
            for (int i = 0; i < 10; i++) {
                String page = some.page(100);
                some.span(page, "shop", "a", Kind.CLIENT, 5, 20);
                long from = i < overlapping ? 15 : 20;
                some.span(page, "shop", "b", Kind.CLIENT, from, 40);
            }
            CallGraph own = one("shop GET /page (itself)");
            assertThat(some.only().graph())
                    .isEqualTo(
                            overlapping == 5
                                    ? CallGraph.serial(own, one("a"), one("b"))
                                    : CallGraph.serial(
                                            own, CallGraph.parallel(one("a"), one("b"))));
        }
    }

    /// Of ten requests seven ask a, twice or three times each, one after the other; the calls are
    /// seventeen in all.
    @Test
    void howOftenAndInWhichShareIsCounted() {
        for (int i = 0; i < 10; i++) {
            String page = page(100);
            for (int call = 0; i < 7 && call < (i < 3 ? 3 : 2); call++) {
                span(page, "shop", "a", Kind.CLIENT, 10L * call, 10L * call + 9);
            }
        }

        Endpoint page = only();

        assertThat(page.calls()).containsExactly(new Endpoint.Calls("a", 7, 17, 17));
        assertThat(page.graph())
                .isEqualTo(
                        CallGraph.serial(
                                one("shop GET /page (itself)"),
                                new CallGraph.Sometimes(
                                        CallGraph.serial(
                                                one("a"), one("a"), sometimes("a", 0.4286)),
                                        new Share(0.7))));
    }

    @Test
    void aCallThatIsMadeSeveralTimesAtOnceFansOut() {
        for (int i = 0; i < 4; i++) {
            String page = page(100);
            for (int call = 0; call < 3; call++) {
                span(page, "shop", "a", Kind.CLIENT, 10L + call, 40L + call);
            }
        }

        assertThat(only().graph())
                .isEqualTo(
                        CallGraph.serial(
                                one("shop GET /page (itself)"),
                                CallGraph.parallel(one("a"), one("a"), one("a"))));
    }

    @Test
    void triesOfOneCallAreOneCallAndAreCounted() {
        String page = page(100);
        span(page, "shop", "a", Kind.CLIENT, 10, 20, Ending.FAILED);
        span(page, "shop", "a", Kind.CLIENT, 25, 40);

        assertThat(only().calls()).containsExactly(new Endpoint.Calls("a", 1, 1, 2));
    }

    /// Only what a callee asks itself is within it; its own work is what is left of its time.
    @Test
    void everyEndpointHasItsOwnCallsAndItsOwnWork() {
        String page = page(100);
        String pay = span(page, "shop", "POST /pay", Kind.CLIENT, 10, 60);
        String paid = span(pay, "payments", "POST /pay", Kind.SERVER, 12, 58);
        span(paid, "payments", "bank", Kind.CLIENT, 20, 50);
        span(paid, "payments", "books", Kind.CLIENT, 40, 55);
        spans.end();

        List<Endpoint> endpoints = spans.endpoints();

        assertThat(endpoints)
                .extracting(Endpoint::title)
                .containsExactly("shop GET /page", "payments POST /pay");
        assertThat(endpoints.getFirst().graph())
                .isEqualTo(
                        CallGraph.serial(
                                one("shop GET /page (itself)"), one("payments POST /pay")));
        assertThat(spans.parts())
                .filteredOn(place -> place.name().equals("payments POST /pay (itself)"))
                .singleElement()
                .extracting(place -> place.answered().getLast().upToNanos())
                .isEqualTo(11 * MS);
        assertThat(spans.parts())
                .extracting(ObservedLatency::part)
                .contains("GET /page (itself)", "POST /pay (itself)");
    }

    /// Sides that serve were traced alone, and their clocks differ by 400 ms: by their own times
    /// both come before the request, and at once; brought together they are within it.
    @Test
    void clocksThatDifferMakeNoOrder() {
        String page = page(100);
        span(page, "a", "GET /a", Kind.SERVER, -400, -360);
        span(page, "b", "GET /b", Kind.SERVER, 410, 440);

        Endpoint seen = only();

        assertThat(seen.calls())
                .extracting(Endpoint.Calls::name)
                .containsExactlyInAnyOrder("a GET /a", "b GET /b");
        assertThat(spans.notes()).anyMatch(n -> n.contains("clocks were brought together in 1"));
    }
}
