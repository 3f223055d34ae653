package dev.unruly.backend;

import dev.unruly.backend.Sightings.Kind;
import dev.unruly.chance.Distribution;
import dev.unruly.chance.Empirical;
import dev.unruly.model.SystemModel;
import dev.unruly.model.SystemModel.Application;
import dev.unruly.model.SystemModel.Figure;
import dev.unruly.model.SystemModel.Stamp;
import dev.unruly.model.SystemModel.Time;
import dev.unruly.stats.Latencies;
import dev.unruly.stats.Queueing;
import dev.unruly.stats.SurvivalCurve;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// Fits a [SystemModel] to what was seen of a system in one run.
///
/// What dependencies take is as their listeners saw it in the baseline, all quantiles of it. How
/// often a page calls them follows from counts ([CallCounts]). What the application itself takes is
/// what is left of a page's time after its calls and after the wait for a place. How many get on at
/// a time, whether the work of those who left is done, and what a crowd costs is seen only where
/// more came than got on ([Overload]); where that did not happen, it is a prior, and says so.
public final class Fit {

    /// Fewer answers in the baseline say too little of a system.
    static final int LEAST_ANSWERS = 200;

    /// Fewer answers say too little of one kind of page.
    private static final int LEAST_OF_A_KIND = 20;

    private static final double MOST_CALLS = 1_000;
    private static final double[] SHARES = {
        0, 0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 0.999, 1
    };

    private final Sightings seen;
    private final Means[] pages;
    private final Latencies[] callees;
    private final double[][] calls;
    private final Overload overload;
    private final Excess excess;

    /// What a page took in the baseline, in seconds.
    ///
    /// @param count answers
    private record Means(long count, double mean, double variance, double least) {}

    private Fit(Sightings seen) {
        this.seen = seen;
        double road = road(seen);
        this.pages = seen.kinds().stream().map(kind -> means(kind, road)).toArray(Means[]::new);
        this.callees =
                seen.callees().stream()
                        .map(callee -> Overload.own(callee, wellSeconds(seen)))
                        .toArray(Latencies[]::new);
        this.calls = new double[callees.length][];
        for (int d = 0; d < callees.length; d++) {
            calls[d] = calls(d);
        }
        this.overload = new Overload(seen, calls, callees);
        this.excess = new Excess(seen, overload);
    }

    /// Why no model can be fitted to what was seen, a line each; empty: one can be.
    public static List<String> refusals(Sightings seen) {
        var problems = new ArrayList<String>();
        if (seen.callees().isEmpty()) {
            problems.add(
                    "0 dependencies were behind listeners, and at least 1 is needed to tell what"
                            + " the application does from what it waits for");
        }
        long answers = seen.kinds().stream().mapToLong(kind -> kind.took().countEnded()).sum();
        if (answers < LEAST_ANSWERS) {
            problems.add(
                    "%d requests were answered in the baseline, and at least %d are needed; play it with a longer baseline"
                            .formatted(answers, LEAST_ANSWERS));
        }
        return problems;
    }

    /// The model.
    ///
    /// @throws IllegalArgumentException if there are [#refusals]
    public static SystemModel of(Sightings seen) {
        List<String> refusals = refusals(seen);
        if (!refusals.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", refusals));
        }
        return new Fit(seen).model();
    }

    private static int[] wellSeconds(Sightings seen) {
        return IntStream.range(seen.span().wellFrom(), seen.span().wellTo()).toArray();
    }

    /// What the users' roads still add to a request, in seconds: what users saw on average, less
    /// what the listener at the edge saw; 0 where there is none.
    private static double road(Sightings seen) {
        var edge = new Latencies();
        seen.edgeSeconds().stream()
                .filter(s -> s.second() >= seen.span().wellFrom())
                .filter(s -> s.second() < seen.span().wellTo())
                .forEach(s -> edge.add(s.own()));
        double sum = 0;
        long count = 0;
        for (Kind kind : seen.kinds()) {
            Means means = means(kind, 0);
            sum += means.mean * means.count;
            count += means.count;
        }
        return edge.isEmpty() || count == 0 ? 0 : Math.max(0, sum / count - edge.meanNanos() / 1e9);
    }

