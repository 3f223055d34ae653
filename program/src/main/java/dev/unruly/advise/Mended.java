package dev.unruly.advise;

import dev.unruly.model.Span;
import dev.unruly.model.Span.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A trace put right: every id once, no span below itself, all of one time, and the clocks of its
/// services brought together.
///
/// A span of another service than its parent that does not lie within it is moved into its middle,
/// with all that this service does below it; one that takes longer than its parent, only so far
/// that it does not begin before it (as the "clock skew adjuster" of Jaeger, 2017). Work that a
/// message sets off comes after what sent it, and stays where it is.
///
/// @param spans parents before children, of those without a parent the order in which they came
/// @param twice spans left out whose id another has
/// @param circular spans left out that are below themselves
/// @param elsewhen spans left out that began more than a day from most others: in another unit
/// @param movedNanos by how much clocks differed at most
record Mended(List<Span> spans, int twice, int circular, int elsewhen, long movedNanos) {

    private static final long DAY = 86_400_000_000_000L;

    Mended {
        spans = List.copyOf(spans);
    }

    static Mended of(List<Span> given) {
        List<Span> now = ofOneTime(given);
        List<Span> once = once(now);
        List<Span> ordered = downward(once);
        long[] moved = {0};
        List<Span> together = together(ordered, moved);
        return new Mended(
                together,
                now.size() - once.size(),
                once.size() - ordered.size(),
                given.size() - now.size(),
                moved[0]);
    }

    private static List<Span> ofOneTime(List<Span> given) {
        long[] starts = given.stream().mapToLong(Span::startNanos).sorted().toArray();
        long middle = starts[starts.length / 2];
        if (starts[starts.length - 1] - middle <= DAY && middle - starts[0] <= DAY) {
            return given;
        }
        return given.stream().filter(s -> Math.abs(s.startNanos() - middle) <= DAY).toList();
    }

    /// The two sides of a call may share an id (Zipkin's B3): the serving one then gets its own,
    /// and what its service did is below it.
    private static List<Span> once(List<Span> given) {
        Map<String, Integer> places = new HashMap<>();
        var once = new ArrayList<Span>();
        Map<String, Span> served = new HashMap<>();
        for (Span span : given) {
            Integer at = places.putIfAbsent(span.id(), once.size());
            if (at == null) {
                once.add(span);
                continue;
            }
            Span first = once.get(at);
            boolean shared =
                    (first.kind() == Kind.CLIENT && span.kind() == Kind.SERVER)
                            || (first.kind() == Kind.SERVER && span.kind() == Kind.CLIENT);
            if (shared && !served.containsKey(span.id())) {
                Span serving = first.kind() == Kind.SERVER ? first : span;
                Span asking = first.kind() == Kind.SERVER ? span : first;
                once.set(at, asking);
                served.put(span.id(), serving.as(span.id() + " served", span.id()));
            }
        }
        if (served.isEmpty()) {
            return once;
        }
        var all = new ArrayList<Span>();
        for (Span span : once) {
            Span above = served.get(span.parent());
            if (above != null && above.service().equals(span.service())) {
                all.add(span.as(span.id(), above.id()));
            } else {
                all.add(span);
            }
        }
        all.addAll(served.values());
        return all;
    }

    /// Those that can be reached from one without a parent, parents first.
    private static List<Span> downward(List<Span> once) {
        Set<String> ids = new HashSet<>();
        once.forEach(span -> ids.add(span.id()));
        Map<String, List<Span>> children = new HashMap<>();
        var waiting = new ArrayDeque<Span>();
        for (Span span : once) {
            if (ids.contains(span.parent())) {
                children.computeIfAbsent(span.parent(), _ -> new ArrayList<>()).add(span);
            } else {
                waiting.add(span);
            }
        }
        var ordered = new ArrayList<Span>();
        while (!waiting.isEmpty()) {
            Span span = waiting.remove();
            ordered.add(span);
            waiting.addAll(children.getOrDefault(span.id(), List.of()));
        }
        return ordered;
    }

    private static List<Span> together(List<Span> ordered, long[] most) {
        Map<String, Integer> places = new HashMap<>();
        long[] later = new long[ordered.size()];
        var moved = new ArrayList<Span>();
        for (int i = 0; i < later.length; i++) {
            Span span = ordered.get(i);
            places.put(span.id(), i);
            Integer parent = places.get(span.parent());
            if (parent != null && parent < i) {
                Span above = moved.get(parent);
                later[i] =
                        above.service().equals(span.service()) ? later[parent] : skew(above, span);
            }
            moved.add(later[i] == 0 ? span : span.later(later[i]));
        }
        most[0] = Arrays.stream(later).map(Math::abs).max().orElse(0);
        return moved;
    }

    private static long skew(Span above, Span span) {
        boolean within =
                span.startNanos() >= above.startNanos() && span.endNanos() <= above.endNanos();
        if (within || above.kind() == Kind.INSIDE) {
            return 0;
        }
        if (span.nanos() > above.nanos()) {
            return Math.max(0, above.startNanos() - span.startNanos());
        }
        return above.startNanos() + (above.nanos() - span.nanos()) / 2 - span.startNanos();
    }
}
