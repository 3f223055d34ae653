package dev.unruly.script;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// A file of comma-separated values with a line of column names that may be too long to be kept:
/// its rows are told one by one, as often as they are asked for. A field does not go beyond its
/// line.
final class LongCsv {

    /// Read in some ten seconds.
    private static final long MOST_BYTES = 1L << 30;

    private static final int MOST_ROWS = 20_000_000;
    private static final int LONGEST_LINE = 64 << 10;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final Reading reading;
    private final Path path;
    private final Place askedAt;
    private final List<String> columns = new ArrayList<>();

    private LongCsv(Reading reading, Path path, Place askedAt) {
        this.reading = reading;
        this.path = path;
        this.askedAt = askedAt;
    }

    /// Is told one row after the other.
    interface Taker {

        /// A row.
        ///
        /// @param fields as many as there are columns; to be read at once
        /// @return whether to go on
        boolean row(int line, List<String> fields);
    }

    /// Looks at a file's names of columns; empty, with a problem told, when it is broken.
    ///
    /// @param askedAt where the file is asked for
    static Optional<LongCsv> of(Reading reading, Path path, Place askedAt) {
        if (!Files.exists(path)) {
            reading.wrong(askedAt, "there is no file " + path, "write the path of an existing one");
            return Optional.empty();
        }
        if (!Files.isRegularFile(path)) {
            reading.wrong(askedAt, path + " is not a regular file", "write the path of a file");
            return Optional.empty();
        }
        var csv = new LongCsv(reading, path, askedAt);
        int mark = reading.mark();
        csv.read((line, fields) -> {
            csv.columns.addAll(fields);
            return false;
        });
        if (reading.cleanSince(mark)) {
            csv.requireColumns();
        }
        reading.took(path);
        return reading.cleanSince(mark) ? Optional.of(csv) : Optional.empty();
    }

    /// The names.
    List<String> columns() {
        return columns;
    }

    /// The file as problems name it.
    String file() {
        return path.toString();
    }

    /// Who is told what is wrong with it.
    Reading reading() {
        return reading;
    }

    /// Where a line is.
    Place place(int line) {
        return new Place(file(), line, 1);
    }

    /// Tells all rows; what is wrong with one is a problem and ends it.
    void each(Taker taker) {
        int mark = reading.mark();
        int[] rows = {0};
        read((line, fields) -> {
            if (line == 1 || (fields.size() == 1 && fields.getFirst().isEmpty())) {
                return true;
            }
            if (++rows[0] > MOST_ROWS) {
                wrong(line, "there are more than " + MOST_ROWS + " rows", "shorten the file");
                return false;
            }
            if (fields.size() != columns.size()) {
                String have = fields.size() + (fields.size() == 1 ? " field" : " fields");
                wrong(
                        line,
                        "this row has "
                                + have
                                + ", not the "
                                + columns.size()
                                + " that line 1 names",
                        "complete it, or remove it");
                return false;
            }
            return taker.row(line, fields);
        });
        if (rows[0] == 0 && reading.cleanSince(mark)) {
            wrong(2, "there are no rows under the column names", "write at least one");
        }
    }

    private void requireColumns() {
        if (columns.isEmpty()) {
            wrong(1, "the file is empty", "write a line of column names");
        }
        var seen = new HashSet<String>();
        for (String column : columns) {
            if (column.isBlank()) {
                wrong(1, "a column has no name", "name it");
            } else if (!seen.add(column)) {
                wrong(1, "two columns are called `" + column + "`", "rename one");
            }
        }
    }

    private void wrong(int line, String wrong, String right) {
        reading.wrong(place(line), wrong, right);
    }

    private void read(Taker taker) {
        int line = 0;
        try {
            long bytes = Files.size(path);
            if (bytes > MOST_BYTES) {
                reading.wrong(
                        Place.topOf(file()),
                        "the file is larger than " + (MOST_BYTES >> 20) + " MiB",
                        "make it smaller: longer periods, or the part that is played");
                return;
            }
            try (var lines = new LinesOf(path)) {
                var fields = new ArrayList<String>();
                while (lines.next()) {
                    line++;
                    if (lines.length > LONGEST_LINE) {
                        wrong(line, "this line is longer than 64 KiB", "is it a CSV file?");
                        return;
                    }
                    fields.clear();
                    if (!split(lines.text(), fields)) {
                        wrong(
                                line,
                                "a quote is not closed, or text follows it",
                                "double quotes inside: \"\"");
                        return;
                    }
                    if (!taker.row(line, fields)) {
                        return;
                    }
                }
            }
        } catch (CharacterCodingException e) {
            wrong(line + 1, "this is not UTF-8", "save the file as UTF-8");
        } catch (IOException e) {
            reading.wrong(askedAt, path + " cannot be read: " + e.getMessage(), "make it readable");
        }
    }

    /// A line's fields; false when its quotes are wrong.
    private static boolean split(String line, List<String> fields) {
        int at = 0;
        while (true) {
            if (at < line.length() && line.charAt(at) == '"') {
                var field = new StringBuilder();
                at = quoted(line, at + 1, field);
                if (at < 0) {
                    return false;
                }
                fields.add(field.toString());
            } else {
                int comma = line.indexOf(',', at);
                int end = comma < 0 ? line.length() : comma;
                fields.add(line.substring(at, end));
                at = end;
            }
            if (at == line.length()) {
                return true;
            }
            at++;
        }
    }

    /// Reads a quoted field; returns where the comma or the end behind it is, or -1.
    private static int quoted(String line, int from, StringBuilder field) {
        int at = from;
        while (at < line.length()) {
            char c = line.charAt(at++);
            if (c != '"') {
                field.append(c);
            } else if (at < line.length() && line.charAt(at) == '"') {
                field.append(line.charAt(at++));
            } else {
                return at == line.length() || line.charAt(at) == ',' ? at : -1;
            }
        }
        return -1;
    }

    /// The lines of a file, one at a time. Of one that is too long the end is not kept.
    private static final class LinesOf implements AutoCloseable {

        private final Reader in;
        private final char[] buffer = new char[1 << 16];
        private final StringBuilder line = new StringBuilder();
        private int at;
        private int end;
        private long length;
        private boolean first = true;

        LinesOf(Path path) throws IOException {
            in =
                    new InputStreamReader(
                            Files.newInputStream(path),
                            StandardCharsets.UTF_8
                                    .newDecoder()
                                    .onMalformedInput(CodingErrorAction.REPORT)
                                    .onUnmappableCharacter(CodingErrorAction.REPORT));
        }

        boolean next() throws IOException {
            line.setLength(0);
            length = 0;
            boolean any = false;
            while (more()) {
                any = true;
                int begins = at;
                while (at < end && buffer[at] != '\n') {
                    at++;
                }
                keep(begins);
                if (at < end) {
                    at++;
                    return true;
                }
            }
            return any;
        }

        private boolean more() throws IOException {
            if (at == end) {
                end = Math.max(0, in.read(buffer));
                at = 0;
            }
            if (first && end > 0) {
                first = false;
                at = buffer[0] == BYTE_ORDER_MARK ? 1 : 0;
            }
            return at < end;
        }

        private void keep(int begins) {
            length += at - begins;
            if (length <= LONGEST_LINE) {
                line.append(buffer, begins, at - begins);
            }
        }

        String text() {
            int last = line.length() - 1;
            return last >= 0 && line.charAt(last) == '\r'
                    ? line.substring(0, last)
                    : line.toString();
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
