package dev.unruly.learn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// Tells sessions of one set from those of another, as well as a logistic regression can (David
/// Lopez-Paz and Maxime Oquab, "Revisiting Classifier Two-Sample Tests", 2017): 0.5 not at all.
final class Classifier {

    private static final int STATES = 12;
    private static final int WAYS = 24;
    private static final int ROUNDS = 200;
    private static final double STEP = 0.5;
    private static final double SHRINK = 1e-3;
    private static final int MOST = 4_000;

    private final Map<Long, Integer> places = new HashMap<>();

    private Classifier() {}

    /// The area under the curve of right against wrong guesses, for sessions it was not trained on;
    /// in [0.5, 1]. NaN below twenty sessions a side.
    static double area(List<Walk> one, List<Walk> other, SplittableRandom chance) {
        if (Math.min(one.size(), other.size()) < 20) {
            return Double.NaN;
        }
        return new Classifier().run(sample(one, chance), sample(other, chance), chance);
    }

    private static List<Walk> sample(List<Walk> walks, SplittableRandom chance) {
        List<Walk> mixed = new ArrayList<>(walks);
        for (int i = mixed.size() - 1; i > 0; i--) {
            int j = chance.nextInt(i + 1);
            Walk kept = mixed.get(i);
            mixed.set(i, mixed.get(j));
            mixed.set(j, kept);
        }
        return mixed.subList(0, Math.min(MOST, mixed.size()));
    }

    private double run(List<Walk> one, List<Walk> other, SplittableRandom chance) {
        name(one, other);
        int size = Math.min(one.size(), other.size());
        var rows = new ArrayList<double[]>();
        var labels = new ArrayList<Integer>();
        for (int i = 0; i < size; i++) {
            rows.add(features(one.get(i), chance));
            labels.add(0);
            rows.add(features(other.get(i), chance));
            labels.add(1);
        }
        standardise(rows);
        int half = rows.size() / 4 * 2;
        double[] first = train(rows.subList(0, half), labels.subList(0, half));
        double[] second = train(rows.subList(half, rows.size()), labels.subList(half, rows.size()));
        double a = area(rows.subList(half, rows.size()), labels.subList(half, rows.size()), first);
        double b = area(rows.subList(0, half), labels.subList(0, half), second);
        return Math.max(0.5, (a + b) / 2);
    }

    /// Gives the most visited states and the most taken ways a place each.
    private void name(List<Walk> one, List<Walk> other) {
        Map<Long, Integer> states = new HashMap<>();
        Map<Long, Integer> ways = new HashMap<>();
        for (List<Walk> side : List.of(one, other)) {
            for (Walk walk : side) {
                int before = -1;
                for (Step step : walk.steps()) {
                    states.merge(key(-2, step.state()), 1, Integer::sum);
                    ways.merge(key(before, step.state()), 1, Integer::sum);
                    before = step.state();
                }
            }
        }
        most(states, STATES);
        most(ways, WAYS);
    }

    private void most(Map<Long, Integer> counts, int count) {
        counts.entrySet().stream()
                .sorted(
                        Comparator.comparingInt((Map.Entry<Long, Integer> e) -> -e.getValue())
                                .thenComparing(Map.Entry::getKey))
                .limit(count)
                .forEach(e -> places.put(e.getKey(), 4 + places.size()));
    }

    private static long key(int from, int to) {
        return ((long) from << 32) | (to & 0xffffffffL);
    }

    private double[] features(Walk walk, SplittableRandom chance) {
        double[] row = new double[4 + places.size()];
        int size = walk.steps().size();
        row[0] = 1;
        row[1] = Math.log(size);
        double sum = 0;
        double squares = 0;
        int known = 0;
        int before = -1;
        for (Step step : walk.steps()) {
            if (step.thinkSeconds() >= 0) {
                double log = Math.log1p(Math.floor(step.thinkSeconds()) + chance.nextDouble());
                sum += log;
                squares += log * log;
                known++;
            }
            for (long key : new long[] {key(-2, step.state()), key(before, step.state())}) {
                Integer place = places.get(key);
                if (place != null) {
                    row[place] += 1.0 / size;
                }
            }
            before = step.state();
        }
        if (known > 0) {
            row[2] = sum / known;
            row[3] = Math.sqrt(Math.max(0, squares / known - row[2] * row[2]));
        }
        return row;
    }

    private static void standardise(List<double[]> rows) {
        int width = rows.getFirst().length;
        for (int j = 1; j < width; j++) {
            int column = j;
            double mean = rows.stream().mapToDouble(r -> r[column]).average().orElse(0);
            double variance =
                    rows.stream()
                            .mapToDouble(r -> (r[column] - mean) * (r[column] - mean))
                            .average()
                            .orElse(0);
            double scale = variance > 0 ? 1 / Math.sqrt(variance) : 0;
            rows.forEach(r -> r[column] = (r[column] - mean) * scale);
        }
    }

    private static double[] train(List<double[]> rows, List<Integer> labels) {
        double[] weights = new double[rows.getFirst().length];
        for (int round = 0; round < ROUNDS; round++) {
            double[] slope = new double[weights.length];
            for (int i = 0; i < rows.size(); i++) {
                double[] row = rows.get(i);
                double miss = labels.get(i) - 1 / (1 + Math.exp(-score(row, weights)));
                for (int j = 0; j < slope.length; j++) {
                    slope[j] += miss * row[j];
                }
            }
            for (int j = 0; j < weights.length; j++) {
                weights[j] += STEP * (slope[j] / rows.size() - SHRINK * weights[j]);
            }
        }
        return weights;
    }

    private static double score(double[] row, double[] weights) {
        double sum = 0;
        for (int j = 0; j < row.length; j++) {
            sum += row[j] * weights[j];
        }
        return sum;
    }

    private static double area(List<double[]> rows, List<Integer> labels, double[] weights) {
        double[] ones = scores(rows, labels, 1, weights);
        double[] zeros = scores(rows, labels, 0, weights);
        return area(zeros, ones);
    }

    private static double[] scores(
            List<double[]> rows, List<Integer> labels, int label, double[] weights) {
        double[] scores = new double[rows.size()];
        int count = 0;
        for (int i = 0; i < rows.size(); i++) {
            if (labels.get(i) == label) {
                scores[count++] = score(rows.get(i), weights);
            }
        }
        return Arrays.copyOf(scores, count);
    }

    /// The probability that one of `ones` exceeds one of `zeros`; ties count half (Mann and
    /// Whitney, 1947).
    static double area(double[] zeros, double[] ones) {
        double[] sorted = zeros.clone();
        Arrays.sort(sorted);
        double sum = 0;
        for (double one : ones) {
            int below = 0;
            int high = sorted.length;
            while (below < high) {
                int middle = (below + high) >>> 1;
                if (sorted[middle] < one) {
                    below = middle + 1;
                } else {
                    high = middle;
                }
            }
            int upTo = below;
            while (upTo < sorted.length && sorted[upTo] == one) {
                upTo++;
            }
            sum += below + (upTo - below) / 2.0;
        }
        return sum / ((double) zeros.length * ones.length);
    }
}
