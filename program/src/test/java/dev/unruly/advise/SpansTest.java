package dev.unruly.advise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.model.CallGraph;
import dev.unruly.model.Span;
import dev.unruly.model.Span.Ending;
import dev.unruly.model.Span.Kind;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What spans show of calls, and of how requests are made of them.
final class SpansTest {

    private static final long MS = 1_000_000;

    private final Spans spans = new Spans(new SplittableRandom(1));
    private long base = 1_000_000 * MS;
    private int trace;

    private void span(
            String id, String parent, String service, String name, Kind kind, long from, long to) {
        span(id, parent, service, name, kind, from, to, Ending.ANSWERED);
    }

    private void span(
            String id,
            String parent,
            String service,
            String name,
            Kind kind,
            long from,
            long to,
            Ending ending) {
        String route = name.contains("/") ? name : "";
        spans.add(
                new Span(
                        "trace " + trace,
                        id,
                        parent,
                        service,
                        name,
                        kind,
                        base + from * MS,
                        base + to * MS,
                        kind == Kind.CLIENT ? name : "",
                        route,
                        ending));
    }

    private void next() {
        trace++;
        base += 100 * MS;
    }

    private Shapes only() {
        spans.end();
        assertThat(spans.requests()).hasSize(1);
        return spans.requests().getFirst();
    }

    private static CallGraph one(String name) {
        return new CallGraph.One(name);
    }

    /// a, then b beside c followed by d: b overlaps both.
    @Test
    void callsAreInSeriesOrAtOnceByTheirTimes() {
        span("1", "", "shop", "GET /page", Kind.SERVER, 0, 50);
        span("2", "1", "shop", "a", Kind.CLIENT, 1, 10);
        span("3", "1", "shop", "b", Kind.CLIENT, 10, 40);
        span("4", "1", "shop", "c", Kind.CLIENT, 12, 20);
        span("5", "1", "shop", "d", Kind.CLIENT, 20, 38);

        Shapes page = only();

        assertThat(page.graph())
                .isEqualTo(
                        CallGraph.serial(
                                one("shop GET /page (itself)"),
                                one("a a"),
                                CallGraph.parallel(
                                        one("b b"), CallGraph.serial(one("c c"), one("d d")))));
        assertThat(page.traces().nanos().getFirst())
                .containsExactly(11 * MS, 9 * MS, 30 * MS, 8 * MS, 18 * MS);
        assertThat(page.name()).isEqualTo("shop-GET-page");
    }

    /// The caller's view counts for the call, and what the callee asks is told too.
    @Test
    void aCalleesOwnCallsAreWithinIt() {
        span("1", "", "shop", "GET /page", Kind.SERVER, 0, 50);
        span("2", "1", "shop", "POST /pay", Kind.CLIENT, 10, 40);
        span("3", "2", "payments", "POST /pay", Kind.SERVER, 12, 38);
        span("4", "3", "payments", "bank", Kind.CLIENT, 15, 35);

        assertThat(only().graph())
                .isEqualTo(
                        CallGraph.serial(
                                one("shop GET /page (itself)"),
                                CallGraph.serial(
                                        one("payments POST /pay (itself)"), one("bank bank"))));
        List<Known> known = spans.known(Optional.empty());
        assertThat(known)
                .filteredOn(k -> k.place().equals(Place.of("payments")))
                .singleElement()
                .extracting(k -> k.answered().most())
                .isEqualTo(30 * MS);
        assertThat(known)
                .extracting(k -> k.place().toString())
                .contains("payments POST /pay", "bank", "shop GET /page");
    }

    /// Without kinds the services tell: as in Jaeger's and Nezha's traces.
    @Test
    void sidesFollowFromServices() {
        span("1", "", "shop", "page", Kind.UNKNOWN, 0, 50);
        span("2", "1", "shop", "ask", Kind.UNKNOWN, 10, 40);
        span("3", "2", "stock", "serve", Kind.UNKNOWN, 12, 38);
        span("4", "3", "stock", "sql", Kind.UNKNOWN, 15, 35);

        assertThat(only().graph())
                .isEqualTo(CallGraph.serial(one("shop page (itself)"), one("stock ask")));
    }

