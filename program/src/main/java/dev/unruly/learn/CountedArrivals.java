package dev.unruly.learn;

import dev.unruly.learn.Learned.NotLearned;
import dev.unruly.learn.LearnedArrivals.Dispersed;
import dev.unruly.learn.LearnedArrivals.Episode;
import dev.unruly.learn.LearnedArrivals.Excitement;
import dev.unruly.learn.LearnedArrivals.Harmonic;
import dev.unruly.stats.DailyCourse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/// The estimator of how people come where only counts of periods are known: as [ArrivalTimes], but
/// for what is shorter than a period.
final class CountedArrivals {

    private static final int LEAST = 30;
    private static final double DAY = 86_400;
    private static final double HOUR = 3_600;
    private static final double LEAST_FOR_WEEK = 14 * DAY;
    private static final double BIN = 600;
    private static final int[] WINDOWS = {1, 10, 60, 600};
    private static final int MOST_BINS = 50_000_000;

    /// 1 January 1970 was a Thursday.
    private static final double MONDAY = 3 * DAY;

    private final long fromMillis;
    private final double period;
    private final long[] bins;
    private final long total;

    private CountedArrivals(long fromMillis, double period, long[] bins) {
        this.fromMillis = fromMillis;
        this.period = period;
        this.bins = bins;
        long sum = 0;
        for (long count : bins) {
            sum += count;
        }
        total = sum;
    }

    /// Periods in any order; what has no row is 0.
    ///
    /// @throws IllegalArgumentException with words for people, if they cover too much time
    static CountedArrivals of(long[] froms, long[] counts, long periodMillis) {
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        for (long from : froms) {
            first = Math.min(first, from);
            last = Math.max(last, from);
        }
        long bins = (last - first) / periodMillis + 1;
        if (bins > MOST_BINS) {
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "a series covers %,d periods of %,d ms; %,d are the most",
                            bins,
                            periodMillis,
                            MOST_BINS));
        }
        long[] all = new long[(int) bins];
        for (int i = 0; i < froms.length; i++) {
            all[(int) ((froms[i] - first) / periodMillis)] += counts[i];
        }
        return new CountedArrivals(first, periodMillis / 1e3, all);
    }

    /// From the first period's beginning to the last one's end.
    long lengthMillis() {
        return Math.round(bins.length * period * 1e3);
    }

    LearnedArrivals learned(Consumer<NotLearned> missing) {
        if (bins.length < LEAST || total < LEAST) {
            return new LearnedArrivals.Refused(
                    String.format(
                            Locale.ROOT,
                            "%,d came in %,d periods; %d of both are needed",
                            total,
                            bins.length,
                            LEAST));
        }
        double length = bins.length * period;
        Optional<DailyCourse> day = day(length, missing);
        boolean weekly = day.isPresent() && length >= LEAST_FOR_WEEK;
        List<Dispersed> dispersions = dispersions(day);
        double dispersion = dispersions.isEmpty() ? 1 : dispersions.getLast().index().value();
        double by = 1.96 * StrictMath.sqrt(Math.max(1, dispersion) * total) / length;
        double rate = total / length;
        missing.accept(
                new NotLearned(
                        "whether arrivals bring arrivals",
                        String.format(Locale.ROOT, "only counts of %.0f s are known", period)));
        return new LearnedArrivals.Known(
                Figure.learned(rate, Math.max(0, rate - by), rate + by, total),
                fromMillis,
                fromMillis + lengthMillis(),
                day.map(this::harmonics).orElse(List.of()),
                weekly ? day.map(this::weekdays).orElse(List.of()) : List.of(),
                dispersions,
                episodes(day),
                new Excitement.None("only counts are known"),
                0,
                0);
    }

    private Optional<DailyCourse> day(double length, Consumer<NotLearned> missing) {
        if (length < DAY || period > HOUR) {
            missing.accept(
                    new NotLearned(
                            "the course of a day",
                            String.format(
                                    Locale.ROOT,
                                    "%.1f h in periods of %.0f s; 24 h in periods of an hour at"
                                            + " most are needed",
                                    length / HOUR,
                                    period)));
            return Optional.empty();
        }
        boolean weekly = length >= LEAST_FOR_WEEK;
        if (!weekly) {
            String why = String.format(Locale.ROOT, "%.1f days; 14 are needed", length / DAY);
            missing.accept(new NotLearned("weekdays", why));
        }
        int together = (int) Math.max(1, Math.round(BIN / period));
        return Optional.of(
                DailyCourse.of(
                        new DailyCourse.Counts(sinceMonday(0), together * period, sums(together)),
                        weekly));
    }

    /// Of so many periods each; what is left at the end is not whole.
    private long[] sums(int together) {
        long[] sums = new long[bins.length / together];
        for (int i = 0; i < sums.length * together; i++) {
            sums[i / together] += bins[i];
        }
        return sums;
    }

    private double sinceMonday(double second) {
        double since = fromMillis / 1e3 + MONDAY + second;
        return since - StrictMath.floor(since / (7 * DAY)) * 7 * DAY;
    }

    private List<Harmonic> harmonics(DailyCourse course) {
        var harmonics = new ArrayList<Harmonic>();
        for (int k = 1; k <= DailyCourse.HARMONICS; k++) {
            harmonics.add(
                    new Harmonic(
                            k,
                            Figure.learned(course.amplitude(k), course.amplitudeInterval(k), total),
                            Figure.learned(course.peakHour(k), course.peakInterval(k), total)));
        }
        return harmonics;
    }

    private List<Figure> weekdays(DailyCourse course) {
        var figures = new ArrayList<Figure>();
        for (int weekday = 0; weekday < 7; weekday++) {
            figures.add(
                    Figure.learned(
                            course.weekdays()[weekday], course.weekdayInterval(weekday), total));
        }
        return figures;
    }

    private List<Episode> episodes(Optional<DailyCourse> day) {
        double perMinute = 60 / period;
        if (perMinute < 1 || perMinute != Math.rint(perMinute)) {
            return List.of();
        }
        double mean = 60.0 * total / (bins.length * period);
        return Episodes.of(
                sums((int) perMinute),
                fromMillis,
                i -> day.map(course -> 60 * course.at(sinceMonday(i * 60 + 30))).orElse(mean));
    }

    private List<Dispersed> dispersions(Optional<DailyCourse> day) {
        var all = new ArrayList<Dispersed>();
        for (int window : WINDOWS) {
            double together = window / period;
            if (together < 1 || together != Math.rint(together)) {
                continue;
            }
            long[] counts = sums((int) together);
            int perHour = (int) (HOUR / window);
            int used = day.isPresent() ? counts.length : counts.length / perHour * perHour;
            if (used < 20) {
                continue;
            }
            double[] terms = new double[used];
            for (int i = 0; i < used; i++) {
                double middle = (i + 0.5) * window;
                int hour = i / perHour * perHour;
                double due =
                        day.map(course -> window * course.at(sinceMonday(middle)))
                                .orElseGet(() -> ArrivalTimes.mean(counts, hour, perHour));
                double freedom = day.isPresent() ? 1 : (perHour - 1.0) / perHour;
                double off = counts[i] - due;
                terms[i] = due > 0 ? off * off / due / freedom : 0;
            }
            all.add(new Dispersed(window, ArrivalTimes.mean(terms)));
        }
        return all;
    }
}
