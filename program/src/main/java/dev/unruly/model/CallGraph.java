package dev.unruly.model;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What a request asks of others, as a graph of calls: how its time is made of theirs.
public sealed interface CallGraph {

    /// A call to something whose times are known by this name. Named twice, it is called twice.
    record One(String name) implements CallGraph {}

    /// One after the other.
    record Serial(List<CallGraph> calls) implements CallGraph {
        public Serial {
            calls = some(calls);
        }
    }

    /// All at once, until k of them have answered.
    record FirstOf(int k, List<CallGraph> calls) implements CallGraph {
        public FirstOf {
            calls = some(calls);
            if (k < 1 || k > calls.size()) {
                throw new IllegalArgumentException(
                        "k must be in [1, %d], got %d".formatted(calls.size(), k));
            }
        }
    }

    /// Tried again after a timeout, with full jitter; the last try is given up after it too.
    record Retried(CallGraph call, long timeoutNanos, Policy.Retry retry) implements CallGraph {
        public Retried {
            if (timeoutNanos <= 0) {
                throw new IllegalArgumentException("a timeout must be > 0, got " + timeoutNanos);
            }
        }

        /// The longest pause before the retry of this number, from 1.
        public double pauseNanos(int number) {
            return Math.min(
                    retry.mostNanos(), retry.baseNanos() * StrictMath.scalb(1.0, number - 1));
        }
    }

    /// Asked a second time after a delay, with a chance.
    record Hedged(CallGraph call, long delayNanos, Share chance) implements CallGraph {}

    /// Made in a share of all requests only.
    record Sometimes(CallGraph call, Share share) implements CallGraph {
        public Sometimes {
            if (share.value() <= 0) {
                throw new IllegalArgumentException("a call that is never made is none: " + share);
            }
        }
    }

    /// One after the other.
    static CallGraph serial(CallGraph... calls) {
        return new Serial(List.of(calls));
    }

    /// All at once, until all have answered.
    static CallGraph parallel(CallGraph... calls) {
        return new FirstOf(calls.length, List.of(calls));
    }

    /// So many calls to the same, each on its own.
    static List<CallGraph> times(int count, String name) {
        var calls = new ArrayList<CallGraph>();
        for (int i = 0; i < count; i++) {
            calls.add(new One(name));
        }
        return calls;
    }

    /// The names, in the order of the graph.
    default Set<String> names() {
        return switch (this) {
            case One(String name) -> Set.of(name);
            case Serial(List<CallGraph> calls) -> names(calls);
            case FirstOf(int _, List<CallGraph> calls) -> names(calls);
            case Retried(CallGraph call, long _, Policy.Retry _) -> call.names();
            case Hedged(CallGraph call, long _, Share _) -> call.names();
            case Sometimes(CallGraph call, Share _) -> call.names();
        };
    }

    /// How many times are drawn at most, those of retries, pauses and hedges included.
    default int draws() {
        return switch (this) {
            case One _ -> 1;
            case Serial(List<CallGraph> calls) -> calls.stream().mapToInt(CallGraph::draws).sum();
            case FirstOf(int _, List<CallGraph> calls) ->
                    calls.stream().mapToInt(CallGraph::draws).sum();
            case Retried(CallGraph call, long _, Policy.Retry retry) ->
                    (1 + retry.most()) * (call.draws() + 1);
            case Hedged(CallGraph call, long _, Share _) -> 2 * call.draws() + 1;
            case Sometimes(CallGraph call, Share _) -> call.draws() + 1;
        };
    }

    /// How many roundings add up along the longest chain on a [dev.unruly.stats.Lattice].
    default int chain() {
        return switch (this) {
            case One _ -> 1;
            case Serial(List<CallGraph> calls) -> calls.stream().mapToInt(CallGraph::chain).sum();
            case FirstOf(int _, List<CallGraph> calls) ->
                    calls.stream().mapToInt(CallGraph::chain).max().orElseThrow();
            case Retried(CallGraph call, long _, Policy.Retry retry) ->
                    (1 + retry.most()) * (call.chain() + 2);
            case Hedged(CallGraph call, long _, Share _) -> call.chain() + 1;
            case Sometimes(CallGraph call, Share _) -> call.chain();
        };
    }

    private static Set<String> names(List<CallGraph> calls) {
        var names = new LinkedHashSet<String>();
        calls.forEach(call -> names.addAll(call.names()));
        return names;
    }

    private static List<CallGraph> some(List<CallGraph> calls) {
        if (calls.isEmpty()) {
            throw new IllegalArgumentException("a group of calls needs one");
        }
        return List.copyOf(calls);
    }
}