    @Test
    void aTryAfterAFailureIsARetryAndPartOfOneCall() {
        for (int i = 0; i < 10; i++) {
            span("1", "", "shop", "GET /page", Kind.SERVER, 0, 90);
            span("2", "1", "shop", "bank", Kind.CLIENT, 10, 40, Ending.CUT_OFF);
            span("3", "1", "shop", "bank", Kind.CLIENT, 50, 55);
            next();
        }

        Shapes page = only();

        assertThat(page.graph())
                .isEqualTo(CallGraph.serial(one("shop GET /page (itself)"), one("bank bank")));
        assertThat(page.traces().nanos().getFirst()).containsExactly(45 * MS, 45 * MS);
        Known bank =
                spans.known(Optional.of(1.0)).stream()
                        .filter(k -> k.place().equals(Place.of("bank")))
                        .findFirst()
                        .orElseThrow();
        assertThat(bank.traffic().retries()).isEqualTo(10);
        assertThat(bank.traffic().failed()).isEqualTo(10);
        assertThat(bank.answered().count()).isEqualTo(10);
        assertThat(bank.cutOff().most()).isEqualTo(30 * MS);
    }

    @Test
    void askingTheSameTwiceIsNoRetry() {
        span("1", "", "shop", "GET /page", Kind.SERVER, 0, 90);
        span("2", "1", "shop", "bank", Kind.CLIENT, 10, 40);
        span("3", "1", "shop", "bank", Kind.CLIENT, 50, 55);

        assertThat(only().graph())
                .isEqualTo(
                        CallGraph.serial(
                                one("shop GET /page (itself)"),
                                one("bank bank"),
                                one("bank bank #2")));
        assertThat(spans.notes()).first().asString().isEqualTo("1 trace, 0 repeated calls");
    }

    /// A sample of traces says nothing of a rate, unless its share is known.
    @Test
    void ratesNeedTheShareThatWasTraced() {
        for (int i = 0; i < 200; i++) {
            span("1", "", "shop", "GET /page", Kind.SERVER, 0, 20);
            next();
        }
        spans.end();

        assertThat(spans.known(Optional.empty()).getFirst().traffic()).isEqualTo(Traffic.UNKNOWN);
        Traffic traffic = spans.known(Optional.of(0.1)).getFirst().traffic();
        assertThat(traffic.perSecond()).isBetween(100.0, 101.0);
        assertThat(traffic.peakPerSecond()).isEqualTo(100);
        assertThat(traffic.meanInFlight()).isBetween(2.0, 2.02);
    }

    /// Spans of many traces come mixed; the shape that most have is the graph.
    @Test
    void theUsualShapeIsTaken() {
        IntStream.range(0, 30)
                .forEach(_ -> {
                    span("1", "", "shop", "GET /page", Kind.SERVER, 0, 20);
                    span("2", "1", "shop", trace % 3 == 0 ? "rare" : "often", Kind.CLIENT, 1, 9);
                    next();
                });

        Shapes page = only();

        assertThat(page.count()).isEqualTo(2);
        assertThat(page.share()).isEqualTo(20 / 30.0);
        assertThat(page.graph().names()).contains("often often");
        assertThat(page.whole().count()).isEqualTo(30);
    }

    /// Halves of the time, as drift is looked for, stay apart however long it was.
    @Test
    void partsStayInTheirOrder() {
        var tally = new Tally();
        for (int i = 0; i < 4_000; i++) {
            tally.add(i * 1_000L * MS, i < 2_000 ? MS : 9 * MS, Ending.ANSWERED, false);
        }

        Known known = tally.known(Place.of("a"), 1, true);

        assertThat(known.parts()).hasSizeBetween(10, 20);
        assertThat(known.parts().getFirst().most()).isEqualTo(MS);
        assertThat(known.parts().getLast().least()).isEqualTo(9 * MS);
        assertThat(known.answered().count()).isEqualTo(4_000);
        assertThat(known.traffic().peakPerSecond()).isEqualTo(1);
    }
}
