package dev.unruly.advise;

import static dev.unruly.advise.Words.say;

import dev.unruly.advise.LatencyBudget.Dependence;
import dev.unruly.model.CallGraph;
import dev.unruly.stats.Latencies;
import dev.unruly.stats.OrderStatistics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// A budget for a request's time, held against its calls: what they add up to in each way in which
/// they may depend on each other, and what each may have.
///
/// @param request its name
/// @param budgets independent, together, and traced where there are traces
/// @param allowance for independent calls
/// @param stamp where the times are from
/// @param notes what is worth knowing about the sample
public record Goal(
        String request,
        List<LatencyBudget> budgets,
        Allowance allowance,
        Stamp stamp,
        List<String> notes) {

    private static final double LEVEL = 0.95;

    public Goal {
        budgets = List.copyOf(budgets);
        notes = List.copyOf(notes);
    }

    /// What a graph gives.
    ///
    /// @param known of the places that the graph names, as people read them
    /// @param traces of the same request; empty: there are none
    /// @param percentile as a share
    public static Derived<Goal> of(
            String request,
            CallGraph graph,
            Map<String, Known> known,
            Optional<Traces> traces,
            double percentile,
            double targetNanos,
            RandomGenerator random) {
        Map<String, Latencies> seen = new LinkedHashMap<>();
        Stamp stamp = Stamp.PRODUCTION;
        var notes = new ArrayList<String>();
        long needed = OrderStatistics.needed(percentile, LEVEL);
        for (String name : graph.names()) {
            Known one = known.get(name);
            if (one == null) {
                return new Derived.Refused<>("no latencies are known of " + name);
            }
            Latencies answered = one.answered();
            if (answered.count() < needed) {
                return new Derived.Refused<>(few(name, answered.count(), needed, percentile));
            }
            seen.put(name, answered);
            stamp = stamp.and(one.stamp());
            shape(name, one, answered, notes);
        }
        if (traces.isPresent() && traces.get().nanos().size() < needed) {
            notes.add(
                    say(
                            "as traced is left out: %s; %,d are needed",
                            Words.count(traces.get().nanos().size(), "trace"), needed));
        }
        var whole = new EndToEnd(graph, seen);
        var budgets = new ArrayList<LatencyBudget>();
        budgets.add(whole.independent(percentile, random));
        budgets.add(whole.together(percentile, random));
        traces.filter(t -> t.nanos().size() >= needed)
                .ifPresent(t -> budgets.add(whole.traced(t, percentile, random)));
        Allowance allowance = whole.allowance(targetNanos, percentile);
        return new Derived.Found<>(
                new Goal(request, budgets, allowance, stamp, notes),
                say(
                        "%s, of %s with %d answers at least",
                        Words.percentile(percentile),
                        Words.count(seen.size(), "call"),
                        seen.values().stream().mapToLong(Latencies::count).min().orElse(0)));
    }

    private static String few(String name, long count, long needed, double percentile) {
        return say(
                "of %s %s; %,d are needed to bound the %s at 95 %%: %,d more",
                name,
                count == 1 ? "1 answer was seen" : say("%,d answers were seen", count),
                needed,
                Words.percentile(percentile),
                needed - count);
    }

    private static void shape(String name, Known known, Latencies answered, List<String> notes) {
        Drift.of(known.parts())
                .ifPresent(drift ->
                        notes.add(
                                name
                                        + ": the halves of the time differ; all of it was used, so"
                                        + " the slower half alone would take longer"));
        Modes.of(answered).ifPresent(modes -> notes.add(name + ": " + modes.because()));
        if (!known.cutOff().isEmpty()) {
            notes.add(
                    say(
                            "%s: %s cut off and not counted; the times are at least these",
                            name,
                            known.cutOff().count() == 1
                                    ? "1 call was"
                                    : say("%,d calls were", known.cutOff().count())));
        }
    }

    /// Whether the budget is kept in the way that is nearest to the truth: as traced, or else in
    /// both of the others.
    public boolean kept() {
        return budgets.stream().anyMatch(b -> b.dependence() == Dependence.TRACED)
                ? budgets.getLast().nanos() <= allowance.targetNanos()
                : budgets.stream().allMatch(b -> b.nanos() <= allowance.targetNanos());
    }
}
