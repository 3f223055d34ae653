package dev.unruly.cli;

import dev.unruly.advise.Known;
import dev.unruly.advise.Place;
import dev.unruly.advise.Seen;
import dev.unruly.advise.Shapes;
import dev.unruly.advise.Spans;
import dev.unruly.convert.LogField;
import dev.unruly.convert.Skips;
import dev.unruly.convert.SpanFile;
import dev.unruly.convert.TimedLog;
import dev.unruly.model.ObservedLatency;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import picocli.CommandLine.Option;

/// What production has seen: options that name files of it, and what these say.
final class AdviceSources {

    @Option(
            names = "--latencies",
            paramLabel = "FILE",
            description =
                    "What dependencies took in production; goes before logs, traces, and what the"
                            + " run saw of them.")
    private Optional<Path> latencies = Optional.empty();

    @Option(
            names = "--traces",
            paramLabel = "FILE",
            split = ",",
            description =
                    "Spans of production: OTLP or Jaeger in JSON, or a table (.csv); several with"
                            + " commas between them.")
    private List<Path> traces = List.of();

    @Option(
            names = "--sampled",
            paramLabel = "SHARE",
            description =
                    "The share of all requests that was traced, as 5%%; without it no rate is known"
                            + " from spans, and nothing that needs one.")
    private Optional<String> sampled = Optional.empty();

    @Option(
            names = "--log",
            paramLabel = "FILE",
            split = ",",
            description =
                    "Access logs of what stands before one dependency: combined format with a time"
                            + " behind it, Envoy's, or JSON, one object a line.")
    private List<Path> logs = List.of();

    @Option(
            names = "--duration",
            paramLabel = "FIELD:UNIT",
            description =
                    "The field of the log that says how long a request took, and its unit: rt:s,"
                            + " duration:ms, +1:us (the first behind the combined format).")
    private Optional<String> duration = Optional.empty();

    @Option(
            names = "--dependency",
            paramLabel = "NAME",
            description = "Whose requests the log has.")
    private Optional<String> dependency = Optional.empty();

    /// What the files say.
    ///
    /// @param known of each place once
    /// @param parts of places, by their names, for files of calls: no setting is for them
    /// @param requests what traces show of requests from outside
    /// @param notes how each file was read
    record Found(
            List<Known> known,
            Map<String, Known> parts,
            List<Shapes> requests,
            List<String> notes) {
        Found {
            known = List.copyOf(known);
            parts = new LinkedHashMap<>(parts);
            requests = List.copyOf(requests);
            notes = List.copyOf(notes);
        }

        /// By the names that people, and files of calls, give to places.
        Map<String, Known> byName() {
            var names = new LinkedHashMap<>(parts);
            known.forEach(one -> names.put(one.place().toString(), one));
            return names;
        }
    }

    /// Whether any was named.
    boolean any() {
        return latencies.isPresent() || !traces.isEmpty() || !logs.isEmpty();
    }

    /// Reads them; empty after saying what is wrong.
    Optional<Found> read(PrintWriter err, long seed) {
        Map<Place, Known> known = new LinkedHashMap<>();
        Map<String, Known> parts = new LinkedHashMap<>();
        var notes = new ArrayList<String>();
        List<Shapes> requests = List.of();
        try {
            if (latencies.isPresent()) {
                Optional<List<ObservedLatency>> seen = new Inputs(err).latencies(latencies.get());
                if (seen.isEmpty()) {
                    return Optional.empty();
                }
                for (ObservedLatency place : seen.get()) {
                    Known one = Known.ofProduction(place);
                    if (place.part().isEmpty()) {
                        known.put(one.place(), one);
                    } else {
                        parts.put(place.name(), one);
                    }
                }
            }
            logs(known, notes);
            if (!traces.isEmpty()) {
                var spans = new Spans(new SplittableRandom(seed));
                for (Path file : traces) {
                    said(file, "spans", SpanFile.read(file, spans::add), notes);
                }
                spans.end();
                notes.addAll(spans.notes());
                add(spans.known(share()), known, notes);
                requests = spans.requests();
            }
        } catch (IOException e) {
            err.println(Trouble.words(e));
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage());
            return Optional.empty();
        }
        return Optional.of(new Found(List.copyOf(known.values()), parts, requests, notes));
    }

    private void logs(Map<Place, Known> known, List<String> notes) throws IOException {
        if (logs.isEmpty()) {
            return;
        }
        Path first = logs.getFirst();
        if (dependency.isEmpty()) {
            throw new IllegalArgumentException(
                    first + ": --dependency NAME has to say whose requests these are");
        }
        if (duration.isEmpty()) {
            throw new IllegalArgumentException(
                    first
                            + ": --duration FIELD:UNIT has to say how long a request took, and in"
                            + " which unit; "
                            + TimedLog.has(TimedLog.fields(first)));
        }
        LogField field = LogField.of(duration.get());
        var seen = new Seen();
        for (Path file : logs) {
            Skips skips =
                    TimedLog.read(
                            file,
                            field,
                            a ->
                                    seen.call(
                                            dependency.get(),
                                            a.route(),
                                            a.atNanos(),
                                            a.nanos(),
                                            a.ending(),
                                            a.retry()));
            said(file, "requests", skips, notes);
        }
        add(seen.known(Optional.of(1.0)), known, notes);
    }

    /// The share of requests that was traced.
    private Optional<Double> share() {
        if (sampled.isEmpty()) {
            return Optional.empty();
        }
        String text = sampled.get();
        if (!text.matches("\\d+(\\.\\d+)?%")) {
            throw new IllegalArgumentException("--sampled " + text + " is no share; write 5%");
        }
        double share = Double.parseDouble(text.substring(0, text.length() - 1)) / 100;
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException(
                    "--sampled " + text + " is not above 0% and at most 100%");
        }
        return Optional.of(share);
    }

    private static void add(List<Known> more, Map<Place, Known> known, List<String> notes) {
        List<Known> enough = Seen.enough(more);
        if (enough.size() < more.size()) {
            notes.add(
                    (more.size() - enough.size())
                            + " routes with too few answers for a time-out are not listed");
        }
        for (Known one : enough) {
            if (known.putIfAbsent(one.place(), one) != null) {
                notes.add(one.place() + " is known from an earlier source, which goes before");
            }
        }
    }

    private static void said(Path file, String what, Skips skips, List<String> notes) {
        notes.add(String.format(Locale.ROOT, "%s: %,d %s", file, skips.taken(), what));
        skips.lines().forEach(line -> notes.add("  " + line));
    }
}
