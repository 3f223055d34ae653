package dev.unruly.script;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// A file of comma-separated values (RFC 4180) with a line of column names.
///
/// @param file as problems name it
/// @param columns the names
/// @param rows each as long as columns
/// @param lines the line at which each row begins, from 1
record Csv(String file, List<String> columns, List<List<String>> rows, List<Integer> lines) {

    private static final long MOST_BYTES = 256L << 20;
    private static final int MOST_ROWS = 2_000_000;
    private static final int MOST_COMPLAINTS = 5;

    /// Reads a file; empty, with problems told, when it is broken.
    ///
    /// @param askedAt where the file is asked for
    static Optional<Csv> read(Reading reading, Path path, Place askedAt) {
        int mark = reading.mark();
        Optional<Csv> csv =
                Source.read(reading, path, MOST_BYTES, askedAt)
                        .flatMap(source -> new Parser(reading, source).parse());
        return reading.cleanSince(mark) ? csv : Optional.empty();
    }

    /// The index of a column; -1 when there is none.
    int column(String name) {
        return columns.indexOf(name);
    }

    /// Where a row stands.
    Place place(int row) {
        return new Place(file, lines.get(row), 1);
    }

    private static final class Parser {

        private final Reading reading;
        private final String file;
        private final String text;
        private final List<List<String>> rows = new ArrayList<>();
        private final List<Integer> lines = new ArrayList<>();
        private int at;
        private int line = 1;
        private int complaints;

        Parser(Reading reading, Source source) {
            this.reading = reading;
            this.file = source.name();
            this.text = source.text();
        }

        Optional<Csv> parse() {
            if (text.isBlank()) {
                reading.wrong(
                        Place.topOf(file), "the file is empty", "write a line of column names");
                return Optional.empty();
            }
            List<String> columns = record();
            requireColumns(columns);
            while (at < text.length() && complaints < MOST_COMPLAINTS) {
                int begins = line;
                List<String> row = record();
                if (row.size() == 1 && row.getFirst().isEmpty()) {
                    continue;
                }
                if (rows.size() == MOST_ROWS) {
                    complain(
                            begins,
                            "there are more than " + MOST_ROWS + " rows",
                            "shorten the file");
                    break;
                }
                if (row.size() != columns.size()) {
                    complain(
                            begins,
                            "this row has "
                                    + count(row.size(), "field")
                                    + ", not the "
                                    + columns.size()
                                    + " that line 1 names",
                            "complete it, or remove it");
                }
                rows.add(row);
                lines.add(begins);
            }
            if (rows.isEmpty()) {
                complain(line, "there are no rows under the column names", "write at least one");
            }
            return Optional.of(new Csv(file, columns, rows, lines));
        }

        private void requireColumns(List<String> columns) {
            var seen = new HashSet<String>();
            for (String column : columns) {
                if (column.isBlank()) {
                    complain(1, "a column has no name", "name it");
                } else if (column.indexOf('}') >= 0) {
                    complain(1, "column name `" + column + "` has a }", "name it without");
                } else if (!seen.add(column)) {
                    complain(1, "two columns are called `" + column + "`", "rename one");
                }
            }
        }

        private void complain(int atLine, String wrong, String right) {
            complaints++;
            reading.wrong(new Place(file, atLine, 1), wrong, right);
        }

        private static String count(int n, String what) {
            return n + " " + what + (n == 1 ? "" : "s");
        }

        /// The next row, and steps behind its line's end.
        private List<String> record() {
            var fields = new ArrayList<String>();
            while (true) {
                fields.add(at < text.length() && text.charAt(at) == '"' ? quoted() : plain());
                if (at >= text.length()) {
                    return fields;
                }
                char c = text.charAt(at);
                at++;
                if (c == '\n') {
                    line++;
                    return fields;
                }
            }
        }

        private String plain() {
            int from = at;
            while (at < text.length() && text.charAt(at) != ',' && text.charAt(at) != '\n') {
                at++;
            }
            boolean carriage =
                    at > from && text.charAt(at - 1) == '\r' && (at == text.length() || ends());
            return text.substring(from, carriage ? at - 1 : at);
        }

        private boolean ends() {
            return text.charAt(at) == '\n';
        }

        private String quoted() {
            int begins = line;
            var field = new StringBuilder();
            at++;
            while (at < text.length()) {
                char c = text.charAt(at);
                at++;
                if (c == '"') {
                    if (at >= text.length() || text.charAt(at) != '"') {
                        return closed(field, begins);
                    }
                    at++;
                } else if (c == '\n') {
                    line++;
                }
                field.append(c);
            }
            complain(begins, "a quote is never closed", "write a closing \"");
            return field.toString();
        }

        private String closed(StringBuilder field, int begins) {
            String rest = plain();
            if (!rest.isEmpty()) {
                complain(
                        begins,
                        "there is text behind a closing quote",
                        "double quotes inside: \"\"");
            }
            return field.toString();
        }
    }
}
