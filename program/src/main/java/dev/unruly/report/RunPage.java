package dev.unruly.report;

import dev.unruly.model.RunResult;
import dev.unruly.model.RunResult.ByPhase;
import dev.unruly.model.RunResult.Health;
import dev.unruly.model.Verdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The report of one run.
final class RunPage {

    private final RunResult result;
    private final Stretches stretches;
    private final Repeat repeat;

    RunPage(RunResult result, Repeat repeat) {
        this.result = result;
        this.stretches = Stretches.of(result);
        this.repeat = repeat;
    }

    String text() {
        var sections = new LinkedHashMap<String, String>();
        sections.put("verdict", "Verdict");
        sections.put("figures", "Figures");
        sections.put("expectations", "Expectations");
        if (result.verdict() != Verdict.HOLDS && !result.symptoms().isEmpty()) {
            sections.put("symptoms", "Symptoms");
        }
        sections.put("failures", "Failures");
        sections.put("load", "Load");
        sections.put("waits", "Patience");
        sections.put("regions", "Regions");
        sections.put("personas", "Personas");
        sections.put("dependencies", "Dependencies");
        sections.put("generator", "Generator");
        sections.put("repeat", "Repeat");
        String title = result.header().name() + " " + result.verdict().word() + " · unruly report";
        return new Page(
                        title,
                        result.verdict(),
                        sections,
                        body(),
                        Map.of("run", RunJson.compact(result)))
                .text();
    }

    /// What is in the page, without what draws it.
    Html body() {
        return new Html()
                .add(new Banner(result, stretches).html())
                .add(new KeyFigures(result, stretches).html())
                .add(Tables.expectations(result.expectations()))
                .add(Symptoms.section(result))
                .add(Tables.failures(result.failures(), result.totals().attempts()))
                .add(section("load", "Over time"))
                .add(Charts.marks(stretches, 0))
                .add(Charts.load())
                .trusted("</section>\n")
                .add(waits())
                .add(places("regions", "Regions", "region", result.regions()))
                .add(places("personas", "Personas", "persona", result.personas()))
                .add(dependencies())
                .add(generator())
                .add(repetition());
    }

    private static Html section(String id, String title) {
        return new Html().trusted("<section id=\"" + id + "\">").element("h2", title);
    }

    private Html waits() {
        return section("waits", "Patience and answers")
                .element(
                        "p",
                        "What share has not given up, and what share has no answer yet, after so"
                                + " long: Kaplan–Meier estimates with 95 % bounds. Who was answered is"
                                + " not taken for patient, nor who left for answered. Where fewer than"
                                + " 30 still waited nothing is known.",
                        "class",
                        "note")
                .add(Charts.waits(result))
                .element("h3", "The three latencies")
                .element(
                        "p",
                        "Service: sent to ended, one request. Response: meant to ended, one"
                                + " attempt. Perceived: the wish to the accepted answer, over all"
                                + " attempts; those who left are not in it, but count as misses in"
                                + " expectations.",
                        "class",
                        "note")
                .add(Tables.latency(result))
                .trusted("</section>\n");
    }

    private static Html places(String id, String title, String what, List<RunResult.Place> places) {
        return section(id, title)
                .add(Tables.places(places, what))
                .element("p", "Perceived p99 per second, all on the same scale:", "class", "note")
                .add(Charts.places(what, places))
                .trusted("</section>\n");
    }

    private Html dependencies() {
        Html html = section("dependencies", "Dependencies");
        if (result.dependencies().isEmpty()) {
            return html.element(
                            "p",
                            "No listener stood before a dependency: what the backend calls was not"
                                    + " seen.",
                            "class",
                            "note")
                    .trusted("</section>\n");
        }
        for (RunResult.Hurt d : result.dependencies()) {
            dependency(html, d);
        }
        return html.trusted("</section>\n");
    }

