package dev.unruly.judge;

import dev.unruly.model.Expectation.Scope;
import dev.unruly.model.Expectation.Selector;
import dev.unruly.model.Roster;
import dev.unruly.model.RunResult.Wait;
import dev.unruly.model.Series;
import dev.unruly.stats.Interval;
import dev.unruly.stats.Survival;
import dev.unruly.stats.SurvivalCurve;
import java.util.ArrayList;
import java.util.List;

/// Kaplan–Meier curves of patience and of answers, by persona and endpoint: pooled over personas
/// they would describe nobody.
final class Waits {

    private static final long LEAST = 30;
    private static final int MOST_STEPS = 120;

    private final Ledger ledger;

    Waits(Ledger ledger) {
        this.ledger = ledger;
    }

    List<Wait> all() {
        Roster roster = ledger.roster();
        var waits = new ArrayList<Wait>();
        for (String persona : roster.personas()) {
            for (String endpoint : roster.endpoints()) {
                Cell cell = ledger.cells.sum(new Selector(endpoint, persona, "", ""), Scope.ALL);
                if (cell.abandoned() >= LEAST) {
                    waits.add(wait(persona, endpoint, "patience", patience(cell)));
                }
                if (cell.answered.count() >= LEAST) {
                    waits.add(wait(persona, endpoint, "answer", answer(cell)));
                }
            }
        }
        return waits;
    }

    /// Leaving ends a wait; an answer, a failure or the run's end censors it.
    private static Survival patience(Cell cell) {
        var survival = new Survival();
        survival.ended(cell.left);
        survival.censored(cell.answered);
        survival.censored(cell.failed);
        survival.censored(cell.cutOff);
        return survival;
    }

    /// An answer ends a wait; who gave up would have had to wait longer.
    private static Survival answer(Cell cell) {
        var survival = new Survival();
        survival.ended(cell.answered);
        survival.censored(cell.left);
        survival.censored(cell.failed);
        survival.censored(cell.cutOff);
        return survival;
    }

    private static Wait wait(String persona, String endpoint, String kind, Survival survival) {
        SurvivalCurve curve = survival.curve();
        var steps =
                curve.steps().stream().filter(s -> s.nanos() <= curve.knownUntilNanos()).toList();
        int stride = Math.max(1, (steps.size() + MOST_STEPS - 1) / MOST_STEPS);
        int size = (steps.size() + stride - 1) / stride;
        double[] seconds = new double[size];
        double[] share = new double[size];
        double[] low = new double[size];
        double[] high = new double[size];
        for (int i = 0; i < size; i++) {
            SurvivalCurve.Step step = steps.get(Math.min(steps.size() - 1, (i + 1) * stride - 1));
            Interval interval = curve.interval(step.nanos(), 0.95).orElse(new Interval(0, 1));
            seconds[i] = step.nanos() / 1e9;
            share[i] = step.survival();
            low[i] = interval.low();
            high[i] = interval.high();
        }
        return new Wait(
                persona,
                endpoint,
                kind,
                Series.of(seconds),
                Series.of(share),
                Series.of(low),
                Series.of(high),
                curve.knownUntilNanos() / 1e9);
    }
}
