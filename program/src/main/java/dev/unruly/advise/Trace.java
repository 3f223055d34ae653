package dev.unruly.advise;

import dev.unruly.model.CallGraph;
import dev.unruly.model.Span;
import dev.unruly.model.Span.Ending;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One trace: who called whom, and which calls were made one after the other or at once.
///
/// Where the tracer does not say which side of a call a span is, it follows from the services: a
/// span whose parent is of another service serves, and one with a child of another service asks. A
/// call takes as long as the asking side waited, where that is known. Calls of a request that
/// overlap are at once; of several, each belongs to the first of those next to each other that had
/// ended before it began. What a service's time is not spent on calls is its own.
final class Trace {

    /// Clocks of microseconds.
    private static final long TOLERANCE = 1_000;

    /// Calls by clocks that had to be brought together may seem to overlap by half of the shorter
    /// one, and by so much at most.
    private static final long BETWEEN_CLOCKS = 1_000_000;

    private static final int DEEPEST = 200;

    private final Map<String, Span> byId = new HashMap<>();
    private final Map<String, List<Span>> children = new HashMap<>();
    private final List<Span> spans;
    private final boolean moved;

    /// A call as it was made.
    ///
    /// @param asked the span that took the time
    /// @param served what the other side did; the same where only one side is known
    /// @param startNanos of the first try
    /// @param endNanos of the last
    /// @param tries how often it was asked
    record Made(
            Span asked,
            Span served,
            String dependency,
            String route,
            long startNanos,
            long endNanos,
            Ending ending,
            int tries) {

        /// As people read it.
        String title() {
            return dependency + " " + (route.isEmpty() ? asked.name() : route);
        }
    }

    /// What a request was made of.
    ///
    /// @param nanos of each name in the graph
    record Shape(CallGraph graph, Map<String, Double> nanos) {}

    Trace(List<Span> spans) {
        this(Mended.of(spans));
    }

    Trace(Mended mended) {
        this.spans = mended.spans();
        this.moved = mended.movedNanos() > BETWEEN_CLOCKS / 1_000;
        spans.forEach(span -> byId.put(span.id(), span));
        for (Span span : spans) {
            if (!span.parent().isEmpty() && !span.parent().equals(span.id())) {
                children.computeIfAbsent(span.parent(), _ -> new ArrayList<>()).add(span);
            }
        }
    }

    /// Requests that came from where nothing was traced.
    List<Made> requests() {
        return spans.stream()
                .filter(span -> !byId.containsKey(span.parent()) && serves(span))
                .map(Trace::itself)
                .toList();
    }

    /// All that was served, of whomever it was asked.
    List<Made> served() {
        return spans.stream().filter(this::serves).map(Trace::itself).toList();
    }

    /// The calls that somebody made while serving, those of one wish joined, as they began.
    List<Made> asked(Made serving) {
        return asked(serving, serving.startNanos(), serving.endNanos());
    }

    private List<Made> asked(Made made, long startNanos, long endNanos) {
        var calls = new ArrayList<Made>();
        below(made.served(), calls, 0);
        calls.removeIf(c -> c.startNanos() >= endNanos || c.endNanos() <= startNanos);
        calls.sort(Comparator.comparingLong(Made::startNanos));
        return retriesJoined(calls);
    }

    /// Calls between services, each try by itself, and whether it repeats one that failed.
    Map<Made, Boolean> calls() {
        var calls = new LinkedHashMap<Made, Boolean>();
        var asking = new LinkedHashMap<String, List<Made>>();
        for (Span span : spans) {
            if (isCall(span)) {
                asking.computeIfAbsent(span.parent(), _ -> new ArrayList<>()).add(made(span));
            }
        }
        for (List<Made> siblings : asking.values()) {
            siblings.sort(Comparator.comparingLong(Made::startNanos));
            Map<String, Made> last = new HashMap<>();
            for (Made made : siblings) {
                Made before = last.put(made.title(), made);
                calls.put(made, before != null && repeats(made, before));
            }
        }
        return calls;
    }

    private static boolean repeats(Made made, Made before) {
        return before.ending() != Ending.ANSWERED
                && made.startNanos() >= before.endNanos() - TOLERANCE;
    }

    /// What a request was made of.
    Shape shape(Made request) {
        var nanos = new LinkedHashMap<String, Double>();
        CallGraph graph =
                inside(request, request.asked().startNanos(), request.asked().endNanos(), nanos, 0);
        return new Shape(graph, nanos);
    }

    private boolean serves(Span span) {
        Span parent = byId.get(span.parent());
        return switch (span.kind()) {
            case SERVER -> true;
            case CLIENT, INSIDE -> false;
            case UNKNOWN -> parent == null || !parent.service().equals(span.service());
        };
    }

    private boolean asks(Span span) {
        return switch (span.kind()) {
            case CLIENT -> true;
            case SERVER, INSIDE -> false;
            case UNKNOWN ->
                    !serves(span)
                            && children.getOrDefault(span.id(), List.of()).stream()
                                    .anyMatch(c -> !c.service().equals(span.service()));
        };
    }

    /// Whether a span is a call: the asking side of one, or the serving side of one whose asking
    /// side was not traced.
    private boolean isCall(Span span) {
        Span parent = byId.get(span.parent());
        return asks(span) || (serves(span) && parent != null && !asks(parent));
    }

