package dev.unruly.learn;

import dev.unruly.stats.KolmogorovSmirnov;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How alike two sets of sessions are, and what one set is like: pure figures.
public final class Likeness {

    private static final int MOST_STATES = 20;
    private static final double HOUR_MILLIS = 3.6e6;
    private static final int HOURS = 24;

    private Likeness() {}

    /// Times between an answer and the next wish, in seconds.
    static double[] thinks(List<Walk> walks) {
        return walks.stream()
                .flatMap(w -> w.steps().stream())
                .mapToDouble(Step::thinkSeconds)
                .filter(t -> t >= 0)
                .toArray();
    }

    /// The distance of two samples (Kolmogorov and Smirnov), in [0, 1]; NaN where one is empty.
    static double distance(double[] one, double[] other) {
        return one.length == 0 || other.length == 0
                ? Double.NaN
                : KolmogorovSmirnov.twoSample(one, other).distance();
    }

    static double[] lengths(List<Walk> walks) {
        return walks.stream().mapToDouble(w -> w.steps().size()).toArray();
    }

    /// The divergence of two navigations in bits, in [0, 1]: for each state the Jensen–Shannon
    /// divergence of where people go next, ½ KL(p‖m) + ½ KL(q‖m) with m = ½ (p + q), weighted by
    /// the state's share of the visits (Jianhua Lin, "Divergence Measures Based on the Shannon
    /// Entropy", 1991). Begin and end are states too; beyond the twenty most visited ones all count
    /// as one. Of a state that one side never comes to, the ways that lead there tell already.
    static double transitions(List<Walk> one, List<Walk> other) {
        Map<Integer, Integer> rows = rows(one, other);
        int size = rows.size() + 3;
        double[][] a = counts(one, rows, size);
        double[][] b = counts(other, rows, size);
        double visits = 0;
        double bits = 0;
        for (int i = 0; i < size; i++) {
            double na = Arrays.stream(a[i]).sum();
            double nb = Arrays.stream(b[i]).sum();
            if (na > 0 && nb > 0) {
                bits += (na + nb) * row(a[i], na, b[i], nb);
                visits += na + nb;
            }
        }
        return bits / visits;
    }

    private static double row(double[] a, double na, double[] b, double nb) {
        double bits = 0;
        for (int j = 0; j < a.length; j++) {
            double p = a[j] / na;
            double q = b[j] / nb;
            double m = (p + q) / 2;
            bits += (part(p, m) + part(q, m)) / 2;
        }
        return bits;
    }

    private static double part(double p, double m) {
        return p == 0 ? 0 : p * Math.log(p / m) / Math.log(2);
    }

    private static Map<Integer, Integer> rows(List<Walk> one, List<Walk> other) {
        Map<Integer, Integer> visits = new HashMap<>();
        List.of(one, other)
                .forEach(side ->
                        side.forEach(w ->
                                w.steps().forEach(s -> visits.merge(s.state(), 1, Integer::sum))));
        List<Integer> states = new ArrayList<>(visits.keySet());
        states.sort(
                Comparator.comparingInt((Integer s) -> -visits.getOrDefault(s, 0))
                        .thenComparing(s -> s));
        Map<Integer, Integer> rows = new HashMap<>();
        for (int i = 0; i < Math.min(MOST_STATES, states.size()); i++) {
            rows.put(states.get(i), i + 3);
        }
        return rows;
    }

    /// Row 0 is the beginning, 1 the end, 2 all other states.
    private static double[][] counts(List<Walk> walks, Map<Integer, Integer> rows, int size) {
        double[][] counts = new double[size][size];
        for (Walk walk : walks) {
            int from = 0;
            for (Step step : walk.steps()) {
                int to = rows.getOrDefault(step.state(), 2);
                counts[from][to]++;
                from = to;
            }
            counts[from][1]++;
        }
        return counts;
    }

    /// When sessions begin, in milliseconds, rising.
    static double[] starts(List<Walk> walks) {
        return walks.stream().mapToDouble(Walk::startMillis).sorted().toArray();
    }

    /// The index of dispersion of counts in windows of so many seconds, Σ(N − m)² / Σm, m what the
    /// hour of the day brings on average: 1 for Poisson arrivals. NaN below ten windows.
    static double dispersion(double[] startMillis, int windowSeconds) {
        if (startMillis.length < 2) {
            return Double.NaN;
        }
        double from = startMillis[0];
        double window = windowSeconds * 1e3;
        int windows = (int) Math.floor((startMillis[startMillis.length - 1] - from) / window);
        if (windows < 10) {
            return Double.NaN;
        }
        double[] counts = new double[windows];
        for (double start : startMillis) {
            int i = (int) ((start - from) / window);
            if (i < windows) {
                counts[i]++;
            }
        }
        double[] hourly = new double[HOURS];
        double[] seen = new double[HOURS];
        for (int i = 0; i < windows; i++) {
            int hour = hour(from + (i + 0.5) * window);
            hourly[hour] += counts[i];
            seen[hour]++;
        }
        double squares = 0;
        double due = 0;
        for (int i = 0; i < windows; i++) {
            int hour = hour(from + (i + 0.5) * window);
            double mean = hourly[hour] / seen[hour];
            squares += (counts[i] - mean) * (counts[i] - mean);
            due += mean;
        }
        return due == 0 ? Double.NaN : squares / due;
    }

