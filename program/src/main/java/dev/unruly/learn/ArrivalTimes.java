package dev.unruly.learn;

import dev.unruly.chance.Draws;
import dev.unruly.chance.Purpose;
import dev.unruly.chance.Seed;
import dev.unruly.learn.Learned.NotLearned;
import dev.unruly.learn.LearnedArrivals.Dispersed;
import dev.unruly.learn.LearnedArrivals.Excitement;
import dev.unruly.learn.LearnedArrivals.Harmonic;
import dev.unruly.stats.DailyCourse;
import dev.unruly.stats.Hawkes;
import dev.unruly.stats.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/// The estimator of when sessions begin: the day's course, what is left of bursts, episodes.
///
/// Without a whole day the course is the mean of each hour, which is enough to see bursts against
/// and too little to say how a day goes.
public final class ArrivalTimes {

    /// Fewer arrivals than this say nothing.
    static final int LEAST = 30;

    /// Fewer than this say nothing about a day.
    private static final int LEAST_FOR_DAY = 200;

    private static final double HOUR = 3_600;
    private static final double DAY = 86_400;

    /// A whole week, twice: once is not told from a day of its own.
    private static final double LEAST_FOR_WEEK = 14 * DAY;

    private static final double BIN = 600;
    private static final int[] WINDOWS = {1, 10, 60, 600};

    /// Moments that a self-exciting process is fitted to: the last ones.
    private static final int MOST_MOMENTS = 30_000;

    /// Akaike's points below which bursts are not claimed, for branching 0 lies on the edge of what
    /// is possible: once in a hundred Poisson processes at the most.
    private static final double LEAST_GAIN = 10;

    private static final double LEAST_P = 0.01;

    /// 1 January 1970 was a Thursday.
    private static final double MONDAY = 3 * DAY;

    private static final Draws DITHER = new Seed(1).stream("dither");

    private final double[] seconds;
    private final long fromMillis;
    private final double resolution;
    private final Unseen unseen;
    private final Consumer<NotLearned> missing;

    private ArrivalTimes(
            long[] sorted, double resolution, Unseen unseen, Consumer<NotLearned> missing) {
        fromMillis = Math.floorDiv(sorted[0], 1_000L) * 1_000L;
        this.resolution = resolution;
        this.unseen = unseen;
        this.missing = missing;
        seconds = new double[sorted.length];
        for (int i = 0; i < sorted.length; i++) {
            // Cut to whole seconds: anywhere in this second.
            double dither = DITHER.uniform(i, 0, Purpose.VALUE, 0) * resolution;
            seconds[i] = (unseen.seen(sorted[i]) - unseen.seen(fromMillis)) / 1e3 + dither;
        }
        Arrays.sort(seconds);
    }

    /// What the moments say.
    ///
    /// @param millis since the epoch, in any order
    /// @param unseen while nothing was recorded: left out, as if what lies before and behind it
    ///   were neighbours, but for the course of a day
    /// @param missing is told what could not be learned
    public static LearnedArrivals of(
            long[] millis, double resolutionSeconds, Unseen unseen, Consumer<NotLearned> missing) {
        long[] sorted = millis.clone();
        Arrays.sort(sorted);
        if (sorted.length < LEAST) {
            return new LearnedArrivals.Refused(
                    "%d sessions began, %d are needed".formatted(sorted.length, LEAST));
        }
        if (sorted[sorted.length - 1] - sorted[0] < 1_000) {
            return new LearnedArrivals.Refused("all sessions began within a second");
        }
        return new ArrivalTimes(sorted, resolutionSeconds, unseen, missing).learned(sorted);
    }

    private LearnedArrivals learned(long[] sorted) {
        double length = seconds[seconds.length - 1] + 1e-9;
        Optional<DailyCourse> day = day(length);
        boolean weekly = day.isPresent() && length >= LEAST_FOR_WEEK;
        long[] minutes = counts(60, length);
        var episodes =
                Episodes.of(minutes, fromMillis, i -> due(day, i * 60 + 30, 60)).stream()
                        .map(this::asItWas)
                        .toList();
        List<Dispersed> dispersions = dispersions(day, length);
        double dispersion = dispersions.isEmpty() ? 1 : dispersions.getLast().index().value();
        double by = 1.96 * StrictMath.sqrt(Math.max(1, dispersion) * seconds.length) / length;
        double rate = seconds.length / length;
        Figure mean =
                day.map(d -> Figure.learned(d.perSecond(), d.rateInterval(), seconds.length))
                        .orElse(
                                Figure.learned(
                                        rate, Math.max(0, rate - by), rate + by, seconds.length));
        double[] gaps = gaps();
        return new LearnedArrivals.Known(
                mean,
                sorted[0],
                sorted[sorted.length - 1],
                day.map(this::harmonics).orElse(List.of()),
                weekly ? weekdays(day.get()) : List.of(),
                dispersions,
                episodes,
                excitement(day, length),
                Gaps.burstiness(gaps),
                Gaps.memory(gaps));
    }

