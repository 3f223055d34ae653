package dev.unruly.report;

import dev.unruly.model.Phase;
import dev.unruly.model.RunResult;
import dev.unruly.model.Symptom;
import dev.unruly.model.Verdict;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// Runs beside each other on one page: their verdicts, their figures, and their curves on the same
/// time axis, which begins for all of them where the baseline ends.
final class ComparePage {

    /// As many as can be told apart.
    private static final int MOST = 6;

    private final List<Compared> runs;
    private final List<Settled> settings;
    private final List<Tempered> tempers;

    ComparePage(List<Compared> runs) {
        this(runs, List.of(), List.of());
    }

    /// @param settings of the last of them; none: it has none, or none are known
    /// @param tempers how other people would fare with them; none: nobody has looked
    ComparePage(List<Compared> runs, List<Settled> settings, List<Tempered> tempers) {
        if (runs.size() < 2 || runs.size() > MOST) {
            throw new IllegalArgumentException(
                    "2 to " + MOST + " runs can be compared, got " + runs.size());
        }
        this.runs = List.copyOf(runs);
        this.settings = List.copyOf(settings);
        this.tempers = List.copyOf(tempers);
    }

    String text() {
        var sections = new LinkedHashMap<String, String>();
        sections.put("verdicts", "Verdicts");
        sections.put("figures", "Figures");
        if (sick().isPresent()) {
            sections.put("symptoms", "Symptoms");
        }
        if (!settings.isEmpty()) {
            sections.put("settings", "Settings");
        }
        if (!tempers.isEmpty()) {
            sections.put("tempers", "Other people");
        }
        sections.put("load", "Over time");
        var islands = new LinkedHashMap<String, String>();
        islands.put("labels", RunJson.names(labels()));
        for (int i = 0; i < runs.size(); i++) {
            islands.put("run-" + i, RunJson.compact(runs.get(i).result()));
        }
        String title = String.join(" · ", labels()) + " · unruly comparison";
        return new Page(title, worst(), sections, body(), islands).text();
    }

    private String[] labels() {
        return runs.stream().map(Compared::label).toArray(String[]::new);
    }

    private Verdict worst() {
        if (runs.stream().anyMatch(run -> run.result().verdict() == Verdict.FAILS)) {
            return Verdict.FAILS;
        }
        boolean hold = runs.stream().allMatch(run -> run.result().verdict() == Verdict.HOLDS);
        return hold ? Verdict.HOLDS : Verdict.UNCLEAR;
    }

    private Html body() {
        var html = new Html();
        html.open("section", "id", "verdicts").element("h1", title(), "class", "compared");
        html.element("p", what(), "class", "note");
        html.open("div", "class", "versus");
        for (int i = 0; i < runs.size(); i++) {
            card(html, runs.get(i), i);
        }
        html.close().closeLine();
        figures(html);
        sick().ifPresent(run -> symptoms(html, run));
        if (!settings.isEmpty()) {
            settings(html);
        }
        if (!tempers.isEmpty()) {
            tempers(html);
        }
        return html.add(charts());
    }

    /// The first that did not hold and that something is known of: what was to be healed.
    private Optional<Compared> sick() {
        return runs.stream()
                .filter(run -> run.result().verdict() != Verdict.HOLDS)
                .filter(run -> run.result().symptoms().stream().anyMatch(Symptom::found))
                .findFirst();
    }

    private static void symptoms(Html html, Compared run) {
        html.open("section", "id", "symptoms");
        html.element("h2", "What it suffered from: " + run.label());
        html.add(Symptoms.table(run.result().symptoms())).closeLine();
    }

    private void settings(Html html) {
        html.open("section", "id", "settings").element("h2", "Settings");
        html.element(
                "p",
                "Derived from what was seen before anything went wrong, and put in force for the"
                        + " last run.",
                "class",
                "note");
        html.open("div", "class", "scroll").open("table", "class", "settings");
        Tables.head(html, "at", "setting", "from", "follows from");
        for (Settled settled : settings) {
            html.open("tr").element("th", settled.dependency(), "scope", "row");
            html.open("td").element("code", settled.value()).close();
            html.element("td", settled.stamp());
            html.element("td", settled.because()).closeLine();
        }
        html.close().close().close().closeLine();
    }

