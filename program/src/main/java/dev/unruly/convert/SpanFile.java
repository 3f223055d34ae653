package dev.unruly.convert;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.unruly.model.Span;
import dev.unruly.model.Span.Ending;
import dev.unruly.model.Span.Kind;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// A file of spans: OTLP, Jaeger or Zipkin in JSON, or a table with a line for each span. Nothing
/// is kept of what was read, so a file may be larger than memory.
public final class SpanFile {

    private static final List<String> COLUMNS =
            List.of(
                    "TraceID",
                    "SpanID",
                    "ParentID",
                    "PodName",
                    "OperationName",
                    "StartTimeUnixNano",
                    "EndTimeUnixNano");

    /// What Kubernetes adds to a deployment's name: of its ReplicaSet and of the pod.
    private static final Pattern POD = Pattern.compile("-[a-z0-9]{6,10}-[a-z0-9]{5}$");

    private SpanFile() {}

    /// Reads all spans.
    ///
    /// @return what was left out
    /// @throws IOException with words for people, if the file cannot be read or is of no known kind
    public static Skips read(Path file, Consumer<Span> to) throws IOException {
        try (InputStream packed = Files.newInputStream(file)) {
            return read(file.toString(), Unpacked.of(file.toString(), packed), to);
        }
    }

    /// Reads all spans of a stream, which is unpacked and not closed.
    static Skips read(String file, InputStream unpacked, Consumer<Span> to) throws IOException {
        var skips = new Skips();
        try {
            var in = new BufferedInputStream(unpacked, 1 << 16);
            int first = begins(in);
            if (first == '{' || first == '[') {
                try (var parser = new JsonFactory().createParser(in)) {
                    new SpanJson(parser, file, skips, to).read();
                }
            } else {
                table(in, file, skips, to);
            }
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            throw new IOException(
                    "%s:%d:%d: this is not JSON: %s"
                            .formatted(
                                    file,
                                    at == null ? 1 : at.getLineNr(),
                                    at == null ? 1 : at.getColumnNr(),
                                    e.getOriginalMessage()),
                    e);
        }
        if (skips.taken() == 0) {
            throw new IOException(file + " has no span that could be used" + said(skips));
        }
        return skips;
    }

    private static String said(Skips skips) {
        return skips.lines().isEmpty() ? "" : ": " + String.join("; ", skips.lines());
    }

    /// The first character that is no space; it is left there.
    private static int begins(InputStream in) throws IOException {
        int c = ' ';
        while (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
            in.mark(1);
            c = in.read();
        }
        in.reset();
        return c;
    }

    private static void table(InputStream in, String file, Skips skips, Consumer<Span> to)
            throws IOException {
        var lines = new Lines(new InputStreamReader(in, StandardCharsets.UTF_8));
        String head = lines.next();
        List<String> columns = head == null ? List.of() : List.of(head.strip().split(",", -1));
        if (!columns.containsAll(COLUMNS)) {
            throw new IOException(
                    file
                            + ":1: neither JSON (OTLP, Jaeger, Zipkin) nor a table with the columns "
                            + String.join(", ", COLUMNS));
        }
        int[] at = COLUMNS.stream().mapToInt(columns::indexOf).toArray();
        int number = 1;
        for (String line = lines.next(); line != null; line = lines.next()) {
            number++;
            String where = file + ":" + number;
            String[] cells = line.split(",", -1);
            if (cells.length != columns.size()) {
                skips.skip("a line of another number of columns than the first", where);
                continue;
            }
            try {
                String name = cells[at[4]];
                String parent = cells[at[2]];
                var span =
                        new Span(
                                cells[at[0]],
                                cells[at[1]],
                                parent.equals("root") ? "" : parent,
                                POD.matcher(cells[at[3]]).replaceFirst(""),
                                name,
                                Kind.UNKNOWN,
                                Long.parseLong(cells[at[5]]),
                                Long.parseLong(cells[at[6]]),
                                "",
                                Attributes.named("", name),
                                Ending.ANSWERED);
                skips.take();
                to.accept(span);
            } catch (IllegalArgumentException e) {
                skips.skip("a line whose start or end is no time", where);
            }
        }
    }
}
