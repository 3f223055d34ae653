package dev.unruly.judge;

import dev.unruly.model.Comparison;
import dev.unruly.model.Expectation;
import dev.unruly.model.Expectation.Metric;
import dev.unruly.model.Expectation.Selector;
import dev.unruly.model.Recovery;
import dev.unruly.model.RunResult.Answer;
import dev.unruly.model.Verdict;
import dev.unruly.stats.Holm;
import dev.unruly.stats.Latencies;
import dev.unruly.stats.PerSecond;
import dev.unruly.stats.Proportion;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/// Holds what was measured against what was expected.
///
/// Where chance has a part, an expectation fails when a figure as bad would come by chance in less
/// than 1 % of runs, over all expectations together (Holm); it holds when the figure itself meets
/// the bound and the sample is large enough to speak of it; else it is undecided.
final class Findings {

    private static final double LEVEL = 0.01;
    private static final double LEAST_NEEDED = 50;
    private static final int WINDOW = 10;

    private final Ledger ledger;
    private final Times times;
    private final Baseline baseline;
    private final Return comeback;

    Findings(Ledger ledger, Times times, Baseline baseline, Return comeback) {
        this.ledger = ledger;
        this.times = times;
        this.baseline = baseline;
        this.comeback = comeback;
    }

    /// The answers, in the order of the expectations.
    List<Answer> answers(List<Expectation> expectations) {
        List<Finding> findings = expectations.stream().map(this::find).toList();
        double[] p =
                findings.stream()
                        .filter(Finding::byChance)
                        .mapToDouble(Finding::pOfFailing)
                        .toArray();
        double[] adjusted = Holm.adjusted(p);
        var answers = new ArrayList<Answer>();
        int next = 0;
        for (Finding finding : findings) {
            Verdict verdict = finding.verdict();
            if (finding.byChance()) {
                verdict = decide(finding, adjusted[next++]);
            }
            answers.add(new Answer(finding.expectation().text(), verdict, finding.measured()));
        }
        return answers;
    }

    private static Verdict decide(Finding finding, double adjusted) {
        if (adjusted < LEVEL) {
            return Verdict.FAILS;
        }
        return finding.met() && finding.enough() ? Verdict.HOLDS : Verdict.UNCLEAR;
    }

    private Finding find(Expectation e) {
        return switch (e.metric()) {
            case Metric.Quantile quantile -> quantile(e, quantile);
            case Metric.QuantileOverAny any ->
                    new Stretches(ledger, baseline.designEffect()).find(e, any, from(e), to(e));
            case Metric.Average average ->
                    Extent.average(e, cell(e), average.latency(), baseline.designEffect());
            case Metric.Shortest shortest -> Extent.shortest(e, cell(e), shortest.latency());
            case Metric.Longest longest -> Extent.longest(e, cell(e), longest.latency());
            case Metric.Requests ignored -> Extent.requests(e, cell(e));
            case Metric.RequestRate ignored -> Extent.rate(e, cell(e), to(e) - from(e));
            case Metric.Goodput ignored -> {
                Cell cell = cell(e);
                yield share(e, cell.answered.count(), cell.concluded(), "answered in time");
            }
            case Metric.Abandonment ignored -> {
                Cell cell = cell(e);
                yield share(e, cell.abandoned(), cell.concluded(), "given up");
            }
            case Metric.Errors ignored -> errors(e);
            case Metric.Amplification ignored -> amplification(e);
            case Metric.Duplicates ignored -> duplicates(e);
            case Metric.Recovers ignored -> recovers(e);
            case Metric.ConnectionsOpened ignored -> connections(e);
        };
    }

    private Cell cell(Expectation e) {
        return ledger.cells.sum(e.of(), e.scope());
    }

    private Finding quantile(Expectation e, Metric.Quantile metric) {
        Latencies took;
        long missed;
        long total;
        long bound = Math.round(e.bound() * 1e9);
        if (!e.of().dependency().isEmpty()) {
            int which = ledger.roster().dependencies().indexOf(e.of().dependency());
            took = DependencyLoad.seen(ledger.dependencies.get(which), from(e), to(e));
            missed = 0;
        } else {
            Cell cell = cell(e);
            took = took(cell, metric.latency());
            missed = missed(cell, metric.latency(), bound);
        }
        total = took.count() + missed;
        if (total == 0) {
            return Finding.plain(e, Verdict.UNCLEAR, "nothing was measured");
        }
        double within = took.count() * (1 - took.shareOver(bound));
        var share = new Proportion(Math.min(within, total), total);
        Proportion independent = share.dividedBy(baseline.designEffect());
        boolean below = e.comparison() == Comparison.LESS || e.comparison() == Comparison.AT_MOST;
        double p = below ? independent.pOfSoFew(metric.q()) : independent.pOfSoMany(metric.q());
        boolean met = below ? share.share() >= metric.q() : share.share() < metric.q();
        boolean enough = total >= needed(metric);
        return Finding.sampled(
                e, met, enough, p, quantileText(metric, took, missed, bound, share, enough));
    }