    /// The course of a day, where the moments cover one.
    private Optional<DailyCourse> day(double length) {
        if (length < DAY || seconds.length < LEAST_FOR_DAY) {
            String why =
                    String.format(
                            Locale.ROOT,
                            "%.1f h with %d sessions; 24 h and %d sessions are needed, 14 days for"
                                    + " weekdays",
                            length / HOUR,
                            seconds.length,
                            LEAST_FOR_DAY);
            missing.accept(new NotLearned("the course of a day", why));
            return Optional.empty();
        }
        boolean weekly = length >= LEAST_FOR_WEEK;
        if (!weekly) {
            String why = String.format(Locale.ROOT, "%.1f days; 14 are needed", length / DAY);
            missing.accept(new NotLearned("weekdays", why));
        }
        return Optional.of(
                DailyCourse.of(new DailyCourse.Counts(sinceMonday(0), BIN, real()), weekly));
    }

    /// Counts in bins that follow each other in real time; −1 where nothing was recorded.
    private long[] real() {
        double[] real = new double[seconds.length];
        for (int i = 0; i < real.length; i++) {
            real[i] = realSecond(seconds[i]);
        }
        // The last one is cut short.
        int bins = (int) StrictMath.ceil((real[real.length - 1] + 1e-9) / BIN) - 1;
        long[] counts = new long[bins];
        for (double second : real) {
            if (second < bins * BIN) {
                counts[(int) (second / BIN)]++;
            }
        }
        boolean[] touched = unseen.touched(fromMillis, 1e3 * BIN, bins);
        for (int i = 0; i < bins; i++) {
            counts[i] = touched[i] ? -1 : counts[i];
        }
        return counts;
    }

    /// Seconds since the first moment, with what was not recorded.
    private double realSecond(double second) {
        double seen = unseen.seen(fromMillis) + 1e3 * second;
        return (unseen.real(seen) - fromMillis) / 1e3;
    }

    private LearnedArrivals.Episode asItWas(LearnedArrivals.Episode episode) {
        double second = realSecond((episode.atMillis() - fromMillis) / 1e3);
        return new LearnedArrivals.Episode(
                fromMillis + Math.round(1e3 * second),
                episode.seconds(),
                episode.factor(),
                episode.extra());
    }

    private double sinceMonday(double second) {
        double since = fromMillis / 1e3 + MONDAY + realSecond(second);
        return since - StrictMath.floor(since / (7 * DAY)) * 7 * DAY;
    }

    private List<Harmonic> harmonics(DailyCourse course) {
        List<Harmonic> harmonics = new ArrayList<>();
        for (int k = 1; k <= DailyCourse.HARMONICS; k++) {
            Figure amplitude =
                    Figure.learned(
                            course.amplitude(k), course.amplitudeInterval(k), seconds.length);
            Figure peak =
                    Figure.learned(course.peakHour(k), course.peakInterval(k), seconds.length);
            harmonics.add(new Harmonic(k, amplitude, peak));
        }
        return harmonics;
    }

    private List<Figure> weekdays(DailyCourse course) {
        List<Figure> figures = new ArrayList<>();
        for (int weekday = 0; weekday < 7; weekday++) {
            double value = course.weekdays()[weekday];
            figures.add(Figure.learned(value, course.weekdayInterval(weekday), seconds.length));
        }
        return figures;
    }

    private long[] counts(double bin, double length) {
        long[] counts = new long[(int) StrictMath.ceil(length / bin)];
        for (double second : seconds) {
            counts[Math.min((int) (second / bin), counts.length - 1)]++;
        }
        return counts;
    }

    /// How many are due in a bin around a second: by the day's course, else by the mean.
    private double due(Optional<DailyCourse> day, double second, double bin) {
        return day.map(course -> bin * course.at(sinceMonday(second)))
                .orElse(bin * seconds.length / seconds[seconds.length - 1]);
    }

    /// The mean square of what is left over what is due, in windows of each length, the day's
    /// course or each hour's mean taken off; the interval from the spread over twenty parts.
    private List<Dispersed> dispersions(Optional<DailyCourse> day, double length) {
        List<Dispersed> all = new ArrayList<>();
        for (int window : WINDOWS) {
            long[] counts = counts(window, length);
            int whole = (int) (length / window);
            int perHour = (int) (HOUR / window);
            // Where only hours are known, each takes one degree of freedom of its windows.
            boolean hourly = day.isEmpty() && whole > perHour;
            int used = hourly ? whole / perHour * perHour : whole;
            if (used < 20) {
                continue;
            }
            double[] terms = new double[used];
            for (int i = 0; i < used; i++) {
                double due = due(day, (i + 0.5) * window, window);
                if (hourly) {
                    due = mean(counts, i / perHour * perHour, perHour);
                }
                double off = counts[i] - due;
                double freedom = hourly ? (perHour - 1.0) / perHour : (used - 1.0) / used;
                terms[i] = due > 0 ? off * off / due / freedom : 0;
            }
            all.add(new Dispersed(window, mean(terms)));
        }
        return all;
    }

