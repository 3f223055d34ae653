package dev.unruly.advise;

import dev.unruly.model.Span.Ending;
import dev.unruly.stats.DesignEffect;
import dev.unruly.stats.Latencies;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Counts the calls of one place as they come, in memory that does not grow with their number:
/// slices of time that get twice as long whenever there are too many. Calls may come out of order.
final class Tally {

    private static final int SLICES = 20;
    private static final long SECOND = 1_000_000_000L;

    /// Seconds of which calls are still counted; one that comes later is missed by the peak alone.
    private static final int RING = 1 << 12;

    private final List<Latencies> answered = new ArrayList<>();
    private final Latencies cutOff = new Latencies();
    private final long[] failures = new long[SLICES];
    private final long[] ended = new long[SLICES];
    private final int[] ring = new int[RING];
    private final long[] ringSecond = new long[RING];
    private long widthNanos = SECOND;
    private long firstNanos = Long.MAX_VALUE;
    private long lastNanos = Long.MIN_VALUE;
    private long beginning;
    private int peak;
    private long retries;

    Tally() {
        for (int i = 0; i < SLICES; i++) {
            answered.add(new Latencies());
        }
        Arrays.fill(ringSecond, Long.MIN_VALUE);
    }

    /// One call.
    ///
    /// @param startNanos since any fixed moment
    /// @param retry whether it repeats another
    void add(long startNanos, long nanos, Ending ending, boolean retry) {
        if (firstNanos == Long.MAX_VALUE) {
            beginning = startNanos;
        }
        firstNanos = Math.min(firstNanos, startNanos);
        lastNanos = Math.max(lastNanos, startNanos);
        int slice = slice(startNanos);
        ended[slice]++;
        switch (ending) {
            case ANSWERED -> answered.get(slice).record(nanos);
            case FAILED -> failures[slice]++;
            case CUT_OFF -> {
                failures[slice]++;
                cutOff.record(nanos);
            }
        }
        retries += retry ? 1 : 0;
        second(Math.floorDiv(startNanos, SECOND));
    }

    /// What began before the first that came counts with it.
    private int slice(long startNanos) {
        long since = Math.max(0, startNanos - beginning);
        while (since / widthNanos >= SLICES) {
            for (int i = 0; i < SLICES; i++) {
                boolean half = i < SLICES / 2;
                Latencies both = half ? answered.get(2 * i) : new Latencies();
                if (half) {
                    both.add(answered.get(2 * i + 1));
                }
                answered.set(i, both);
                failures[i] = half ? failures[2 * i] + failures[2 * i + 1] : 0;
                ended[i] = half ? ended[2 * i] + ended[2 * i + 1] : 0;
            }
            widthNanos *= 2;
        }
        return (int) (since / widthNanos);
    }

    private void second(long second) {
        int at = Math.floorMod(second, RING);
        if (ringSecond[at] < second) {
            ringSecond[at] = second;
            ring[at] = 0;
        }
        if (ringSecond[at] == second) {
            peak = Math.max(peak, ++ring[at]);
        }
    }

    /// How many calls there were, however they ended.
    long calls() {
        return Arrays.stream(ended).sum();
    }

    /// What is known of the place.
    ///
    /// @param sampled the share of all calls that was seen; 0: not known, and then no rate is
    Known known(Place place, double sampled, boolean repeatable) {
        List<Latencies> parts = answered.stream().filter(part -> !part.isEmpty()).toList();
        return new Known(
                place,
                Stamp.PRODUCTION,
                parts.isEmpty() ? List.of(new Latencies()) : parts,
                cutOff,
                sampled > 0 ? traffic(sampled) : Traffic.UNKNOWN,
                repeatable,
                0);
    }

    private Traffic traffic(double sampled) {
        double seconds = Math.max(1, (double) (lastNanos - firstNanos) / SECOND);
        long failed = Arrays.stream(failures).sum();
        double busy = cutOff.sumNanos();
        int slices = 0;
        for (int i = 0; i < SLICES; i++) {
            busy += answered.get(i).sumNanos();
            slices += ended[i] > 0 ? 1 : 0;
        }
        return new Traffic(
                seconds * sampled,
                calls(),
                peak / sampled,
                failed,
                slices < 2 ? 1 : DesignEffect.of(failures, ended),
                busy / SECOND / seconds / sampled,
                0,
                0,
                0,
                retries);
    }
}
