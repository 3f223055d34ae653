package dev.unruly.advise;

import dev.unruly.model.CallGraph;
import dev.unruly.model.CallGraph.FirstOf;
import dev.unruly.model.CallGraph.Hedged;
import dev.unruly.model.CallGraph.One;
import dev.unruly.model.CallGraph.Retried;
import dev.unruly.model.CallGraph.Serial;
import dev.unruly.model.CallGraph.Sometimes;
import dev.unruly.model.Share;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// One request through a graph of calls, and on what its time was spent: along the path that the
/// answer waited for.
final class Play {

    /// Where times and chances come from.
    interface Source {
        /// How long a call takes.
        double nanos(int name);

        /// Uniform in [0, 1).
        double chance();

        /// Whether something happens that does in a share of all requests.
        default boolean happens(Share share) {
            return chance() < share.value();
        }

        /// Times and chances among those requests in which it does.
        default Source among(Share share) {
            return this;
        }
    }

    private final List<String> names;
    private final Source source;

    /// @param names a call's name is known by its place here
    Play(List<String> names, Source source) {
        this.names = names;
        this.source = source;
    }

    /// Time spent on each name, and on pauses and delays in the last place.
    double[] nothing() {
        return new double[names.size() + 1];
    }

    /// How long a call takes.
    ///
    /// @param spent to which the time is added
    double nanos(CallGraph call, double[] spent) {
        return switch (call) {
            case One(String name) -> {
                int place = names.indexOf(name);
                double nanos = source.nanos(place);
                spent[place] += nanos;
                yield nanos;
            }
            case Serial(List<CallGraph> calls) -> {
                double sum = 0;
                for (CallGraph one : calls) {
                    sum += nanos(one, spent);
                }
                yield sum;
            }
            case FirstOf firstOf -> first(firstOf, spent);
            case Retried retried -> retried(retried, spent);
            case Hedged hedged -> hedged(hedged, spent);
            case Sometimes(CallGraph inner, Share share) ->
                    source.happens(share)
                            ? new Play(names, source.among(share)).nanos(inner, spent)
                            : 0;
        };
    }

    private record Path(double nanos, double[] spent) {}

    private double first(FirstOf of, double[] spent) {
        Path[] paths = new Path[of.calls().size()];
        for (int i = 0; i < paths.length; i++) {
            double[] own = nothing();
            paths[i] = new Path(nanos(of.calls().get(i), own), own);
        }
        Arrays.sort(paths, Comparator.comparingDouble(Path::nanos));
        Path last = paths[of.k() - 1];
        add(spent, last.spent, 1);
        return last.nanos;
    }

    private double retried(Retried retried, double[] spent) {
        double sum = 0;
        for (int i = 1; ; i++) {
            double[] own = nothing();
            double nanos = nanos(retried.call(), own);
            if (nanos <= retried.timeoutNanos()) {
                add(spent, own, 1);
                return sum + nanos;
            }
            add(spent, own, retried.timeoutNanos() / nanos);
            sum += retried.timeoutNanos();
            if (i > retried.retry().most()) {
                return sum;
            }
            double pause = source.chance() * retried.pauseNanos(i);
            spent[names.size()] += pause;
            sum += pause;
        }
    }

    private double hedged(Hedged hedged, double[] spent) {
        double[] own = nothing();
        double first = nanos(hedged.call(), own);
        if (first > hedged.delayNanos() && source.chance() < hedged.chance().value()) {
            double[] other = nothing();
            double second = hedged.delayNanos() + nanos(hedged.call(), other);
            if (second < first) {
                add(spent, other, 1);
                spent[names.size()] += hedged.delayNanos();
                return second;
            }
        }
        add(spent, own, 1);
        return first;
    }

    private static void add(double[] sum, double[] part, double times) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += times * part[i];
        }
    }
}
