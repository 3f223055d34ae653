package dev.unruly.convert;

import dev.unruly.model.Access;
import dev.unruly.model.Span.Ending;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// An access log, read line by line; nothing is kept of what was read.
public final class LogFile {

    /// How far to look for a first line.
    private static final int FIRST_LINES = 1_000;

    /// nginx writes one time for each server it asked, with `:` where it was redirected.
    private static final Pattern TRIES = Pattern.compile("\\s*[,:]\\s*");

    /// Nobody waited any longer: 408 and 504 by time-out, 499 the caller of nginx.
    private static final Set<Integer> CUT_OFF = Set.of(0, 408, 499, 504);

    /// Envoy's words for that: time-outs of upstream, stream, duration, and who left.
    private static final Set<String> CUT_FLAGS = Set.of("UT", "SI", "DT", "DC", "UMSDR");

    private LogFile() {}

    /// Reads all requests.
    ///
    /// @return what was left out
    /// @throws IOException with words for people, if there is no such field, or no log
    public static Skips read(Path file, LogField field, Consumer<Access> to) throws IOException {
        Map<String, String> known = fields(file);
        if (!known.containsKey(field.name())) {
            throw new IOException(
                    file + ": the first line has no field `" + field.name() + "`; " + has(known));
        }
        var skips = new Skips();
        try (Reader reader = open(file)) {
            var lines = new Lines(reader);
            int number = 0;
            for (String line = lines.next(); line != null; line = lines.next()) {
                number++;
                String where = file + ":" + number;
                Optional<LogLine> parsed = LogLine.of(line);
                if (parsed.isEmpty()) {
                    skips.skip("no line of a log that is known", where);
                } else {
                    give(parsed.get(), field, where, skips, to);
                }
            }
        }
        if (skips.taken() == 0) {
            throw new IOException(
                    file
                            + " has no request that could be used: "
                            + String.join("; ", skips.lines()));
        }
        return skips;
    }

    private static void give(
            LogLine line, LogField field, String where, Skips skips, Consumer<Access> to) {
        Optional<Long> at = line.atNanos();
        if (at.isEmpty()) {
            skips.skip("a line without a time", where);
            return;
        }
        String text = line.fields().getOrDefault(field.name(), "-");
        List<String> tries = List.of(TRIES.split(text.strip(), -1));
        boolean retry = false;
        for (int i = 0; i < tries.size(); i++) {
            boolean last = i == tries.size() - 1;
            Optional<Long> nanos = field.read(tries.get(i));
            if (nanos.isEmpty()) {
                skips.skip(
                        tries.get(i).equals("-")
                                ? "a line whose `" + field.name() + "` is -: nobody was asked"
                                : "`" + field.name() + "` is no time of up to a day",
                        where);
                continue;
            }
            Ending ending = last ? ending(line) : Ending.FAILED;
            skips.take();
            to.accept(new Access(line.route(), at.get(), nanos.get(), ending, retry));
            retry = true;
        }
    }

    private static Ending ending(LogLine line) {
        boolean cut =
                CUT_OFF.contains(line.status())
                        || List.of(line.flags().split(",", -1)).stream()
                                .anyMatch(CUT_FLAGS::contains);
        if (cut) {
            return Ending.CUT_OFF;
        }
        // Who asks too often is answered at once, with 429.
        return line.status() >= 500 || line.status() == 429 ? Ending.FAILED : Ending.ANSWERED;
    }

    /// The fields of the first line that can be read, with their values.
    ///
    /// @throws IOException with words for people, if there is none
    public static Map<String, String> fields(Path file) throws IOException {
        try (Reader reader = open(file)) {
            var lines = new Lines(reader);
            for (int i = 0; i < FIRST_LINES; i++) {
                String line = lines.next();
                if (line == null) {
                    break;
                }
                Optional<LogLine> parsed = LogLine.of(line);
                if (parsed.isPresent()) {
                    return new TreeMap<>(parsed.get().fields());
                }
            }
        }
        throw new IOException(
                file
                        + ": no line is of a log that is known: the combined format of nginx or"
                        + " Apache, Envoy's default format, or an object in JSON on each line");
    }

    /// What to write for a duration, given the fields that there are.
    public static String has(Map<String, String> fields) {
        if (fields.isEmpty()) {
            return "there is none behind the combined format: such a log does not say how long"
                    + " anything took; add $request_time (nginx) or %D (Apache) to its format";
        }
        var some = new StringBuilder("there are ");
        fields.forEach((name, value) ->
                some.append(some.length() > 10 ? ", " : "")
                        .append(name)
                        .append(" (")
                        .append(value)
                        .append(")"));
        return some.toString();
    }

    private static Reader open(Path file) throws IOException {
        return new InputStreamReader(Files.newInputStream(file), StandardCharsets.ISO_8859_1);
    }
}
