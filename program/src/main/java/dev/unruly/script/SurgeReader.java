package dev.unruly.script;

import dev.unruly.model.Arrival;
import dev.unruly.model.Trigger;
import java.util.List;
import java.util.Optional;

/// `viral:`, `flash:` and `surge:` among triggers → more users than usual for a while.
final class SurgeReader {

    private SurgeReader() {}

    static Trigger.Surge read(Value value) {
        return switch (value.label()) {
            case "viral" -> {
                Arrival.Viral viral = ArrivalReader.viral(value);
                yield new Trigger.Surge(viral, viral.atNanos());
            }
            case "flash" -> {
                Arrival.Flash flash = ArrivalReader.flash(value);
                yield new Trigger.Surge(flash, flash.atNanos());
            }
            case "surge" -> surge(value);
            default -> throw new IllegalStateException("surge " + value.label());
        };
    }

    /// A wave that begins with the trigger.
    private static Trigger.Surge surge(Value value) {
        Section section = value.section("surge", "{ at: 10s, for: 30s, rate: 60/s }");
        long at = section.need("at", "10s").map(v -> v.nanos(0, "10s")).orElse(0L);
        Optional<Value> how = section.oneOf("rate: 60/s", "rate", "ramp", "steps");
        boolean inSteps = how.map(v -> v.label().equals("steps")).orElse(false);
        Optional<Value> length = inSteps ? section.find("for") : section.need("for", "30s");
        long nanos = length.map(v -> v.nanos(1, "30s")).orElse(1L);
        if (inSteps && length.isPresent()) {
            section.keyOf("for").wrong("steps say themselves how long they are", "remove `for`");
        }
        List<Arrival.Stretch> stretches = how.map(v -> stretches(v, nanos)).orElse(List.of());
        section.done();
        return new Trigger.Surge(new Arrival.Wave(stretches), at);
    }

    private static List<Arrival.Stretch> stretches(Value value, long nanos) {
        return switch (value.label()) {
            case "rate" -> {
                double rate = value.perSecond("60/s");
                yield List.of(new Arrival.Stretch(rate, rate, nanos));
            }
            case "steps" ->
                    ArrivalReader.steps(value).stream()
                            .map(s ->
                                    new Arrival.Stretch(s.perSecond(), s.perSecond(), s.forNanos()))
                            .toList();
            case "ramp" -> {
                Section section = value.section("surge-ramp", "{ from: 0/s, to: 60/s }");
                double from = section.need("from", "0/s").map(v -> v.perSecond("0/s")).orElse(1.0);
                double to = section.need("to", "60/s").map(v -> v.perSecond("60/s")).orElse(1.0);
                section.done();
                yield List.of(new Arrival.Stretch(from, to, nanos));
            }
            default -> throw new IllegalStateException("surge by " + value.label());
        };
    }
}
