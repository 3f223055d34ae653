package dev.unruly.judge;

import dev.unruly.model.DependencySecond;
import dev.unruly.model.GeneratorSecond;
import dev.unruly.model.Glance;
import dev.unruly.model.Mark;
import dev.unruly.model.Phase;
import dev.unruly.stats.Latencies;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// Looks at a ledger as it stands, for those who watch a run.
public final class Glimpse {

    private static final int WINDOW = 3;

    private final double[] planned;

    /// @param planned organic wishes per second that are expected, second by second
    public Glimpse(double[] planned) {
        this.planned = planned.clone();
    }

    /// How the run is doing at a moment.
    public Glance at(Ledger ledger, Phase phase, long nowNanos) {
        int to = Cohorts.second(nowNanos);
        int from = Math.max(0, to - WINDOW);
        double seconds = Math.max(1, to - from);
        Flows flows = ledger.flows;
        var took = new Latencies();
        for (int second = from; second < to; second++) {
            took.add(flows.perceived(second));
        }
        long[] running = flows.running(to + 1);
        GeneratorSecond health = ledger.generator.isEmpty() ? null : ledger.generator.getLast();
        long needed = flows.needed.sum(from, to);
        return new Glance(
                phase,
                nowNanos,
                to > 0 && to <= planned.length ? planned[to - 1] : Double.NaN,
                flows.begun.sum(from, to) / seconds,
                flows.requests.sum(from, to) / seconds,
                flows.answered.sum(from, to) / seconds,
                flows.abandoned.sum(from, to) / seconds,
                running[to],
                needed == 0 ? Double.NaN : (double) flows.requests.sum(from, to) / needed,
                took.isEmpty() ? Double.NaN : took.quantile(0.5) / 1e9,
                Lines.p99(took),
                health == null ? 0 : health.users(),
                health == null ? Double.NaN : Lines.p99(health.lateness()),
                health == null ? Double.NaN : health.cpuShare(),
                inForce(ledger),
                listeners(ledger));
    }

    private static List<String> inForce(Ledger ledger) {
        var inForce = new TreeMap<Integer, String>();
        for (Mark mark : ledger.marks()) {
            switch (mark) {
                case Mark.TriggerBegan began -> inForce.put(began.trigger(), began.detail());
                case Mark.TriggerEnded ended -> inForce.remove(ended.trigger());
                case Mark.PhaseBegan ignored -> {}
                case Mark.Guardrailed ignored -> {}
                case Mark.Note ignored -> {}
                case Mark.RunEnded ignored -> {}
            }
        }
        return List.copyOf(inForce.values());
    }

    private static List<Glance.Listener> listeners(Ledger ledger) {
        var listeners = new ArrayList<Glance.Listener>();
        for (int i = 0; i < ledger.dependencies.size(); i++) {
            List<DependencySecond> seconds = ledger.dependencies.get(i);
            if (!seconds.isEmpty()) {
                DependencySecond last = seconds.getLast();
                listeners.add(
                        new Glance.Listener(
                                ledger.roster().dependencies().get(i),
                                last.requests(),
                                last.inFlight(),
                                last.open()));
            }
        }
        return listeners;
    }
}
