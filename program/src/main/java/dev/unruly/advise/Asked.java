package dev.unruly.advise;

import dev.unruly.model.CallGraph;
import dev.unruly.model.Share;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What one endpoint asks of others, over all the times it was served.
///
/// Two callees are at once if they overlap in most of the requests that ask both. Callees that are
/// at once with each other, directly or by others, are one stage; stages follow each other in the
/// order in which they begin, on average, as a share of the request. Within a stage, callees that
/// are not at once with each other follow each other.
final class Asked {

    /// More callees of one endpoint than that are another kind of thing than calls.
    private static final int MOST_CALLEES = 60;

    /// As small a share as is written.
    private static final double FINEST = 1e-4;

    private final Map<String, Callee> callees = new LinkedHashMap<>();
    private final Map<String, long[]> pairs = new HashMap<>();
    private long served;
    private long roomless;

    /// One that is asked.
    private static final class Callee {
        private final String name;
        private long requests;
        private long calls;
        private long tries;
        private double offsets;

        Callee(String name) {
            this.name = name;
        }

        double offset() {
            return offsets / requests;
        }
    }

    /// One callee, as people read it.
    ///
    /// @param requests in which it was asked, of those served
    /// @param calls in all of them
    /// @param tries calls and their repetitions
    record Counted(String name, long requests, long calls, long tries) {}

    /// One time it was served.
    ///
    /// @param calls in the order in which they began
    void add(Trace trace, Trace.Made serving, List<Trace.Made> calls) {
        served++;
        Map<String, Trace.Made> last = new LinkedHashMap<>();
        Map<String, Boolean> overlap = new TreeMap<>();
        double length = Math.max(1, serving.endNanos() - serving.startNanos());
        for (Trace.Made made : calls) {
            String name = Title.of(made).toString();
            Callee callee = callees.get(name);
            if (callee == null && callees.size() == MOST_CALLEES) {
                roomless++;
                continue;
            }
            if (callee == null) {
                callee = new Callee(name);
                callees.put(name, callee);
            }
            callee.calls++;
            callee.tries += made.tries();
            Trace.Made first = last.get(name);
            if (first == null) {
                callee.requests++;
                double offset = (made.startNanos() - serving.startNanos()) / length;
                callee.offsets += Math.clamp(offset, 0, 1);
            }
            last.forEach((other, before) ->
                    overlap.merge(
                            pair(name, other), !trace.after(made, before), Boolean::logicalOr));
            if (first == null || made.endNanos() > first.endNanos()) {
                last.put(name, made);
            }
        }
        overlap.forEach((pair, both) -> {
            long[] counts = pairs.computeIfAbsent(pair, _ -> new long[2]);
            counts[0]++;
            counts[1] += both ? 1 : 0;
        });
    }

    private static String pair(String one, String other) {
        return one.compareTo(other) < 0 ? one + "\n" + other : other + "\n" + one;
    }

    private boolean atOnce(Callee one, Callee other) {
        long[] counts = pairs.getOrDefault(pair(one.name, other.name), new long[2]);
        return 2 * counts[1] > counts[0];
    }

    /// Calls that there was no room for.
    long roomless() {
        return roomless;
    }

    long served() {
        return served;
    }

    List<Counted> counted() {
        return callees.values().stream()
                .map(c -> new Counted(c.name, c.requests, c.calls, c.tries))
                .toList();
    }

    /// The stages of calls; empty: it asks nobody.
    List<CallGraph> stages() {
        List<Callee> ordered =
                callees.values().stream()
                        .sorted(Comparator.comparingDouble(Callee::offset))
                        .toList();
        var stages = new ArrayList<List<Callee>>();
        for (Callee callee : ordered) {
            int first = 0;
            while (first < stages.size()
                    && stages.get(first).stream().noneMatch(c -> atOnce(c, callee))) {
                first++;
            }
            var stage = new ArrayList<Callee>();
            while (stages.size() > first) {
                stage.addAll(stages.remove(first));
            }
            stage.add(callee);
            stages.add(stage);
        }
        return stages.stream().flatMap(stage -> stage(stage).stream()).toList();
    }

    private List<CallGraph> stage(List<Callee> stage) {
        var lanes = new ArrayList<List<Callee>>();
        for (Callee callee : stage) {
            List<Callee> free =
                    lanes.stream()
                            .filter(lane -> lane.stream().noneMatch(c -> atOnce(c, callee)))
                            .findFirst()
                            .orElse(null);
            if (free == null) {
                free = new ArrayList<>();
                lanes.add(free);
            }
            free.add(callee);
        }
        List<List<CallGraph>> graphs =
                lanes.stream()
                        .map(lane -> lane.stream().flatMap(c -> calls(c).stream()).toList())
                        .toList();
        if (graphs.size() == 1) {
            return graphs.getFirst();
        }
        return List.of(
                new CallGraph.FirstOf(graphs.size(), graphs.stream().map(Asked::one).toList()));
    }

    private static CallGraph one(List<CallGraph> calls) {
        return calls.size() == 1 ? calls.getFirst() : new CallGraph.Serial(calls);
    }

    /// As many calls as are made on average by those who make any, in the share that do.
    private List<CallGraph> calls(Callee callee) {
        double each = (double) callee.calls / callee.requests;
        var calls = new ArrayList<>(CallGraph.times((int) Math.floor(each), callee.name));
        double rest = each - Math.floor(each);
        if (rest >= FINEST / 2) {
            calls.add(new CallGraph.Sometimes(new CallGraph.One(callee.name), share(rest)));
        }
        boolean together = calls.size() > 1 && atOnce(callee, callee);
        List<CallGraph> group =
                together ? List.of(new CallGraph.FirstOf(calls.size(), calls)) : calls;
        double made = (double) callee.requests / served;
        return made > 1 - FINEST / 2
                ? group
                : List.of(new CallGraph.Sometimes(one(group), share(made)));
    }

    private static Share share(double value) {
        return new Share(Math.clamp(Math.round(value / FINEST) / 1e4, FINEST, 1));
    }
}
