package dev.unruly.script;

import dev.unruly.model.Arrival;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What other testers say one part after the other, as arrivals of the model: a wave for each way
/// in which moments are spaced, and those who come at once.
final class Course {

    private static final double MOST_PER_SECOND = 1e9;
    private static final double MOST_COUNTED = 1e7;

    private final List<Part> parts = new ArrayList<>();
    private final List<Arrival> flashes = new ArrayList<>();
    private long nowNanos;
    private double counted;

    private record Part(Arrival.Stretch stretch, Arrival.Spacing spacing) {}

    /// A rate that goes evenly from one value to another. What takes no time does nothing.
    ///
    /// @param value what says so
    void go(Value value, double from, double to, long nanos, Arrival.Spacing spacing) {
        if (!(Math.max(from, to) < MOST_PER_SECOND)) {
            value.wrong(
                    String.format(
                            Locale.ROOT, "%.3g users a second would come", Math.max(from, to)),
                    "write a lower rate, below 1000000000/s");
            return;
        }
        if (nanos == 0 || !advances(value, nanos)) {
            return;
        }
        var stretch = new Arrival.Stretch(from, to, nanos);
        parts.add(new Part(stretch, spacing));
        counted += spacing == Arrival.Spacing.COUNTED ? stretch.users() : 0;
        if (counted > MOST_COUNTED) {
            value.wrong(
                    String.format(Locale.ROOT, "%.0f users would come at random", counted),
                    "write lower rates; at most 10000000 users");
            counted = 0;
        }
    }

    /// Nobody comes for a while.
    void pause(Value value, long nanos) {
        go(value, 0, 0, nanos, Arrival.Spacing.EVENLY);
    }

    /// Users who come now, or within a time.
    void flash(Value value, int users, long withinNanos, Arrival.Flash.Shape shape) {
        if (users > 0) {
            flashes.add(new Arrival.Flash(nowNanos, users, withinNanos, shape));
        }
        pause(value, withinNanos);
    }

    /// All parts.
    ///
    /// @param value what says so
    List<Arrival> arrivals(Value value) {
        var arrivals = new ArrayList<Arrival>();
        for (Arrival.Spacing spacing : Arrival.Spacing.values()) {
            List<Arrival.Stretch> stretches = spaced(spacing);
            if (!stretches.isEmpty()) {
                arrivals.add(new Arrival.Wave(stretches, spacing));
            }
        }
        arrivals.addAll(flashes);
        if (arrivals.isEmpty()) {
            value.wrong("nobody arrives", "write a rate above 0 for a while");
        }
        return arrivals;
    }

    /// The parts of one spacing, with nobody during the others; none when nobody comes at all.
    private List<Arrival.Stretch> spaced(Arrival.Spacing spacing) {
        var stretches = new ArrayList<Arrival.Stretch>();
        int brings = 0;
        for (Part part : parts) {
            boolean ours = part.spacing() == spacing && part.stretch().users() > 0;
            stretches.add(
                    ours ? part.stretch() : new Arrival.Stretch(0, 0, part.stretch().forNanos()));
            brings = ours ? stretches.size() : brings;
        }
        return stretches.subList(0, brings);
    }

    private boolean advances(Value value, long nanos) {
        nowNanos += nanos;
        if (nowNanos > Units.LONGEST_NANOS) {
            value.wrong("the whole takes longer than 366 days", "write shorter parts");
            nowNanos = 0;
            return false;
        }
        return true;
    }
}
