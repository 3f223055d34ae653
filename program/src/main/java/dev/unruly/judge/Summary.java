package dev.unruly.judge;

import dev.unruly.model.Cause;
import dev.unruly.model.Decision;
import dev.unruly.model.Dependency;
import dev.unruly.model.DependencySecond;
import dev.unruly.model.Expectation.Latency;
import dev.unruly.model.Expectation.Scope;
import dev.unruly.model.Expectation.Selector;
import dev.unruly.model.Experiment;
import dev.unruly.model.GuardSecond;
import dev.unruly.model.Roster;
import dev.unruly.model.RunResult;
import dev.unruly.model.RunResult.Answer;
import dev.unruly.model.RunResult.ByPhase;
import dev.unruly.model.RunResult.Failure;
import dev.unruly.model.RunResult.Guarded;
import dev.unruly.model.RunResult.Header;
import dev.unruly.model.RunResult.Hurt;
import dev.unruly.model.RunResult.Place;
import dev.unruly.model.RunResult.Quantiles;
import dev.unruly.model.RunResult.Totals;
import dev.unruly.model.Verdict;
import dev.unruly.stats.Latencies;
import dev.unruly.stats.PerSecond;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// Puts a [RunResult] together.
final class Summary {

    private static final int MOST_FAILURES = 50;

    private final Experiment experiment;
    private final Ledger ledger;
    private final Times times;
    private final Baseline baseline;
    private final Fitness fitness;
    private final Lines lines;
    private final Roster roster;

    Summary(Experiment experiment, Ledger ledger, Judge.Look look, double[] planned) {
        this.experiment = experiment;
        this.ledger = ledger;
        this.times = look.times();
        this.baseline = look.baseline();
        this.fitness = look.fitness();
        this.lines = new Lines(ledger, times.end(), planned);
        this.roster = ledger.roster();
    }

    RunResult result(
            Header header, Verdict verdict, Return comeback, List<Answer> answers, String why) {
        return new RunResult(
                header,
                verdict,
                comeback.recovery(),
                comeback.seconds(),
                why,
                totals(),
                amplification(ledger.flows.ratio),
                goodput(Selector.ALL),
                latency(),
                regions(),
                personas(),
                dependencies(),
                guards(),
                answers,
                lines.health(fitness, ledger.notSent()),
                lines.timeline(),
                new Waits(ledger).all(),
                failures(),
                ledger.marks(),
                new Diagnosis(experiment, ledger, times, baseline, comeback.recovery()).symptoms());
    }

    private Totals totals() {
        Cell all = ledger.cells.sum(Selector.ALL, Scope.ALL);
        int from = times.baselineFrom();
        int to = times.watchTo();
        var causes = new EnumMap<Cause, Long>(Cause.class);
        for (Cause cause : Cause.values()) {
            PerSecond perSecond = ledger.flows.byCause.get(cause);
            causes.put(cause, perSecond == null ? 0 : perSecond.sum(from, Math.max(from, to)));
        }
        return new Totals(
                ledger.flows.begun.sum(from, Math.max(from, to)),
                ledger.flows.requests.sum(from, Math.max(from, to)),
                all.answered.count(),
                all.abandoned(),
                ledger.duplicates.confirmed(-1),
                ledger.duplicates.possible(-1),
                causes);
    }

    private ByPhase amplification(Flows.Ratio ratio) {
        return byPhase(
                (from, to) -> ratio.needed.sum(from, to) == 0 ? Double.NaN : ratio.over(from, to));
    }

    /// A figure of a stretch of seconds.
    private interface OverSeconds {
        double of(int from, int to);
    }

    private ByPhase byPhase(OverSeconds figure) {
        int trigger = times.baselineTo();
        int watch =
                times.lastTriggerEnd() < 0 ? trigger : Math.max(trigger, times.lastTriggerEnd());
        int end = Math.max(watch, times.watchTo());
        return new ByPhase(
                figure.of(times.baselineFrom(), trigger),
                figure.of(trigger, watch),
                figure.of(watch, end));
    }

    private ByPhase goodput(Selector of) {
        return new ByPhase(
                goodput(of, Scope.BASELINE), goodput(of, Scope.TRIGGER), goodput(of, Scope.WATCH));
    }

    private double goodput(Selector of, Scope scope) {
        Cell cell = ledger.cells.sum(of, scope);
        return cell.concluded() == 0
                ? Double.NaN
                : (double) cell.answered.count() / cell.concluded();
    }

    private Map<String, Map<String, Quantiles>> latency() {
        var all = new LinkedHashMap<String, Map<String, Quantiles>>();
        for (Latency kind : List.of(Latency.SERVICE, Latency.RESPONSE, Latency.PERCEIVED)) {
            var byEndpoint = new LinkedHashMap<String, Quantiles>();
            byEndpoint.put("all", quantiles(took(ledger.cells.sum(Selector.ALL, Scope.ALL), kind)));
            for (String endpoint : roster.endpoints()) {
                Cell cell = ledger.cells.sum(new Selector(endpoint, "", "", ""), Scope.ALL);
                Latencies took = took(cell, kind);
                if (!took.isEmpty()) {
                    byEndpoint.put(endpoint, quantiles(took));
                }
            }
            all.put(kind.name().toLowerCase(Locale.ROOT), byEndpoint);
        }
        return all;
    }

