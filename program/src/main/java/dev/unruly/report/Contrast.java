package dev.unruly.report;

import dev.unruly.model.RunResult;
import dev.unruly.model.RunResult.Quantiles;
import dev.unruly.model.RunResult.Totals;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// The figures in which runs are compared, the same in a terminal and on a page.
final class Contrast {

    private Contrast() {}

    /// One figure of every run.
    ///
    /// @param name of the figure
    /// @param when of a run; empty: all of it
    /// @param values one for each run
    record Row(String name, String when, List<String> values) {
        Row {
            values = List.copyOf(values);
        }
    }

    /// A run and its parts.
    private record Seen(RunResult result, Stretches stretches) {}

    static List<Row> rows(List<Compared> runs) {
        List<Seen> seen =
                runs.stream()
                        .map(run -> new Seen(run.result(), Stretches.of(run.result())))
                        .toList();
        var rows = new ArrayList<Row>();
        add(
                rows,
                seen,
                "intents answered in time",
                "before",
                s -> Figures.share(s.result.goodput().baseline()));
        add(rows, seen, "", "during", s -> Figures.share(s.result.goodput().trigger()));
        add(rows, seen, "", "after", s -> Figures.share(s.result.goodput().watch()));
        add(
                rows,
                seen,
                "requests per request needed",
                "before",
                s -> Figures.times(s.result.amplification().baseline()));
        add(rows, seen, "", "during", s -> Figures.times(s.result.amplification().trigger()));
        add(rows, seen, "", "after", s -> Figures.times(s.result.amplification().watch()));
        add(
                rows,
                seen,
                "perceived p99, typically",
                "before",
                s -> Figures.seconds(s.stretches.typical(s.result.timeline().p99()).baseline()));
        add(
                rows,
                seen,
                "",
                "during",
                s -> Figures.seconds(s.stretches.typical(s.result.timeline().p99()).trigger()));
        add(
                rows,
                seen,
                "",
                "after",
                s -> Figures.seconds(s.stretches.typical(s.result.timeline().p99()).watch()));
        responses(rows, runs);
        add(
                rows,
                seen,
                "users waiting, on average",
                "after",
                s -> Figures.rate(s.stretches.means(s.result.timeline().waiting()).watch()));
        total(rows, seen, "intents", Totals::intents);
        total(rows, seen, "requests", Totals::attempts);
        total(rows, seen, "given up", Totals::abandoned);
        add(rows, seen, "duplicates", "", s -> RunText.duplicates(s.result.totals()));
        return rows;
    }

    /// What users were answered within, all of them and where it matters most.
    private static void responses(List<Row> rows, List<Compared> runs) {
        var endpoints = new LinkedHashSet<String>();
        endpoints.add("all");
        runs.forEach(run -> endpoints.addAll(run.critical()));
        String name = "response p99";
        for (String endpoint : endpoints) {
            List<String> values = runs.stream().map(run -> response(run, endpoint)).toList();
            rows.add(new Row(name, endpoint, values));
            name = "";
        }
    }

    private static String response(Compared run, String endpoint) {
        Quantiles quantiles =
                run.result().latency().getOrDefault("response", Map.of()).get(endpoint);
        return quantiles == null ? Figures.UNKNOWN : Figures.seconds(quantiles.p99());
    }

    private static void total(
            List<Row> rows, List<Seen> runs, String name, Function<Totals, Long> total) {
        add(rows, runs, name, "", s -> Figures.count(total.apply(s.result.totals())));
    }

    private static void add(
            List<Row> rows,
            List<Seen> runs,
            String name,
            String when,
            Function<Seen, String> figure) {
        rows.add(new Row(name, when, runs.stream().map(figure).toList()));
    }
}