    /// The mean of what Kaplan and Meier's curve says, as far as it is known.
    private static Means means(Kind kind, double road) {
        if (kind.took().countEnded() == 0) {
            return new Means(0, 0, 0, 0);
        }
        double before = 1;
        double sum = 0;
        double squares = 0;
        double least = Double.MAX_VALUE;
        double last = 0;
        for (SurvivalCurve.Step step : kind.took().curve(1).steps()) {
            double seconds = Math.max(0, step.nanos() / 1e9 - road);
            double share = before - step.survival();
            sum += share * seconds;
            squares += share * seconds * seconds;
            least = step.ended() > 0 ? Math.min(least, seconds) : least;
            last = seconds;
            before = step.survival();
        }
        sum += before * last;
        squares += before * last * last;
        return new Means(kind.took().countEnded(), sum, Math.max(0, squares - sum * sum), least);
    }

    /// A page cannot call more often than its time allows.
    private double[] calls(int d) {
        double takes = Math.max(1e-6, mean(callees[d]));
        int from = seen.span().wellFrom();
        int seconds = Math.max(0, seen.span().wellTo() - from);
        double[][] counts = new double[pages.length][seconds];
        double[] most = new double[pages.length];
        double[] mean = new double[pages.length];
        for (int c = 0; c < pages.length; c++) {
            double[] all = seen.kinds().get(c).perSecond();
            for (int t = 0; t < seconds && from + t < all.length; t++) {
                counts[c][t] = all[from + t];
            }
            mean[c] = pages[c].mean;
            double bound = mean[c] / takes;
            most[c] = bound < 0.3 ? 0 : Math.min(MOST_CALLS, 1.1 * bound);
        }
        double[] called = new double[seconds];
        seen.callees().get(d).seconds().stream()
                .filter(s -> s.second() >= from && s.second() < from + seconds)
                .forEach(s -> called[s.second() - from] += s.requests());
        return CallCounts.fit(counts, called, mean, most);
    }

    private static double mean(Latencies latencies) {
        return latencies.isEmpty() ? 0 : latencies.meanNanos() / 1e9;
    }

    private SystemModel model() {
        Application application = overload.application();
        double[] own = new double[pages.length];
        double wait = waitForAPlace(application.places().value());
        for (int c = 0; c < pages.length; c++) {
            own[c] = Math.max(0, pages[c].mean - called(c) - (callsAny(c) ? wait : 0));
        }
        double usual = 0;
        for (int c = 0; c < pages.length; c++) {
            usual += callsAny(c) ? rate(c) * (own[c] + called(c)) : 0;
        }
        var crowded =
                new Application(
                        application.workers(),
                        application.queue(),
                        application.places(),
                        application.patience(),
                        new Figure(
                                usual,
                                Stamp.THIS_RUN,
                                "Little: the rate of the baseline, by what it takes"),
                        overload.crowded(own),
                        overload.held(own),
                        application.worksOn());
        var fitted = new ArrayList<SystemModel.Page>();
        SystemModel.Cache cache = excess.cache();
        for (int c = 0; c < pages.length; c++) {
            fitted.add(page(c, own[c], cache));
        }
        var models = new ArrayList<SystemModel.Callee>();
        for (int d = 0; d < callees.length; d++) {
            models.add(callee(d));
        }
        return new SystemModel(seen.edge(), crowded, models, cache, byPath(fitted));
    }

    /// A longer path is the more special one.
    private static List<SystemModel.Page> byPath(List<SystemModel.Page> pages) {
        return pages.stream().sorted((a, b) -> b.path().length() - a.path().length()).toList();
    }

    private double called(int c) {
        double sum = 0;
        for (int d = 0; d < callees.length; d++) {
            sum += calls[d][c] * mean(callees[d]);
        }
        return sum;
    }

    private boolean callsAny(int c) {
        for (double[] each : calls) {
            if (each[c] > 0) {
                return true;
            }
        }
        return false;
    }

    /// Requests of a kind per second of the baseline.
    private double rate(int c) {
        int seconds = Math.max(1, seen.span().wellTo() - seen.span().wellFrom());
        double sum = 0;
        double[] all = seen.kinds().get(c).perSecond();
        for (int t = seen.span().wellFrom(); t < seen.span().wellTo() && t < all.length; t++) {
            sum += all[t];
        }
        return sum / seconds;
    }

    /// How long a page waits for a place when all is well: M/M/c, with what is left of the pages'
    /// time as what they take, until that does not change any more.
    private double waitForAPlace(double places) {
        double rate = 0;
        double stays = 0;
        for (int c = 0; c < pages.length; c++) {
            if (callsAny(c)) {
                rate += rate(c);
                stays += rate(c) * pages[c].mean;
            }
        }
        if (rate == 0 || places > 10_000) {
            return 0;
        }
        double takes = stays / rate;
        double wait = 0;
        for (int i = 0; i < 50; i++) {
            double service = Math.max(1e-6, takes - wait);
            if (rate * service >= 0.98 * places) {
                service = 0.98 * places / rate;
            }
            double next = Queueing.waitMmc((int) Math.round(places), rate, 1 / service);
            wait = 0.5 * wait + 0.5 * Math.min(next, 0.9 * takes);
        }
        return wait;
    }

