package dev.unruly.advise;

import dev.unruly.model.CallGraph;
import dev.unruly.model.CallGraph.FirstOf;
import dev.unruly.model.CallGraph.Hedged;
import dev.unruly.model.CallGraph.One;
import dev.unruly.model.CallGraph.Retried;
import dev.unruly.model.CallGraph.Serial;
import dev.unruly.model.CallGraph.Sometimes;
import dev.unruly.model.Share;
import dev.unruly.stats.Cumulative;
import dev.unruly.stats.Lattice;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The distribution of a graph of independent calls, on points of one step.
final class Composed {

    private final List<String> names;
    private final List<Cumulative> parts;
    private final double[] factors;
    private final double step;
    private final int points;
    private final Map<String, Lattice> done = new LinkedHashMap<>();

    /// @param factors by which times are multiplied
    Composed(
            List<String> names, List<Cumulative> parts, double[] factors, double step, int points) {
        this.names = names;
        this.parts = parts;
        this.factors = factors;
        this.step = step;
        this.points = points;
    }

    Lattice of(CallGraph call) {
        return switch (call) {
            case One(String name) -> one(name);
            case Serial(List<CallGraph> calls) ->
                    calls.stream().map(this::of).reduce(Lattice::plus).orElseThrow();
            case FirstOf(int k, List<CallGraph> calls) ->
                    Lattice.kth(k, calls.stream().map(this::of).toList());
            case Retried retried -> retried(retried);
            case Hedged(CallGraph inner, long delay, Share chance) ->
                    of(inner).hedged(delay, chance.value());
            case Sometimes(CallGraph inner, Share share) ->
                    of(inner)
                            .times(share.value())
                            .or(Lattice.at(0, step, points).times(1 - share.value()));
        };
    }

    private Lattice one(String name) {
        Lattice known = done.get(name);
        if (known == null) {
            int place = names.indexOf(name);
            known = Lattice.of(parts.get(place), factors[place], step, points);
            done.put(name, known);
        }
        return known;
    }

    /// Those that answer in time at the first try; those that time out once, pause, and answer in
    /// time; and so on; and those that never do.
    private Lattice retried(Retried retried) {
        Lattice once = of(retried.call());
        Lattice inTime = once.upTo(retried.timeoutNanos());
        double late = Math.max(0, once.total() - inTime.total());
        Lattice timeout = Lattice.at(retried.timeoutNanos(), step, points).times(late);
        Lattice done = inTime;
        Lattice spent = timeout;
        for (int i = 1; i <= retried.retry().most(); i++) {
            Lattice pause = Lattice.uniform(retried.pauseNanos(i), step, points);
            Lattice before = spent.plus(pause);
            done = done.or(before.plus(inTime));
            spent = before.plus(timeout);
        }
        return done.or(spent);
    }
}
