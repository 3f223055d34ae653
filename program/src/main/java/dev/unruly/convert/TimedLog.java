package dev.unruly.convert;

import dev.unruly.model.Access;
import dev.unruly.model.Hit;
import dev.unruly.model.Span.Ending;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// An access log whose lines say how long requests took; nothing is kept of what was read.
public final class TimedLog {

    /// How far to look for a first line.
    private static final int FIRST_LINES = 1_000;

    /// nginx writes one time for each server it asked, with `:` where it was redirected.
    private static final Pattern TRIES = Pattern.compile("\\s*[,:]\\s*");

    /// Nobody waited any longer: 408 and 504 by time-out, 499 the caller of nginx.
    private static final Set<Integer> CUT_OFF = Set.of(0, 408, 499, 504);

    /// Envoy's words for that: time-outs of upstream, stream, duration, and who left.
    private static final Set<String> CUT_FLAGS = Set.of("UT", "SI", "DT", "DC", "UMSDR");

    /// What many numbers have, or what no developer writes into a route.
    private static final Pattern OWN =
            Pattern.compile("\\d{3}|[\\s*\"'<>\\\\\\p{Cntrl}\\p{Cf}\\ufffd]");

    private TimedLog() {}

    /// Reads all requests of a log, packed or not.
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
        try (InputStream in = Files.newInputStream(file)) {
            lines(file.toString(), in, field, skips, to);
        } catch (Unpacked.Damaged e) {
            skips.skip(Flaw.CUT.words() + ": " + e.getMessage(), file.toString());
        }
        if (skips.taken() == 0) {
            throw new IOException(
                    file
                            + " has no request that could be used: "
                            + String.join("; ", skips.lines()));
        }
        return skips;
    }

    private static void lines(
            String name, InputStream in, LogField field, Skips skips, Consumer<Access> to)
            throws IOException {
        var blocks = new Blocks(Opening.of(name, in).rest());
        var line = new TimedLine(field.name());
        var hit = new Hit();
        long number = 0;
        while (blocks.next()) {
            number++;
            String where = name + ":" + number;
            if (blocks.tooLong()) {
                skips.skip("a line that is " + Flaw.LONG.words(), where);
                continue;
            }
            TimedLine.Said said = line.read(blocks.bytes(), blocks.from(), blocks.to(), hit);
            switch (said.flaw()) {
                case NONE -> give(hit, said, field, where, skips, to);
                case TIME -> skips.skip("a line without a time", where);
                case OTHER, NO_REQUEST, TAIL, SHAPE, FUTURE, STATUS, JSON, LONG, CUT ->
                        skips.skip("no line of a log that is known", where);
            }
        }
    }

    private static void give(
            Hit hit,
            TimedLine.Said said,
            LogField field,
            String where,
            Skips skips,
            Consumer<Access> to) {
        String text = said.value().isEmpty() ? "-" : said.value();
        String route = route(hit.method().text(), hit.url().text());
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
            Ending ending = last ? ending(hit.status(), said.flags()) : Ending.FAILED;
            skips.take();
            to.accept(new Access(route, hit.atMillis() * 1_000_000, nanos.get(), ending, retry));
            retry = true;
        }
    }

    private static Ending ending(int status, String flags) {
        boolean cut =
                CUT_OFF.contains(status)
                        || List.of(flags.split(",", -1)).stream().anyMatch(CUT_FLAGS::contains);
        if (cut) {
            return Ending.CUT_OFF;
        }
        // Who asks too often is answered at once, with 429.
        return status >= 500 || status == 429 ? Ending.FAILED : Ending.ANSWERED;
    }

    /// The fields of the first line that can be read, with their values.
    ///
    /// @throws IOException with words for people, if there is none
    public static Map<String, String> fields(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            var blocks = new Blocks(Opening.of(file.toString(), in).rest());
            var line = new TimedLine("");
            for (int i = 0; i < FIRST_LINES && blocks.next(); i++) {
                if (blocks.tooLong() || blocks.from() == blocks.to()) {
                    continue;
                }
                Optional<Map<String, String>> fields =
                        line.fields(blocks.bytes(), blocks.from(), blocks.to());
                if (fields.isPresent()) {
                    return fields.get();
                }
            }
        } catch (Unpacked.Damaged e) {
            throw new IOException(file + " cannot be unpacked: " + e.getMessage(), e);
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
                        .append(Shown.text(name))
                        .append(" (")
                        .append(Shown.text(value))
                        .append(")"));
        return some.toString();
    }

    /// Method and path, or where it begins: what is behind the first part is rarely the same twice.
    private static String route(String method, String path) {
        String bare = path.replaceFirst("(?s)[?#].*", "").replaceFirst("^[a-z]+://[^/]*", "");
        if (!bare.startsWith("/")) {
            return "";
        }
        int end = bare.indexOf('/', 1);
        String first = end < 0 ? bare : bare.substring(0, end);
        boolean own = first.length() > 40 || OWN.matcher(first).find();
        String shown = own ? "/*" : end < 0 ? first : first + "/*";
        return method.matches("[A-Z]+") ? method + " " + shown : shown;
    }
}
