package dev.unruly.stats;

import dev.unruly.chance.Distribution;
import java.util.TreeMap;

/// Durations of which only an interval is known, such as those rounded to whole seconds, and those
/// of which only a lower bound is known; counted in cells, so that millions take little room.
///
/// A duration t rounded to a resolution r lies in [t − r/2, t + r/2); how far the clock was off
/// beyond that is its [Blur]. Cells get wider with the duration, to 2 % of it; likelihoods of cells
/// stay exact. Counts may be fractions: a duration that belongs to one group with a probability.
/// Mutable and not thread-safe.
public final class IntervalSample {

    /// How wide a cell is at least, as a share of its lower end.
    private static final double WIDTH = 0.02;

    private final double resolution;
    private final Blur blur;
    private final double most;
    private final TreeMap<Long, double[]> cells = new TreeMap<>();
    private final TreeMap<Long, double[]> censored = new TreeMap<>();
    private double count;
    private double countCensored;

    /// @param resolution by which durations are rounded, positive
    /// @param most what is longer was not counted; infinite: everything was
    public IntervalSample(double resolution, double most) {
        this(resolution, Blur.NONE, most);
    }

    /// @param resolution by which durations are rounded, positive
    /// @param blur how far they may be off beyond that
    /// @param most what is longer was not counted; infinite: everything was
    public IntervalSample(double resolution, Blur blur, double most) {
        if (!(resolution > 0) || !(most > 0)) {
            throw new IllegalArgumentException(
                    "resolution and most must be positive, got " + resolution + ", " + most);
        }
        this.resolution = resolution;
        this.blur = blur;
        this.most = most;
    }

    /// Counts a duration that ended.
    public void add(double duration, double weight) {
        double steps = Math.max(0, duration / resolution);
        if (blur == Blur.READINGS_AND_DURATION) {
            double below = StrictMath.floor(steps);
            put(below * resolution, weight * (1 - (steps - below)));
            put((below + 1) * resolution, weight * (steps - below));
        } else {
            put(Math.rint(steps) * resolution, weight);
        }
    }

    private void put(double rounded, double weight) {
        if (rounded > most || !(weight > 0)) {
            return;
        }
        double[] cell = cells.computeIfAbsent(cellOf(rounded), this::empty);
        cell[0] += weight;
        count += weight;
    }

    /// Counts a duration of which is known only that it is longer.
    public void addCensored(double atLeast, double weight) {
        double[] cell = censored.computeIfAbsent(cellOf(atLeast), _ -> new double[2]);
        cell[0] += weight;
        cell[1] += weight * atLeast;
        countCensored += weight;
    }

    /// The share of a distribution's durations that show as less than so long.
    double below(Distribution distribution, double duration) {
        return blur.cdf(distribution, duration, resolution);
    }

    /// How many ended.
    public double count() {
        return count;
    }

    /// How many did not.
    public double countCensored() {
        return countCensored;
    }

    /// What is longer was not counted.
    public double most() {
        return most;
    }

    /// How many cells hold something that ended.
    public int distinct() {
        return cells.size();
    }

    /// The duration below which a share p of those that ended lie, evenly within a cell.
    public double quantile(double p) {
        double due = p * count;
        double seen = 0;
        double high = 0;
        for (double[] cell : cells.values()) {
            double inside = cell[0];
            double low = cell[1];
            high = cell[2];
            if (seen + inside >= due) {
                return low + (high - low) * Math.max(0, due - seen) / inside;
            }
            seen += inside;
        }
        return high;
    }

    /// The share of those that ended that are longer than so much, evenly within a cell; 0 of none.
    public double above(double duration) {
        double above = 0;
        for (double[] cell : cells.values()) {
            double inside = (cell[2] - duration) / (cell[2] - cell[1]);
            above += cell[0] * Math.clamp(inside, 0.0, 1.0);
        }
        return count == 0 ? 0 : above / count;
    }

    /// Goes through the cells of what ended, rising.
    public void each(Cell to) {
        cells.values().forEach(cell -> to.cell(cell[1], cell[2], cell[0]));
    }

    /// Goes through the cells of what did not end, at their mean bound.
    void eachCensored(Cell to) {
        censored.forEach((_, sum) -> to.cell(sum[1] / sum[0], most, sum[0]));
    }

    /// So many lie between two ends.
    @FunctionalInterface
    public interface Cell {
        void cell(double low, double high, double weight);
    }

    /// Cells are whole multiples of the resolution wide: those up to 1/WIDTH are one each, then
    /// they grow.
    private long cellOf(double duration) {
        long steps = Math.round(duration / resolution);
        long plain = Math.round(1 / WIDTH);
        if (steps <= plain) {
            return steps;
        }
        return plain
                + (long)
                        StrictMath.floor(
                                StrictMath.log((double) steps / plain) / StrictMath.log1p(WIDTH))
                + 1;
    }

    /// The first step of a cell.
    private long firstStep(long cell) {
        long plain = Math.round(1 / WIDTH);
        if (cell <= plain) {
            return cell;
        }
        double edge = plain * StrictMath.exp((cell - plain - 1) * StrictMath.log1p(WIDTH));
        long step = Math.max(plain + 1, (long) StrictMath.floor(edge));
        while (cellOf(step * resolution) < cell) {
            step++;
        }
        while (step > plain + 1 && cellOf((step - 1) * resolution) >= cell) {
            step--;
        }
        return step;
    }

    /// Its weight, still 0, and its ends.
    private double[] empty(long cell) {
        double low = Math.max(0, (firstStep(cell) - 0.5) * resolution);
        return new double[] {0, low, (firstStep(cell + 1) - 0.5) * resolution};
    }
}
