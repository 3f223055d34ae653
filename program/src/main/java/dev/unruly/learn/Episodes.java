package dev.unruly.learn;

import dev.unruly.learn.LearnedArrivals.Episode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/// The estimator of flash episodes: whiles in which within a quarter of an hour far more come than
/// shortly before, beyond what the day's course explains.
///
/// At the kick-offs of the World Cup of 1998 the load went to 2.0 to 2.3 times within 15 minutes.
public final class Episodes {

    /// From so many times on, before the load has had its quarter of an hour to double.
    static final double STARTS = 1.6;

    /// An episode is over when less than this is left of it.
    static final double ENDS = 1.3;

    /// What is compared: five minutes with the half hour that ended ten minutes before.
    private static final int NOW = 5;

    private static final int BEFORE = 30;
    private static final int APART = 10;

    /// Longer than this it is no episode but how things are from now on.
    private static final int LONGEST = 360;

    /// Standard deviations by which chance does not explain a jump.
    private static final double BEYOND_CHANCE = 6;

    private Episodes() {}

    /// The episodes in counts per minute.
    ///
    /// @param fromMillis of the first minute
    /// @param due up to a factor, how many the day's course says for a minute
    public static List<Episode> of(long[] perMinute, long fromMillis, IntToDoubleFunction due) {
        double[] level = new double[perMinute.length];
        for (int i = 0; i < level.length; i++) {
            level[i] = perMinute[i] / Math.max(1e-9, due.applyAsDouble(i));
        }
        List<Episode> episodes = new ArrayList<>();
        int minute = BEFORE + APART;
        while (minute + NOW <= level.length) {
            double before = median(level, minute - APART - BEFORE, minute - APART);
            double now = mean(level, minute, minute + NOW);
            double usual = before * sum(due, minute, minute + NOW);
            double chance = StrictMath.sqrt(Math.max(1, usual));
            double unrest = spread(level, minute - APART - BEFORE, minute - APART);
            boolean starts =
                    before > 0
                            && now >= STARTS * before
                            && now - before > BEYOND_CHANCE * unrest / StrictMath.sqrt(NOW)
                            && sum(perMinute, minute, minute + NOW) - usual
                                    > BEYOND_CHANCE * chance;
            if (!starts) {
                minute++;
                continue;
            }
            int end = end(level, minute, before);
            if (end - minute < LONGEST) {
                episodes.add(episode(perMinute, level, fromMillis, due, minute, end, before));
            }
            minute = Math.max(end, minute + NOW) + 1;
        }
        return episodes;
    }

    private static int end(double[] level, int start, double before) {
        int end = start + NOW;
        while (end + NOW <= level.length
                && end - start < LONGEST
                && mean(level, end, end + NOW) > ENDS * before) {
            end++;
        }
        return end;
    }

    private static Episode episode(
            long[] perMinute,
            double[] level,
            long fromMillis,
            IntToDoubleFunction due,
            int start,
            int end,
            double before) {
        double peak = 0;
        for (int i = start; i + NOW <= Math.max(end, start + NOW); i++) {
            peak = Math.max(peak, mean(level, i, i + NOW));
        }
        double extra = sum(perMinute, start, end) - before * sum(due, start, end);
        return new Episode(
                fromMillis + 60_000L * start, 60.0 * (end - start), peak / before, extra);
    }

    private static double median(double[] values, int from, int to) {
        double[] sorted = Arrays.copyOfRange(values, from, to);
        Arrays.sort(sorted);
        return 0.5 * (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]);
    }

    private static double spread(double[] values, int from, int to) {
        double mean = mean(values, from, to);
        double squares = 0;
        for (int i = from; i < to; i++) {
            squares += (values[i] - mean) * (values[i] - mean);
        }
        return StrictMath.sqrt(squares / (to - from - 1));
    }

    private static double mean(double[] values, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += values[i];
        }
        return sum / (to - from);
    }

    private static double sum(long[] counts, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += counts[i];
        }
        return sum;
    }

    private static double sum(IntToDoubleFunction due, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += due.applyAsDouble(i);
        }
        return sum;
    }
}
