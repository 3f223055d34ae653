package dev.unruly.report;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/// A table for a terminal: columns as wide as their widest cell, text to the left, figures to the
/// right. Where the terminal is too narrow, the first column is wrapped: over rows that have
/// nothing there, if such follow.
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
        var left = new ArrayDeque<String>();
        Tone tone = Tone.NONE;
        for (List<Cell> row : rows) {
            Cell first = row.getFirst();
            if (!first.text.isEmpty()) {
                below(left, tone, indent, dress, lines);
                left.addAll(first.right ? List.of(first.text) : wrapped(first.text, widths[0]));
                tone = first.tone;
            }
            String begins = left.isEmpty() ? "" : left.removeFirst();
            var cells = new ArrayList<>(row);
            cells.set(0, new Cell(begins, tone, first.right));
            lines.add(line(cells, widths, indent, columns, dress));
        }
        below(left, tone, indent, dress, lines);
        return lines;
    }

    private static List<String> wrapped(String text, int width) {
        return Plain.wrap(text, width).stream().map(line -> Plain.cut(line, width)).toList();
    }

    /// What is left of a first cell, in lines of its own.
    private static void below(
            Deque<String> left, Tone tone, int indent, Dress dress, List<String> lines) {
        while (!left.isEmpty()) {
            lines.add(" ".repeat(indent) + dress.in(tone, left.removeFirst()));
        }
    }

    private static String line(List<Cell> row, int[] widths, int indent, int columns, Dress dress) {
        var line = new StringBuilder(" ".repeat(indent));
        int used = indent;
        for (int i = 0; i < row.size(); i++) {
            Cell cell = row.get(i);
            String text = Plain.cut(cell.text, Math.min(widths[i], Math.max(0, columns - used)));
            int room = Math.max(0, Math.min(widths[i], columns - used) - Plain.columns(text));
            boolean last = i == row.size() - 1;
            line.append(" ".repeat(cell.right ? room : 0))
                    .append(dress.in(cell.tone, text))
                    .append(" ".repeat(cell.right || last ? 0 : room))
                    .append(" ".repeat(last ? 0 : GAP));
            used += widths[i] + GAP;
        }
        return line.toString().stripTrailing();
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
