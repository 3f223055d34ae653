package dev.unruly.advise;

import dev.unruly.model.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Puts spans together to traces, within bounded memory: when too many spans wait, the trace that
/// began to come first is taken for complete.
final class Assembly {

    /// About 400 bytes each.
    private static final int MOST_WAITING = 60_000;

    /// One trace larger than this is a mistake of the tracer.
    private static final int MOST_SPANS = 20_000;

    private final Map<String, List<Span>> open = new LinkedHashMap<>();
    private final Map<String, String> words = new HashMap<>();
    private final Consumer<List<Span>> to;
    private int waiting;
    private long early;
    private long tooMany;

    Assembly(Consumer<List<Span>> to) {
        this.to = to;
    }

    void add(Span span) {
        List<Span> trace = open.computeIfAbsent(span.trace(), _ -> new ArrayList<>());
        if (trace.size() >= MOST_SPANS) {
            tooMany++;
            return;
        }
        trace.add(lean(span));
        waiting++;
        while (waiting > MOST_WAITING) {
            early++;
            close(open.keySet().iterator().next());
        }
    }

    /// What comes again and again is kept once.
    private Span lean(Span s) {
        return new Span(
                word(s.trace()),
                s.id(),
                s.parent(),
                word(s.service()),
                word(s.name()),
                s.kind(),
                s.startNanos(),
                s.endNanos(),
                word(s.peer()),
                word(s.route()),
                s.ending(),
                s.caller());
    }

    private String word(String text) {
        if (words.size() > MOST_WAITING) {
            words.clear();
        }
        String known = words.putIfAbsent(text, text);
        return known == null ? text : known;
    }

    private void close(String trace) {
        List<Span> spans = open.remove(trace);
        if (spans != null) {
            waiting -= spans.size();
            to.accept(spans);
        }
    }

    /// Takes all that still wait for complete.
    void end() {
        while (!open.isEmpty()) {
            close(open.keySet().iterator().next());
        }
    }

    /// How many traces were taken for complete early; spans that came later made another.
    long early() {
        return early;
    }

    /// Spans of traces that had too many.
    long tooMany() {
        return tooMany;
    }
}
