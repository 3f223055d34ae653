package dev.unruly.script;

import dev.unruly.model.Arrival;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// `artillery:`, phases of Artillery, one after the other → arrivals, evenly spaced.
final class ArtilleryReader {

    private static final String EXAMPLE = "[ { duration: 60, arrivalRate: 10, rampTo: 50 } ]";
    private static final String PHASE = "{ duration: 60, arrivalRate: 10 }";

    private ArtilleryReader() {}

    static List<Arrival> read(Value value) {
        int mark = value.reading().mark();
        var course = new Course();
        value.items(EXAMPLE).forEach(phase -> phase(phase, course));
        return value.reading().cleanSince(mark) ? course.arrivals(value) : List.of();
    }

    private static void phase(Value value, Course course) {
        Section section = value.section("artillery-phase", PHASE);
        section.find("name").ifPresent(v -> v.text("Warm up"));
        section.refuse(
                "maxVusers",
                "would drop users once so many are there; here everyone comes who is due",
                "remove it, or lower arrivalRate");
        Optional<Value> what =
                section.oneOf("arrivalRate: 10", "pause", "arrivalRate", "arrivalCount");
        String kind = what.map(Value::label).orElse("");
        Optional<Value> length =
                kind.equals("pause") ? section.find("duration") : section.need("duration", "60");
        Optional<Value> ramp = section.find("rampTo");
        if (kind.equals("pause")) {
            length.ifPresent(v ->
                    section.keyOf("duration")
                            .wrong("a pause says itself how long it is", "remove `duration`"));
        }
        if (!kind.equals("arrivalRate")) {
            ramp.ifPresent(v ->
                    section.keyOf("rampTo")
                            .wrong(
                                    "`rampTo` goes with `arrivalRate` only",
                                    "remove it, or write arrivalRate: 0"));
        }
        long nanos = length.map(v -> span(v, 1)).orElse(1L);
        section.done();
        what.ifPresent(v -> {
            switch (kind) {
                case "pause" -> course.pause(value, span(v, 1));
                case "arrivalCount" ->
                        course.flash(
                                value,
                                (int) v.whole(1, 10_000_000, "50"),
                                nanos,
                                Arrival.Flash.Shape.EVEN);
                default -> {
                    double from = v.number(0, 1e9, "10");
                    double to = ramp.map(r -> r.number(0, 1e9, "50")).orElse(from);
                    course.go(value, from, to, nanos, Arrival.Spacing.EVENLY);
                }
            }
        });
    }

    private static long span(Value value, long least) {
        OptionalLong nanos = Spans.nanos(value.isText() ? value.text("60") : "");
        if (nanos.isEmpty() || nanos.getAsLong() < least) {
            value.wrongText("is no length of time", "write 60 for seconds, or 5m");
            return Math.max(1, least);
        }
        return nanos.getAsLong();
    }
}