    private static String quantileText(
            Metric.Quantile metric,
            Latencies took,
            long missed,
            long bound,
            Proportion share,
            boolean enough) {
        long total = took.count() + missed;
        double rank = metric.q() * total / Math.max(1, took.count());
        String value = rank <= 1 ? Words.nanos(took.quantile(rank)) : "never answered";
        String text =
                Words.say(
                        "p(%s) = %s; %s of %d within %s",
                        number(100 * metric.q()),
                        value,
                        Words.share(share.share()),
                        total,
                        Words.exactly(bound));
        if (missed > 0 && !took.isEmpty()) {
            text +=
                    Words.say(
                            " (%s of those who were answered)",
                            Words.share(1 - took.shareOver(bound)));
        }
        return enough
                ? text
                : text
                        + Words.say(
                                "; at least %.0f are needed to speak of it",
                                Math.ceil(needed(metric)));
    }

    /// How many must be measured so that one beyond the quantile would be among them in 95 % of
    /// samples.
    static double needed(Metric.Quantile metric) {
        return StrictMath.log(0.05) / StrictMath.log(metric.q());
    }

    /// What was answered took.
    static Latencies took(Cell cell, Expectation.Latency latency) {
        return switch (latency) {
            case PERCEIVED -> cell.answered;
            case RESPONSE -> cell.response;
            case SERVICE -> cell.service;
        };
    }

    /// Those who were not answered: all who gave up, and of those whom the run's end cut off the
    /// ones who had waited longer than the bound.
    private static long missed(Cell cell, Expectation.Latency latency, long bound) {
        return switch (latency) {
            case PERCEIVED -> cell.abandoned() + cell.cutOff.surelyOver(bound);
            case RESPONSE, SERVICE -> cell.unanswered.surelyOver(bound);
        };
    }

    private Finding errors(Expectation e) {
        if (e.of().dependency().isEmpty()) {
            Cell cell = cell(e);
            return share(e, cell.failedTries, cell.tries, "attempts failed");
        }
        int which = ledger.roster().dependencies().indexOf(e.of().dependency());
        long failed = 0;
        long requests = 0;
        for (var second : ledger.dependencies.get(which)) {
            if (second.second() >= from(e) && second.second() < to(e)) {
                failed += second.failed();
                requests += second.completed() + second.failed();
            }
        }
        return share(e, failed, requests, "requests failed");
    }

    private Finding share(Expectation e, double part, double of, String what) {
        if (of == 0) {
            return Finding.plain(e, Verdict.UNCLEAR, "nothing was measured");
        }
        var share = new Proportion(part, of);
        Proportion independent = share.dividedBy(baseline.designEffect());
        boolean above = e.comparison() == Comparison.MORE || e.comparison() == Comparison.AT_LEAST;
        double p = above ? independent.pOfSoFew(e.bound()) : independent.pOfSoMany(e.bound());
        boolean met = e.comparison().holds(share.share(), e.bound());
        String text = Words.say("%s of %.0f %s", Words.share(share.share()), of, what);
        return Finding.sampled(e, met, of >= LEAST_NEEDED, p, text);
    }

    private Finding amplification(Expectation e) {
        double worst;
        if (e.of().dependency().isEmpty()) {
            Flows.Ratio ratio = ratio(e.of());
            worst = worst(ratio, from(e), to(e));
        } else {
            int which = ledger.roster().dependencies().indexOf(e.of().dependency());
            worst = DependencyLoad.worst(ledger, which, baseline, from(e), to(e));
        }
        if (Double.isNaN(worst)) {
            return Finding.plain(e, Verdict.UNCLEAR, "too few requests in any 10 s");
        }
        boolean met = e.comparison().holds(worst, e.bound());
        return Finding.plain(
                e, met ? Verdict.HOLDS : Verdict.FAILS, Words.say("%.2f in the worst 10 s", worst));
    }

