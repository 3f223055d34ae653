package dev.unruly.script;

import dev.unruly.model.CallGraph;
import dev.unruly.model.Policy;
import dev.unruly.model.Requested;
import dev.unruly.model.Share;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A file of calls (`*.calls.yaml`): what each kind of request asks of others, for systems without
/// traces.
final class CallsReader {

    private static final String EXAMPLE = "{ series: [ identity, { call: payments, times: 2 } ] }";
    private static final String NAME = "payments POST /pay";
    private static final int MOST_TIMES = 1_000;

    /// A time is drawn for each of them, some 20,000 times.
    static final int MOST_DRAWS = 2_000;

    /// Places of which latencies are known.
    private final Collection<String> known;

    CallsReader(Collection<String> known) {
        this.known = known;
    }

    /// All requests.
    Optional<List<Requested>> read(Value value) {
        int mark = value.reading().mark();
        Section section = value.section("calls", "{ requests: { checkout: " + EXAMPLE + " } }");
        var requests = new ArrayList<Requested>();
        section.need("requests", "{ checkout: " + EXAMPLE + " }")
                .map(v -> v.entries("{ checkout: " + EXAMPLE + " }"))
                .orElse(Map.of())
                .forEach((key, inner) ->
                        request(key.name("checkout"), inner).ifPresent(requests::add));
        section.done();
        if (requests.isEmpty() && value.reading().cleanSince(mark)) {
            value.wrong("there is no request", "write requests: { checkout: " + EXAMPLE + " }");
        }
        return value.reading().cleanSince(mark) ? Optional.of(requests) : Optional.empty();
    }

    private Optional<Requested> request(String name, Value value) {
        var calls = new ArrayList<CallGraph>();
        String of = "";
        if (value.isMapping()) {
            Section section = value.section("request", EXAMPLE);
            of = section.find("of").flatMap(this::place).orElse("");
            calls(section, calls);
        } else {
            calls.addAll(group(List.of(value)));
        }
        if (calls.isEmpty()) {
            return Optional.empty();
        }
        CallGraph whole = calls.size() == 1 ? calls.getFirst() : new CallGraph.Serial(calls);
        if (whole.draws() > MOST_DRAWS) {
            value.wrong(
                    "a request makes %,d calls, all tries and hedges counted"
                            .formatted(whole.draws()),
                    "describe at most %,d".formatted(MOST_DRAWS));
        }
        return Optional.of(new Requested(name, of, whole));
    }

    /// Some calls next to each other, each as many times as it says.
    private List<CallGraph> group(List<Value> items) {
        var calls = new ArrayList<CallGraph>();
        for (Value item : items) {
            if (item.isMapping()) {
                mapping(item, calls);
            } else {
                one(item).ifPresent(calls::add);
            }
        }
        return calls;
    }

    private Optional<CallGraph> one(Value value) {
        return place(value).map(CallGraph.One::new);
    }

    private Optional<String> place(Value value) {
        String name = value.text(NAME);
        if (value.isText() && !known.contains(name)) {
            value.wrong(
                    "`" + Value.quoted(name) + "` is nothing of which latencies are known",
                    Nearest.instead(name, known, "name a dependency, and its route if it has one"));
        }
        return value.isText() ? Optional.of(name) : Optional.empty();
    }

    private void mapping(Value value, List<CallGraph> to) {
        calls(value.section("call", EXAMPLE), to);
    }

    private void calls(Section section, List<CallGraph> to) {
        section.oneOf("call: " + NAME, "call", "series", "parallel", "first");
        Optional<CallGraph> inner =
                section.find("call")
                        .flatMap(this::one)
                        .or(() -> section.find("series").flatMap(this::serial))
                        .or(() -> section.find("parallel").flatMap(this::parallel))
                        .or(() -> section.find("first").flatMap(this::first));
        long times = section.find("times").map(v -> v.whole(1, MOST_TIMES, "3")).orElse(1L);
        Optional<CallGraph> guarded = inner.map(call -> guarded(section, call));
        section.done();
        for (int i = 0; i < times; i++) {
            guarded.ifPresent(to::add);
        }
    }

    private Optional<CallGraph> serial(Value value) {
        List<CallGraph> calls = group(some(value));
        return calls.isEmpty() ? Optional.empty() : Optional.of(new CallGraph.Serial(calls));
    }

    private Optional<CallGraph> parallel(Value value) {
        List<CallGraph> calls = group(some(value));
        return calls.isEmpty()
                ? Optional.empty()
                : Optional.of(new CallGraph.FirstOf(calls.size(), calls));
    }

    private Optional<CallGraph> first(Value value) {
        Section section = value.section("first", "{ answers: 2, of: [ a, b, c ] }");
        Optional<Value> answers = section.need("answers", "2");
        List<CallGraph> calls =
                section.need("of", "[ a, b, c ]").map(v -> group(some(v))).orElse(List.of());
        section.done();
        int most = Math.max(1, calls.size());
        int k = answers.map(v -> (int) v.whole(1, most, "2")).orElse(1);
        return calls.isEmpty() || k > calls.size()
                ? Optional.empty()
                : Optional.of(new CallGraph.FirstOf(k, calls));
    }

    private static List<Value> some(Value value) {
        List<Value> items = value.items("[ identity, payments ]");
        if (items.isEmpty() && value.isList()) {
            value.wrong("`" + value.label() + "` is empty", "name a call in it, or remove it");
        }
        return items;
    }

    /// A hedge is within each try.
    private static CallGraph guarded(Section section, CallGraph call) {
        Optional<Long> timeout = section.find("timeout").map(v -> v.nanos(1, "300ms"));
        Optional<Policy.Retry> retry = section.find("retry").map(PolicyReader::retry);
        Optional<Policy.Hedge> hedge = section.find("hedge").map(PolicyReader::hedge);
        if (timeout.isPresent() != retry.isPresent()) {
            section.keyOf(timeout.isPresent() ? "timeout" : "retry")
                    .wrong(
                            "`timeout` and `retry` only go together: a call that is given up"
                                    + " gives no answer, and one that is not is not tried again",
                            "write timeout: 300ms, retry: { most: 2, backoff: { base: 50ms } }");
        }
        if (timeout.isPresent() && hedge.isPresent() && hedge.get().delayNanos() >= timeout.get()) {
            section.keyOf("hedge")
                    .wrong(
                            "the hedge comes after %,d ns, when the timeout of %,d ns has ended the try"
                                    .formatted(hedge.get().delayNanos(), timeout.get()),
                            "let it come sooner, or the timeout later");
        }
        CallGraph tried =
                hedge.map(h -> (CallGraph) new CallGraph.Hedged(call, h.delayNanos(), h.chance()))
                        .orElse(call);
        CallGraph repeated =
                timeout.isPresent() && retry.isPresent()
                        ? new CallGraph.Retried(tried, timeout.get(), retry.get())
                        : tried;
        Optional<Value> made = section.find("share");
        Share share = made.map(v -> v.share("40%")).orElse(Share.ALL);
        if (share.value() == 0) {
            made.ifPresent(v -> v.wrongText("is never made", "write 40%, or remove the call"));
        }
        return share.value() == 0 || share.value() == 1
                ? repeated
                : new CallGraph.Sometimes(repeated, share);
    }
}