    private SystemModel.Page page(int c, double own, SystemModel.Cache cache) {
        Kind kind = seen.kinds().get(c);
        var each = new TreeMap<String, Figure>();
        boolean looks = false;
        for (int d = 0; d < callees.length; d++) {
            double number = Math.round(calls[d][c] * 1_000) / 1_000.0;
            if (number > 0) {
                each.put(
                        seen.callees().get(d).name(),
                        new Figure(number, Stamp.THIS_RUN, "of counts by the second"));
                looks |= seen.callees().get(d).caches() && number >= 0.5;
            }
        }
        return new SystemModel.Page(
                kind.method(),
                kind.path(),
                kind.status(),
                kind.bytes(),
                kind.session(),
                looks && !cache.miss().isEmpty(),
                takes(c, own),
                each);
    }

    /// What an application does by itself varies by what its pages' times vary more than their
    /// calls do; at least by a half of its mean, for times are never all the same.
    private Time takes(int c, double own) {
        long count = pages[c].count;
        if (count < LEAST_OF_A_KIND) {
            return new Time(
                    lognormal(Math.max(own, 0.000_5), 0.5),
                    Stamp.PRIOR,
                    count + " answers are too few; " + LEAST_OF_A_KIND + " are needed");
        }
        double variance = pages[c].variance;
        for (int d = 0; d < callees.length; d++) {
            double mean = mean(callees[d]);
            double spread = variance(callees[d]);
            double rest = calls[d][c] - Math.floor(calls[d][c]);
            variance -= calls[d][c] * spread + rest * (1 - rest) * mean * mean;
        }
        double floor = Math.max(own, 0.000_1);
        double variation = Math.sqrt(Math.max(0, variance)) / floor;
        return new Time(
                lognormal(floor, Math.clamp(variation, 0.5, 2)),
                Stamp.THIS_RUN,
                "%d answers of %s on average".formatted(count, millis(pages[c].mean)));
    }

    private static double variance(Latencies latencies) {
        if (latencies.isEmpty()) {
            return 0;
        }
        Distribution all = distribution(latencies);
        double mean = all.mean();
        double squares = 0;
        for (int i = 0; i < 200; i++) {
            double x = all.quantile((i + 0.5) / 200);
            squares += x * x / 200;
        }
        return Math.max(0, squares - mean * mean);
    }

    /// A lognormal distribution by its mean and its coefficient of variation.
    private static Distribution lognormal(double mean, double variation) {
        double sigma = Math.sqrt(Math.log1p(variation * variation));
        return new Distribution.Lognormal(mean * Math.exp(-sigma * sigma / 2), sigma);
    }

    private SystemModel.Callee callee(int d) {
        Sightings.Callee callee = seen.callees().get(d);
        Latencies own = callees[d];
        Time takes =
                own.isEmpty()
                        ? new Time(
                                new Distribution.Constant(0.001),
                                Stamp.PRIOR,
                                "it was not called in the baseline")
                        : new Time(
                                distribution(own),
                                Stamp.THIS_RUN,
                                "%,d answers".formatted(own.count()));
        return new SystemModel.Callee(
                callee.name(),
                takes,
                overload.crowded(d),
                callee.connecting(),
                excess.retries(d),
                new Figure(0, Stamp.PRIOR, "not known; for ever"),
                Collections.nCopies(
                        callee.instances() - 1,
                        new Time(
                                takes.seconds(),
                                Stamp.PRIOR,
                                "as the first: a listener sees all instances together")),
                SystemModel.Asked.UNKNOWN);
    }

    private static Distribution distribution(Latencies own) {
        double[] values = new double[SHARES.length];
        for (int i = 0; i < SHARES.length; i++) {
            double share = SHARES[i];
            long nanos = share == 0 ? own.least() : share == 1 ? own.most() : own.quantile(share);
            values[i] = nanos / 1e9;
            if (i > 0) {
                values[i] = Math.max(values[i], values[i - 1]);
            }
        }
        return Empirical.of(SHARES, values);
    }

    static String millis(double seconds) {
        return String.format(Locale.ROOT, seconds < 0.01 ? "%.2f ms" : "%.0f ms", 1e3 * seconds);
    }
}
