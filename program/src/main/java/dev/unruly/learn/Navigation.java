package dev.unruly.learn;

import dev.unruly.learn.Learned.Node;
import dev.unruly.learn.Learned.ThinkTime;
import dev.unruly.learn.Learned.Way;
import dev.unruly.stats.Proportion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntFunction;

/// Counts of what followed what in the sessions of one persona, and the estimate from them: a
/// Markov chain of first order, in which a state is split by where one came from only where that
/// changes the ways on by more than chance explains, and was seen often enough.
final class Navigation {

    /// A state is not split for those who came from a place less often than this.
    static final int LEAST_TO_SPLIT = 50;

    private static final double LEAST_WEIGHT = 1e-6;

    private final int states;

    /// Visits by the state before and the state itself, then by the one after; those that begin
    /// come from `states`, those that leave go to `states`.
    private final TreeMap<Long, double[]> counts = new TreeMap<>();

    private final double[] starts;

    Navigation(int states) {
        this.states = states;
        starts = new double[states];
    }

    /// Counts one session, as far as it belongs here and has ended. A wish in vain is censored:
    /// where they would have gone from there is not known, and that they left is a matter of
    /// patience (competing risks: David Cox, "The analysis of exponentially distributed life-times
    /// with two types of failure", 1959).
    ///
    /// @param ended how likely it is over
    void add(Walk walk, double weight, double ended) {
        starts[walk.steps().getFirst().state()] += weight;
        int before = states;
        for (int i = 0; i < walk.steps().size(); i++) {
            Step step = walk.steps().get(i);
            if (step.answered()) {
                double[] row = row(before, step.state());
                if (i == walk.steps().size() - 1) {
                    row[states] += weight * ended;
                } else {
                    row[walk.steps().get(i + 1).state()] += weight;
                }
            }
            before = step.state();
        }
    }

    /// Where sessions begin, the commonest first: nodes are numbered as in [#nodes].
    List<Way> starts() {
        long[] split = splits();
        return ways(starts, visited(), splitBehind(states, split), split);
    }

    /// One node per state that was visited, then those that are split off.
    List<Node> nodes(IntFunction<ThinkTime> think) {
        int[] numbers = visited();
        long[] split = splits();
        List<Node> nodes = new ArrayList<>();
        for (int state = 0; state < states; state++) {
            if (numbers[state] >= 0) {
                double[] rest = total(state, split);
                nodes.add(node(state, Learned.ANYWHERE, rest, numbers, split, think));
            }
        }
        for (long pair : split) {
            int before = (int) (pair >>> 32);
            int state = (int) pair;
            double[] row = before == states ? atFirst(state) : row(before, state);
            nodes.add(node(state, before, row, numbers, split, think));
        }
        return nodes;
    }

    private Node node(
            int state,
            int before,
            double[] row,
            int[] numbers,
            long[] split,
            IntFunction<ThinkTime> think) {
        long visits = Math.round(sum(row));
        return new Node(
                state,
                before == states ? Learned.NOWHERE : before,
                visits,
                ways(row, numbers, splitBehind(state, split), split),
                think.apply(state));
    }

    private static long[] splitBehind(int state, long[] split) {
        return Arrays.stream(split).filter(pair -> pair >>> 32 == state).toArray();
    }

    /// @param splitHere those pairs whose first is the state one is in
    private List<Way> ways(double[] row, int[] numbers, long[] splitHere, long[] split) {
        int plain = 0;
        for (int number : numbers) {
            plain += number >= 0 ? 1 : 0;
        }
        double all = sum(row);
        List<Way> ways = new ArrayList<>();
        for (int to = 0; to < row.length; to++) {
            if (row[to] <= LEAST_WEIGHT * Math.max(1, all)) {
                continue;
            }
            int node = to == states ? Learned.LEAVE : numbers[to];
            for (long pair : splitHere) {
                if ((int) pair == to) {
                    node = plain + Arrays.binarySearch(split, pair);
                }
            }
            var share = new Proportion(row[to], all);
            Figure figure =
                    Figure.learned(share.share(), share.wilson(Figure.LEVEL), Math.round(all));
            ways.add(new Way(node, Math.round(row[to]), figure));
        }
        ways.sort((a, b) -> Double.compare(b.share().value(), a.share().value()));
        return ways;
    }

    /// The number of each state's node; −1: never visited, not even in vain.
    private int[] visited() {
        boolean[] seen = new boolean[states];
        counts.forEach((pair, row) -> {
            seen[(int) (long) pair] |= sum(row) > LEAST_WEIGHT;
            for (int to = 0; to < states; to++) {
                seen[to] |= row[to] > LEAST_WEIGHT;
            }
        });
        for (int state = 0; state < states; state++) {
            seen[state] |= starts[state] > LEAST_WEIGHT;
        }
        int[] numbers = new int[states];
        int next = 0;
        for (int state = 0; state < states; state++) {
            numbers[state] = seen[state] ? next++ : -1;
        }
        return numbers;
    }

