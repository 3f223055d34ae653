package dev.unruly.script;

import dev.unruly.model.Arrival;
import dev.unruly.model.Trigger;
import java.util.ArrayList;
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

    /// Steps that begin with the trigger and end with nobody.
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
        var steps = new ArrayList<Arrival.Step>();
        how.ifPresent(v -> steps.addAll(extraSteps(v, nanos)));
        steps.add(new Arrival.Step(0, 1));
        section.done();
        return new Trigger.Surge(new Arrival.Steps(steps), at);
    }

    private static List<Arrival.Step> extraSteps(Value value, long nanos) {
        return switch (value.label()) {
            case "rate" -> List.of(new Arrival.Step(value.perSecond("60/s"), nanos));
            case "steps" -> ArrivalReader.steps(value);
            case "ramp" -> rising(value, nanos);
            default -> throw new IllegalStateException("surge by " + value.label());
        };
    }

    /// A ramp in a hundred equal steps (fewer when it is shorter than 100 ns).
    private static List<Arrival.Step> rising(Value value, long nanos) {
        Section section = value.section("surge-ramp", "{ from: 0/s, to: 60/s }");
        double from = section.need("from", "0/s").map(v -> v.perSecond("0/s")).orElse(1.0);
        double to = section.need("to", "60/s").map(v -> v.perSecond("60/s")).orElse(1.0);
        section.done();
        int pieces = (int) Math.min(100, nanos);
        var steps = new ArrayList<Arrival.Step>();
        for (int i = 0; i < pieces; i++) {
            double rate = from + (to - from) * (i + 0.5) / pieces;
            steps.add(new Arrival.Step(rate, nanos * (i + 1) / pieces - nanos * i / pieces));
        }
        return steps;
    }
}
