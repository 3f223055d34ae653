package dev.unruly.backend;

import dev.unruly.backend.Sightings.Kind;
import dev.unruly.model.DependencySecond;
import dev.unruly.model.SystemModel.Application;
import dev.unruly.model.SystemModel.Figure;
import dev.unruly.model.SystemModel.Stamp;
import dev.unruly.stats.Latencies;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/// What a run shows of a system that has more to do than it can.
///
/// Places are what the application has under way at all its dependencies together: that grows with
/// what it is asked, until as many get on as ever do. A plateau is where it stays while more and
/// more wait at the edge. A page's own work is what keeps places while no dependency has them.
final class Overload {

    /// Embedded Tomcat's own number of threads (server.tomcat.threads.max).
    private static final double WORKERS = 200;

    static final int LEAST_SECONDS = 5;
    private static final double ENDLESS = Double.POSITIVE_INFINITY;

    private final Sightings seen;
    private final double[][] calls;
    private final Latencies[] usual;
    private final int seconds;
    private final int[] busy;
    private final double[] asked;
    private final int places;

    /// Seconds in which nothing was hurt and all places were taken.
    private final int[] full;

    /// @param calls of each callee for each kind of request
    /// @param usual what callees took in the baseline
    Overload(Sightings seen, double[][] calls, Latencies[] usual) {
        this.seen = seen;
        this.calls = calls;
        this.usual = usual;
        this.seconds =
                seen.callees().stream()
                        .flatMap(c -> c.seconds().stream())
                        .mapToInt(s -> s.second() + 1)
                        .max()
                        .orElse(0);
        this.busy = new int[seconds];
        seen.callees().forEach(c -> c.seconds().forEach(s -> busy[s.second()] += s.inFlight()));
        this.asked = new double[seconds];
        for (int c = 0; c < seen.kinds().size(); c++) {
            double[] all = seen.kinds().get(c).perSecond();
            for (int t = 0; t < Math.min(seconds, all.length); t++) {
                asked[t] += callsAny(c) ? all[t] : 0;
            }
        }
        this.places = plateau();
        int least = (int) Math.ceil(0.8 * places);
        this.full =
                places == 0
                        ? new int[0]
                        : IntStream.range(
                                        seen.span().healedFrom(),
                                        Math.min(seen.span().end(), seconds))
                                .filter(t -> busy[t] >= least)
                                .toArray();
    }

    private boolean callsAny(int c) {
        for (double[] each : calls) {
            if (each[c] > 0) {
                return true;
            }
        }
        return false;
    }

    /// The most that was under way at all dependencies, if it was that much, or nearly, again and
    /// again while more waited than in the baseline; 0: there is no plateau.
    private int plateau() {
        int end = Math.min(seen.span().end(), seconds);
        int most = 0;
        int crowd = 0;
        for (int t = 0; t < Math.min(seen.span().wellTo(), seconds); t++) {
            crowd = Math.max(crowd, waiting(t));
        }
        for (int t = seen.span().wellTo(); t < end; t++) {
            most = waiting(t) > 2 * crowd ? Math.max(most, busy[t]) : most;
        }
        int there = 0;
        int deepest = 0;
        for (int t = seen.span().wellTo(); t < end; t++) {
            if (waiting(t) > 2 * crowd) {
                there += busy[t] >= 0.8 * most ? 1 : 0;
                deepest = Math.max(deepest, waiting(t));
            }
        }
        return there >= LEAST_SECONDS && deepest > 2 * most ? most : 0;
    }

    /// Requests without an answer at a second's end, as users see it where no listener does.
    private int waiting(int t) {
        for (DependencySecond second : seen.edgeSeconds()) {
            if (second.second() == t) {
                return second.inFlight();
            }
        }
        double all = 0;
        for (Kind kind : seen.kinds()) {
            all += t < kind.perSecond().length ? kind.perSecond()[t] : 0;
        }
        return (int) all;
    }

