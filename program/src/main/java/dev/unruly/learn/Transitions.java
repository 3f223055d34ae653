package dev.unruly.learn;

import dev.unruly.chance.Normal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// The ways that sessions took, each way numbered once, with how quickly: the data of
/// [MarkovMixture].
final class Transitions {

    private final SessionRows sessions;
    private final int[] cells;
    private final int[] origins;
    private final double[] pooled;
    private final int rows;
    private final Map<Long, Integer> numbers = new LinkedHashMap<>();

    /// The known times to think after each state, rising.
    private final float[][] thinks;

    /// Per session: how many times to think are known, and the sums of their normal scores and of
    /// the squares of these.
    private final double[][] paces;

    Transitions(SessionRows sessions) {
        this.sessions = sessions;
        int states = sessions.states();
        rows = states + 2;
        cells = new int[sessions.steps() + sessions.count()];
        for (int session = 0; session < sessions.count(); session++) {
            int from = states;
            int at = first(session);
            for (int step = sessions.first(session); step < sessions.end(session); step++) {
                cells[at++] = number(from, sessions.state(step));
                from = sessions.inVain(step) ? astray() : sessions.state(step);
            }
            cells[at] = number(from, states);
        }
        origins = new int[numbers.size()];
        numbers.forEach((way, number) -> origins[number] = (int) (way >>> 32));
        double[] counts = new double[numbers.size()];
        for (int cell : cells) {
            counts[cell]++;
        }
        pooled = shares(counts);
        thinks = sortedThinks();
        paces = new double[sessions.count()][3];
        for (int step = 0, session = 0; step < sessions.steps(); step++) {
            while (step >= sessions.end(session)) {
                session++;
            }
            addPace(paces[session], sessions.state(step), sessions.think(step));
        }
    }

    private int number(int from, int to) {
        return numbers.computeIfAbsent(way(from, to), _ -> numbers.size());
    }

    /// All ways on from a wish in vain are one, so that its share is 1 and tells nothing.
    private long way(int from, int to) {
        return (long) from << 32 | (from == astray() ? from : to);
    }

    /// The number of a way; −1: nobody took it. Beginning and leaving are the state after the last.
    int cell(int from, int to) {
        return numbers.getOrDefault(way(from, to), -1);
    }

    /// The state that stands for not being there.
    int outside() {
        return rows - 2;
    }

    /// The state that stands for a wish in vain: where people go from there is no matter of pages.
    int astray() {
        return rows - 1;
    }

    /// Counts a time to think, unless it is not known.
    void addPace(double[] pace, int state, float think) {
        if (!Float.isNaN(think) && state < thinks.length && thinks[state].length > 0) {
            double score = score(thinks[state], think);
            pace[0]++;
            pace[1] += score;
            pace[2] += score * score;
        }
    }

    /// Count, sum and sum of squares of the normal scores of a session's times to think.
    double[] pace(int session) {
        return paces[session];
    }

    int sessions() {
        return sessions.count();
    }

    /// How many different ways were taken.
    int cells() {
        return origins.length;
    }

    /// How many shares can be chosen freely.
    int freeWays() {
        boolean[] seen = new boolean[rows];
        int free = 0;
        for (int origin : origins) {
            free += seen[origin] ? 1 : 0;
            seen[origin] = true;
        }
        return free;
    }

    /// The first of a session's ways; one more than it has steps, for it leaves too.
    int first(int session) {
        return sessions.first(session) + session;
    }

    int end(int session) {
        return sessions.end(session) + session + 1;
    }

    int cell(int way) {
        return cells[way];
    }

    /// How differently two sessions walk: 1 less the share of ways they have in common, and the
    /// difference of their paces.
    double distance(int session, int other) {
        int common = 0;
        int[] left = sorted(session);
        int[] right = sorted(other);
        int i = 0;
        int j = 0;
        while (i < left.length && j < right.length) {
            if (left[i] == right[j]) {
                common++;
                i++;
                j++;
            } else if (left[i] < right[j]) {
                i++;
            } else {
                j++;
            }
        }
        double ways = 1 - 2.0 * common / (left.length + right.length);
        double pace = 0.25 * StrictMath.abs(meanScore(session) - meanScore(other));
        return ways + Math.min(1, pace);
    }

    /// ln of the shares of ways among those from the same state, smoothed by those of all.
    void logShares(double[] counts, double smoothing, double[] into) {
        double[] sums = new double[rows];
        for (int cell = 0; cell < counts.length; cell++) {
            sums[origins[cell]] += counts[cell];
        }
        for (int cell = 0; cell < counts.length; cell++) {
            double share =
                    (counts[cell] + smoothing * pooled[cell]) / (sums[origins[cell]] + smoothing);
            into[cell] = StrictMath.log(Math.max(share, 1e-12));
        }
    }

    private double[] shares(double[] counts) {
        double[] sums = new double[rows];
        for (int cell = 0; cell < counts.length; cell++) {
            sums[origins[cell]] += counts[cell];
        }
        double[] shares = new double[counts.length];
        for (int cell = 0; cell < counts.length; cell++) {
            shares[cell] = counts[cell] / sums[origins[cell]];
        }
        return shares;
    }

    private int[] sorted(int session) {
        int[] ways = Arrays.copyOfRange(cells, first(session), end(session));
        Arrays.sort(ways);
        return ways;
    }

    private double meanScore(int session) {
        double[] pace = paces[session];
        return pace[0] == 0 ? 0 : pace[1] / pace[0];
    }

    private float[][] sortedThinks() {
        int[] sizes = new int[sessions.states()];
        for (int step = 0; step < sessions.steps(); step++) {
            sizes[sessions.state(step)] += Float.isNaN(sessions.think(step)) ? 0 : 1;
        }
        float[][] values = new float[sizes.length][];
        for (int state = 0; state < sizes.length; state++) {
            values[state] = new float[sizes[state]];
        }
        int[] filled = new int[sizes.length];
        for (int step = 0; step < sessions.steps(); step++) {
            int state = sessions.state(step);
            if (!Float.isNaN(sessions.think(step))) {
                values[state][filled[state]++] = sessions.think(step);
            }
        }
        for (float[] row : values) {
            Arrays.sort(row);
        }
        return values;
    }

    /// The normal score of a value by its rank; of equal ones the middle rank's.
    private static double score(float[] sorted, float value) {
        int low = bound(sorted, value, false);
        int high = bound(sorted, value, true);
        double share = 0.5 * (low + high) / sorted.length;
        double edge = 0.5 / sorted.length;
        return Normal.quantile(Math.clamp(share, edge, 1 - edge));
    }

    /// How many are below the value, or not above it.
    private static int bound(float[] sorted, float value, boolean orEqual) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < value || (orEqual && sorted[middle] == value)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
