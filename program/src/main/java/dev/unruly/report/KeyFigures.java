package dev.unruly.report;

import dev.unruly.model.Cause;
import dev.unruly.model.RunResult;
import dev.unruly.model.RunResult.ByPhase;
import java.util.Map;

/// What a run comes to: its figures before, during and after what went wrong, its counts, and who
/// sent what was not needed.
final class KeyFigures {

    private final RunResult result;
    private final Stretches stretches;

    KeyFigures(RunResult result, Stretches stretches) {
        this.result = result;
        this.stretches = stretches;
    }

    Html html() {
        var html = new Html();
        html.open("section", "id", "figures").element("h2", "Key figures");
        html.open("div", "class", "split");
        table(html);
        html.open("div");
        counts(html);
        causes(html);
        return html.close().close().closeLine();
    }

    private void table(Html html) {
        RunResult.Timeline t = result.timeline();
        html.open("div", "class", "scroll").open("table", "class", "figures");
        html.open("thead").open("tr").element("td", "");
        for (String column : new String[] {"before", "during", "after"}) {
            html.element("th", column, "scope", "col", "class", "num");
        }
        html.close().open("tr", "class", "when");
        html.element("td", "");
        when(html, stretches.baselineFrom(), stretches.baselineTo());
        when(html, stretches.baselineTo(), stretches.watchFrom());
        when(html, stretches.watchFrom(), stretches.watchTo());
        html.close().close().open("tbody");
        row(html, "answered in time", "goodput", result.goodput(), Figures::share, true);
        row(
                html,
                "requests per request needed",
                "amplification",
                result.amplification(),
                Figures::times,
                false);
        row(html, "intents per second", "", stretches.means(t.intents()), Figures::rate, true);
        row(html, "requests per second", "", stretches.means(t.requests()), Figures::rate, false);
        row(html, "answered per second", "", stretches.means(t.answered()), Figures::rate, true);
        row(html, "given up per second", "", stretches.means(t.abandoned()), Figures::rate, false);
        row(html, "users waiting", "mean", stretches.means(t.waiting()), Figures::rate, false);
        row(
                html,
                "perceived p50",
                "in a typical second",
                stretches.typical(t.p50()),
                Figures::seconds,
                false);
        row(
                html,
                "perceived p99",
                "in a typical second",
                stretches.typical(t.p99()),
                Figures::seconds,
                false);
        for (RunResult.Hurt d : result.dependencies()) {
            row(html, d.name() + " p99", "as the app sees it", d.p99(), Figures::seconds, false);
        }
        html.close().close().close();
    }

    private static void when(Html html, int from, int to) {
        String text = to <= from ? "none" : Figures.clock(from) + "–" + Figures.clock(to);
        html.element("td", text, "class", "num");
    }

    /// Turns a figure into text.
    interface Written {
        String of(double figure);
    }

    private static void row(
            Html html, String name, String note, ByPhase f, Written written, boolean moreIsBetter) {
        html.open("tr").open("th", "scope", "row").text(name);
        if (!note.isEmpty()) {
            html.text(" ").element("small", note);
        }
        html.close();
        html.element("td", written.of(f.baseline()), "class", "num");
        for (double later : new double[] {f.trigger(), f.watch()}) {
            boolean worse = worse(f.baseline(), later, moreIsBetter);
            html.element("td", written.of(later), "class", worse ? "num worse" : "num");
        }
        html.closeLine();
    }

    /// Worth marking: worse than before by half, or by five in a hundred where more is better.
    private static boolean worse(double before, double later, boolean moreIsBetter) {
        return moreIsBetter ? later < 0.95 * before : later > 1.5 * before && later > 0;
    }

    private void counts(Html html) {
        RunResult.Totals t = result.totals();
        html.open("dl", "class", "counts");
        count(html, "intents", Figures.count(t.intents()));
        count(html, "requests", Figures.count(t.attempts()));
        count(html, "answered", Figures.count(t.answered()));
        count(html, "given up", Figures.count(t.abandoned()));
        count(
                html,
                "duplicates",
                Figures.count(t.confirmedDuplicates())
                        + (t.possibleDuplicates() > 0
                                ? "–"
                                        + Figures.count(
                                                t.confirmedDuplicates() + t.possibleDuplicates())
                                : ""));
        html.close();
    }

    private static void count(Html html, String name, String value) {
        html.open("div").element("dt", name).element("dd", value).close();
    }

    /// One bar of all requests, by why their attempt was made.
    private void causes(Html html) {
        long all = result.totals().causes().values().stream().mapToLong(Long::longValue).sum();
        if (all == 0) {
            return;
        }
        html.element("h3", "Why requests were made");
        html.open(
                "svg",
                "class",
                "causes",
                "viewBox",
                "0 0 100 6",
                "preserveAspectRatio",
                "none",
                "aria-hidden",
                "true");
        double at = 0;
        for (Map.Entry<Cause, Long> cause : result.totals().causes().entrySet()) {
            double share = 100.0 * cause.getValue() / all;
            html.lone(
                            "rect",
                            "class",
                            "cause-" + Names.word(cause.getKey()),
                            "x",
                            Figures.say("%.2f", at),
                            "width",
                            Figures.say("%.2f", share),
                            "height",
                            "6")
                    .trusted("</rect>");
            at += share;
        }
        html.close().open("ul", "class", "key");
        result.totals()
                .causes()
                .forEach((cause, count) -> {
                    if (count > 0) {
                        html.open("li")
                                .lone("i", "class", "cause-" + Names.word(cause))
                                .trusted("</i>")
                                .text(Names.of(cause) + " ")
                                .element("b", Figures.share((double) count / all))
                                .close();
                    }
                });
        html.close();
    }
}
