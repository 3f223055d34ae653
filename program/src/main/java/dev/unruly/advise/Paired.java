package dev.unruly.advise;

import java.util.Arrays;
import java.util.Comparator;
import java.util.random.RandomGenerator;

/// A [Reissue] by pairs that were seen: how long two requests for the same thing took, sent at the
/// same time. Keeps whatever makes both slow.
final class Paired implements Reissue {

    /// More delays than this are no better.
    private static final int MOST_DELAYS = 400;

    /// Rising.
    private final double[] firsts;

    private final double[] seconds;

    /// @param pairs nanoseconds of the first and the second
    Paired(double[][] pairs) {
        double[][] sorted = pairs.clone();
        Arrays.sort(sorted, Comparator.comparingDouble(pair -> pair[0]));
        firsts = new double[sorted.length];
        seconds = new double[sorted.length];
        for (int i = 0; i < sorted.length; i++) {
            firsts[i] = sorted[i][0];
            seconds[i] = sorted[i][1];
        }
    }

    private Paired(double[] firsts, double[] seconds) {
        this.firsts = firsts;
        this.seconds = seconds;
    }

    /// As many pairs drawn anew from these.
    Paired resample(RandomGenerator random) {
        int[] times = new int[firsts.length];
        for (int i = 0; i < times.length; i++) {
            times[random.nextInt(times.length)]++;
        }
        double[] drawnFirsts = new double[firsts.length];
        double[] drawnSeconds = new double[firsts.length];
        int count = 0;
        for (int i = 0; i < times.length; i++) {
            for (int j = 0; j < times[i]; j++) {
                drawnFirsts[count] = firsts[i];
                drawnSeconds[count++] = seconds[i];
            }
        }
        return new Paired(drawnFirsts, drawnSeconds);
    }

    @Override
    public double longer(double nanos) {
        return 1 - (double) upTo(nanos) / firsts.length;
    }

    @Override
    public double within(double nanos, double delay, double chance) {
        int from = upTo(nanos);
        int saved = 0;
        for (int i = from; i < seconds.length && nanos > delay; i++) {
            saved += seconds[i] <= nanos - delay ? 1 : 0;
        }
        return (from + chance * saved) / firsts.length;
    }

    @Override
    public double[] delays() {
        int step = Math.max(1, firsts.length / MOST_DELAYS);
        // The tail in full: there a small step of rank is a large one of time.
        int tail = Math.max(0, firsts.length - MOST_DELAYS);
        double[] delays = new double[firsts.length];
        int count = 0;
        for (int i = 0; i < firsts.length; i++) {
            if (i >= tail || i % step == 0) {
                delays[count++] = firsts[i];
            }
        }
        return Arrays.copyOf(delays, count);
    }

    @Override
    public double quantile(double share) {
        int rank = (int) Math.ceil(share * firsts.length - 1e-9);
        return firsts[Math.clamp(rank - 1, 0, firsts.length - 1)];
    }

    /// How many firsts do not exceed this.
    private int upTo(double nanos) {
        int low = 0;
        int high = firsts.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (firsts[middle] <= nanos) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
