package dev.unruly.stats;

import java.util.Arrays;

/// The course of a rate over day and week under which counts are most likely: λ(t) = mean · weekday
/// · (1 + Σ aₖ cos(2πk (hour − φₖ)/24)), k = 1, 2.
///
/// Poisson regression with an identity link by iteratively reweighted least squares (John Nelder &
/// Robert Wedderburn, "Generalized linear models", 1972), the weekday factors in turn with the
/// harmonics; intervals are wider by the dispersion of what is left (Robert Wedderburn,
/// "Quasi-likelihood functions, generalized linear models, and the Gauss–Newton method", 1974).
///
/// @param perSecond the mean
/// @param cosines aₖ cos φₖ and sines in turn: c₁, s₁, c₂, s₂
/// @param weekdays seven factors of mean 1, Monday first; all 1 where not asked for
/// @param covariance of mean, cosines and sines, and the weekdays' factors
/// @param dispersion of the counts around the course
public record DailyCourse(
        double perSecond,
        double[] cosines,
        double[] weekdays,
        double[][] covariance,
        double dispersion) {

    /// Harmonics of a day.
    public static final int HARMONICS = 2;

    private static final int WAVES = 2 * HARMONICS;
    private static final double DAY = 86_400;
    private static final double Z = 1.959963984540054;

    /// A rate is not below this share of the mean.
    private static final double LEAST = 1e-3;

    /// Counts of neighbouring bins.
    ///
    /// @param startSecond of the first bin since Monday, 00:00
    /// @param counts −1: of this bin nothing is known
    public record Counts(double startSecond, double binSeconds, long[] counts) {
        double middle(int bin) {
            return startSecond + (bin + 0.5) * binSeconds;
        }

        boolean known(int bin) {
            return counts[bin] >= 0;
        }

        int known() {
            return (int) Arrays.stream(counts).filter(count -> count >= 0).count();
        }

        int weekday(int bin) {
            return (int) Math.floorMod((long) StrictMath.floor(middle(bin) / DAY), 7L);
        }

        @Override
        public boolean equals(Object o) {
            return o instanceof Counts c
                    && c.startSecond == startSecond
                    && c.binSeconds == binSeconds
                    && Arrays.equals(c.counts, counts);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(counts);
        }
    }

    /// What describes the counts best. Whether they cover days and weeks is the caller's to know.
    public static DailyCourse of(Counts counts, boolean weekly) {
        double[] weekdays = new double[7];
        Arrays.fill(weekdays, 1);
        double[] linear = new double[1 + WAVES];
        double sum = 0;
        for (long count : counts.counts()) {
            sum += Math.max(0, count);
        }
        linear[0] = Math.max(sum, 1e-9) / Math.max(1, counts.known());
        for (int round = 0; round < 60; round++) {
            double[] before = linear.clone();
            linear = reweighted(counts, linear, weekdays);
            if (weekly) {
                weekdays = factors(counts, linear);
            }
            double moved = 0;
            for (int i = 0; i < linear.length; i++) {
                moved = Math.max(moved, StrictMath.abs(linear[i] - before[i]));
            }
            if (moved < 1e-10 * linear[0]) {
                break;
            }
        }
        return finished(counts, linear, weekdays, weekly);
    }

    /// The rate per second at a second since Monday, 00:00.
    public double at(double second) {
        double[] waves = waves(second);
        double sum = 1;
        for (int i = 0; i < WAVES; i++) {
            sum += cosines[i] * waves[i];
        }
        int day = (int) Math.floorMod((long) StrictMath.floor(second / DAY), 7L);
        return perSecond * weekdays[day] * Math.max(sum, LEAST);
    }

    /// The amplitude of the k-th harmonic.
    public double amplitude(int k) {
        return StrictMath.hypot(cosines[2 * k - 2], cosines[2 * k - 1]);
    }

    /// The hour at which the k-th harmonic peaks, in [0, 24/k).
    public double peakHour(int k) {
        double angle = StrictMath.atan2(cosines[2 * k - 1], cosines[2 * k - 2]);
        double turn = 2 * StrictMath.PI;
        return (angle < 0 ? angle + turn : angle) / turn * 24 / k;
    }

    /// The 95 % interval of an amplitude; it does not go below 0.
    public Interval amplitudeInterval(int k) {
        double by = Z * along(k, cosines[2 * k - 2], cosines[2 * k - 1]);
        return new Interval(Math.max(0, amplitude(k) - by), amplitude(k) + by);
    }

    /// The 95 % interval of the hour of a peak, which may go beyond midnight on either side.
    public Interval peakInterval(int k) {
        double angle = along(k, -cosines[2 * k - 1], cosines[2 * k - 2]) / amplitude(k);
        double by = Math.min(12.0 / k, Z * angle / (2 * StrictMath.PI) * 24 / k);
        return new Interval(peakHour(k) - by, peakHour(k) + by);
    }

    /// The 95 % interval of the mean.
    public Interval rateInterval() {
        double by = Z * StrictMath.sqrt(covariance[0][0]);
        return new Interval(Math.max(0, perSecond - by), perSecond + by);
    }

    /// The 95 % interval of a weekday's factor, Monday 0.
    public Interval weekdayInterval(int day) {
        double by = Z * StrictMath.sqrt(covariance[1 + WAVES + day][1 + WAVES + day]);
        return new Interval(Math.max(0, weekdays[day] - by), weekdays[day] + by);
    }

    /// The standard error of a step in a direction of the k-th harmonic's plane.
    private double along(int k, double x, double y) {
        double length = StrictMath.hypot(x, y);
        int i = 2 * k - 1;
        double variance =
                x * x * covariance[i][i]
                        + 2 * x * y * covariance[i][i + 1]
                        + y * y * covariance[i + 1][i + 1];
        return StrictMath.sqrt(Math.max(variance, 0)) / Math.max(length, 1e-12);
    }

    private static double[] waves(double second) {
        double[] waves = new double[WAVES];
        for (int k = 1; k <= HARMONICS; k++) {
            double angle = 2 * StrictMath.PI * k * second / DAY;
            waves[2 * k - 2] = StrictMath.cos(angle);
            waves[2 * k - 1] = StrictMath.sin(angle);
        }
        return waves;
    }

    private static double rate(double[] linear, double[] waves) {
        double sum = linear[0];
        for (int i = 0; i < WAVES; i++) {
            sum += linear[1 + i] * waves[i];
        }
        return Math.max(sum, LEAST * linear[0]);
    }

    /// One round of least squares: counts over weekday · (1, waves), weights 1/λ.
    private static double[] reweighted(Counts counts, double[] linear, double[] weekdays) {
        int size = linear.length;
        double[][] information = new double[size][size];
        double[] due = new double[size];
        for (int bin = 0; bin < counts.counts().length; bin++) {
            if (!counts.known(bin)) {
                continue;
            }
            double[] waves = waves(counts.middle(bin));
            double factor = weekdays[counts.weekday(bin)];
            double lambda = Math.max(factor * rate(linear, waves), 1e-12);
            for (int i = 0; i < size; i++) {
                double left = factor * (i == 0 ? 1 : waves[i - 1]) / lambda;
                due[i] += left * counts.counts()[bin];
                for (int j = 0; j < size; j++) {
                    information[i][j] += left * factor * (j == 0 ? 1 : waves[j - 1]);
                }
            }
        }
        double[] next = Matrix.times(Matrix.inverse(information), due);
        return next[0] > 0 ? next : linear;
    }

    /// What came on a weekday over what was due, with mean 1 over the seven.
    private static double[] factors(Counts counts, double[] linear) {
        double[] seen = new double[7];
        double[] due = new double[7];
        for (int bin = 0; bin < counts.counts().length; bin++) {
            if (!counts.known(bin)) {
                continue;
            }
            seen[counts.weekday(bin)] += counts.counts()[bin];
            due[counts.weekday(bin)] += rate(linear, waves(counts.middle(bin)));
        }
        double sum = 0;
        for (int day = 0; day < 7; day++) {
            seen[day] = due[day] > 0 ? seen[day] / due[day] : 1;
            sum += seen[day];
        }
        for (int day = 0; day < 7; day++) {
            seen[day] *= 7 / sum;
        }
        return seen;
    }

    private static DailyCourse finished(
            Counts counts, double[] linear, double[] weekdays, boolean weekly) {
        int size = 1 + WAVES + (weekly ? 6 : 0);
        double[][] information = new double[size][size];
        double squares = 0;
        for (int bin = 0; bin < counts.counts().length; bin++) {
            if (!counts.known(bin)) {
                continue;
            }
            double[] waves = waves(counts.middle(bin));
            int day = counts.weekday(bin);
            double base = rate(linear, waves);
            double lambda = Math.max(weekdays[day] * base, 1e-12);
            double excess = counts.counts()[bin] - lambda;
            squares += excess * excess / lambda;
            double[] slope = new double[size];
            slope[0] = weekdays[day];
            for (int i = 0; i < WAVES; i++) {
                slope[1 + i] = weekdays[day] * waves[i];
            }
            // Sunday's factor is what the other six leave of seven.
            for (int i = 1 + WAVES; i < size; i++) {
                slope[i] = day == 6 ? -base : day == i - 1 - WAVES ? base : 0;
            }
            for (int i = 0; i < size; i++) {
                for (int j = 0; j < size; j++) {
                    information[i][j] += slope[i] * slope[j] / lambda;
                }
            }
        }
        double dispersion = squares / Math.max(1, counts.known() - size);
        double[][] inverse = Matrix.inverse(information);
        return scaled(counts, linear, weekdays, inverse, Math.max(1, dispersion));
    }

    /// From the plain coefficients to mean, shares of the mean and weekdays.
    private static DailyCourse scaled(
            Counts counts,
            double[] linear,
            double[] weekdays,
            double[][] inverse,
            double dispersion) {
        int size = inverse.length;
        double[][] to = new double[1 + WAVES + 7][size];
        to[0][0] = 1 / counts.binSeconds();
        double[] cosines = new double[WAVES];
        for (int i = 0; i < WAVES; i++) {
            cosines[i] = linear[1 + i] / linear[0];
            to[1 + i][1 + i] = 1 / linear[0];
            to[1 + i][0] = -cosines[i] / linear[0];
        }
        for (int i = 1 + WAVES; i < size; i++) {
            to[i][i] = 1;
            to[7 + WAVES][i] = -1;
        }
        double[][] covariance = new double[to.length][to.length];
        for (int i = 0; i < to.length; i++) {
            double[] half = Matrix.times(inverse, to[i]);
            for (int j = 0; j < to.length; j++) {
                for (int m = 0; m < size; m++) {
                    covariance[i][j] += dispersion * half[m] * to[j][m];
                }
            }
        }
        return new DailyCourse(
                linear[0] / counts.binSeconds(), cosines, weekdays, covariance, dispersion);
    }
}
