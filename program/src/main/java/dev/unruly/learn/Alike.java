package dev.unruly.learn;

import dev.unruly.stats.KolmogorovSmirnov;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/// How alike the people of two pieces of evidence are, measure by measure: each beside what it
/// would be if both were the same people, for evidence of this size. For that the sessions of both
/// are put together and dealt out anew, as many to each side as it had, [#DEALS] times (a
/// permutation test: Ronald Fisher, "The Design of Experiments", 1935).
///
/// When they came is not compared: whoever plays a model may play more people than came.
///
/// @param first how many sessions the first has
/// @param second how many the second
/// @param rows one per measure
/// @param ways how many ways from one state to another are compared one by one
/// @param apart of how many of them the shares are further apart than their 95 % interval
public record Alike(int first, int second, List<Row> rows, int ways, int apart) {

    /// How often sessions are dealt out anew: of measures of the same people, one in two hundred is
    /// larger than in all of these.
    public static final int DEALS = 199;

    private static final double Z = 1.959963984540054;

    /// Fewer visits than this say nothing of a state's ways.
    private static final int LEAST_VISITS = 50;

    /// Ways that hardly anybody takes are not compared one by one.
    private static final double LEAST_SHARE = 0.02;

    /// A measure.
    ///
    /// @param name what is measured
    /// @param of how the figure is read
    /// @param value of the two; NaN: there is nothing to measure
    /// @param usual of the same people dealt out anew: the median
    /// @param limit the largest of them
    public record Row(String name, String of, double value, double usual, double limit) {

        /// Whether the two could be the same people.
        public boolean holds() {
            return !(value > limit);
        }
    }

    public Alike {
        rows = List.copyOf(rows);
    }

    /// Whether no measure says that they are not the same people.
    public boolean holds() {
        return rows.stream().allMatch(Row::holds);
    }

    /// A figure of two sets of sessions.
    private interface Measure {
        double of(List<Walk> one, List<Walk> other);
    }

    /// Compares; states are the same numbers in both.
    ///
    /// @param blurSeconds what both logs' times are cut to; 0: they are fine
    public static Alike of(
            List<Walk> first, List<Walk> second, double blurSeconds, SplittableRandom chance) {
        Map<String, Measure> measures = new LinkedHashMap<>();
        SplittableRandom blur = chance.split();
        measures.put(
                "session length (KS distance)",
                (a, b) -> distance(Likeness.lengths(a), Likeness.lengths(b)));
        measures.put("transitions (Jensen–Shannon, bits)", Likeness::transitions);
        measures.put(
                "think time (KS distance)",
                (a, b) ->
                        distance(
                                blurred(Likeness.thinks(a), blurSeconds, blur),
                                blurred(Likeness.thinks(b), blurSeconds, blur)));
        measures.put("tries per wish (log of the ratio)", logRatio(Likeness::tries));
        measures.put(
                "given up (difference of shares)",
                (a, b) -> Math.abs(Likeness.givenUp(a) - Likeness.givenUp(b)));
        var rows = new ArrayList<Row>();
        measures.forEach((name, measure) -> rows.add(row(name, measure, first, second, chance)));
        int[] ways = ways(first, second);
        return new Alike(first.size(), second.size(), rows, ways[0], ways[1]);
    }

    /// The sessions that a log's beginning and end hardly can have cut off: those that began longer
    /// after its first request, and longer before its last one, than all but one in a hundred
    /// sessions last; but no more than a tenth of its time is left out at either end.
    public static List<Walk> whole(List<Walk> walks) {
        long[] lasted =
                walks.stream().mapToLong(w -> endMillis(w) - w.startMillis()).sorted().toArray();
        long from = walks.stream().mapToLong(Walk::startMillis).min().orElse(0);
        long to = walks.stream().mapToLong(Alike::endMillis).max().orElse(0);
        long edge =
                lasted.length == 0
                        ? 0
                        : Math.min((to - from) / 10, lasted[(int) (0.99 * (lasted.length - 1))]);
        return walks.stream()
                .filter(w -> w.startMillis() >= from + edge && w.startMillis() <= to - edge)
                .toList();
    }

