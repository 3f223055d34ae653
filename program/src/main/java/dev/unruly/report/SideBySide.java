package dev.unruly.report;

import dev.unruly.report.TextTable.Cell;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Runs beside each other, in a terminal.
public final class SideBySide {

    private static final int INDENT = 2;

    private SideBySide() {}

    /// The table's lines.
    ///
    /// @param columns that the terminal has
    public static List<String> lines(List<Compared> runs, int columns, Dress dress) {
        var table = new TextTable();
        head(table, "", runs, run -> Cell.figure(run.label(), Tone.STRONG));
        head(
                table,
                "verdict",
                runs,
                run ->
                        Cell.figure(
                                Words.sign(run.result().verdict())
                                        + " "
                                        + run.result().verdict().word(),
                                Tone.of(run.result().verdict())));
        head(table, "recovery", runs, run -> Cell.figure(Words.back(run.result())));
        for (Contrast.Row row : Contrast.rows(runs)) {
            var cells = new ArrayList<Cell>();
            cells.add(Cell.of(row.name()));
            cells.add(Cell.of(row.when(), Tone.FAINT));
            row.values().forEach(value -> cells.add(Cell.figure(value)));
            table.row(cells);
        }
        return table.lines(INDENT, columns, dress);
    }

    private static void head(
            TextTable table, String name, List<Compared> runs, Function<Compared, Cell> cell) {
        var cells = new ArrayList<Cell>();
        cells.add(Cell.of(name));
        cells.add(Cell.of(""));
        runs.forEach(run -> cells.add(cell.apply(run)));
        table.row(cells);
    }
}
