package dev.unruly.script;

import dev.unruly.model.ObservedLatency;
import dev.unruly.model.ObservedLatency.Band;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A latency file (`prod.latency.json`): how long things took in production. JSON is YAML too, so
/// it is read, and its problems are told, as any other file.
final class LatencyReader {

    /// The format that is read and written.
    static final String FORMAT = "unruly-latency/1";

    private static final String EXAMPLE =
            "{ dependency: payments, answers: { count: 12000, quantiles: { 0.5: 12ms, 1: 900ms } } }";
    private static final long MOST = 1_000_000_000_000_000L;

    private LatencyReader() {}

    /// All places of a file.
    static Optional<List<ObservedLatency>> read(Value value) {
        int mark = value.reading().mark();
        Section section =
                value.section("latency file", "{ format: " + FORMAT + ", places: [ … ] }");
        section.need("format", FORMAT).ifPresent(v -> v.word(List.of(FORMAT)));
        List<ObservedLatency> places =
                section
                        .need("places", "[ " + EXAMPLE + " ]")
                        .map(v -> v.items("[ " + EXAMPLE + " ]"))
                        .orElse(List.of())
                        .stream()
                        .map(LatencyReader::place)
                        .flatMap(Optional::stream)
                        .toList();
        section.done();
        return value.reading().cleanSince(mark) ? Optional.of(places) : Optional.empty();
    }

    private static Optional<ObservedLatency> place(Value value) {
        int mark = value.reading().mark();
        Section section = value.section("place of a latency file", EXAMPLE);
        String dependency =
                section.need("dependency", "payments").map(v -> v.text("payments")).orElse("");
        String route = section.find("route").map(v -> v.text("POST /pay")).orElse("");
        Optional<Value> within = section.find("part");
        String part = within.map(v -> v.text("SELECT orders")).orElse("");
        if (!route.isEmpty() && !part.isEmpty()) {
            within.ifPresent(
                    v -> v.wrong("a place is a `route` or a `part`", "remove one of the two"));
        }
        String instance = section.find("instance").map(v -> v.text("10.0.0.7:80")).orElse("");
        List<Band> answered =
                section.need("answers", "{ count: 12000, quantiles: { 0.5: 12ms, 1: 900ms } }")
                        .map(LatencyReader::bands)
                        .orElse(List.of());
        List<Band> cutOff = section.find("cut-off").map(LatencyReader::bands).orElse(List.of());
        double seconds = section.find("seconds").map(v -> v.number(0, 1e9, "3600")).orElse(0.0);
        long requests = section.find("requests").map(v -> v.whole(0, MOST, "12000")).orElse(0L);
        double peak = section.find("peak").map(v -> v.perSecond("80/s")).orElse(0.0);
        Optional<Value> failed = section.find("failed");
        long failures = failed.map(v -> v.whole(0, MOST, "12")).orElse(0L);
        boolean repeatable = section.find("idempotent").map(Value::flag).orElse(false);
        long deadline = section.find("deadline").map(v -> v.nanos(1, "2s")).orElse(0L);
        section.done();
        if (failures > requests) {
            failed.ifPresent(v ->
                    v.wrong(
                            "`failed: %d` is more than `requests: %d`"
                                    .formatted(failures, requests),
                            "write how many requests there were, failures included"));
        }
        return value.reading().cleanSince(mark)
                ? Optional.of(
                        new ObservedLatency(
                                dependency,
                                route,
                                part,
                                instance,
                                answered,
                                cutOff,
                                seconds,
                                requests,
                                peak,
                                failures,
                                repeatable,
                                deadline))
                : Optional.empty();
    }

    private static List<Band> bands(Value value) {
        Section section = value.section("latencies", "{ buckets: [ { up-to: 5ms, count: 10 } ] }");
        Optional<Value> quantiles =
                section.oneOf("buckets: [ … ], or count: and quantiles:", "quantiles", "buckets")
                        .filter(_ -> section.has("quantiles"));
        List<Band> bands;
        if (quantiles.isPresent()) {
            long count =
                    section.need("count", "12000").map(v -> v.whole(1, MOST, "12000")).orElse(1L);
            bands = quantiles(quantiles.get(), count);
        } else {
            bands = section.find("buckets").map(LatencyReader::buckets).orElse(List.of());
        }
        section.done();
        return bands;
    }

    private static List<Band> buckets(Value value) {
        var bands = new ArrayList<Band>();
        long above = 0;
        for (Value item : value.items("[ { up-to: 5ms, count: 10 } ]")) {
            Section section = item.section("bucket", "{ up-to: 5ms, count: 10 }");
            Optional<Value> end = section.need("up-to", "5ms");
            long upTo = end.map(v -> v.nanos(1, "5ms")).orElse(above);
            long count = section.need("count", "10").map(v -> v.whole(0, MOST, "10")).orElse(0L);
            section.done();
            if (upTo <= above && end.isPresent()) {
                end.get()
                        .wrongText(
                                "does not exceed the one before", "write buckets in rising order");
            }
            bands.add(new Band(above, Math.max(above, upTo), count));
            above = Math.max(above, upTo);
        }
        return bands;
    }

    private static List<Band> quantiles(Value value, long count) {
        var bands = new ArrayList<Band>();
        long above = 0;
        long before = 0;
        double last = -1;
        for (Map.Entry<Value, Value> entry :
                value.entries("{ 0.5: 12ms, 0.99: 80ms, 1: 900ms }").entrySet()) {
            double share = entry.getKey().number(0, 1, "a share such as 0.99");
            long upTo = entry.getValue().nanos(0, "12ms");
            if (share <= last || upTo < above) {
                entry.getKey()
                        .wrong(
                                "quantile " + share + " does not exceed the one before",
                                "write shares and times in rising order");
            }
            long now = Math.round(share * count);
            bands.add(new Band(above, Math.max(above, upTo), Math.max(0, now - before)));
            above = Math.max(above, upTo);
            before = Math.max(before, now);
            last = share;
        }
        if (last != 1) {
            value.wrong(
                    "`quantiles` do not say how long the longest took",
                    "write it as the last: \"1\": 900ms");
        }
        return bands;
    }
}
