package dev.unruly.cli;

import dev.unruly.advise.Endpoint;
import dev.unruly.advise.Known;
import dev.unruly.advise.Spans;
import dev.unruly.model.ObservedLatency;
import dev.unruly.model.Requested;
import dev.unruly.script.CallsText;
import dev.unruly.stats.Interval;
import dev.unruly.stats.Proportion;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What traces say of a system, as files: how long its places take, and who asks whom.
final class LearnTraces {

    private static final double LEVEL = 0.95;

    private final List<ObservedLatency> latencies = new ArrayList<>();
    private final List<Requested> requests = new ArrayList<>();
    private final Map<String, String> remarks = new LinkedHashMap<>();
    private final List<String> said = new ArrayList<>();

    LearnTraces(Spans spans) {
        spans.known(Optional.empty()).stream().map(Known::observed).forEach(latencies::add);
        latencies.addAll(spans.parts());
        latencies.removeIf(place -> place.answered().isEmpty() && place.cutOff().isEmpty());
        Set<String> known =
                latencies.stream()
                        .filter(place -> !place.answered().isEmpty())
                        .map(ObservedLatency::name)
                        .collect(Collectors.toSet());
        said.addAll(spans.notes());
        int large = 0;
        int unknown = 0;
        Set<String> taken = new HashSet<>();
        for (Endpoint endpoint : spans.endpoints()) {
            String of = known.contains(endpoint.title()) ? endpoint.title() : "";
            var request = new Requested(name(endpoint.title(), taken), of, endpoint.graph());
            if (!CallsText.fits(request)) {
                large++;
            } else if (!known.containsAll(endpoint.graph().names())) {
                unknown++;
            } else {
                requests.add(request);
                remark(request.name(), endpoint);
            }
        }
        note(large, "endpoints make more calls than can be played, and are not in the call graph");
        note(
                unknown,
                "endpoints call places of which no answer is known; they are not in the call graph");
        if (!requests.isEmpty()) {
            said.add(
                    String.format(
                            Locale.ROOT,
                            "%,d endpoints in the call graph, %,d places with latencies",
                            requests.size(),
                            latencies.size()));
        }
    }

    private void note(int count, String what) {
        if (count > 0) {
            said.add(String.format(Locale.ROOT, "%,d %s", count, what));
        }
    }

    /// A name that goals can use: letters, digits, `-` and `_`.
    private static String name(String title, Set<String> taken) {
        String plain = title.replaceAll("[^A-Za-z0-9_]+", "-").replaceAll("^-|-$", "");
        String base = plain.matches("[A-Za-z].*") ? plain : "request-" + plain;
        String name = base;
        for (int n = 2; !taken.add(name); n++) {
            name = base + "-" + n;
        }
        return name;
    }

    private void remark(String request, Endpoint endpoint) {
        remarks.put(
                request,
                String.format(
                        Locale.ROOT,
                        "served well %,d times, %,d of them from outside",
                        endpoint.served(),
                        endpoint.entered()));
        for (Endpoint.Calls calls : endpoint.calls()) {
            Interval share = new Proportion(calls.requests(), endpoint.served()).wilson(LEVEL);
            remarks.put(
                    request + "\n" + calls.name(),
                    String.format(
                                    Locale.ROOT,
                                    "in %.1f %% [%.1f, %.1f] of them, ",
                                    100.0 * calls.requests() / endpoint.served(),
                                    100 * share.low(),
                                    100 * share.high())
                            + times(calls)
                            + retries(calls));
        }
    }

    private static String times(Endpoint.Calls calls) {
        return calls.calls() == calls.requests()
                ? "once each"
                : String.format(
                        Locale.ROOT, "%.3g times each", (double) calls.calls() / calls.requests());
    }

    private static String retries(Endpoint.Calls calls) {
        long again = calls.tries() - calls.calls();
        return again == 0 ? "" : String.format(Locale.ROOT, "; asked again %,d times", again);
    }

    List<ObservedLatency> latencies() {
        return List.copyOf(latencies);
    }

    /// How many requests are in the call graph.
    int endpoints() {
        return requests.size();
    }

    List<String> said() {
        return List.copyOf(said);
    }

    /// The file of calls; empty: nobody asks anybody.
    List<String> calls(String latencyFile) {
        if (requests.isEmpty()) {
            return List.of();
        }
        return CallsText.lines(
                requests,
                List.of(
                        "Who asks whom, as traces show it; how long it takes is in "
                                + latencyFile
                                + ".",
                        "`(itself)` is what a time is not spent on calls. Behind a call: in how many of",
                        "the requests it is made (its 95 % interval), and how often in each of these."),
                remarks);
    }
}