    Application application() {
        return new Application(
                new Figure(WORKERS, Stamp.PRIOR, "Tomcat's own number of threads"),
                queue(),
                places(),
                patience(),
                new Figure(0, Stamp.PRIOR, ""),
                new Figure(1, Stamp.PRIOR, ""),
                new Figure(1, Stamp.PRIOR, ""),
                worksOn());
    }

    private Figure places() {
        if (places > 0) {
            return new Figure(
                    places,
                    Stamp.THIS_RUN,
                    "never more were under way at its dependencies while more and more waited");
        }
        int most = IntStream.of(busy).max().orElse(0);
        return new Figure(
                Math.max(WORKERS, most),
                Stamp.PRIOR,
                "no plateau was seen: " + most + " at most were under way at its dependencies");
    }

    /// What had come and was not worked on yet when the first was turned away.
    private Figure queue() {
        int first =
                seen.kinds().stream()
                        .flatMap(kind -> kind.refused().stream())
                        .mapToInt(t -> t)
                        .filter(t -> t >= seen.span().wellTo())
                        .min()
                        .orElse(-1);
        if (first < 0 || seen.guarded()) {
            return new Figure(ENDLESS, Stamp.PRIOR, "nobody was seen to be turned away");
        }
        double backlog = 0;
        for (int t = seen.span().wellTo(); t < Math.min(first, seconds); t++) {
            backlog = Math.max(0, backlog + asked[t] - done(t));
        }
        return new Figure(
                Math.max(0, Math.round(backlog - WORKERS)),
                Stamp.THIS_RUN,
                "what had come and was not done when the first was answered 503, less the workers");
    }

    /// Those who were answered 500 after about the same time had waited for a place for so long.
    private Figure patience() {
        var failed = new Latencies();
        seen.kinds().forEach(kind -> failed.add(kind.failedAfter()));
        if (failed.count() >= 20
                && failed.quantile(0.2) > 0.8 * failed.quantile(0.5)
                && failed.quantile(0.8) < 1.2 * failed.quantile(0.5)) {
            return new Figure(
                    failed.quantile(0.5) / 1e9,
                    Stamp.THIS_RUN,
                    failed.count() + " were answered 500 after about that time");
        }
        return new Figure(0, Stamp.PRIOR, "nobody was seen to give up there; for ever");
    }

    /// Pages that were worked on in a second: what the dependency that takes most of their time was
    /// called, by how often the pages that were asked for call it.
    private double done(int t) {
        int most = dearest();
        if (most < 0) {
            return 0;
        }
        double expected = 0;
        double all = 0;
        for (int c = 0; c < calls[most].length; c++) {
            double[] counts = seen.kinds().get(c).perSecond();
            double number = t < counts.length && callsAny(c) ? counts[t] : 0;
            expected += number * calls[most][c];
            all += number;
        }
        double called =
                seen.callees().get(most).seconds().stream()
                        .filter(s -> s.second() == t)
                        .mapToLong(DependencySecond::requests)
                        .sum();
        return expected > 0 ? called * all / expected : 0;
    }

    /// The callee that takes most of the pages' time; -1: none is called.
    int dearest() {
        int dearest = -1;
        double most = 0;
        for (int d = 0; d < usual.length; d++) {
            double time = 0;
            for (int c = 0; c < calls[d].length; c++) {
                time +=
                        calls[d][c]
                                * IntStream.range(seen.span().wellFrom(), seen.span().wellTo())
                                        .mapToDouble(at(seen.kinds().get(c)))
                                        .sum();
            }
            time *= usual[d].isEmpty() ? 0 : usual[d].meanNanos();
            if (time > most) {
                most = time;
                dearest = d;
            }
        }
        return dearest;
    }

    private static IntToDoubleFunction at(Kind kind) {
        return t -> t < kind.perSecond().length ? kind.perSecond()[t] : 0;
    }

