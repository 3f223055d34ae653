package dev.unruly.report;

import dev.unruly.model.RunResult;
import dev.unruly.model.Symptom;
import dev.unruly.model.Verdict;
import java.util.ArrayList;
import java.util.List;

/// What a system suffered from, on a page and in a terminal.
public final class Symptoms {

    private Symptoms() {}

    /// Those that were found, and below them what no listener shows.
    ///
    /// @param columns that the terminal has
    public static List<String> lines(RunResult result, int columns) {
        var lines = new ArrayList<String>();
        for (Symptom symptom : result.symptoms()) {
            if (symptom.finding() != Symptom.Finding.NOT_FOUND) {
                String head =
                        symptom.found()
                                ? name(symptom.kind())
                                : name(symptom.kind()) + ", not known";
                lines.add("  " + Plain.of(head + ": " + symptom.at()));
                lines.addAll(RunText.wrapped(symptom.because(), 4, columns));
            }
        }
        if (lines.isEmpty() && !result.symptoms().isEmpty()) {
            lines.add("  nothing of what is looked for was found");
        }
        return lines;
    }

    /// A section of a run's page; nothing where a run holds, or nothing could be compared.
    static Html section(RunResult result) {
        if (result.verdict() == Verdict.HOLDS || result.symptoms().isEmpty()) {
            return new Html();
        }
        return new Html()
                .open("section", "id", "symptoms")
                .element("h2", "What it suffered from")
                .add(table(result.symptoms()))
                .closeLine();
    }

    /// All symptoms: the found ones first, then those that are not known.
    static Html table(List<Symptom> symptoms) {
        var html = new Html();
        html.open("div", "class", "scroll").open("table", "class", "symptoms");
        Tables.head(html, "", "what", "where", "seen");
        rows(html, symptoms, Symptom.Finding.FOUND);
        rows(html, symptoms, Symptom.Finding.UNKNOWN);
        html.close().close().close();
        html.open("details").element("summary", "What was looked for and not found");
        html.open("div", "class", "scroll").open("table", "class", "symptoms");
        Tables.head(html, "", "what", "where", "seen");
        rows(html, symptoms, Symptom.Finding.NOT_FOUND);
        return html.close().close().close().close();
    }

    private static void rows(Html html, List<Symptom> symptoms, Symptom.Finding finding) {
        symptoms.stream().filter(s -> s.finding() == finding).forEach(s -> row(html, s));
    }

    private static void row(Html html, Symptom symptom) {
        html.open("tr", "class", Names.word(symptom.finding()));
        html.element("td", finding(symptom.finding()), "class", "when");
        html.element("th", name(symptom.kind()), "scope", "row");
        html.element("td", symptom.at());
        html.element("td", symptom.because()).closeLine();
    }

    private static String finding(Symptom.Finding finding) {
        return switch (finding) {
            case FOUND -> "found";
            case UNKNOWN -> "not known";
            case NOT_FOUND -> "not found";
        };
    }

    private static String name(Symptom.Kind kind) {
        return switch (kind) {
            case AMPLIFIED -> "asked more than was needed";
            case RAN_DRY -> "a pool ran dry";
            case TOO_SLOW -> "answered too slowly";
            case STAMPEDED -> "a stampede";
            case WASTED -> "work for nobody";
        };
    }
}
