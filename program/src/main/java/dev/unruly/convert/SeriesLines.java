package dev.unruly.convert;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/// A plain series of arrivals: on each line a time, or the beginning of a period and how many came
/// within it.
final class SeriesLines {

    private static final List<String> COUNTS =
            List.of("count", "counts", "requests", "arrivals", "hits", "visits", "n");
    private static final String SEPARATORS = "[,;\\t]";

    private final LogTime times = new LogTime(LogTime.ANY);
    private final Reading reading;
    private final Witness to;
    private boolean counted;
    private long heldAt = LogTime.BAD;
    private long heldCount;
    private long period;

    SeriesLines(Reading reading, Witness to) {
        this.reading = reading;
        this.to = to;
    }

    /// Whether the second line, or the only one, begins with a time.
    static boolean looksLike(String start) {
        List<String> lines = start.lines().limit(2).toList();
        byte[] cell = cells(lines.getLast())[0].getBytes(StandardCharsets.UTF_8);
        return new LogTime(LogTime.ANY).millis(cell, 0, cell.length) != LogTime.BAD;
    }

    private static String[] cells(String line) {
        String[] cells = line.strip().split(SEPARATORS, -1);
        for (int i = 0; i < cells.length; i++) {
            cells[i] = cells[i].strip().replace("\"", "");
        }
        return cells;
    }

    /// Reads a line.
    Flaw line(String line, boolean first) {
        if (line.isBlank()) {
            return Flaw.OTHER;
        }
        String[] cells = cells(line);
        byte[] cell = cells[0].getBytes(StandardCharsets.UTF_8);
        long at = times.millis(cell, 0, cell.length);
        if (at == LogTime.BAD) {
            boolean heading = first && cells.length <= 20;
            counted |=
                    heading
                            && cells.length > 1
                            && COUNTS.contains(cells[1].toLowerCase(Locale.ROOT));
            return heading ? Flaw.OTHER : Flaw.TIME;
        }
        if (!counted) {
            reading.take(at, at);
            to.arrival(at);
            return Flaw.NONE;
        }
        double count =
                cells.length < 2
                        ? -1
                        : HitFields.number(
                                cells[1].getBytes(StandardCharsets.UTF_8), 0, cells[1].length());
        if (count < 0) {
            return Flaw.SHAPE;
        }
        give(at);
        heldAt = at;
        heldCount = Math.round(count);
        return Flaw.NONE;
    }

    /// A period lasts until the next begins; after a gap, as long as the shortest did.
    private void give(long next) {
        if (heldAt == LogTime.BAD) {
            return;
        }
        long lasts = next - heldAt;
        period = period == 0 || (lasts > 0 && lasts < period) ? lasts : period;
        reading.take(heldAt, heldAt);
        to.arrivals(heldAt, Math.max(1, period), heldCount);
    }

    /// Gives what is held back.
    void end() {
        if (heldAt != LogTime.BAD) {
            give(heldAt + Math.max(1, period));
        }
    }
}
