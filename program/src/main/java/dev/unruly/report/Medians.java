package dev.unruly.report;

import dev.unruly.model.PairedResult;
import dev.unruly.model.RunResult;
import dev.unruly.model.RunResult.ByPhase;
import dev.unruly.model.RunResult.Totals;
import dev.unruly.model.SeedsResult;
import dev.unruly.report.TextTable.Cell;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/// What settings have changed of the figures, in the median over the seeds that they do not know:
/// all but the first.
public final class Medians {

    private final List<RunResult> before;
    private final List<RunResult> after;
    private final TextTable table = new TextTable();

    private Medians(PairedResult result) {
        before = others(result.before());
        after = others(result.after());
    }

    private static List<RunResult> others(SeedsResult result) {
        return result.runs().stream().skip(1).map(SeedsResult.Run::result).toList();
    }

    /// The table's lines; none where there are no such seeds.
    ///
    /// @param columns that the terminal has
    public static List<String> lines(PairedResult result, int columns) {
        var medians = new Medians(result);
        return medians.before.isEmpty() ? List.of() : medians.lines(columns);
    }

    private List<String> lines(int columns) {
        row("median of the other seeds", "", "before", "after");
        phases("intents answered in time", RunResult::goodput, Figures::share);
        phases("requests per request needed", RunResult::amplification, Figures::times);
        row("duplicates, of all of them", "", duplicates(before), duplicates(after));
        return table.lines(0, columns, Dress.PLAIN);
    }

    private void row(String name, String when, String left, String right) {
        var cells = new ArrayList<Cell>();
        cells.add(Cell.of(name));
        cells.add(Cell.of(when));
        cells.add(Cell.figure(left));
        cells.add(Cell.figure(right));
        table.row(cells);
    }

    private void phases(
            String name, Function<RunResult, ByPhase> figure, DoubleFunction<String> words) {
        phase(name, "before", r -> figure.apply(r).baseline(), words);
        phase("", "during", r -> figure.apply(r).trigger(), words);
        phase("", "after", r -> figure.apply(r).watch(), words);
    }

    private void phase(
            String name,
            String when,
            ToDoubleFunction<RunResult> figure,
            DoubleFunction<String> words) {
        row(name, when, words.apply(median(before, figure)), words.apply(median(after, figure)));
    }

    /// Of those of which it is known; NaN: of none.
    private static double median(List<RunResult> runs, ToDoubleFunction<RunResult> figure) {
        double[] known =
                runs.stream().mapToDouble(figure).filter(Double::isFinite).sorted().toArray();
        if (known.length == 0) {
            return Double.NaN;
        }
        int half = known.length / 2;
        return known.length % 2 == 1 ? known[half] : (known[half - 1] + known[half]) / 2;
    }

    private static String duplicates(List<RunResult> runs) {
        long sure =
                runs.stream().map(RunResult::totals).mapToLong(Totals::confirmedDuplicates).sum();
        long more =
                runs.stream().map(RunResult::totals).mapToLong(Totals::possibleDuplicates).sum();
        return more == 0
                ? Figures.count(sure)
                : Figures.count(sure) + " to " + Figures.count(sure + more);
    }
}
