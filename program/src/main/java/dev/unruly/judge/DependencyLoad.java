package dev.unruly.judge;

import dev.unruly.model.DependencySecond;
import dev.unruly.stats.Latencies;
import java.util.List;

/// What a dependency had to carry.
final class DependencyLoad {

    private DependencyLoad() {}

    /// Requests at a dependency per intent begun at the edge over [from, to), as a multiple of the
    /// same in the baseline; NaN where either saw none.
    static double amplification(
            Ledger ledger, int dependency, Baseline baseline, int from, int to) {
        List<DependencySecond> seconds = ledger.dependencies.get(dependency);
        double normal = perWish(ledger, seconds, baseline.from(), baseline.to());
        return normal > 0 ? perWish(ledger, seconds, from, to) / normal : Double.NaN;
    }

    /// The largest [#amplification] of any ten seconds in [from, to).
    static double worst(Ledger ledger, int dependency, Baseline baseline, int from, int to) {
        double worst = Double.NaN;
        for (int start = from; start + 10 <= to; start++) {
            double here = amplification(ledger, dependency, baseline, start, start + 10);
            if (!Double.isNaN(here) && !(worst >= here)) {
                worst = here;
            }
        }
        return worst;
    }

    private static double perWish(Ledger ledger, List<DependencySecond> seconds, int from, int to) {
        long wishes = ledger.flows.begun.sum(from, Math.max(from, to));
        double requests = Backlog.perSecond(seconds, from, to) * Math.max(1, to - from);
        return wishes == 0 ? Double.NaN : requests / wishes;
    }

    /// What it took by itself over [from, to).
    static Latencies own(List<DependencySecond> seconds, int from, int to) {
        var sum = new Latencies();
        for (DependencySecond second : seconds) {
            if (second.second() >= from && second.second() < to) {
                sum.add(second.own());
            }
        }
        return sum;
    }

    /// What the application saw over [from, to).
    static Latencies seen(List<DependencySecond> seconds, int from, int to) {
        var sum = new Latencies();
        for (DependencySecond second : seconds) {
            if (second.second() >= from && second.second() < to) {
                sum.add(second.seen());
            }
        }
        return sum;
    }
}
