package dev.unruly.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A table for a terminal: columns as wide as their widest cell, text to the left, figures to the
/// right. Where the terminal is too narrow, the first column is cut.
final class TextTable {

    private static final int GAP = 2;
    private static final int LEAST_COLUMNS = 8;

    private final List<List<Cell>> rows = new ArrayList<>();

    /// A piece of text in a table.
    ///
    /// @param right whether it stands at the right end of its column, as figures do
    record Cell(String text, Tone tone, boolean right) {

        Cell {
            text = Plain.of(text);
        }

        static Cell of(String text) {
            return new Cell(text, Tone.NONE, false);
        }

        static Cell of(String text, Tone tone) {
            return new Cell(text, tone, false);
        }

        static Cell figure(String text) {
            return new Cell(text, Tone.NONE, true);
        }

        static Cell figure(String text, Tone tone) {
            return new Cell(text, tone, true);
        }
    }

    TextTable row(Cell... cells) {
        rows.add(List.of(cells));
        return this;
    }

    TextTable row(List<Cell> cells) {
        rows.add(List.copyOf(cells));
        return this;
    }

    /// Its lines.
    ///
    /// @param indent columns left free on the left
    /// @param columns that the terminal has
    List<String> lines(int indent, int columns, Dress dress) {
        int[] widths = widths(columns - indent);
        var lines = new ArrayList<String>();
        for (List<Cell> row : rows) {
            var line = new StringBuilder(" ".repeat(indent));
            int used = indent;
            for (int i = 0; i < row.size(); i++) {
                Cell cell = row.get(i);
                String text =
                        Plain.cut(cell.text, Math.min(widths[i], Math.max(0, columns - used)));
                int room = Math.max(0, Math.min(widths[i], columns - used) - Plain.columns(text));
                boolean last = i == row.size() - 1;
                line.append(" ".repeat(cell.right ? room : 0))
                        .append(dress.in(cell.tone, text))
                        .append(" ".repeat(cell.right || last ? 0 : room))
                        .append(" ".repeat(last ? 0 : GAP));
                used += widths[i] + GAP;
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    private int[] widths(int columns) {
        int most = rows.stream().mapToInt(List::size).max().orElse(0);
        int[] widths = new int[most];
        for (List<Cell> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                widths[i] = Math.max(widths[i], Plain.columns(row.get(i).text));
            }
        }
        int all = Arrays.stream(widths).sum() + GAP * Math.max(0, most - 1);
        if (most > 0 && all > columns) {
            widths[0] = Math.max(LEAST_COLUMNS, widths[0] - (all - columns));
        }
        return widths;
    }
}
