package dev.unruly.advise;

import dev.unruly.model.DependencySecond;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The seconds of a run in which a system was at its capacity, for more waited than it could work
/// on.
///
/// Where requests wait inside the system, more of them are in flight than the most that were
/// completed a second need when nobody waits: by Little's law X · W₀ (John Little, 1961), W₀ being
/// what the quickest quarter of its answers took. Twice as many, beyond what chance adds to that,
/// wait at least as long as they are worked on.
///
/// Where its callers wait for a connection of theirs, requests in flight are as many as there are
/// connections: never more, and for seconds hardly fewer.
///
/// @param stretches of three successive seconds and more
/// @param bound this many in flight would have been a queue
/// @param mostInFlight so many were, at the end of a second
/// @param sustained the most that were completed a second in any three successive ones
record Saturation(List<Stretch> stretches, int bound, int mostInFlight, double sustained) {

    /// A queue for fewer seconds may be chance.
    static final int LEAST_SECONDS = 3;

    private static final double SLOWEST_OF_THE_QUICK = 0.25;
    private static final double LONGER = 2;
    private static final int LEAST_MORE = 10;

    /// Three standard deviations of a Poisson distribution.
    private static final double DEVIATIONS = 3;

    /// A place that has just become free is not taken yet.
    private static final double TAKEN = 0.9;

    /// By Little's law, of the time; what is cut off, or lasts into the next second, is not in it.
    private static final double BUSY = 0.8;

    private static final int LEAST_COMPLETED = 30;

    Saturation {
        stretches = List.copyOf(stretches);
    }

    /// Successive seconds.
    ///
    /// @param places all of the callers' connections, which were taken; 0: a queue was seen
    record Stretch(List<DependencySecond> seconds, int places) {

        Stretch {
            seconds = List.copyOf(seconds);
        }

        long completed() {
            return seconds.stream().mapToLong(DependencySecond::completed).sum();
        }

        /// Those who left before the answer was whole.
        long left() {
            return seconds.stream().mapToLong(second -> second.cutOff().count()).sum();
        }
    }

    /// Finds them.
    ///
    /// @param seconds of one dependency, in order; not those in which it was hurt
    static Saturation of(List<DependencySecond> seconds) {
        double sustained = sustained(seconds);
        double alone = sustained * aloneNanos(seconds) / 1e9;
        int bound =
                (int)
                        Math.ceil(
                                Math.max(
                                        alone + LEAST_MORE,
                                        LONGER * alone
                                                + DEVIATIONS * StrictMath.sqrt(LONGER * alone)));
        int places = seconds.stream().mapToInt(DependencySecond::peakInFlight).max().orElse(0);
        var queued = new ArrayList<Stretch>();
        var taken = new ArrayList<Stretch>();
        int queuedFrom = 1;
        int takenFrom = 1;
        for (int i = 1; i <= seconds.size(); i++) {
            if (i == seconds.size() || !(next(seconds, i) && least(seconds, i) >= bound)) {
                add(queued, seconds.subList(queuedFrom, i), 0);
                queuedFrom = i + 1;
            }
            if (i == seconds.size() || !(next(seconds, i) && full(seconds, i, places))) {
                add(taken, seconds.subList(takenFrom, i), places);
                takenFrom = i + 1;
            }
        }
        taken.removeIf(stretch -> !busy(stretch));
        int most = seconds.stream().mapToInt(DependencySecond::inFlight).max().orElse(0);
        return new Saturation(queued.isEmpty() ? taken : queued, bound, most, sustained);
    }

    private static void add(List<Stretch> stretches, List<DependencySecond> seconds, int places) {
        if (seconds.size() >= LEAST_SECONDS) {
            stretches.add(new Stretch(seconds, places));
        }
    }

    private static boolean next(List<DependencySecond> seconds, int i) {
        return seconds.get(i).second() == seconds.get(i - 1).second() + 1;
    }

    private static int least(List<DependencySecond> seconds, int i) {
        return Math.min(seconds.get(i - 1).inFlight(), seconds.get(i).inFlight());
    }

    private static boolean full(List<DependencySecond> seconds, int i, int places) {
        return seconds.get(i).peakInFlight() == places && least(seconds, i) >= TAKEN * places;
    }

    private static boolean busy(Stretch stretch) {
        double nanos = 0;
        for (DependencySecond second : stretch.seconds) {
            nanos += second.own().sumNanos() + second.cutOff().sumNanos();
        }
        return stretch.completed() >= LEAST_COMPLETED
                && nanos / 1e9 >= BUSY * stretch.places * stretch.seconds.size();
    }

    /// The most that were completed a second in three successive ones.
    private static double sustained(List<DependencySecond> seconds) {
        double most = 0;
        for (int i = LEAST_SECONDS; i <= seconds.size(); i++) {
            double completed = 0;
            for (DependencySecond second : seconds.subList(i - LEAST_SECONDS, i)) {
                completed += second.completed();
            }
            most = Math.max(most, completed / LEAST_SECONDS);
        }
        return most;
    }

    /// What an answer takes when nobody waits: the mean over the seconds with the quickest ones,
    /// until a quarter of all is in it.
    private static double aloneNanos(List<DependencySecond> seconds) {
        List<DependencySecond> quickest =
                seconds.stream()
                        .filter(second -> !second.own().isEmpty())
                        .sorted(Comparator.comparingDouble(second -> second.own().meanNanos()))
                        .toList();
        long all = quickest.stream().mapToLong(second -> second.own().count()).sum();
        double nanos = 0;
        long count = 0;
        for (DependencySecond second : quickest) {
            if (count < SLOWEST_OF_THE_QUICK * all) {
                nanos += second.own().sumNanos();
                count += second.own().count();
            }
        }
        return count == 0 ? 0 : nanos / count;
    }
}