    private void dependency(Html html, RunResult.Hurt d) {
        html.open("div", "class", "dependency").open("h3").text(d.name() + " ");
        html.element("small", d.protocol()).close();
        html.open("dl", "class", "facts");
        fact(html, "requests", Figures.count(d.requests()));
        fact(html, "failed", Figures.count(d.failed()));
        fact(html, "most in flight", Figures.count(d.peakInFlight()));
        fact(html, "connections opened", Figures.count(d.connectionsOpened()));
        fact(html, "refused", Figures.count(d.connectionsRefused()));
        fact(html, "most at once", Figures.count(d.peakConnections()));
        fact(html, "amplification", phases(d.amplification(), Figures::times));
        fact(html, "p50", phases(d.p50(), Figures::seconds));
        fact(html, "p99", phases(d.p99(), Figures::seconds));
        html.close().open("div", "class", "multiples two");
        html.add(Charts.place("dependency-requests", "Requests per second", "", d.name()));
        html.add(Charts.place("dependency-flight", "In flight", "", d.name()));
        html.add(Charts.place("dependency-connections", "Connections", "", d.name()));
        html.add(Charts.place("dependency-p99", "p99, as the application sees it", "", d.name()));
        html.close();
        result.guards().stream()
                .filter(g -> g.name().equals(d.name()))
                .forEach(g -> guarded(html, g));
        html.closeLine();
    }

    private static void guarded(Html html, RunResult.Guarded g) {
        html.element("h4", "Its policies").open("dl", "class", "facts");
        fact(html, "asked", Figures.count(g.asked()));
        g.decisions()
                .forEach((decision, count) -> fact(html, Names.of(decision), Figures.count(count)));
        if (g.limit() > 0) {
            fact(html, "places", Figures.count(g.limit()));
        }
        html.close().open("div", "class", "multiples two");
        html.add(Charts.place("guard-refused", "Turned away per second", "", g.name()));
        html.add(Charts.place("guard-flight", "Places taken", "", g.name()));
        html.close();
    }

    private static String phases(ByPhase f, KeyFigures.Written written) {
        return written.of(f.baseline())
                + " → "
                + written.of(f.trigger())
                + " → "
                + written.of(f.watch());
    }

    static void fact(Html html, String name, String value) {
        html.open("div").element("dt", name).element("dd", value).close();
    }

    private Html generator() {
        Health h = result.generator();
        Html html = section("generator", "The generator itself");
        html.open("p", "class", h.fit() ? "statement holds" : "statement unclear");
        html.element("span", h.fit() ? "✓" : "?", "class", "sign", "aria-hidden", "true");
        html.text(
                h.fit()
                        ? " It kept its promise: what it sent late, its pauses and its share of the"
                                + " processor were too small to shape the result."
                        : " It could have shaped the result, so nothing is said of the system: "
                                + String.join("; ", h.reasons())
                                + ".");
        html.close().open("dl", "class", "facts");
        fact(
                html,
                "lateness (sent − meant)",
                "p50 "
                        + Figures.seconds(h.latenessP50())
                        + ", p99 "
                        + Figures.seconds(h.latenessP99())
                        + ", p99.9 "
                        + Figures.seconds(h.latenessP999()));
        fact(html, "of a core", Figures.share(h.cpuShare()));
        fact(html, "longest pause", Figures.seconds(h.longestGcPause()));
        fact(html, "not sent", Figures.count(h.notSent()));
        html.close().open("div", "class", "multiples two");
        html.add(Charts.place("generator-lateness", "Lateness p99", ""));
        html.add(Charts.place("generator-cpu", "Share of a core", ""));
        html.add(Charts.place("generator-connections", "Users' connections", ""));
        html.add(Charts.place("generator-descriptors", "Open descriptors", ""));
        return html.close().trusted("</section>\n");
    }

    private Html repetition() {
        Html html = section("repeat", "What happened, and how to repeat it");
        html.add(Tables.marks(result.marks()));
        html.element("h3", "Repeat");
        if (!repeat.command().isEmpty()) {
            html.open("pre", "class", "command").element("code", repeat.command()).close();
        }
        html.open("dl", "class", "facts");
        fact(html, "seed", Long.toString(result.header().seed()));
        fact(html, "schedule", result.header().schedule());
        for (Map.Entry<String, String> told : repeat.told().entrySet()) {
            fact(html, told.getKey(), told.getValue());
        }
        html.close()
                .element(
                        "p",
                        "The seed fixes what users would do: who comes when, what they want, how"
                                + " long they wait. The schedule is the digest of that. What the"
                                + " backend does with it differs from run to run.",
                        "class",
                        "note");
        html.open("p", "class", "files").text("In the run's folder: ");
        for (String file : repeat.files()) {
            html.element("a", file, "href", file).text(" ");
        }
        return html.close().trusted("</section>\n");
    }
}
