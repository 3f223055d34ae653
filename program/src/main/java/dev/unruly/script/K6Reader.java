package dev.unruly.script;

import dev.unruly.model.Arrival;
import java.util.List;
import java.util.Optional;

/// `k6:`, a scenario of k6 whose executor is an open one → arrivals: iterations are users, who come
/// evenly spaced.
final class K6Reader {

    private static final String EXAMPLE =
            "{ executor: constant-arrival-rate, rate: 30, timeUnit: 1s, duration: 30s }";
    private static final String STAGES = "[ { target: 600, duration: 2m } ]";
    private static final double MOST = 1e12;

    private K6Reader() {}

    static List<Arrival> read(Value value) {
        int mark = value.reading().mark();
        Optional<Value> executor = value.section("k6", EXAMPLE).find("executor");
        if (executor.isEmpty()) {
            if (value.isMapping()) {
                value.wrong("`k6` has no `executor`", "write " + EXAMPLE);
            }
            return List.of();
        }
        var course = new Course();
        switch (executor.get().text("constant-arrival-rate")) {
            case "constant-arrival-rate" -> constant(value, course);
            case "ramping-arrival-rate" -> ramping(value, course);
            case "constant-vus", "ramping-vus", "externally-controlled" ->
                    closed(executor.get(), "keeps a number of users, each of whom waits");
            case "per-vu-iterations", "shared-iterations" ->
                    closed(
                            executor.get(),
                            "shares out a number of iterations, each of which waits");
            default ->
                    executor.get().word(List.of("constant-arrival-rate", "ramping-arrival-rate"));
        }
        return value.reading().cleanSince(mark) ? course.arrivals(value) : List.of();
    }

    private static void closed(Value executor, String does) {
        executor.wrongText(
                does + " for the one before: a slow system would be asked less, as no crowd does",
                "write constant-arrival-rate with rate:, or ramping-arrival-rate with stages:");
    }

    private static void constant(Value value, Course course) {
        Section section = value.section("k6-constant-arrival-rate", EXAMPLE);
        double unit = begin(section, course);
        double rate = section.need("rate", "30").map(v -> v.number(0, MOST, "30")).orElse(0.0);
        long length = section.need("duration", "30s").map(v -> v.nanos(1, "30s")).orElse(1L);
        section.done();
        course.go(value, rate / unit, rate / unit, length, Arrival.Spacing.EVENLY);
    }

    private static void ramping(Value value, Course course) {
        Section section = value.section("k6-ramping-arrival-rate", EXAMPLE);
        double unit = begin(section, course);
        double rate = section.find("startRate").map(v -> v.number(0, MOST, "300")).orElse(0.0);
        for (Value item :
                section.need("stages", STAGES).map(v -> v.items(STAGES)).orElse(List.of())) {
            Section stage = item.section("k6-stage", "{ target: 600, duration: 2m }");
            double to = stage.need("target", "600").map(v -> v.number(0, MOST, "600")).orElse(0.0);
            long length = stage.need("duration", "2m").map(v -> v.nanos(0, "2m")).orElse(0L);
            stage.done();
            course.go(item, rate / unit, to / unit, length, Arrival.Spacing.EVENLY);
            rate = to;
        }
        section.done();
    }

    /// What all executors have. Returns the time that rates are for, in seconds.
    private static double begin(Section section, Course course) {
        section.knows("executor");
        section.find("preAllocatedVUs").ifPresent(v -> v.whole(0, Integer.MAX_VALUE, "50"));
        section.refuse(
                "maxVUs",
                "would drop users once so many are busy; here everyone comes who is due",
                "remove it, and watch `users` with an expectation or abort-if");
        section.refuse(
                "exec", "names a function", "remove it: what users do is said by their journey");
        section.refuse(
                "gracefulStop",
                "would cut users short; here those who have come go on with their journey",
                "remove it");
        section.find("startTime")
                .map(v -> v.nanos(0, "30s"))
                .ifPresent(start -> course.pause(section.value(), start));
        return section.find("timeUnit").map(v -> v.nanos(1, "1s")).orElse(1_000_000_000L) / 1e9;
    }
}
