package dev.unruly.report;

import dev.unruly.model.Mark;
import dev.unruly.model.RunResult;
import dev.unruly.model.RunResult.Answer;
import dev.unruly.model.RunResult.Failure;
import dev.unruly.model.RunResult.Place;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// The tables of a report.
final class Tables {

    private static final int MOST_FAILURES = 12;

    private Tables() {}

    /// What was expected: what failed first, then what is undecided.
    static Html expectations(List<Answer> answers) {
        var html = new Html();
        html.open("section", "id", "expectations").element("h2", "Expectations");
        if (answers.isEmpty()) {
            return html.element(
                            "p", "The experiment expects nothing in particular.", "class", "note")
                    .closeLine();
        }
        html.open("div", "class", "scroll").open("table", "class", "expectations");
        head(html, "verdict", "expected", "measured");
        answers.stream()
                .sorted(Comparator.comparingInt(Tables::order))
                .forEach(answer -> {
                    html.open("tr", "class", answer.verdict().word());
                    html.open("td", "class", "verdict");
                    verdict(html, answer);
                    html.close();
                    html.open("th", "scope", "row").element("code", answer.text()).close();
                    html.element("td", answer.measured()).closeLine();
                });
        return html.close().close().close().closeLine();
    }

    private static void verdict(Html html, Answer answer) {
        html.element("span", Words.sign(answer.verdict()), "class", "sign", "aria-hidden", "true")
                .text(" " + answer.verdict().word());
    }

    static int order(Answer answer) {
        return switch (answer.verdict()) {
            case FAILS -> 0;
            case UNCLEAR -> 1;
            case HOLDS -> 2;
        };
    }

    /// How requests failed, most frequent first.
    static Html failures(List<Failure> failures, long attempts) {
        var html = new Html();
        html.open("section", "id", "failures").element("h2", "Failures");
        if (failures.isEmpty()) {
            return html.element("p", "No request failed.", "class", "note").closeLine();
        }
        long most = Math.max(1, failures.getFirst().count());
        failures(html, failures.stream().limit(MOST_FAILURES).toList(), attempts, most);
        List<Failure> rest = failures.stream().skip(MOST_FAILURES).toList();
        if (!rest.isEmpty()) {
            html.open("details").element("summary", rest.size() + " more");
            failures(html, rest, attempts, most);
            html.close();
        }
        return html.closeLine();
    }

    private static void failures(Html html, List<Failure> failures, long attempts, long most) {
        html.open("div", "class", "scroll").open("table", "class", "failures");
        head(html, "endpoint", "how", "status", "#requests", "#of all", "", "#first seen");
        for (Failure failure : failures) {
            html.open("tr");
            html.element("th", failure.endpoint(), "scope", "row");
            html.element("td", failure.outcome());
            html.element("td", failure.status() == 0 ? "none" : Integer.toString(failure.status()));
            number(html, Figures.count(failure.count()));
            number(html, Figures.share((double) failure.count() / Math.max(1, attempts)));
            html.open("td", "class", "bar");
            bar(html, (double) failure.count() / most);
            html.close();
            number(html, Figures.clock(failure.firstSecond()));
            html.closeLine();
        }
        html.close().close().close();
    }

    private static void bar(Html html, double share) {
        html.open(
                        "svg",
                        "viewBox",
                        "0 0 100 8",
                        "preserveAspectRatio",
                        "none",
                        "width",
                        "100%",
                        "height",
                        "8",
                        "aria-hidden",
                        "true")
                .lone(
                        "rect",
                        "width",
                        Figures.say("%.1f", Math.max(0.8, 100 * share)),
                        "height",
                        "8",
                        "rx",
                        "1")
                .trusted("</rect>")
                .close();
    }

