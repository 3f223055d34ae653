package dev.unruly.advise;

import dev.unruly.advise.LatencyBudget.Dependence;
import dev.unruly.model.CallGraph;
import dev.unruly.model.Share;
import dev.unruly.stats.Bootstrap;
import dev.unruly.stats.Cumulative;
import dev.unruly.stats.Interval;
import dev.unruly.stats.Latencies;
import dev.unruly.stats.Lattice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;

/// How long a request takes that is made of calls.
///
/// - *Independent* calls: sums by convolution, the k-th of several by the chances that k are there,
///   on a [Lattice]; no chance is involved, and the error of rounding is told.
/// - *Together*: all calls at the same quantile (comonotone): sums of quantiles.
/// - *Traced*: whole traces, drawn at random; a retry or a hedge takes its time from another trace.
///
/// Twenty calls with a p99 of 100 ms each take 2 s at their p99 only if they are slow together.
public final class EndToEnd {

    private static final int POINTS = 1 << 13;
    private static final int COARSE = 1 << 10;
    private static final int REPLICATES = 60;
    private static final int PLAYS = 20_000;
    private static final double LEVEL = 0.95;

    private final CallGraph call;
    private final List<String> names;
    private final List<Latencies> seen;

    /// @param seen how long the calls take, by their names
    public EndToEnd(CallGraph call, Map<String, Latencies> seen) {
        this.call = call;
        this.names = List.copyOf(call.names());
        var times = new ArrayList<Latencies>();
        for (String name : names) {
            Latencies known = seen.get(name);
            if (known == null || known.isEmpty()) {
                throw new IllegalArgumentException("no time is known of " + name);
            }
            times.add(known.copy());
        }
        this.seen = List.copyOf(times);
    }

    /// If calls are slow independently of each other.
    public LatencyBudget independent(double percentile, RandomGenerator random) {
        List<Cumulative> parts = parts(seen);
        Lattice whole = lattice(parts, all(1), percentile, POINTS);
        double reach = 1.5 * whole.quantile(percentile) + COARSE;
        Interval interval = again(drawn -> coarse(drawn, reach, percentile), random);
        var play = new Play(names, drawn(parts, random));
        return new LatencyBudget(
                Dependence.INDEPENDENT,
                percentile,
                whole.quantile(percentile),
                interval,
                0.5 * call.chain() * whole.step(),
                spent(play, percentile, () -> {}));
    }

    /// If all are slow at once.
    public LatencyBudget together(double percentile, RandomGenerator random) {
        List<Cumulative> parts = parts(seen);
        var play = new Play(names, same(parts, all(1), percentile));
        double[] spent = play.nothing();
        double nanos = play.nanos(call, spent);
        Interval interval = again(drawn -> together(drawn, all(1), percentile), random);
        return new LatencyBudget(
                Dependence.TOGETHER, percentile, nanos, interval, 0, shares(spent, nanos));
    }

    /// As traces show.
    public LatencyBudget traced(Traces traces, double percentile, RandomGenerator random) {
        for (String name : names) {
            if (!traces.names().contains(name)) {
                throw new IllegalArgumentException("no trace has a time of " + name);
            }
        }
        var rows = new Rows(traces, names, random);
        var play = new Play(names, rows);
        double[] times = new double[PLAYS];
        double[] figures = new double[REPLICATES];
        int[] all = new int[traces.nanos().size()];
        Arrays.setAll(all, i -> i);
        rows.among(all);
        for (int i = 0; i < PLAYS; i++) {
            rows.next();
            times[i] = play.nanos(call, play.nothing());
        }
        for (int i = 0; i < REPLICATES; i++) {
            int[] some = new int[all.length];
            Arrays.setAll(some, _ -> random.nextInt(all.length));
            rows.among(some);
            double[] again = new double[Math.max(1_000, all.length)];
            for (int j = 0; j < again.length; j++) {
                rows.next();
                again[j] = play.nanos(call, play.nothing());
            }
            figures[i] = Cumulative.ofSample(again).quantile(percentile);
        }
        rows.among(all);
        return new LatencyBudget(
                Dependence.TRACED,
                percentile,
                Cumulative.ofSample(times).quantile(percentile),
                Bootstrap.interval(figures, LEVEL),
                0,
                spent(play, percentile, rows::next));
    }

    /// What each call may have for the whole to keep a budget, if they are independent.
    public Allowance allowance(double targetNanos, double percentile) {
        List<Cumulative> parts = parts(seen);
        double level = Allowance.level(call.draws(), percentile);
        double common = largest(factor -> whole(parts, all(factor), percentile), targetNanos);
        var each = new ArrayList<Allowance.Part>();
        for (int i = 0; i < names.size(); i++) {
            int one = i;
            double alone =
                    largest(factor -> whole(parts, only(one, factor), percentile), targetNanos);
            double now = parts.get(i).quantile(level);
            each.add(new Allowance.Part(names.get(i), level, now, common * now, alone));
        }
        return new Allowance(targetNanos, percentile, common, each);
    }

    private double[] all(double factor) {
        double[] factors = new double[names.size()];
        Arrays.fill(factors, factor);
        return factors;
    }

    private double[] only(int name, double factor) {
        double[] factors = all(1);
        factors[name] = factor;
        return factors;
    }