    private void tempers(Html html) {
        html.open("section", "id", "tempers").element("h2", "If people were not as written");
        html.element(
                "p",
                "Patience and reactions halved, as written and doubled, in virtual time against a"
                        + " model of the system that was fitted to the first run: seeds after which"
                        + " it comes back, and goodput then.",
                "class",
                "note");
        html.open("div", "class", "scroll").open("table", "class", "settings");
        Tables.head(html, "people", "without", "with the settings", "verdict on the settings");
        for (Tempered tempered : tempers) {
            html.open("tr").element("th", tempered.people(), "scope", "row");
            html.element("td", tempered.without());
            html.element("td", tempered.with());
            html.element("td", tempered.flips() ? "flips" : "the same").closeLine();
        }
        html.close().close().close().closeLine();
    }

    /// The experiment's name, where it is the same.
    private String title() {
        String name = runs.getFirst().result().header().name();
        boolean same = runs.stream().allMatch(run -> run.result().header().name().equals(name));
        return same ? name : String.join(" · ", labels());
    }

    /// What is the same and what is not.
    private String what() {
        RunResult.Header first = runs.getFirst().result().header();
        boolean seeds = runs.stream().allMatch(r -> r.result().header().seed() == first.seed());
        boolean kinds =
                runs.stream().allMatch(r -> r.result().header().asVolume() == first.asVolume());
        boolean schedules =
                runs.stream()
                        .allMatch(r -> r.result().header().schedule().equals(first.schedule()));
        if (schedules) {
            return "The same users who meant to do the same (seed "
                    + first.seed()
                    + "): what differs is what the system made of it.";
        }
        if (seeds && !kinds) {
            return "The same arrivals and the same triggers (seed "
                    + first.seed()
                    + "). The load test has no patience, no reactions, no regions; people have.";
        }
        return "The runs were not played with the same schedule: chance has a part in what"
                + " differs.";
    }

    private static void card(Html html, Compared run, int index) {
        RunResult result = run.result();
        String verdict = result.verdict().word();
        html.open("article", "class", "banner " + verdict).open("h2");
        html.lone("i", "class", "run run-" + index).trusted("</i>").text(run.label()).close();
        html.open("p", "class", "word")
                .element(
                        "span",
                        Words.sign(result.verdict()),
                        "class",
                        "sign",
                        "aria-hidden",
                        "true")
                .text(" " + Words.headline(result))
                .close();
        html.element("p", Words.recovery(result), "class", "back");
        Banner.why(html, result.why());
        if (!run.link().isEmpty()) {
            html.open("p").element("a", "the full report", "href", run.link()).close();
        }
        html.close();
    }

    private void figures(Html html) {
        html.open("section", "id", "figures").element("h2", "Figures");
        html.open("div", "class", "scroll").open("table", "class", "figures contrast");
        html.open("thead").open("tr").element("td", "").element("td", "");
        for (Compared run : runs) {
            html.element("th", run.label(), "scope", "col", "class", "num");
        }
        html.close().close().open("tbody");
        for (Contrast.Row row : Contrast.rows(runs)) {
            html.open("tr", "class", row.name().isEmpty() ? "more" : "");
            html.element("th", row.name(), "scope", "row");
            html.element("td", row.when(), "class", "when");
            row.values().forEach(value -> Tables.number(html, value));
            html.closeLine();
        }
        html.close().close().close().closeLine();
    }

    private Html charts() {
        var html = new Html();
        html.open("section", "id", "load").element("h2", "Over time");
        Compared longest =
                Collections.max(
                        runs, Comparator.comparingDouble(run -> run.result().header().seconds()));
        html.element(
                "p",
                "0:00 is where the baseline ends and triggers begin, in every run. Phases, and the"
                        + " triggers' times here, are those of "
                        + longest.label()
                        + ".",
                "class",
                "note");
        Stretches stretches = Stretches.of(longest.result());
        double zero =
                stretches.phases().getOrDefault(Phase.TRIGGER, (double) stretches.baselineTo());
        html.add(Charts.marks(stretches, zero));
        html.add(place("pair-answered", "Intents answered in time"));
        html.add(place("pair-requests", "Requests"));
        html.add(place("pair-amplification", "Amplification"));
        html.add(place("pair-p99", "Perceived p99"));
        html.add(place("pair-waiting", "Users waiting"));
        html.add(place("pair-abandoned", "Intents given up"));
        for (RunResult.Hurt d : runs.getFirst().result().dependencies()) {
            boolean everywhere =
                    runs.stream()
                            .allMatch(run ->
                                    run.result().dependencies().stream()
                                            .anyMatch(other -> other.name().equals(d.name())));
            if (everywhere) {
                html.add(Charts.place("pair-flight", d.name() + ", in flight", "", d.name()));
            }
        }
        return html.closeLine();
    }

    private static Html place(String kind, String title) {
        return Charts.place(kind, title, "");
    }
}