    /// The pairs of states, the one before first, for which the second is to be split, rising.
    ///
    /// Beginning counts as a place to come from: who leaves at once is not who has come by.
    ///
    /// For each state the one before that differs most from all others is split off, then the next
    /// among the rest, as long as 2 Δ ln L > d ln n + 2 ln m: Schwarz's criterion with d free
    /// shares and n visits, widened for the m pairs that are tried (Jiahua Chen & Zehua Chen,
    /// "Extended Bayesian information criteria for model selection with large model spaces", 2008).
    private long[] splits() {
        long candidates =
                counts.values().stream().filter(row -> sum(row) >= LEAST_TO_SPLIT).count();
        List<Long> split = new ArrayList<>();
        boolean firstsDiffer = firstsDiffer();
        for (int state = 0; state < states; state++) {
            var befores = new TreeSet<Integer>();
            for (int before = 0; before <= states; before++) {
                double[] row = counts.get((long) before << 32 | state);
                if (row != null && sum(row) >= LEAST_TO_SPLIT) {
                    befores.add(before);
                }
            }
            double[] rest = total(state, new long[0]);
            boolean firsts = firstsDiffer && oftenFirst(state);
            while (!befores.isEmpty()) {
                int best = -1;
                double most = 0;
                for (int before : befores) {
                    double gain = gain(rest, row(before, state), candidates);
                    if (before == states && firsts) {
                        gain = Math.max(gain, 1e-9);
                    }
                    if (gain > most) {
                        most = gain;
                        best = before;
                    }
                }
                if (best < 0) {
                    break;
                }
                split.add((long) best << 32 | state);
                befores.remove(best);
                double[] taken = row(best, state);
                for (int to = 0; to <= states; to++) {
                    rest[to] -= taken[to];
                }
            }
        }
        return split.stream().mapToLong(pair -> pair).sorted().toArray();
    }

    /// By how much the criterion falls when a part is split off.
    private double gain(double[] all, double[] part, long candidates) {
        double[] rest = new double[all.length];
        int ways = 0;
        for (int to = 0; to < all.length; to++) {
            rest[to] = Math.max(0, all[to] - part[to]);
            ways += all[to] > LEAST_WEIGHT ? 1 : 0;
        }
        if (sum(rest) < LEAST_TO_SPLIT) {
            return 0;
        }
        double twice = 2 * (logLikelihood(part) + logLikelihood(rest) - logLikelihood(all));
        return twice
                - (ways - 1) * StrictMath.log(sum(all))
                - 2 * StrictMath.log(Math.max(1, candidates));
    }

    /// Whether people who have just come leave more or less often than others from the same states:
    /// one number for each state that is seen often enough in both ways, by Schwarz's criterion
    /// over all of them, for no single one may have enough to show it.
    private boolean firstsDiffer() {
        double twice = 0;
        double price = 0;
        for (int state = 0; state < states; state++) {
            if (oftenFirst(state)) {
                double[] all = leaving(total(state, new long[0]));
                double[] first = leaving(row(states, state));
                double[] rest = {all[0] - first[0], all[1] - first[1]};
                twice += 2 * (logLikelihood(first) + logLikelihood(rest) - logLikelihood(all));
                price += StrictMath.log(sum(all));
            }
        }
        return twice > price;
    }

    private boolean oftenFirst(int state) {
        double[] first = counts.get((long) states << 32 | state);
        return first != null
                && sum(first) >= LEAST_TO_SPLIT
                && sum(total(state, new long[0])) - sum(first) >= LEAST_TO_SPLIT;
    }

    private double[] leaving(double[] row) {
        return new double[] {sum(row) - row[states], row[states]};
    }

    /// Who has just come here, at their own share of leaving: the others go where all do.
    private double[] atFirst(int state) {
        double[] row = row(states, state);
        double[] all = total(state, new long[0]);
        double goOn = sum(all) - all[states];
        double[] first = new double[states + 1];
        for (int to = 0; to < states && goOn > 0; to++) {
            first[to] = all[to] * (sum(row) - row[states]) / goOn;
        }
        first[states] = row[states];
        return first;
    }

    private static double logLikelihood(double[] row) {
        double sum = sum(row);
        double logs = 0;
        for (double count : row) {
            logs += count > 0 ? count * StrictMath.log(count / sum) : 0;
        }
        return logs;
    }

    /// What followed a state, but for what is split off.
    private double[] total(int state, long[] split) {
        double[] total = new double[states + 1];
        counts.forEach((pair, row) -> {
            if ((int) (long) pair == state && Arrays.binarySearch(split, pair) < 0) {
                for (int to = 0; to <= states; to++) {
                    total[to] += row[to];
                }
            }
        });
        return total;
    }

    private double[] row(int before, int here) {
        return counts.computeIfAbsent((long) before << 32 | here, _ -> new double[states + 1]);
    }

    private static double sum(double[] row) {
        double sum = 0;
        for (double count : row) {
            sum += count;
        }
        return sum;
    }
}
