package dev.unruly.convert;

import dev.unruly.convert.Guess.Format;
import dev.unruly.model.Hit;
import dev.unruly.model.Hits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.PatternSyntaxException;

/// Reads what production already has: logs, archives, traces and series of arrivals, each as a
/// stream, packed or not. Nothing is kept of what was read.
public final class Evidence {

    private static final long DAY = 86_400_000;

    /// Before it there were no web servers; such a time is a clock that was not set.
    private static final long FIRST_MILLIS = 631_152_000_000L;

    private final Optional<Supplier<LineReader>> asked;
    private final String askedName;
    private final long nowMillis;

    /// @param format a server's format or its name; empty: it is found out
    /// @param mapping which fields of JSON say what; empty: it is found out
    /// @param nowMillis later than a day from now is no time of a log
    /// @throws IOException with words for people
    /// @throws IllegalArgumentException with words for people
    public Evidence(String format, Optional<Path> mapping, long nowMillis) throws IOException {
        this.nowMillis = nowMillis;
        if (mapping.isPresent()) {
            var fields = JsonFields.read(mapping.get());
            asked = Optional.of(() -> new JsonLine(fields));
            askedName = "JSON as " + mapping.get() + " says";
        } else if (format.isEmpty()) {
            asked = Optional.empty();
            askedName = "";
        } else {
            asked = Optional.of(named(format));
            askedName = "as asked";
        }
    }

    private static Supplier<LineReader> named(String format) {
        if (format.equals("w3c") || format.equals("cloudfront")) {
            return W3cLine::new;
        }
        if (format.equals("cloudfront-realtime")) {
            return () -> new W3cLine(W3cLine.REAL_TIME);
        }
        if (format.startsWith("#Fields:")) {
            return () -> new W3cLine(format);
        }
        if (format.equals("haproxy")) {
            return HaproxyLine::new;
        }
        var json = JsonFields.known().get(format);
        if (json != null) {
            return () -> new JsonLine(json);
        }
        LogFormat compiled = LogFormat.of(format);
        return () -> new LogScanner(compiled);
    }

    /// The files that names and globs mean, in order of name within each glob; `-` stays.
    ///
    /// @throws IOException with words for people, if a name means nothing
    public static List<String> files(List<String> names) throws IOException {
        var files = new ArrayList<String>();
        for (String name : names) {
            try {
                if (name.equals("-") || isFile(Path.of(name))) {
                    files.add(name);
                } else {
                    files.addAll(found(name));
                }
            } catch (InvalidPathException | PatternSyntaxException e) {
                throw new IOException(Shown.text(name) + ": this is no name of files", e);
            }
        }
        return files;
    }

    private static List<String> found(String name) throws IOException {
        Path path = Path.of(name);
        boolean folder = Files.isDirectory(path);
        Path in = folder ? path : Optional.ofNullable(path.getParent()).orElse(Path.of("."));
        String glob = folder ? "*" : String.valueOf(path.getFileName());
        var found = new ArrayList<String>();
        if (Files.isDirectory(in)) {
            try (DirectoryStream<Path> all = Files.newDirectoryStream(in, glob)) {
                for (Path one : all) {
                    if (Files.isRegularFile(one)) {
                        found.add(one.toString());
                    }
                }
            }
        }
        if (found.isEmpty()) {
            throw new IOException(Shown.text(name) + ": there is no such file");
        }
        found.sort(null);
        return found;
    }

    /// Pipes have names too.
    private static boolean isFile(Path path) {
        return Files.exists(path) && !Files.isDirectory(path);
    }

    /// Reads files one after the other.
    ///
    /// @param names of files and globs, or `-`
    /// @param stdin what `-` means
    /// @throws IOException with words for people: a file cannot be read, is of no known format, or
    ///   is mostly broken
    public Reading read(List<String> names, InputStream stdin, Witness to) throws IOException {
        var reading = new Reading();
        for (String name : files(names)) {
            if (name.equals("-")) {
                one("stdin", stdin, reading, to);
            } else {
                try (InputStream in = Upto.open(Path.of(name))) {
                    one(name, in, reading, to);
                }
            }
        }
        return reading;
    }

