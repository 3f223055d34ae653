package dev.unruly.stats;

import java.util.List;

/// A distribution of times on evenly spaced points 0, h, 2h, …; what lies beyond the last is known
/// only by its mass. Masses may sum up to less than 1: then they are those of a part of all cases.
///
/// Moving a value to the nearest point changes it by at most h/2. Sums, maxima and order statistics
/// of moved values differ from those of the true ones by at most what is added up along the longest
/// chain of sums: that is the error of every quantile below the last point. Immutable.
public final class Lattice {

    private final double step;
    private final double[] mass;
    private final double beyond;

    private Lattice(double step, double[] mass, double beyond) {
        this.step = step;
        this.mass = mass;
        this.beyond = beyond;
    }

    /// Always the same time.
    public static Lattice at(double value, double step, int points) {
        double[] mass = new double[points];
        long index = Math.round(value / step);
        if (index >= points) {
            return new Lattice(step, mass, 1);
        }
        mass[(int) index] = 1;
        return new Lattice(step, mass, 0);
    }

    /// A distribution whose values are multiplied by a factor.
    public static Lattice of(Cumulative values, double factor, double step, int points) {
        if (factor == 0) {
            return at(0, step, points);
        }
        double[] mass = new double[points];
        double before = 0;
        for (int i = 0; i < points; i++) {
            double upTo = values.at((i + 0.5) * step / factor);
            mass[i] = upTo - before;
            before = upTo;
        }
        return new Lattice(step, mass, 1 - before);
    }

    /// Every time up to this alike.
    public static Lattice uniform(double most, double step, int points) {
        return most < step ? at(0.5 * most, step, points) : of(evenly(most), 1, step, points);
    }

    private static Cumulative evenly(double most) {
        int parts = 1_000;
        double[] sample = new double[parts];
        for (int i = 0; i < parts; i++) {
            sample[i] = most * (i + 0.5) / parts;
        }
        return Cumulative.ofSample(sample);
    }

    /// One after the other, independently.
    public Lattice plus(Lattice other) {
        double[] sum = Fourier.convolve(mass, other.mass, mass.length);
        double left = total() * other.total();
        for (double m : sum) {
            left -= m;
        }
        return new Lattice(step, sum, Math.max(0, left));
    }

    /// Either of two kinds of cases.
    public Lattice or(Lattice other) {
        double[] sum = mass.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += other.mass[i];
        }
        return new Lattice(step, sum, beyond + other.beyond);
    }

    /// The same of a share of the cases.
    public Lattice times(double share) {
        double[] part = mass.clone();
        for (int i = 0; i < part.length; i++) {
            part[i] *= share;
        }
        return new Lattice(step, part, share * beyond);
    }

    /// Only the cases that take at most so long.
    public Lattice upTo(double value) {
        double[] part = new double[mass.length];
        int end = (int) Math.min(mass.length, Math.round(value / step) + 1);
        System.arraycopy(mass, 0, part, 0, end);
        return new Lattice(step, part, 0);
    }

    /// When the k-th of several is there, independently: the first for 1, the last for all.
    public static Lattice kth(int k, List<Lattice> of) {
        Lattice first = of.getFirst();
        double[] mass = new double[first.mass.length];
        double[] upTo = new double[of.size()];
        double before = 0;
        for (int i = 0; i < mass.length; i++) {
            for (int j = 0; j < upTo.length; j++) {
                upTo[j] += of.get(j).mass[i];
            }
            double now = atLeast(k, upTo);
            mass[i] = Math.max(0, now - before);
            before = Math.max(before, now);
        }
        return new Lattice(first.step, mass, 1 - before);
    }

    /// With a second try after a delay, of a share of those that take longer: F(t) + q (1 − F(t))
    /// F(t − d).
    public Lattice hedged(double delay, double chance) {
        double[] out = new double[mass.length];
        double[] upTo = new double[mass.length];
        int shift = (int) Math.min(mass.length, Math.round(delay / step));
        double before = 0;
        for (int i = 0; i < mass.length; i++) {
            upTo[i] = (i == 0 ? 0 : upTo[i - 1]) + mass[i];
            double second = i < shift ? 0 : upTo[i - shift];
            double now = upTo[i] + chance * (1 - upTo[i]) * second;
            out[i] = Math.max(0, now - before);
            before = Math.max(before, now);
        }
        return new Lattice(step, out, 1 - before);
    }

    /// The share of all cases.
    public double total() {
        double sum = beyond;
        for (double m : mass) {
            sum += m;
        }
        return sum;
    }

    /// The mass beyond the last point.
    public double beyond() {
        return beyond;
    }

    /// The distance between points.
    public double step() {
        return step;
    }

    /// The share that takes at most so long.
    public double within(double value) {
        double sum = 0;
        for (int i = 0; i < mass.length && (i - 0.5) * step < value; i++) {
            sum += mass[i];
        }
        return sum;
    }

    /// The time that a share does not exceed; infinite if it lies beyond the last point.
    public double quantile(double share) {
        double sum = 0;
        for (int i = 0; i < mass.length; i++) {
            sum += mass[i];
            if (sum >= share - 1e-12) {
                return i * step;
            }
        }
        return Double.POSITIVE_INFINITY;
    }

    /// How likely at least k of independent events are.
    private static double atLeast(int k, double[] chances) {
        double[] exactly = new double[chances.length + 1];
        exactly[0] = 1;
        for (int i = 0; i < chances.length; i++) {
            for (int j = i + 1; j > 0; j--) {
                exactly[j] = exactly[j] * (1 - chances[i]) + exactly[j - 1] * chances[i];
            }
            exactly[0] *= 1 - chances[i];
        }
        double sum = 0;
        for (int j = k; j < exactly.length; j++) {
            sum += exactly[j];
        }
        return sum;
    }
}
