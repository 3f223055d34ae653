package dev.unruly.advise;

import dev.unruly.model.CallGraph;
import dev.unruly.model.ObservedLatency;
import dev.unruly.model.Span.Ending;
import dev.unruly.stats.Latencies;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// All endpoints of traces: what they ask of others, and how long that takes which no route names.
final class Endpoints {

    private static final int MOST_ENDPOINTS = 300;
    private static final int MOST_PARTS = 600;

    private final Map<Title, Served> all = new LinkedHashMap<>();
    private final Map<Title, Part> parts = new LinkedHashMap<>();
    private long roomless;

    private static final class Served {
        private final Asked asked = new Asked();
        private long entered;
    }

    /// How long one took; when does not matter, for no setting is derived from it.
    private record Part(Latencies answered, Latencies cutOff) {

        void add(long nanos, Ending ending) {
            switch (ending) {
                case ANSWERED -> answered.record(nanos);
                case FAILED -> {}
                case CUT_OFF -> cutOff.record(nanos);
            }
        }
    }

    /// One trace.
    void add(Trace trace, List<Trace.Made> entries) {
        Set<String> outside = new HashSet<>();
        entries.forEach(entry -> outside.add(entry.asked().id()));
        for (Trace.Made call : trace.calls().keySet()) {
            part(Title.of(call), call, call.asked().nanos());
        }
        for (Trace.Made serving : trace.served()) {
            boolean entry = outside.contains(serving.asked().id());
            if (entry) {
                part(Title.of(serving), serving, serving.asked().nanos());
            }
            if (serving.ending() == Ending.ANSWERED) {
                served(trace, serving, entry);
            }
        }
    }

    private void served(Trace trace, Trace.Made serving, boolean entry) {
        Title title = Title.of(serving);
        Served served = all.get(title);
        if (served == null && all.size() == MOST_ENDPOINTS) {
            roomless++;
            return;
        }
        if (served == null) {
            served = new Served();
            all.put(title, served);
        }
        served.entered += entry ? 1 : 0;
        List<Trace.Made> calls = trace.asked(serving);
        served.asked.add(trace, serving, calls);
        part(title.itself(), serving, own(serving, calls));
    }

    /// What is left of a time without calls.
    private static long own(Trace.Made serving, List<Trace.Made> calls) {
        long own = serving.endNanos() - serving.startNanos();
        long until = serving.startNanos();
        for (Trace.Made call : calls) {
            long end = Math.min(call.endNanos(), serving.endNanos());
            own -= Math.max(0, end - Math.max(until, call.startNanos()));
            until = Math.max(until, end);
        }
        return own;
    }

    private void part(Title title, Trace.Made made, long nanos) {
        if (title.part().isEmpty()) {
            return;
        }
        Part part = parts.get(title);
        if (part == null && parts.size() == MOST_PARTS) {
            roomless++;
            return;
        }
        if (part == null) {
            part = new Part(new Latencies(), new Latencies());
            parts.put(title, part);
        }
        part.add(nanos, made.ending());
    }

    /// Endpoints that ask others, and those that are asked from outside; the most served first.
    List<Endpoint> endpoints() {
        var endpoints = new ArrayList<Endpoint>();
        all.forEach((title, served) -> {
            List<CallGraph> stages = served.asked.stages();
            if (stages.isEmpty() && served.entered == 0) {
                return;
            }
            var graph = new ArrayList<CallGraph>();
            graph.add(new CallGraph.One(title.itself().toString()));
            graph.addAll(stages);
            endpoints.add(
                    new Endpoint(
                            title.toString(),
                            served.asked.served(),
                            served.entered,
                            graph.size() == 1 ? graph.getFirst() : new CallGraph.Serial(graph),
                            served.asked.counted().stream()
                                    .map(c ->
                                            new Endpoint.Calls(
                                                    c.name(), c.requests(), c.calls(), c.tries()))
                                    .toList()));
        });
        endpoints.sort(Comparator.comparingLong(Endpoint::served).reversed());
        return endpoints;
    }

    /// How long parts took of which no route is known, and endpoints' own work.
    List<ObservedLatency> latencies() {
        var latencies = new ArrayList<ObservedLatency>();
        parts.forEach((title, part) ->
                latencies.add(
                        Known.of(Place.of(title.dependency()), Stamp.PRODUCTION, part.answered())
                                .withCutOff(part.cutOff())
                                .observed()
                                .ofPart(title.part())));
        return latencies;
    }

    /// What there was no room for.
    long roomless() {
        return roomless + all.values().stream().mapToLong(s -> s.asked.roomless()).sum();
    }
}
