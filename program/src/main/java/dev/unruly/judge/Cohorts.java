package dev.unruly.judge;

import dev.unruly.model.Conclusion;
import dev.unruly.model.Intention;
import dev.unruly.stats.Latencies;
import dev.unruly.stats.PerSecond;
import java.util.ArrayList;
import java.util.List;

/// Organic wishes by the second in which they were meant: what the judge compares, so that neither
/// a trigger's own users nor the moment of an answer blur the picture.
final class Cohorts {

    private static final long SECOND = 1_000_000_000L;
    private static final Latencies NOTHING = new Latencies();

    private final PerSecond begun = new PerSecond();
    private final PerSecond answered = new PerSecond();
    private final PerSecond givenUp = new PerSecond();
    private final List<Latencies> waited = new ArrayList<>();

    void add(Intention i) {
        if (i.born() == 0 && i.meantNanos() >= 0) {
            begun.add(second(i.meantNanos()), 1);
        }
    }

    void add(Conclusion c) {
        if (c.intention().born() != 0 || c.intention().meantNanos() < 0) {
            return;
        }
        int second = second(c.intention().meantNanos());
        switch (c.end()) {
            case ANSWERED -> answered.add(second, 1);
            case LEFT, FAILED -> givenUp.add(second, 1);
            case CUT_OFF -> {}
        }
        if (c.end() != Conclusion.End.CUT_OFF) {
            while (waited.size() <= second) {
                waited.add(new Latencies());
            }
            waited.get(second).record(c.perceivedNanos());
        }
    }

    static int second(long nanos) {
        return (int) (nanos / SECOND);
    }

    PerSecond begun() {
        return begun;
    }

    /// What is known about wishes meant in [from, to) at a moment.
    ///
    /// A wish that still runs counts as one that was not answered if it has run longer than `slow`;
    /// before that it does not count yet. So do wishes that the run's end cut off.
    Tally tally(int from, int to, long slowNanos, int nowSecond) {
        long good = 0;
        long count = 0;
        long slow = 0;
        for (int second = from; second < to; second++) {
            long running = begun.at(second) - answered.at(second) - givenUp.at(second);
            boolean overdue = (nowSecond - second - 1) * SECOND > slowNanos;
            long late = overdue ? running : 0;
            good += answered.at(second);
            count += answered.at(second) + givenUp.at(second) + late;
            slow += late + waited(second).surelyOver(slowNanos);
        }
        return new Tally(count, good, slow);
    }

    /// How long wishes meant in [from, to) were waited for, answered or not.
    Latencies waited(int from, int to) {
        var sum = new Latencies();
        for (int second = from; second < to; second++) {
            sum.add(waited(second));
        }
        return sum;
    }

    private Latencies waited(int second) {
        return second < waited.size() ? waited.get(second) : NOTHING;
    }

    /// Counts of some wishes.
    ///
    /// @param count how many
    /// @param good how many were answered right while the user still waited
    /// @param slow how many took longer than a given time, or never came to an answer
    record Tally(long count, long good, long slow) {}
}