    private static int hour(double millis) {
        return Math.floorMod((long) Math.floor(millis / HOUR_MILLIS), HOURS);
    }

    /// How bursty gaps are, in [−1, 1]: −1 a clock, 0 Poisson, 1 bursts; for n gaps with r = s/m it
    /// is (√(n+1) r − √(n−1)) / ((√(n+1) − 2) r + √(n−1)) (Eun-Kyeong Kim and Hang-Hyun Jo,
    /// "Measuring burstiness for finite event sequences", 2016). NaN below three gaps.
    static double burstiness(double[] starts) {
        double[] gaps = gaps(starts);
        int n = gaps.length;
        if (n < 3) {
            return Double.NaN;
        }
        double mean = Arrays.stream(gaps).average().orElse(0);
        double variance = Arrays.stream(gaps).map(g -> (g - mean) * (g - mean)).sum() / n;
        double r = Math.sqrt(variance) / mean;
        double above = Math.sqrt(n + 1.0);
        double below = Math.sqrt(n - 1.0);
        return (above * r - below) / ((above - 2) * r + below);
    }

    /// The correlation of neighbouring gaps (Kwang-Il Goh and Albert-László Barabási, "Burstiness
    /// and memory in complex systems", 2008). NaN below four gaps, or where all are alike.
    static double memory(double[] starts) {
        double[] gaps = gaps(starts);
        int n = gaps.length - 1;
        if (n < 3) {
            return Double.NaN;
        }
        double before = Arrays.stream(gaps, 0, n).average().orElse(0);
        double after = Arrays.stream(gaps, 1, n + 1).average().orElse(0);
        double both = 0;
        double one = 0;
        double two = 0;
        for (int i = 0; i < n; i++) {
            both += (gaps[i] - before) * (gaps[i + 1] - after);
            one += (gaps[i] - before) * (gaps[i] - before);
            two += (gaps[i + 1] - after) * (gaps[i + 1] - after);
        }
        return one == 0 || two == 0 ? Double.NaN : both / Math.sqrt(one * two);
    }

    private static double[] gaps(double[] starts) {
        double[] gaps = new double[Math.max(0, starts.length - 1)];
        for (int i = 0; i < gaps.length; i++) {
            gaps[i] = starts[i + 1] - starts[i];
        }
        return gaps;
    }

    /// How far two courses of the day are apart: half the sum over hours of the difference of their
    /// shares, in [0, 1].
    static double hours(List<Walk> one, List<Walk> other) {
        double[] a = hourly(one);
        double[] b = hourly(other);
        double sum = 0;
        for (int i = 0; i < HOURS; i++) {
            sum += Math.abs(a[i] / one.size() - b[i] / other.size());
        }
        return sum / 2;
    }

    private static double[] hourly(List<Walk> walks) {
        double[] hours = new double[HOURS];
        walks.forEach(w -> hours[hour(w.startMillis())]++);
        return hours;
    }

    /// Tries per wish.
    static double tries(List<Walk> walks) {
        long wishes = 0;
        long tries = 0;
        for (Walk walk : walks) {
            for (Step step : walk.steps()) {
                wishes++;
                tries += 1 + step.tries().size();
            }
        }
        return wishes == 0 ? Double.NaN : (double) tries / wishes;
    }

    /// The share of wishes that were given up before the answer.
    static double givenUp(List<Walk> walks) {
        long wishes = walks.stream().mapToLong(w -> w.steps().size()).sum();
        long left =
                walks.stream()
                        .flatMap(w -> w.steps().stream())
                        .filter(s -> s.ending() == Step.Ending.LEFT_EARLY)
                        .count();
        return wishes == 0 ? Double.NaN : (double) left / wishes;
    }

    /// The share of sessions that come to one of these states.
    static double conversion(List<Walk> walks, List<Integer> states) {
        long reached =
                walks.stream()
                        .filter(w -> w.steps().stream().anyMatch(s -> states.contains(s.state())))
                        .count();
        return walks.isEmpty() ? Double.NaN : (double) reached / walks.size();
    }

    /// How far two courses of giving up are apart: the largest difference of the share that has
    /// given up within t, over all t. NaN where no wait is known.
    static double abandonment(List<Walk> one, List<Walk> other) {
        double[] a = waits(one);
        double[] b = waits(other);
        long na = known(one);
        long nb = known(other);
        if (na == 0 || nb == 0) {
            return Double.NaN;
        }
        double largest = 0;
        for (double[] side : List.of(a, b)) {
            for (double t : side) {
                largest =
                        Math.max(
                                largest,
                                Math.abs((double) upTo(a, t) / na - (double) upTo(b, t) / nb));
            }
        }
        return largest;
    }

    private static long known(List<Walk> walks) {
        return walks.stream()
                .flatMap(w -> w.steps().stream())
                .filter(s -> !Double.isNaN(s.tookSeconds()))
                .count();
    }

    private static double[] waits(List<Walk> walks) {
        return walks.stream()
                .flatMap(w -> w.steps().stream())
                .filter(s -> s.ending() == Step.Ending.LEFT_EARLY)
                .mapToDouble(Step::tookSeconds)
                .filter(t -> t >= 0)
                .sorted()
                .toArray();
    }

    private static int upTo(double[] sorted, double most) {
        int at = Arrays.binarySearch(sorted, most);
        int i = at < 0 ? -at - 1 : at;
        while (i < sorted.length && sorted[i] <= most) {
            i++;
        }
        return i;
    }
}