    private Flows.Ratio ratio(Selector of) {
        if (!of.endpoint().isEmpty()) {
            return ledger.flows.ratioByEndpoint.get(
                    ledger.roster().endpoints().indexOf(of.endpoint()));
        }
        if (!of.persona().isEmpty()) {
            return ledger.flows.ratioByPersona.get(
                    ledger.roster().personas().indexOf(of.persona()));
        }
        if (!of.region().isEmpty()) {
            return ledger.flows.ratioByRegion.get(ledger.roster().regions().indexOf(of.region()));
        }
        return ledger.flows.ratio;
    }

    /// The largest ratio of any ten seconds in which enough was needed to speak of one.
    private static double worst(Flows.Ratio ratio, int from, int to) {
        double worst = Double.NaN;
        for (int start = from; start + WINDOW <= to; start++) {
            if (ratio.needed.sum(start, start + WINDOW) >= LEAST_NEEDED) {
                double here = ratio.over(start, start + WINDOW);
                worst = worst >= here ? worst : here;
            }
        }
        if (Double.isNaN(worst)) {
            OptionalDouble whole =
                    PerSecond.worstRatio(
                            ratio.requests, ratio.needed, from, to, Math.max(1, to - from));
            return whole.orElse(Double.NaN);
        }
        return worst;
    }

    private Finding duplicates(Expectation e) {
        int endpoint = ledger.roster().endpoints().indexOf(e.of().endpoint());
        long confirmed = ledger.duplicates.confirmed(endpoint);
        long possible = ledger.duplicates.possible(endpoint);
        String text = Words.say("%d confirmed, %d possible", confirmed, possible);
        if (!e.comparison().holds(confirmed, e.bound()) && confirmed > e.bound()) {
            return Finding.plain(e, Verdict.FAILS, text);
        }
        boolean whatever =
                e.comparison().holds(confirmed, e.bound())
                        && e.comparison().holds(confirmed + possible, e.bound());
        return Finding.plain(e, whatever ? Verdict.HOLDS : Verdict.UNCLEAR, text);
    }

    private Finding recovers(Expectation e) {
        Recovery recovery = comeback.recovery();
        return switch (recovery) {
            case RECOVERED ->
                    Finding.plain(
                            e,
                            comeback.seconds() <= e.bound() ? Verdict.HOLDS : Verdict.FAILS,
                            Words.say("recovered after %.0f s", comeback.seconds()));
            case NONE -> Finding.plain(e, Verdict.HOLDS, "nothing to recover from");
            case UNCLEAR ->
                    Finding.plain(
                            e,
                            surelyLater(e.bound()) ? Verdict.FAILS : Verdict.UNCLEAR,
                            comeback.because());
            case SLOW_DRAIN, METASTABLE, NOT_RECOVERED, NOT_HEALED, OVERLOADED ->
                    Finding.plain(e, Verdict.FAILS, recovery.word());
        };
    }

    /// Whether every moment from which on it would have been well in time was watched for as long
    /// as that takes to know, and was not: then it is too late, whatever comes of it.
    private boolean surelyLater(double seconds) {
        int since = times.lastTriggerEnd();
        if (!baseline.valid() || since < 0) {
            return false;
        }
        var seen = new Comeback(ledger, baseline, times.end());
        int last = since + (int) Math.ceil(seconds);
        return last + seen.holdSeconds() <= times.watchTo()
                && seen.first(since, times.watchTo()).isEmpty();
    }

    private Finding connections(Expectation e) {
        int which = ledger.roster().dependencies().indexOf(e.of().dependency());
        long worst = 0;
        for (var second : ledger.dependencies.get(which)) {
            if (second.second() >= from(e) && second.second() < to(e)) {
                worst = Math.max(worst, second.opened());
            }
        }
        boolean met = e.comparison().holds(worst, e.bound());
        return Finding.plain(
                e, met ? Verdict.HOLDS : Verdict.FAILS, Words.say("%d in the worst second", worst));
    }

    private int from(Expectation e) {
        return switch (e.scope()) {
            case ALL, BASELINE -> times.baselineFrom();
            case TRIGGER -> times.baselineTo();
            case WATCH -> Math.max(times.baselineTo(), times.lastTriggerEnd());
        };
    }

    private int to(Expectation e) {
        return switch (e.scope()) {
            case ALL, WATCH -> times.watchTo();
            case BASELINE -> times.baselineTo();
            case TRIGGER -> times.lastTriggerEnd() < 0 ? times.watchTo() : times.lastTriggerEnd();
        };
    }

    /// A number as it is written.
    static String number(double value) {
        return value == Math.rint(value)
                ? Words.say("%.0f", value)
                : Words.say("%s", Double.toString(value));
    }
}
