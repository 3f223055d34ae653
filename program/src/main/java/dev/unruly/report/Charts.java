package dev.unruly.report;

import dev.unruly.model.RunResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The places in a page where scripts draw charts, each with its title and what to look for.
final class Charts {

    private static final int MOST_CURVES = 8;

    private Charts() {}

    /// A place.
    ///
    /// @param kind which chart
    /// @param title above it
    /// @param look what to look for; empty: it is plain to see
    /// @param which of several, by names as they stand in the data
    static Html place(String kind, String title, String look, String... which) {
        var html = new Html();
        html.open(
                "figure",
                "class",
                "chart " + kind,
                "data-chart",
                kind,
                "data-which",
                RunJson.names(which));
        html.open("figcaption").element("h3", title);
        if (!look.isEmpty()) {
            html.element("p", look);
        }
        return html.close().open("div", "class", "plot").close().closeLine();
    }

    /// What the bands and lines on every time axis are.
    ///
    /// @param zero the second that is 0:00 in the charts
    static Html marks(Stretches stretches, double zero) {
        var html = new Html();
        html.open("ol", "class", "faults", "aria-label", "Triggers, as numbered in the charts");
        for (Stretches.InForce trigger : stretches.triggers()) {
            html.open("li")
                    .element("b", Integer.toString(trigger.index() + 1))
                    .text(trigger.detail() + " ")
                    .element(
                            "small",
                            Figures.clock(trigger.from() - zero)
                                    + "–"
                                    + Figures.clock(trigger.to() - zero))
                    .close();
        }
        return html.close()
                .element(
                        "p",
                        "Numbered bands: triggers in force. Dashed lines: a phase begins. Drag over any"
                                + " chart to zoom all, double-click to see everything again; with the"
                                + " keyboard: Tab to a chart, ← and →, Esc.",
                        "class",
                        "note");
    }

    /// The charts of load and waiting.
    static Html load() {
        return new Html()
                .add(
                        place(
                                "load",
                                "Offered, sent, answered",
                                "Where requests rise while answers fall, the system works on what"
                                        + " nobody waits for any more."))
                .add(
                        place(
                                "amplification",
                                "Amplification by cause",
                                "Requests sent in five seconds per request that the intents of these"
                                        + " seconds need; 1 when every first attempt succeeds."))
                .add(
                        place(
                                "perceived",
                                "Perceived latency",
                                "How long the intents were waited for that ended in each second,"
                                        + " answered or given up. Logarithmic."))
                .add(
                        place(
                                "heat",
                                "Where the waits lie",
                                "The stronger the colour, the more intents ended in this second after so"
                                        + " long."))
                .add(
                        place(
                                "waiting",
                                "Waiting and giving up",
                                "Users who wait at each second's end, and intents given up per second."))
                .add(
                        place(
                                "outcomes",
                                "Failures over time",
                                "Failed requests per second, by how they ended."));
    }

    /// Curves of patience and of answers, those that tell most first.
    static Html waits(RunResult result) {
        var pairs = new ArrayList<Pair>();
        for (RunResult.Wait wait : result.waits()) {
            var pair = new Pair(wait.persona(), wait.endpoint(), 0);
            double left = wait.kind().equals("patience") ? 1 - last(wait) : 0;
            pairs.stream()
                    .filter(pair::same)
                    .findFirst()
                    .ifPresentOrElse(
                            p -> pairs.set(pairs.indexOf(p), p.more(left)),
                            () -> pairs.add(pair.more(left)));
        }
        pairs.sort(Comparator.comparingDouble((Pair p) -> -p.told));
        var html = new Html();
        if (pairs.isEmpty()) {
            return html.element(
                    "p", "Too few intents ended to draw a curve (30 are needed).", "class", "note");
        }
        html.open("div", "class", "multiples");
        pairs.stream().limit(MOST_CURVES).forEach(p -> html.add(curve(p)));
        html.close();
        List<Pair> rest = pairs.stream().skip(MOST_CURVES).toList();
        if (!rest.isEmpty()) {
            html.open("details").element("summary", rest.size() + " more");
            html.open("div", "class", "multiples");
            rest.forEach(p -> html.add(curve(p)));
            html.close().close();
        }
        return html;
    }

    private static double last(RunResult.Wait wait) {
        int steps = wait.survival().seconds();
        return steps == 0 ? 1 : wait.survival().at(steps - 1);
    }

    private static Html curve(Pair pair) {
        return place("wait", pair.endpoint, pair.persona, pair.persona, pair.endpoint);
    }

    /// A persona and an endpoint, and how much its curve of patience tells.
    private record Pair(String persona, String endpoint, double told) {
        boolean same(Pair other) {
            return persona.equals(other.persona) && endpoint.equals(other.endpoint);
        }

        Pair more(double more) {
            return new Pair(persona, endpoint, told + more);
        }
    }

    /// One small chart for each place.
    static Html places(String kind, List<RunResult.Place> places) {
        var html = new Html();
        html.open("div", "class", "multiples");
        for (RunResult.Place place : places) {
            html.add(place(kind, place.name(), "", place.name()));
        }
        return html.close();
    }
}
