package dev.unruly.script;

import dev.unruly.model.Arrival;
import dev.unruly.model.Arrival.Spacing;
import dev.unruly.script.Calls.Call;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// `jmeter:`, the schedule of JMeter's Open Model Thread Group → arrivals. A rate right behind
/// arrivals is where theirs goes to; without one it stays.
final class JMeterReader {

    private static final String EXAMPLE = "rate(10/sec) random_arrivals(5 min) pause(1 min)";
    private static final List<String> WORDS =
            List.of("rate", "random_arrivals", "even_arrivals", "pause");

    private JMeterReader() {}

    static List<Arrival> read(Value value) {
        int mark = value.reading().mark();
        var course = new Course();
        Calls.of(value, EXAMPLE).ifPresent(calls -> play(value, calls, course));
        return value.reading().cleanSince(mark) ? course.arrivals(value) : List.of();
    }

    private static void play(Value value, Calls all, Course course) {
        double rate = 0;
        List<Call> calls = all.calls();
        for (int i = 0; i < calls.size(); i++) {
            Call call = calls.get(i);
            switch (call.name()) {
                case "rate" -> rate = perSecond(all, call);
                case "pause" -> course.pause(value, all.nanos(call, "1 min"));
                case "random_arrivals", "even_arrivals" -> {
                    boolean ramp = i + 1 < calls.size() && calls.get(i + 1).name().equals("rate");
                    double to = ramp ? perSecond(all, calls.get(i + 1)) : rate;
                    course.go(
                            value,
                            rate,
                            to,
                            all.nanos(call, "5 min"),
                            call.name().equals("even_arrivals") ? Spacing.EVENLY : Spacing.COUNTED);
                }
                default ->
                        all.wrong(
                                call,
                                "is not known here",
                                Nearest.instead(call.name(), WORDS, "remove it"));
            }
        }
    }

    private static double perSecond(Calls all, Call call) {
        String[] parts = call.argument().split("/", -1);
        OptionalDouble count = Units.number(parts[0].strip());
        OptionalLong unit = parts.length == 2 ? Spans.unit(parts[1]) : OptionalLong.empty();
        if (count.isEmpty() || count.getAsDouble() < 0 || unit.isEmpty()) {
            all.wrong(call, "is no rate", "write rate(10/sec), rate(600/min) or rate(5/hour)");
            return 0;
        }
        return count.getAsDouble() * 1e9 / unit.getAsLong();
    }
}
