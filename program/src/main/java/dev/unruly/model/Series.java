package dev.unruly.model;

import java.util.Arrays;

/// Values over time, one a second from the run's beginning. NaN: there is none.
public final class Series {

    private final double[] values;

    private Series(double[] values) {
        this.values = values;
    }

    /// A series of these values.
    public static Series of(double... values) {
        return new Series(values.clone());
    }

    /// How many seconds.
    public int seconds() {
        return values.length;
    }

    /// The value in a second.
    public double at(int second) {
        return values[second];
    }

    /// The sum over [from, to), as far as there are values.
    public double sum(int from, int to) {
        double sum = 0;
        for (int i = Math.max(0, from); i < Math.min(to, values.length); i++) {
            sum += Double.isNaN(values[i]) ? 0 : values[i];
        }
        return sum;
    }

    /// A copy of the values.
    public double[] toArray() {
        return values.clone();
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Series s && Arrays.equals(values, s.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return Arrays.toString(values);
    }
}
