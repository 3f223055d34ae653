package dev.unruly.learn;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// How many sessions began in each period, as a file that can be replayed: periods without any have
/// no row.
///
/// @param seconds the length of a period
/// @param lines a line of names, then a row for each period in which anybody came
public record ArrivalCounts(int seconds, List<String> lines) {

    private static final int[] PERIODS = {1, 10, 60, 600, 3_600};

    /// So many periods take a replay some megabytes.
    private static final long MOST_PERIODS = 1_000_000;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    public ArrivalCounts {
        lines = List.copyOf(lines);
    }

    /// The counts in the shortest periods of which there are not too many: a second, as most logs
    /// have it, up to an hour.
    ///
    /// @param startMillis when sessions began, in any order; at least one
    public static ArrivalCounts of(long[] startMillis) {
        long[] sorted = startMillis.clone();
        Arrays.sort(sorted);
        long span = (sorted[sorted.length - 1] - sorted[0]) / 1_000;
        int seconds = PERIODS[PERIODS.length - 1];
        for (int period : PERIODS) {
            if (span / period < MOST_PERIODS) {
                seconds = period;
                break;
            }
        }
        var lines = new ArrayList<String>();
        lines.add("period,count");
        long length = seconds * 1_000L;
        for (int i = 0; i < sorted.length; ) {
            long period = Math.floorDiv(sorted[i], length);
            int count = 0;
            while (i < sorted.length && Math.floorDiv(sorted[i], length) == period) {
                count++;
                i++;
            }
            lines.add(TIME.format(Instant.ofEpochMilli(period * length)) + "," + count);
        }
        return new ArrivalCounts(seconds, lines);
    }
}
