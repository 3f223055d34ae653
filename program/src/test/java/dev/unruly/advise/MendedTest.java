package dev.unruly.advise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.model.Span;
import dev.unruly.model.Span.Ending;
import dev.unruly.model.Span.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Traces as tracers lose and bend them.
final class MendedTest {

    private static final long MS = 1_000_000;
    private static final long BASE = 1_700_000_000_000L * MS;
    private static final long DAY = 86_400_000 * MS;

    private static Span span(
            String id, String parent, String service, Kind kind, long from, long to) {
        return new Span(
                "t",
                id,
                parent,
                service,
                "op " + service,
                kind,
                BASE + from * MS,
                BASE + to * MS,
                "",
                "",
                Ending.ANSWERED);
    }

    private static List<Long> starts(Mended mended) {
        return mended.spans().stream().map(s -> (s.startNanos() - BASE) / MS).toList();
    }

    /// The serving clock is 500 ms ahead: the call, and what it does, move back into the middle.
    @Test
    void aClockThatIsAheadIsBroughtBackWithAllBelowIt() {
        Mended mended =
                Mended.of(
                        List.of(
                                span("1", "", "shop", Kind.SERVER, 0, 100),
                                span("2", "1", "shop", Kind.CLIENT, 10, 50),
                                span("3", "2", "stock", Kind.SERVER, 510, 530),
                                span("4", "3", "stock", Kind.CLIENT, 512, 520)));

        assertThat(starts(mended)).containsExactly(0L, 10L, 20L, 22L);
        assertThat(mended.movedNanos()).isEqualTo(490 * MS);
    }

    @Test
    void whatLiesWithinItsParentStaysAndSoDoesWorkOfAMessage() {
        Mended mended =
                Mended.of(
                        List.of(
                                span("1", "", "shop", Kind.SERVER, 0, 100),
                                span("2", "1", "stock", Kind.SERVER, 0, 100),
                                span("3", "1", "shop", Kind.INSIDE, 10, 12),
                                span("4", "3", "mailer", Kind.SERVER, 5_000, 5_020)));

        assertThat(starts(mended)).containsExactly(0L, 0L, 10L, 5_000L);
        assertThat(mended.movedNanos()).isZero();
    }

    /// Longer than its parent: it went on after nobody waited any more.
    @Test
    void whatOutlastsItsParentIsOnlyKeptFromBeginningBeforeIt() {
        Mended mended =
                Mended.of(
                        List.of(
                                span("1", "", "shop", Kind.CLIENT, 10, 20),
                                span("2", "1", "a", Kind.SERVER, 12, 90),
                                span("3", "1", "b", Kind.SERVER, 7, 90)));

        assertThat(starts(mended)).containsExactly(10L, 12L, 10L);
    }

    @Test
    void spansTwiceInCirclesAndOfAnotherUnitAreLeftOutAndCounted() {
        Mended mended =
                Mended.of(
                        List.of(
                                span("5", "5", "own", Kind.SERVER, 0, 1),
                                span("3", "4", "a", Kind.SERVER, 0, 1),
                                span("4", "3", "a", Kind.SERVER, 0, 1),
                                span("6", "3", "below", Kind.SERVER, 0, 1),
                                span("2", "1", "stock", Kind.SERVER, 10, 20),
                                span("1", "", "shop", Kind.SERVER, 0, 100),
                                span("2", "1", "stock", Kind.SERVER, 30, 40),
                                span("8", "1", "late", Kind.SERVER, DAY / MS, DAY / MS + 1),
                                span("9", "1", "later", Kind.SERVER, DAY / MS + 1, DAY / MS + 2)));

        assertThat(mended.spans()).extracting(Span::id).containsExactly("1", "2", "8");
        assertThat(mended.twice()).isEqualTo(1);
        assertThat(mended.circular()).isEqualTo(4);
        assertThat(mended.elsewhen()).isEqualTo(1);
    }

    /// Zipkin's B3 gives both sides of a call the same id.
    @Test
    void twoSidesOfOneCallMayShareAnId() {
        Mended mended =
                Mended.of(
                        List.of(
                                span("1", "", "shop", Kind.SERVER, 0, 100),
                                span("2", "1", "stock", Kind.SERVER, 20, 40),
                                span("2", "1", "shop", Kind.CLIENT, 10, 50),
                                span("3", "2", "stock", Kind.CLIENT, 25, 30)));

        assertThat(mended.twice()).isZero();
        assertThat(mended.spans())
                .extracting(Span::service, Span::kind, Span::parent)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("shop", Kind.SERVER, ""),
                        org.assertj.core.groups.Tuple.tuple("shop", Kind.CLIENT, "1"),
                        org.assertj.core.groups.Tuple.tuple("stock", Kind.SERVER, "2"),
                        org.assertj.core.groups.Tuple.tuple("stock", Kind.CLIENT, "2 served"));
    }

    /// In whichever order spans come, the trace is the same.
    @Test
    void orderSaysNothing() {
        var spans = new ArrayList<Span>();
        spans.add(span("0", "", "shop", Kind.SERVER, 0, 1_000));
        for (int i = 1; i < 50; i++) {
            spans.add(
                    span("" + i, "" + (i - 1) / 3, "s" + i % 5, Kind.SERVER, 10L * i, 10L * i + 5));
        }
        List<Span> straight = sorted(Mended.of(spans).spans());
        for (int seed = 0; seed < 20; seed++) {
            Collections.shuffle(spans, new Random(seed));
            assertThat(sorted(Mended.of(spans).spans())).isEqualTo(straight);
        }
    }

    private static List<Span> sorted(List<Span> spans) {
        return spans.stream().sorted((a, b) -> a.id().compareTo(b.id())).toList();
    }

    /// 100,000 spans, all in one trace, deep and wide: the first 20,000 count.
    @Test
    @Timeout(20)
    void aHugeTraceIsSurvived() {
        var spans = new Spans(new SplittableRandom(1));
        for (int i = 0; i < 100_000; i++) {
            int parent = i % 2 == 0 ? i - 2 : 0;
            spans.add(
                    span(
                            "" + i,
                            i == 0 ? "" : "" + Math.max(0, parent),
                            "s" + i % 7,
                            Kind.SERVER,
                            i,
                            i + 200_000L));
        }
        spans.end();

        assertThat(spans.notes()).contains("80,000 spans are of traces that have too many");
        assertThat(spans.endpoints()).isNotEmpty();
    }
}