    static double mean(long[] counts, int from, int length) {
        double sum = 0;
        for (int i = from; i < from + length; i++) {
            sum += counts[i];
        }
        return sum / length;
    }

    static Figure mean(double[] terms) {
        int parts = Math.min(20, terms.length / 2);
        double[] means = new double[parts];
        double all = 0;
        for (int i = 0; i < terms.length; i++) {
            int part = (int) ((long) i * parts / terms.length);
            means[part] += terms[i] * parts / terms.length;
            all += terms[i] / terms.length;
        }
        double squares = 0;
        for (double mean : means) {
            squares += (mean - all) * (mean - all);
        }
        double by = 2.09 * StrictMath.sqrt(squares / (parts - 1) / parts);
        return Figure.learned(all, Math.max(0, all - by), all + by, terms.length);
    }

    private Excitement excitement(Optional<DailyCourse> day, double length) {
        int skip = Math.max(0, seconds.length - MOST_MOMENTS);
        double from = skip == 0 ? 0 : seconds[skip - 1];
        double[] last = new double[seconds.length - skip];
        for (int i = 0; i < last.length; i++) {
            last[i] = seconds[skip + i] - from;
        }
        if (last.length < Hawkes.LEAST) {
            return new Excitement.None(
                    "%d moments; %d are needed".formatted(last.length, Hawkes.LEAST));
        }
        List<Hawkes> fits = new ArrayList<>();
        double least = Double.POSITIVE_INFINITY;
        double poisson = Double.POSITIVE_INFINITY;
        for (Hawkes.Course course : courses(day, from, length)) {
            Hawkes fit = Hawkes.of(last, course).orElseThrow();
            double aic = fit.aic() + 2 * free(day, course);
            poisson = Math.min(poisson, aic + fit.gain());
            if (aic < least) {
                least = aic;
                fits.addFirst(fit);
            }
        }
        Hawkes hawkes = fits.getFirst();
        double gain = poisson - least;
        if (gain < LEAST_GAIN) {
            return new Excitement.None("a Poisson process describes them as well");
        }
        if (hawkes.fit().p() < LEAST_P) {
            return new Excitement.None(
                    String.format(
                            Locale.ROOT,
                            "there are bursts, but a self-exciting process does not describe them"
                                    + " (branching %.2f, distance %.3f)",
                            hawkes.branching(),
                            hawkes.fit().distance()));
        }
        if (StrictMath.log(2) / hawkes.decay() < resolution) {
            return new Excitement.None("bursts are shorter than the clock's resolution");
        }
        return new Excitement.Hawkes(
                figure(hawkes.branching(), hawkes.branchingInterval(), last.length),
                figure(StrictMath.log(2) / hawkes.decay(), hawkes.halfLifeInterval(), last.length),
                gain,
                hawkes.fit().p());
    }

    private static Figure figure(double value, Interval interval, int sample) {
        return Figure.learned(value, interval, sample);
    }

    /// What bursts are seen against: the day's course, where it is known; else either nothing, or
    /// the mean of each hour, which takes bursts of many for a course.
    private List<Hawkes.Course> courses(Optional<DailyCourse> day, double from, double to) {
        Hawkes.Course flat = Hawkes.Course.flat(to - from);
        if (day.isPresent()) {
            return List.of(course(day, from, to, BIN));
        }
        return to - from < 3 * HOUR ? List.of(flat) : List.of(flat, course(day, from, to, HOUR));
    }

    /// How many numbers of a course were fitted to these moments alone.
    private static int free(Optional<DailyCourse> day, Hawkes.Course course) {
        return day.isPresent() ? 0 : course.factors().length - 1;
    }

    /// A course in pieces, 1 on average.
    private Hawkes.Course course(Optional<DailyCourse> day, double from, double to, double most) {
        double length = to - from;
        int pieces = (int) StrictMath.ceil(length / most);
        double piece = length / pieces;
        double[] factors = new double[pieces];
        if (day.isEmpty()) {
            for (double second : seconds) {
                if (second >= from) {
                    factors[Math.min(pieces - 1, (int) ((second - from) / piece))]++;
                }
            }
        }
        for (int i = 0; i < pieces && day.isPresent(); i++) {
            factors[i] = day.get().at(sinceMonday(from + (i + 0.5) * piece));
        }
        double sum = Arrays.stream(factors).sum();
        for (int i = 0; i < pieces; i++) {
            factors[i] = Math.max(1e-6, factors[i] * pieces / sum);
        }
        return new Hawkes.Course(piece, factors);
    }

    private double[] gaps() {
        double[] gaps = new double[seconds.length - 1];
        for (int i = 0; i < gaps.length; i++) {
            gaps[i] = seconds[i + 1] - seconds[i];
        }
        return gaps;
    }
}