    private double whole(List<Cumulative> parts, double[] factors, double percentile) {
        return lattice(parts, factors, percentile, COARSE).quantile(percentile);
    }

    /// The largest factor with which the time stays within a target, to a thousandth; 0: none.
    private static double largest(ToDoubleFunction<Double> time, double target) {
        double low = 0;
        double high = 1;
        while (high < 1_000 && time.applyAsDouble(high) <= target) {
            low = high;
            high *= 2;
        }
        for (int i = 0; i < 40 && high - low > 1e-3 * high && high > 1e-3; i++) {
            double middle = 0.5 * (low + high);
            if (time.applyAsDouble(middle) <= target) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private Interval again(ToDoubleFunction<List<Cumulative>> figure, RandomGenerator random) {
        double[] figures = new double[REPLICATES];
        for (int i = 0; i < REPLICATES; i++) {
            List<Latencies> drawn =
                    seen.stream().map(times -> Bootstrap.resample(times, random)).toList();
            figures[i] = figure.applyAsDouble(parts(drawn));
        }
        return Bootstrap.interval(figures, LEVEL);
    }

    private static List<Cumulative> parts(List<Latencies> times) {
        return times.stream().map(Cumulative::of).toList();
    }

    /// First on points that reach far enough for the percentile: if each of n draws stays below its
    /// quantile 1 − δ/n, the whole stays below what they add up to with at least 1 − δ, however
    /// they depend. Then on points that reach little further than the percentile.
    private Lattice lattice(
            List<Cumulative> parts, double[] factors, double percentile, int points) {
        double level = Allowance.level(call.draws(), 1 - (1 - percentile) / 10);
        double most = Math.max(COARSE, together(parts, factors, level));
        Lattice first = composed(parts, factors, most, COARSE);
        double near = first.quantile(percentile) + 0.5 * call.chain() * first.step();
        return composed(parts, factors, Math.min(most, Math.max(points, 1.05 * near)), points);
    }

    /// The time at a percentile, on points that reach so far if that is far enough.
    private double coarse(List<Cumulative> parts, double reach, double percentile) {
        double nanos = composed(parts, all(1), reach, COARSE).quantile(percentile);
        return Double.isInfinite(nanos)
                ? lattice(parts, all(1), percentile, COARSE).quantile(percentile)
                : nanos;
    }

    private Lattice composed(List<Cumulative> parts, double[] factors, double most, int points) {
        return new Composed(names, parts, factors, 1.001 * most / (points - 2), points).of(call);
    }

    private double together(List<Cumulative> parts, double[] factors, double percentile) {
        var play = new Play(names, same(parts, factors, percentile));
        return play.nanos(call, play.nothing());
    }

    private Play.Source same(List<Cumulative> parts, double[] factors, double percentile) {
        return new Play.Source() {
            @Override
            public double nanos(int name) {
                return factors[name] * parts.get(name).quantile(percentile);
            }

            @Override
            public double chance() {
                return percentile;
            }

            // The slowest requests are those that make every call.
            @Override
            public boolean happens(Share share) {
                return percentile > 1 - share.value();
            }

            @Override
            public Play.Source among(Share share) {
                double level = (percentile - 1 + share.value()) / share.value();
                return same(parts, factors, level);
            }
        };
    }

    private Play.Source drawn(List<Cumulative> parts, RandomGenerator random) {
        return new Play.Source() {
            @Override
            public double nanos(int name) {
                return parts.get(name).quantile(random.nextDouble());
            }

            @Override
            public double chance() {
                return random.nextDouble();
            }
        };
    }

    private record Played(double nanos, double[] spent) {}

    /// On what those spend their time that take about as long as the percentile: half as many more
    /// as lie beyond it, on either side.
    private List<LatencyBudget.Part> spent(Play play, double percentile, Runnable next) {
        Played[] plays = new Played[PLAYS];
        for (int i = 0; i < PLAYS; i++) {
            next.run();
            double[] spent = play.nothing();
            plays[i] = new Played(play.nanos(call, spent), spent);
        }
        Arrays.sort(plays, Comparator.comparingDouble(Played::nanos));
        double half = Math.max(0.5 * (1 - percentile), 10.0 / PLAYS);
        int from = (int) Math.max(0, (percentile - half) * PLAYS);
        int to = (int) Math.min(PLAYS, Math.ceil((percentile + half) * PLAYS));
        double[] sum = play.nothing();
        double nanos = 0;
        for (Played one : Arrays.asList(plays).subList(from, to)) {
            nanos += one.nanos / (to - from);
            for (int i = 0; i < sum.length; i++) {
                sum[i] += one.spent[i] / (to - from);
            }
        }
        return shares(sum, nanos);
    }

    private List<LatencyBudget.Part> shares(double[] spent, double nanos) {
        var parts = new ArrayList<LatencyBudget.Part>();
        for (int i = 0; i < spent.length; i++) {
            if (i < names.size() || spent[i] > 0) {
                String name = i < names.size() ? names.get(i) : "";
                parts.add(new LatencyBudget.Part(name, spent[i], spent[i] / nanos));
            }
        }
        parts.sort(Comparator.comparingDouble(LatencyBudget.Part::nanos).reversed());
        return parts;
    }
}