    private static Latencies took(Cell cell, Latency kind) {
        return switch (kind) {
            case SERVICE -> cell.service;
            case RESPONSE -> cell.response;
            case PERCEIVED -> cell.answered;
        };
    }

    static Quantiles quantiles(Latencies l) {
        if (l.isEmpty()) {
            return new Quantiles(0, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
        }
        return new Quantiles(
                l.count(),
                l.quantile(0.5) / 1e9,
                l.quantile(0.9) / 1e9,
                l.quantile(0.99) / 1e9,
                l.quantile(0.999) / 1e9,
                l.most() / 1e9);
    }

    private List<Place> regions() {
        var places = new ArrayList<Place>();
        for (int i = 0; i < roster.regions().size(); i++) {
            String name = roster.regions().get(i);
            int region = i;
            places.add(
                    place(
                            name,
                            new Selector("", "", name, ""),
                            ledger.flows.ratioByRegion.get(i),
                            s -> Lines.p99(ledger.flows.perceivedInRegion(region, s))));
        }
        return places;
    }

    private List<Place> personas() {
        var places = new ArrayList<Place>();
        for (int i = 0; i < roster.personas().size(); i++) {
            String name = roster.personas().get(i);
            int persona = i;
            places.add(
                    place(
                            name,
                            new Selector("", name, "", ""),
                            ledger.flows.ratioByPersona.get(i),
                            s -> Lines.p99(ledger.flows.perceivedByPersona(persona, s))));
        }
        return places;
    }

    private Place place(
            String name, Selector of, Flows.Ratio ratio, ToDoubleFunction<Integer> p99) {
        Cell cell = ledger.cells.sum(of, Scope.ALL);
        return new Place(
                name,
                cell.concluded(),
                goodput(of),
                amplification(ratio),
                quantiles(cell.answered),
                cell.concluded() == 0 ? Double.NaN : (double) cell.abandoned() / cell.concluded(),
                lines.each(p99));
    }

    private List<Hurt> dependencies() {
        var all = new ArrayList<Hurt>();
        for (int i = 0; i < roster.dependencies().size(); i++) {
            Dependency dependency = experiment.dependencies().get(i);
            all.add(hurt(i, dependency, ledger.dependencies.get(i)));
        }
        return all;
    }

    private Hurt hurt(int index, Dependency dependency, List<DependencySecond> seconds) {
        long requests = 0;
        long failed = 0;
        long opened = 0;
        long refused = 0;
        int peakOpen = 0;
        int peakInFlight = 0;
        for (DependencySecond s : seconds) {
            requests += s.requests();
            failed += s.failed();
            opened += s.opened();
            refused += s.refused();
            peakOpen = Math.max(peakOpen, s.peakOpen());
            peakInFlight = Math.max(peakInFlight, s.peakInFlight());
        }
        return new Hurt(
                dependency.name(),
                dependency.protocol().name().toLowerCase(Locale.ROOT),
                requests,
                failed,
                opened,
                refused,
                peakOpen,
                peakInFlight,
                byPhase((from, to) ->
                        DependencyLoad.amplification(ledger, index, baseline, from, to)),
                byPhase((from, to) -> quantile(DependencyLoad.seen(seconds, from, to), 0.5)),
                byPhase((from, to) -> quantile(DependencyLoad.seen(seconds, from, to), 0.99)),
                lines.of(seconds, DependencySecond::requests),
                lines.of(seconds, DependencySecond::inFlight),
                lines.of(seconds, DependencySecond::opened),
                lines.of(seconds, DependencySecond::open),
                lines.of(seconds, s -> Lines.p99(s.seen())));
    }

    private List<Guarded> guards() {
        var all = new ArrayList<Guarded>();
        for (int i = 0; i < roster.dependencies().size(); i++) {
            List<GuardSecond> seconds = ledger.guards.get(i);
            if (!seconds.isEmpty()) {
                all.add(guarded(roster.dependencies().get(i), seconds));
            }
        }
        return all;
    }

    private Guarded guarded(String name, List<GuardSecond> seconds) {
        var decisions = new EnumMap<Decision, Long>(Decision.class);
        long asked = 0;
        int inFlight = 0;
        int limit = 0;
        for (GuardSecond second : seconds) {
            asked += second.asked();
            inFlight = Math.max(inFlight, second.inFlight());
            limit = Math.max(limit, second.limit());
            for (Decision decision : Decision.values()) {
                if (second.count(decision) > 0) {
                    decisions.merge(decision, second.count(decision), Long::sum);
                }
            }
        }
        return new Guarded(
                name,
                asked,
                decisions,
                inFlight,
                limit,
                lines.ofGuards(seconds, GuardSecond::refused),
                lines.ofGuards(seconds, GuardSecond::inFlight));
    }

    private static double quantile(Latencies latencies, double q) {
        return latencies.isEmpty() ? Double.NaN : latencies.quantile(q) / 1e9;
    }

    private List<Failure> failures() {
        var all = new ArrayList<Failure>();
        ledger.failures.forEach((kind, seen) ->
                all.add(
                        new Failure(
                                roster.endpoints().get(kind.endpoint()),
                                Lines.word(kind.outcome()),
                                kind.status(),
                                seen.count,
                                seen.firstSecond)));
        all.sort((a, b) -> Long.compare(b.count(), a.count()));
        return all.subList(0, Math.min(MOST_FAILURES, all.size()));
    }
}