    private Figure worksOn() {
        double worked = 0;
        double answered = 0;
        for (int t : full) {
            worked += done(t);
            for (int c = 0; c < seen.kinds().size(); c++) {
                double[] all = seen.kinds().get(c).answeredPerSecond();
                answered += callsAny(c) && t < all.length ? all[t] : 0;
            }
        }
        if (full.length < LEAST_SECONDS) {
            return new Figure(1, Stamp.PRIOR, "what most servers do");
        }
        double vain = 1 - answered / Math.max(1, worked);
        return new Figure(
                vain > 0.2 ? 1 : 0,
                Stamp.THIS_RUN,
                "%.0f %% of what was done under overload was answered to nobody"
                        .formatted(100 * Math.max(0, vain)));
    }

    /// What a callee took in some seconds.
    static Latencies own(Sightings.Callee callee, int[] in) {
        var all = new Latencies();
        for (DependencySecond second : callee.seconds()) {
            for (int t : in) {
                if (second.second() == t) {
                    all.add(second.own());
                }
            }
        }
        return all;
    }

    /// How many times as long a callee takes when all places are taken.
    Figure crowded(int d) {
        Latencies then = own(seen.callees().get(d), full);
        if (full.length < LEAST_SECONDS || then.count() < 100 || usual[d].count() < 100) {
            return new Figure(1, Stamp.PRIOR, "it was not seen under overload");
        }
        double times = then.meanNanos() / usual[d].meanNanos();
        return new Figure(
                Math.clamp(times, 1, 20),
                Stamp.THIS_RUN,
                "%s instead of %s"
                        .formatted(
                                Fit.millis(then.meanNanos() / 1e9),
                                Fit.millis(usual[d].meanNanos() / 1e9)));
    }

    /// The application's own work, when all is well and under overload, in seconds for a page of
    /// those that were asked for then. By Little's law, the second is the places that no dependency
    /// has, by the pages done in a second: only what is done while a place is kept.
    private record Own(double well, double crowded) {

        String words() {
            return "%s instead of %s".formatted(Fit.millis(crowded), Fit.millis(well));
        }
    }

    /// @param own what it takes for each kind of request in the baseline, in seconds
    private Own own(double[] own) {
        double free = 0;
        double rate = 0;
        double mix = 0;
        double all = 0;
        for (int t : full) {
            free += (double) (places - busy[t]) / full.length;
            rate += done(t) / full.length;
            for (int c = 0; c < own.length; c++) {
                double number = callsAny(c) ? at(seen.kinds().get(c)).applyAsDouble(t) : 0;
                mix += number * own[c];
                all += number;
            }
        }
        return new Own(Math.max(1e-6, mix / Math.max(1, all)), free / Math.max(1, rate));
    }

    /// How many times as long the application's own work takes when all places are taken.
    Figure crowded(double[] own) {
        if (full.length < LEAST_SECONDS) {
            return new Figure(1, Stamp.PRIOR, "it was not seen under overload");
        }
        Own both = own(own);
        return new Figure(Math.clamp(both.crowded / both.well, 1, 5), Stamp.THIS_RUN, both.words());
    }

    /// The share of the application's own work that is done while a place is kept.
    Figure held(double[] own) {
        if (full.length < LEAST_SECONDS) {
            return new Figure(1, Stamp.PRIOR, "it was not seen under overload");
        }
        Own both = own(own);
        return new Figure(Math.min(1, both.crowded / both.well), Stamp.THIS_RUN, both.words());
    }

    /// Calls per page that was asked for.
    private double share(int d, int t) {
        double made = 0;
        double all = 0;
        for (int c = 0; c < calls[d].length; c++) {
            double number = callsAny(c) ? at(seen.kinds().get(c)).applyAsDouble(t) : 0;
            made += number * calls[d][c];
            all += number;
        }
        return all > 0 ? made / all : 0;
    }

    /// Calls of a callee that the pages of a second make, if they were done in it.
    double expected(int d, int t) {
        return done(t) * share(d, t);
    }

    /// How many seconds were seen, at most up to when users were sent away.
    int end() {
        return Math.min(seen.span().end(), seconds);
    }
}