    /// How people fared, by region or persona, those with the longest waits first.
    static Html places(List<Place> places, String what) {
        var html = new Html();
        html.open("div", "class", "scroll").open("table", "class", "places");
        html.open("thead").open("tr").element("th", what, "scope", "col", "rowspan", "2");
        html.element("th", "intents", "scope", "col", "rowspan", "2", "class", "num");
        html.element("th", "answered in time", "scope", "colgroup", "colspan", "3");
        html.element("th", "amplification", "scope", "colgroup", "colspan", "3");
        html.element("th", "given up", "scope", "col", "rowspan", "2", "class", "num");
        html.element("th", "perceived, answered", "scope", "colgroup", "colspan", "3");
        html.close().open("tr");
        for (String column : "before during after before during after p50 p90 p99".split(" ", -1)) {
            html.element("th", column, "scope", "col", "class", "num");
        }
        html.close().close().open("tbody");
        places.stream()
                .sorted(Comparator.comparingDouble((Place p) -> -zero(p.perceived().p99())))
                .forEach(p -> {
                    html.open("tr").element("th", p.name(), "scope", "row");
                    number(html, Figures.count(p.intents()));
                    number(html, Figures.share(p.goodput().baseline()));
                    number(html, Figures.share(p.goodput().trigger()));
                    number(html, Figures.share(p.goodput().watch()));
                    number(html, Figures.times(p.amplification().baseline()));
                    number(html, Figures.times(p.amplification().trigger()));
                    number(html, Figures.times(p.amplification().watch()));
                    number(html, Figures.share(p.abandonment()));
                    number(html, Figures.seconds(p.perceived().p50()));
                    number(html, Figures.seconds(p.perceived().p90()));
                    number(html, Figures.seconds(p.perceived().p99()));
                    html.closeLine();
                });
        return html.close().close().close();
    }

    private static double zero(double value) {
        return Double.isNaN(value) ? 0 : value;
    }

    /// The three latencies by endpoint.
    static Html latency(RunResult result) {
        var html = new Html();
        html.open("div", "class", "scroll").open("table", "class", "latency");
        head(html, "latency", "endpoint", "#count", "#p50", "#p90", "#p99", "#p99.9", "#longest");
        for (String kind : List.of("perceived", "response", "service")) {
            result.latency()
                    .getOrDefault(kind, Map.of())
                    .forEach((endpoint, q) -> {
                        html.open("tr", "class", endpoint.equals("all") ? "first" : "");
                        html.element("td", endpoint.equals("all") ? kind : "");
                        html.element("th", endpoint, "scope", "row");
                        number(html, Figures.count(q.count()));
                        number(html, Figures.seconds(q.p50()));
                        number(html, Figures.seconds(q.p90()));
                        number(html, Figures.seconds(q.p99()));
                        number(html, Figures.seconds(q.p999()));
                        number(html, Figures.seconds(q.max()));
                        html.closeLine();
                    });
        }
        return html.close().close().close();
    }

    /// What happened to the run itself.
    static Html marks(List<Mark> marks) {
        var html = new Html();
        html.open("div", "class", "scroll").open("table", "class", "marks");
        head(html, "#at", "what", "");
        for (Mark mark : marks) {
            html.open("tr");
            number(html, Figures.clock(mark.atNanos() / 1e9));
            switch (mark) {
                case Mark.PhaseBegan m -> what(html, "phase", Names.of(m.phase()) + " begins");
                case Mark.TriggerBegan m -> what(html, "trigger " + (m.trigger() + 1), m.detail());
                case Mark.TriggerEnded m ->
                        what(
                                html,
                                "trigger " + (m.trigger() + 1) + " over",
                                m.detail().isEmpty() ? "traffic flows as before" : m.detail());
                case Mark.Guardrailed m ->
                        what(html, m.aborts() ? "abort-if" : "stop-if", m.text());
                case Mark.Note m -> what(html, "note", m.text());
                case Mark.RunEnded m ->
                        what(html, "end", m.stopped().isEmpty() ? "the run is over" : m.stopped());
            }
            html.closeLine();
        }
        return html.close().close().close();
    }

    private static void what(Html html, String kind, String text) {
        html.element("th", kind, "scope", "row").element("td", text);
    }

    /// Column heads; `#` makes one of figures. Leaves the table's body open.
    static void head(Html html, String... columns) {
        html.open("thead").open("tr");
        for (String column : columns) {
            if (column.startsWith("#")) {
                html.element("th", column.substring(1), "scope", "col", "class", "num");
            } else {
                html.element(column.isEmpty() ? "td" : "th", column);
            }
        }
        html.close().close().open("tbody");
    }

    static void number(Html html, String figure) {
        html.element("td", figure, "class", "num");
    }
}