    private Made made(Span span) {
        if (!asks(span)) {
            return itself(span);
        }
        for (Span child : children.getOrDefault(span.id(), List.of())) {
            if (serves(child)) {
                String route = child.route().isEmpty() ? span.route() : child.route();
                return made(span, child, child.service(), route);
            }
        }
        return made(span, span, span.peer().isEmpty() ? span.name() : span.peer(), span.route());
    }

    private static Made itself(Span span) {
        return made(span, span, span.service(), span.route());
    }

    private static Made made(Span asked, Span served, String dependency, String route) {
        Ending ending =
                asked.ending() == Ending.ANSWERED && served.ending() == Ending.FAILED
                        ? Ending.FAILED
                        : asked.ending();
        return new Made(
                asked, served, dependency, route, asked.startNanos(), asked.endNanos(), ending, 1);
    }

    /// The calls of one side of a trace: the nearest below it.
    private void below(Span span, List<Made> to, int depth) {
        for (Span child : children.getOrDefault(span.id(), List.of())) {
            if (isCall(child)) {
                to.add(made(child));
            } else if (depth < DEEPEST) {
                below(child, to, depth + 1);
            }
        }
    }

    private CallGraph inside(
            Made made, long startNanos, long endNanos, Map<String, Double> nanos, int depth) {
        List<Made> once = depth < DEEPEST ? asked(made, startNanos, endNanos) : List.of();
        if (once.isEmpty()) {
            return named(made.title(), endNanos - startNanos, nanos);
        }
        var stages = new ArrayList<CallGraph>();
        long busy = 0;
        List<List<Made>> groups = groups(once);
        for (List<Made> group : groups) {
            long end = group.stream().mapToLong(Made::endNanos).max().orElseThrow();
            long begin = Math.max(startNanos, group.getFirst().startNanos());
            busy += Math.max(0, Math.min(endNanos, end) - begin);
        }
        stages.add(named(made.title() + " (itself)", endNanos - startNanos - busy, nanos));
        for (List<Made> group : groups) {
            stages.add(atOnce(group, startNanos, endNanos, nanos, depth));
        }
        return new CallGraph.Serial(stages);
    }

    /// Calls that overlap, directly or by others between them.
    private List<List<Made>> groups(List<Made> once) {
        var groups = new ArrayList<List<Made>>();
        int from = 0;
        Made last = once.getFirst();
        for (int i = 1; i < once.size(); i++) {
            Made next = once.get(i);
            if (after(next, last)) {
                groups.add(once.subList(from, i));
                from = i;
                last = next;
            } else if (next.endNanos() > last.endNanos()) {
                last = next;
            }
        }
        groups.add(once.subList(from, once.size()));
        return groups;
    }

    /// Whether a call began when another, which had begun before it, had ended.
    boolean after(Made next, Made before) {
        long slack = TOLERANCE;
        if (moved && (serves(next.asked()) || serves(before.asked()))) {
            long shorter =
                    Math.min(
                            next.endNanos() - next.startNanos(),
                            before.endNanos() - before.startNanos());
            slack = Math.max(slack, Math.min(BETWEEN_CLOCKS, shorter / 2));
        }
        return next.startNanos() >= before.endNanos() - slack;
    }

    private CallGraph atOnce(
            List<Made> group, long from, long to, Map<String, Double> nanos, int depth) {
        var lanes = new ArrayList<List<Made>>();
        for (Made made : group) {
            List<Made> free = null;
            for (List<Made> lane : lanes) {
                if (free == null && after(made, lane.getLast())) {
                    free = lane;
                }
            }
            if (free == null) {
                free = new ArrayList<>();
                lanes.add(free);
            }
            free.add(made);
        }
        var together = new ArrayList<CallGraph>();
        for (List<Made> lane : lanes) {
            List<CallGraph> serial = new ArrayList<>();
            for (Made made : lane) {
                long begin = Math.max(from, made.startNanos());
                serial.add(inside(made, begin, Math.min(to, made.endNanos()), nanos, depth + 1));
            }
            together.add(serial.size() == 1 ? serial.getFirst() : new CallGraph.Serial(serial));
        }
        return together.size() == 1
                ? together.getFirst()
                : new CallGraph.FirstOf(together.size(), together);
    }

    /// Tries of one call are one call, from the beginning of the first to the end of the last.
    private static List<Made> retriesJoined(List<Made> calls) {
        var once = new ArrayList<Made>();
        for (Made made : calls) {
            int at = once.size() - 1;
            while (at >= 0 && !once.get(at).title().equals(made.title())) {
                at--;
            }
            if (at >= 0 && repeats(made, once.get(at))) {
                once.set(at, joined(once.get(at), made));
            } else {
                once.add(made);
            }
        }
        return once;
    }

    private static Made joined(Made first, Made last) {
        return new Made(
                last.asked(),
                last.served(),
                last.dependency(),
                last.route(),
                first.startNanos(),
                last.endNanos(),
                last.ending(),
                first.tries() + last.tries());
    }

    /// The second of one name gets a number.
    private static CallGraph named(String title, long took, Map<String, Double> nanos) {
        String name = title;
        for (int n = 2; nanos.containsKey(name); n++) {
            name = title + " #" + n;
        }
        nanos.put(name, (double) Math.max(0, took));
        return new CallGraph.One(name);
    }
}
