package dev.unruly.judge;

import dev.unruly.model.Comparison;
import dev.unruly.model.DependencySecond;
import dev.unruly.model.Expectation;
import dev.unruly.model.Expectation.Metric;
import dev.unruly.model.Verdict;
import dev.unruly.stats.Latencies;
import dev.unruly.stats.Proportion;
import java.util.List;

/// Holds every stretch of a length against a quantile: one begins with each second.
///
/// The chance that any of n stretches looks as bad is at most n times that of the worst one alone
/// (Bonferroni), although they overlap.
final class Stretches {

    private final Ledger ledger;
    private final double designEffect;

    Stretches(Ledger ledger, double designEffect) {
        this.ledger = ledger;
        this.designEffect = designEffect;
    }

    /// Looks at the stretches that lie wholly in the seconds [from, to).
    Finding find(Expectation e, Metric.QuantileOverAny any, int from, int to) {
        double q = any.quantile().q();
        boolean below = e.comparison() == Comparison.LESS || e.comparison() == Comparison.AT_MOST;
        boolean met = true;
        double least = 1;
        long most = 0;
        int judged = 0;
        int worstAt = -1;
        var worst = new Proportion(0, 0);
        for (int start = from; start + any.seconds() <= to; start++) {
            Proportion share = share(e, start, start + any.seconds());
            if (share.trials() == 0) {
                continue;
            }
            judged++;
            most = Math.max(most, (long) share.trials());
            boolean fine = below ? share.share() >= q : share.share() < q;
            if (!fine) {
                met = false;
                Proportion independent = share.dividedBy(designEffect);
                double p = below ? independent.pOfSoFew(q) : independent.pOfSoMany(q);
                least = Math.min(least, p);
            }
            if (worstAt < 0 || below == share.share() < worst.share()) {
                worst = share;
                worstAt = start;
            }
        }
        if (judged == 0) {
            return Finding.plain(
                    e,
                    Verdict.UNCLEAR,
                    Words.say("nothing was measured in any %d s", any.seconds()));
        }
        boolean enough = most >= Findings.needed(any.quantile());
        String text =
                Words.say(
                        "%s of %.0f within %s in the worst %d s, from second %d of the run on",
                        Words.share(worst.share()),
                        worst.trials(),
                        Words.exactly(Math.round(e.bound() * 1e9)),
                        any.seconds(),
                        worstAt);
        if (!enough) {
            text +=
                    Words.say(
                            "; at most %d in any, and at least %.0f are needed to speak of p(%s)",
                            most,
                            Math.ceil(Findings.needed(any.quantile())),
                            Findings.number(100 * q));
        }
        return Finding.sampled(e, met, enough, Math.min(1, judged * least), text);
    }

    private Proportion share(Expectation e, int from, int to) {
        String dependency = e.of().dependency();
        if (dependency.isEmpty()) {
            Windows.Counts counts = ledger.windows.of(e);
            return new Proportion(counts.within.sum(from, to), counts.all.sum(from, to));
        }
        int which = ledger.roster().dependencies().indexOf(dependency);
        List<DependencySecond> seconds = ledger.dependencies.get(which);
        Latencies took = DependencyLoad.seen(seconds, from, to);
        double within = took.count() * (1 - took.shareOver(Math.round(e.bound() * 1e9)));
        return new Proportion(Math.clamp(within, 0, took.count()), took.count());
    }
}
