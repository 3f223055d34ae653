package dev.unruly.report;

import dev.unruly.model.Verdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The page of how faithful a learned population is: one file, no network.
final class FidelityPage {

    private final Faithful faithful;

    FidelityPage(Faithful faithful) {
        this.faithful = faithful;
    }

    String text() {
        Map<String, String> sections = new LinkedHashMap<>();
        sections.put("fidelity", "Fidelity");
        sections.put("evidence", "Evidence");
        if (!faithful.notLearned().isEmpty()) {
            sections.put("priors", "Not learned");
        }
        String title = faithful.name() + " – how faithful";
        return new Page(title, verdict(), sections, body(), Map.of()).text();
    }

    private Verdict verdict() {
        if (faithful.rows().stream().anyMatch(r -> r.standing() == Faithful.Standing.MISSES)) {
            return Verdict.FAILS;
        }
        boolean any =
                faithful.rows().stream().anyMatch(r -> r.standing() == Faithful.Standing.HOLDS);
        return any ? Verdict.HOLDS : Verdict.UNCLEAR;
    }

    private Html body() {
        var html = new Html();
        html.open("section", "id", "fidelity")
                .element("h1", "How faithful " + faithful.name() + " is", "class", "compared");
        html.element("p", faithful.compared(), "class", "note");
        list(html, faithful.warnings());
        html.open("div", "class", "scroll").open("table");
        Tables.head(
                html,
                "measure",
                "in",
                "#model",
                "#evidence against itself",
                "#naive",
                "#limit",
                "nearer than naive",
                "");
        for (Faithful.Row row : faithful.rows()) {
            html.open("tr").element("th", row.name(), "scope", "row").element("td", row.unit());
            for (String figure : List.of(row.model(), row.floor(), row.naive(), row.limit())) {
                html.element("td", figure, "class", "num");
            }
            html.element("td", row.nearer());
            html.element("td", word(row.standing())).closeLine();
        }
        html.close().close().close();
        if (!faithful.curves().isEmpty()) {
            html.open("div", "class", "multiples two");
            faithful.curves().forEach(curve -> new Cumulative(curve).on(html));
            html.close();
        }
        html.closeLine();
        html.open("section", "id", "evidence").element("h2", "Evidence");
        list(html, faithful.said());
        html.closeLine();
        if (!faithful.notLearned().isEmpty()) {
            html.open("section", "id", "priors").element("h2", "Not learned: marked priors");
            list(html, faithful.notLearned());
            html.closeLine();
        }
        return html;
    }

    private static String word(Faithful.Standing standing) {
        return switch (standing) {
            case HOLDS -> "within the limit";
            case NOISE -> "no further off than noise";
            case MISSES -> "misses";
            case UNKNOWN -> "nothing to measure";
        };
    }

    private static void list(Html html, List<String> lines) {
        if (!lines.isEmpty()) {
            html.open("ul");
            lines.forEach(line -> html.element("li", line));
            html.close();
        }
    }
}
