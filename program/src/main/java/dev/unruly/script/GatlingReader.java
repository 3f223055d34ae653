package dev.unruly.script;

import dev.unruly.model.Arrival;
import dev.unruly.model.Arrival.Flash.Shape;
import dev.unruly.model.Arrival.Spacing;
import java.util.List;

/// `gatling:`, steps of Gatling's open injection, one after the other → arrivals: evenly spaced,
/// `randomized` ones as a Poisson process.
final class GatlingReader {

    private static final String EXAMPLE =
            "[ nothingFor(4), atOnceUsers(10), rampUsers(10).during(5) ]";
    private static final List<String> OPEN =
            List.of(
                    "nothingFor",
                    "atOnceUsers",
                    "rampUsers",
                    "constantUsersPerSec",
                    "rampUsersPerSec",
                    "stressPeakUsers",
                    "incrementUsersPerSec");
    private static final double MOST = 1e9;
    private static final double MOST_LEVELS = 10_000;

    private GatlingReader() {}

    static List<Arrival> read(Value value) {
        int mark = value.reading().mark();
        var course = new Course();
        value.items(EXAMPLE)
                .forEach(step ->
                        Calls.of(step, "rampUsers(10).during(5)")
                                .ifPresent(calls -> step(step, calls, course)));
        return value.reading().cleanSince(mark) ? course.arrivals(value) : List.of();
    }

    private static void step(Value value, Calls calls, Course course) {
        switch (calls.names()) {
            case "nothingFor" -> course.pause(value, length(calls, "nothingFor"));
            case "atOnceUsers" -> course.flash(value, calls.users("atOnceUsers"), 0, Shape.EVEN);
            case "rampUsers.during" ->
                    course.flash(
                            value, calls.users("rampUsers"), length(calls, "during"), Shape.EVEN);
            case "stressPeakUsers.during" ->
                    course.flash(
                            value,
                            calls.users("stressPeakUsers"),
                            length(calls, "during"),
                            Shape.PEAK);
            case "constantUsersPerSec.during" -> constant(value, calls, course, Spacing.EVENLY);
            case "constantUsersPerSec.during.randomized" ->
                    constant(value, calls, course, Spacing.INDEPENDENT);
            case "rampUsersPerSec.to.during" -> ramp(value, calls, course, Spacing.EVENLY);
            case "rampUsersPerSec.to.during.randomized" ->
                    ramp(value, calls, course, Spacing.INDEPENDENT);
            case "incrementUsersPerSec.times.eachLevelLasting" ->
                    stairs(value, calls, course, 0, 0);
            case "incrementUsersPerSec.times.eachLevelLasting.startingFrom" ->
                    stairs(value, calls, course, 0, calls.number("startingFrom", MOST));
            case "incrementUsersPerSec.times.eachLevelLasting.separatedByRampsLasting" ->
                    stairs(value, calls, course, length(calls, "separatedByRampsLasting"), 0);
            case "incrementUsersPerSec.times.eachLevelLasting.separatedByRampsLasting.startingFrom" ->
                    stairs(
                            value,
                            calls,
                            course,
                            length(calls, "separatedByRampsLasting"),
                            calls.number("startingFrom", MOST));
            default -> unknown(value, calls);
        }
    }

    private static long length(Calls calls, String name) {
        return calls.nanos(calls.named(name), "5");
    }

    private static void constant(Value value, Calls calls, Course course, Spacing spacing) {
        double rate = calls.number("constantUsersPerSec", MOST);
        course.go(value, rate, rate, length(calls, "during"), spacing);
    }

    private static void ramp(Value value, Calls calls, Course course, Spacing spacing) {
        double from = calls.number("rampUsersPerSec", MOST);
        course.go(value, from, calls.number("to", MOST), length(calls, "during"), spacing);
    }

    /// Levels of equal length, each higher by the same rate. Without a level to start from, the
    /// first is that rate itself.
    private static void stairs(Value value, Calls calls, Course course, long ramp, double start) {
        double more = calls.number("incrementUsersPerSec", MOST);
        double levels = calls.number("times", MOST_LEVELS);
        long length = length(calls, "eachLevelLasting");
        double first = start > 0 ? start : more;
        for (int i = 0; i < levels; i++) {
            double rate = first + i * more;
            course.go(value, rate, rate, length, Spacing.EVENLY);
            if (i < levels - 1) {
                course.go(value, rate, rate + more, ramp, Spacing.EVENLY);
            }
        }
    }

    private static void unknown(Value value, Calls calls) {
        String first = calls.calls().isEmpty() ? "" : calls.calls().getFirst().name();
        if (first.endsWith("ConcurrentUsers")) {
            calls.wrong(
                    calls.calls().getFirst(),
                    "keeps a number of users, each of whom waits for the one before: a slow system"
                            + " would be asked less, as no crowd does",
                    "write constantUsersPerSec(10).during(60), or rampUsersPerSec(0).to(10).during(60)");
            return;
        }
        value.wrongText(
                "is no step of an open injection",
                OPEN.contains(first)
                        ? "write it as Gatling's documentation does, such as"
                                + " rampUsersPerSec(10).to(20).during(60)"
                        : Nearest.instead(first, OPEN, "remove it"));
    }
}
