package dev.unruly.advise;

import dev.unruly.model.ObservedLatency;
import dev.unruly.model.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// What spans show: how long the calls between services take, and what requests are made of.
///
/// Memory does not grow with the number of spans.
public final class Spans {

    private static final int MOST_REQUESTS = 20;

    /// By so much clocks of microseconds may differ unnoticed.
    private static final long NOTABLE_NANOS = 1_000;

    private final Assembly assembly = new Assembly(this::trace);
    private final Seen seen = new Seen();
    private final Map<String, Shapes> requests = new LinkedHashMap<>();
    private final Endpoints endpoints = new Endpoints();
    private final Consumer<Span> entries;
    private final RandomGenerator random;
    private long traces;
    private long rootless;
    private long roomless;
    private long retries;
    private long twice;
    private long circular;
    private long elsewhen;
    private long moved;
    private long movedNanos;

    /// @param random for the sample of traces that is kept
    public Spans(RandomGenerator random) {
        this(random, _ -> {});
    }

    /// @param entries is told of every request from where nothing is traced
    public Spans(RandomGenerator random, Consumer<Span> entries) {
        this.random = random;
        this.entries = entries;
    }

    /// One span; those of a trace may come in any order, and among others'.
    public void add(Span span) {
        assembly.add(span);
    }

    private void trace(List<Span> spans) {
        Mended mended = Mended.of(spans);
        count(mended);
        var trace = new Trace(mended);
        traces++;
        trace.calls()
                .forEach((made, retry) -> {
                    retries += retry ? 1 : 0;
                    seen.call(
                            made.dependency(),
                            made.route(),
                            made.startNanos(),
                            made.asked().nanos(),
                            made.ending(),
                            retry);
                });
        List<Trace.Made> roots = trace.requests();
        rootless += roots.isEmpty() ? 1 : 0;
        endpoints.add(trace, roots);
        for (Trace.Made root : roots) {
            entries.accept(root.asked());
            seen.call(
                    root.dependency(),
                    root.route(),
                    root.startNanos(),
                    root.asked().nanos(),
                    root.ending(),
                    false);
            if (root.ending() == Span.Ending.ANSWERED) {
                request(root, trace);
            }
        }
    }

    private void count(Mended mended) {
        twice += mended.twice();
        circular += mended.circular();
        elsewhen += mended.elsewhen();
        moved += mended.movedNanos() > NOTABLE_NANOS ? 1 : 0;
        movedNanos = Math.max(movedNanos, mended.movedNanos());
    }

    private void request(Trace.Made root, Trace trace) {
        Shapes shapes = requests.get(root.title());
        if (shapes == null) {
            if (requests.size() == MOST_REQUESTS) {
                roomless++;
                return;
            }
            shapes = new Shapes(root.title());
            requests.put(root.title(), shapes);
        }
        shapes.add(trace.shape(root), root.asked().nanos(), random);
    }

    /// Takes all traces for complete.
    public void end() {
        assembly.end();
    }

    /// What is known of every place.
    ///
    /// @param sampled the share of all requests that was traced; empty: not known
    public List<Known> known(Optional<Double> sampled) {
        return seen.known(sampled);
    }

    /// What requests from outside are made of, in the order in which they first came.
    public List<Shapes> requests() {
        return List.copyOf(requests.values());
    }

    /// What endpoints ask of others, the most served first.
    public List<Endpoint> endpoints() {
        return endpoints.endpoints();
    }

    /// How long parts of dependencies took that no route names, and endpoints' own work.
    public List<ObservedLatency> parts() {
        return endpoints.latencies();
    }

    /// What is worth knowing, one sentence each.
    public List<String> notes() {
        var notes = new ArrayList<String>();
        long kinds = requests.values().stream().mapToLong(Shapes::roomless).sum();
        notes.add(Words.count(traces, "trace") + ", " + Words.count(retries, "repeated call"));
        if (rootless > 0) {
            note(
                    notes,
                    assembly.early(),
                    "traces were looked at before the file's end: what came later of them counts"
                            + " as traces without a beginning");
        }
        note(notes, assembly.tooMany(), "spans are of traces that have too many");
        note(notes, twice, "spans left out: another of their trace has the same id");
        note(notes, circular, "spans left out: they are below themselves");
        note(notes, elsewhen, "spans left out: a day and more from the rest of their trace");
        if (moved > 0) {
            notes.add(
                    Words.say(
                            "clocks were brought together in %,d traces, by %s at most",
                            moved, Words.nanos(movedNanos)));
        }
        note(notes, rootless, "traces have no beginning: only their calls count");
        note(notes, roomless, "requests are of more kinds than are told apart");
        note(notes, kinds, "traces are made in more ways than are told apart");
        note(notes, endpoints.roomless(), "calls are of more endpoints than are told apart");
        note(notes, seen.roomless(), "calls are of more places than are told apart");
        return notes;
    }

    private static void note(List<String> notes, long count, String what) {
        if (count > 0) {
            notes.add(Words.say("%,d %s", count, what));
        }
    }
}
