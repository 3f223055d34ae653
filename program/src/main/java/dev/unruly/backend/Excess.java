package dev.unruly.backend;

import dev.unruly.model.DependencySecond;
import dev.unruly.model.SystemModel;
import dev.unruly.model.SystemModel.Figure;
import dev.unruly.model.SystemModel.Stamp;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What calls there were beyond those that pages make when all is well: repetitions of what failed,
/// and what was not in a cache any more.
final class Excess {

    private static final double KEPT_SECONDS = 600;

    private final Sightings seen;
    private final Overload overload;

    Excess(Sightings seen, Overload overload) {
        this.seen = seen;
        this.overload = overload;
    }

    /// Repetitions by the application itself, from the seconds in which many calls failed: r with
    /// calls = 1 + f + … + f^r of what the pages make.
    Figure retries(int d) {
        List<DependencySecond> bad =
                seen.callees().get(d).seconds().stream()
                        .filter(s -> s.requests() >= 5 && s.failed() > 0.05 * s.requests())
                        .toList();
        int other = overload.dearest();
        if (bad.size() < 3 || other < 0 || other == d) {
            return new Figure(0, Stamp.PRIOR, "too few of its calls failed to tell");
        }
        double requests = 0;
        double failed = 0;
        double wanted = 0;
        for (DependencySecond second : bad) {
            requests += second.requests();
            failed += second.failed();
            wanted += overload.expected(d, second.second());
        }
        double f = Math.min(0.99, failed / requests);
        int best = 0;
        for (int r = 1; r <= 10; r++) {
            if (off(requests, wanted, f, r) < off(requests, wanted, f, best)) {
                best = r;
            }
        }
        return new Figure(
                best,
                Stamp.THIS_RUN,
                "%.0f calls where %.0f were expected, %.0f %% of which failed"
                        .formatted(requests, wanted, 100 * f));
    }

    private static double off(double requests, double wanted, double f, int retries) {
        return Math.abs(requests - wanted * (1 - Math.pow(f, retries + 1)) / (1 - f));
    }

    /// What a page that is not kept calls besides: the calls beyond what pages make, after caches
    /// were emptied, by how often the cache was told something new.
    SystemModel.Cache cache() {
        var lives = new Figure(KEPT_SECONDS, Stamp.PRIOR, "not seen to expire");
        int purged = seen.span().purgedAt();
        int from = purged;
        int to = Math.min(overload.end(), purged + 60);
        int store = store();
        if (purged < 0 || store < 0 || to - from < Overload.LEAST_SECONDS) {
            return new SystemModel.Cache(lives, Map.of());
        }
        double told = excess(store, from, to);
        if (told < 20) {
            return new SystemModel.Cache(lives, Map.of());
        }
        var miss = new TreeMap<String, Figure>();
        for (int d = 0; d < seen.callees().size(); d++) {
            double more = d == store ? told : excess(d, from, to);
            if (d != overload.dearest() && more / told >= 0.2) {
                miss.put(
                        seen.callees().get(d).name(),
                        new Figure(
                                Math.round(10 * more / told) / 10.0,
                                Stamp.THIS_RUN,
                                "%.0f more calls than usual after the purge, for %.0f misses"
                                        .formatted(more, told)));
            }
        }
        return new SystemModel.Cache(lives, miss);
    }

    private int store() {
        for (int d = 0; d < seen.callees().size(); d++) {
            if (seen.callees().get(d).caches()) {
                return d;
            }
        }
        return -1;
    }

    private double excess(int d, int from, int to) {
        double more = 0;
        for (DependencySecond second : seen.callees().get(d).seconds()) {
            int t = second.second();
            if (t >= from && t < to) {
                more += second.requests() - overload.expected(d, t);
            }
        }
        return Math.max(0, more);
    }
}
