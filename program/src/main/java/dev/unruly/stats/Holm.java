package dev.unruly.stats;

import java.util.Arrays;
import java.util.Comparator;

/// The correction for asking several questions at once (Sture Holm, "A simple sequentially
/// rejective multiple test procedure", 1979): the chance of any false alarm stays below the level,
/// whatever the dependence between the questions.
public final class Holm {

    private Holm() {}

    /// The p-values to compare with the level of the whole family, in the given order.
    public static double[] adjusted(double... pValues) {
        int size = pValues.length;
        Integer[] order = new Integer[size];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble(i -> requireP(pValues[i])));
        double[] adjusted = new double[size];
        double floor = 0;
        for (int rank = 0; rank < size; rank++) {
            floor = Math.max(floor, Math.min(1, (size - rank) * requireP(pValues[order[rank]])));
            adjusted[order[rank]] = floor;
        }
        return adjusted;
    }

    private static double requireP(double p) {
        if (!(p >= 0 && p <= 1)) {
            throw new IllegalArgumentException("a p-value must be in [0, 1], got " + p);
        }
        return p;
    }
}