    private static long endMillis(Walk walk) {
        return walk.steps().getLast().atMillis();
    }

    private static double distance(double[] one, double[] other) {
        return one.length == 0 || other.length == 0
                ? Double.NaN
                : KolmogorovSmirnov.twoSample(one, other).distance();
    }

    /// Times that are differences of two that were cut off, spread as far as that may have moved
    /// them: by the difference of two uniform numbers, which is 0 on average.
    private static double[] blurred(double[] seconds, double by, SplittableRandom chance) {
        if (by == 0) {
            return seconds;
        }
        double[] spread = new double[seconds.length];
        for (int i = 0; i < spread.length; i++) {
            double later = chance.nextDouble();
            double earlier = chance.nextDouble();
            spread[i] = seconds[i] + by * (later - earlier);
        }
        return spread;
    }

    private static Measure logRatio(ToDoubleFunction<List<Walk>> figure) {
        return (a, b) -> Math.abs(Math.log(figure.applyAsDouble(b) / figure.applyAsDouble(a)));
    }

    private static Row row(
            String said,
            Measure measure,
            List<Walk> first,
            List<Walk> second,
            SplittableRandom chance) {
        var all = new ArrayList<Walk>(first);
        all.addAll(second);
        double[] dealt = new double[DEALS];
        for (int i = 0; i < DEALS; i++) {
            shuffle(all, chance);
            dealt[i] =
                    measure.of(all.subList(0, first.size()), all.subList(first.size(), all.size()));
        }
        Arrays.sort(dealt);
        int bracket = said.indexOf('(');
        return new Row(
                said.substring(0, bracket).strip(),
                said.substring(bracket + 1, said.length() - 1),
                measure.of(first, second),
                dealt[DEALS / 2],
                dealt[DEALS - 1]);
    }

    private static void shuffle(List<Walk> walks, SplittableRandom chance) {
        for (int i = walks.size() - 1; i > 0; i--) {
            int j = chance.nextInt(i + 1);
            Walk walk = walks.get(i);
            walks.set(i, walks.get(j));
            walks.set(j, walk);
        }
    }

    /// How many ways are compared, and of how many the shares differ: |p − q| > z √(r(1 − r)(1/m +
    /// 1/n)), r the share of both together.
    private static int[] ways(List<Walk> first, List<Walk> second) {
        Map<Integer, Map<Integer, int[]>> from = new HashMap<>();
        count(first, 0, from);
        count(second, 1, from);
        int ways = 0;
        int apart = 0;
        for (Map<Integer, int[]> next : from.values()) {
            double m = next.values().stream().mapToInt(n -> n[0]).sum();
            double n = next.values().stream().mapToInt(k -> k[1]).sum();
            for (int[] taken : next.values()) {
                double share = (taken[0] + taken[1]) / (m + n);
                if (m < LEAST_VISITS || n < LEAST_VISITS || share < LEAST_SHARE) {
                    continue;
                }
                double by = Z * Math.sqrt(share * (1 - share) * (1 / m + 1 / n));
                ways++;
                apart += Math.abs(taken[0] / m - taken[1] / n) > by ? 1 : 0;
            }
        }
        return new int[] {ways, apart};
    }

    private static void count(List<Walk> walks, int side, Map<Integer, Map<Integer, int[]>> from) {
        for (Walk walk : walks) {
            int at = -2;
            for (Step step : walk.steps()) {
                way(from, at, step.state())[side]++;
                at = step.state();
            }
            way(from, at, Learned.LEAVE)[side]++;
        }
    }

    private static int[] way(Map<Integer, Map<Integer, int[]>> from, int at, int to) {
        return from.computeIfAbsent(at, _ -> new HashMap<>()).computeIfAbsent(to, _ -> new int[2]);
    }
}
