package dev.unruly.learn;

import dev.unruly.learn.Learned.NotLearned;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;

/// A series of arrivals: moments at which somebody came, and counts of periods.
public final class Series {

    /// As many as are sorted in some seconds; later ones are counted and left out.
    private static final int MOST = 20_000_000;

    private long[] moments = new long[1 << 10];
    private int came;
    private long[] froms = new long[1 << 10];
    private long[] counts = new long[1 << 10];
    private int periods;
    private long periodMillis = Long.MAX_VALUE;
    private long roomless;

    /// Somebody came.
    public void at(long millis) {
        if (came == MOST) {
            roomless++;
            return;
        }
        if (came == moments.length) {
            moments = Arrays.copyOf(moments, 2 * came);
        }
        moments[came++] = millis;
    }

    /// So many came within a period.
    public void during(long fromMillis, long lastsMillis, long count) {
        if (periods == MOST) {
            roomless++;
            return;
        }
        if (periods == froms.length) {
            froms = Arrays.copyOf(froms, 2 * periods);
            counts = Arrays.copyOf(counts, 2 * periods);
        }
        froms[periods] = fromMillis;
        counts[periods++] = count;
        periodMillis = Math.min(periodMillis, lastsMillis);
    }

    public boolean isEmpty() {
        return came == 0 && periods == 0;
    }

    /// What there was no room for.
    public long roomless() {
        return roomless;
    }

    /// How they came: by the moments or by the counts, whichever cover more time.
    ///
    /// @param missing is told what could not be learned
    public LearnedArrivals arrivals(Consumer<NotLearned> missing) {
        Optional<CountedArrivals> counted =
                periods == 0
                        ? Optional.empty()
                        : Optional.of(
                                CountedArrivals.of(
                                        Arrays.copyOf(froms, periods),
                                        Arrays.copyOf(counts, periods),
                                        periodMillis));
        long[] known = Arrays.copyOf(moments, came);
        if (counted.isPresent() && counted.get().lengthMillis() >= length(known)) {
            return counted.get().learned(missing);
        }
        boolean whole = Arrays.stream(known).allMatch(at -> at % 1_000 == 0);
        return ArrivalTimes.of(known, whole ? 1 : 0.001, Unseen.NOTHING, missing);
    }

    private static long length(long[] moments) {
        return moments.length == 0
                ? -1
                : Arrays.stream(moments).max().orElse(0) - Arrays.stream(moments).min().orElse(0);
    }
}