    private void one(String given, InputStream file, Reading reading, Witness to)
            throws IOException {
        String name = Shown.text(given);
        int before = reading.formats().size();
        try {
            Opening opening = Opening.of(name, file);
            Format format =
                    asked.isPresent()
                            ? new Format.Text(askedName, 1, asked.get())
                            : Guess.of(name, opening.head());
            InputStream in = opening.rest();
            switch (format) {
                case Format.Nothing _ -> reading.file(name + ": empty");
                case Format.Text text -> lines(name, in, opening.passed(), text, reading, to);
                case Format.Har _ -> {
                    reading.file(name + ": HAR");
                    new HarFile().read(name, in, entries(reading, to::recorded));
                }
                case Format.Gor _ -> {
                    reading.file(name + ": a recording of GoReplay");
                    new GorFile(name, entries(reading, to::hit)).read(new Blocks(in));
                }
                case Format.Spans _ -> spans(name, in, reading, to);
                case Format.Series _ -> series(name, in, reading, to);
            }
            if (opening.passed() > 0) {
                byte[] shown = opening.firstPassed();
                reading.flaws(Flaw.LONG, opening.passed(), name + ":1", shown);
            }
        } catch (Unpacked.Damaged e) {
            if (reading.formats().size() == before) {
                throw new IOException(
                        name
                                + " cannot be unpacked: "
                                + Shown.text(String.valueOf(e.getMessage()))
                                + "; if another program can, let it write to `unruly learn -`",
                        e);
            }
            byte[] why = String.valueOf(e.getMessage()).getBytes(StandardCharsets.UTF_8);
            reading.flaws(Flaw.CUT, 1, name, why);
        }
        if (reading.hopeless(true)) {
            throw hopeless(name, reading);
        }
    }

    private HarFile.Entries entries(Reading reading, Hits to) {
        return (flaw, hit, where) -> {
            Flaw found = flaw == Flaw.NONE ? moment(hit) : flaw;
            if (found == Flaw.NONE) {
                reading.take(hit);
                to.hit(hit);
            } else {
                reading.flaw(found, where, hit.url().bytes(), hit.url().from(), hit.url().to());
            }
        };
    }

    private void lines(
            String name,
            InputStream in,
            long passed,
            Format.Text format,
            Reading reading,
            Witness to)
            throws IOException {
        reading.file(
                String.format(
                        Locale.ROOT,
                        "%s: %s (reads %.1f %% of the first lines)",
                        name,
                        format.name(),
                        100 * format.sure()));
        var blocks = new Blocks(in);
        LineReader reader = format.reader().get();
        var hit = new Hit();
        long number = passed;
        while (blocks.next()) {
            number++;
            int from = blocks.from();
            int end = blocks.to();
            Flaw flaw =
                    blocks.tooLong()
                            ? Flaw.LONG
                            : from == end
                                    ? Flaw.OTHER
                                    : reader.read(blocks.bytes(), from, end, hit);
            flaw = flaw == Flaw.NONE ? moment(hit) : flaw;
            if (flaw == Flaw.NONE) {
                reading.take(hit);
                to.hit(hit);
            } else if (flaw == Flaw.LONG) {
                reading.flaws(flaw, 1, name + ":" + number, blocks.beginning());
            } else {
                reading.flaw(flaw, name + ":" + number, blocks.bytes(), from, end);
                if (reading.hopeless(false)) {
                    throw hopeless(name, reading);
                }
            }
        }
    }

    private Flaw moment(Hit hit) {
        return moment(hit.atMillis());
    }

    private Flaw moment(long at) {
        return at > nowMillis + DAY ? Flaw.FUTURE : at < FIRST_MILLIS ? Flaw.TIME : Flaw.NONE;
    }

    private static IOException hopeless(String name, Reading reading) {
        return new IOException(
                name
                        + " is mostly broken, or of another format than it seemed ("
                        + reading.formats().getLast()
                        + "); --format says which it is\n"
                        + String.join("\n", reading.leftOut()));
    }

    private void spans(String name, InputStream in, Reading reading, Witness to)
            throws IOException {
        reading.file(name + ": spans");
        Skips skips =
                SpanFile.read(
                        name,
                        in,
                        span -> {
                            Flaw flaw = moment(span.startNanos() / 1_000_000);
                            if (flaw == Flaw.NONE) {
                                reading.span();
                                to.span(span);
                            } else {
                                byte[] id = span.id().getBytes(StandardCharsets.UTF_8);
                                reading.flaw(flaw, name, id, 0, id.length);
                            }
                        });
        reading.notes(skips.lines());
    }

    private void series(String name, InputStream in, Reading reading, Witness to)
            throws IOException {
        reading.file(name + ": a series of arrivals");
        var blocks = new Blocks(in);
        var series = new SeriesLines(reading, to);
        long number = 0;
        while (blocks.next()) {
            number++;
            int length = Math.min(4_096, blocks.to() - blocks.from());
            var line = new String(blocks.bytes(), blocks.from(), length, StandardCharsets.UTF_8);
            Flaw flaw = blocks.tooLong() ? Flaw.LONG : series.line(line, number == 1);
            if (flaw != Flaw.NONE) {
                String where = name + ":" + number;
                reading.flaw(flaw, where, blocks.bytes(), blocks.from(), blocks.from() + length);
            }
            if (reading.hopeless(false)) {
                throw hopeless(name, reading);
            }
        }
        series.end();
    }
}
