package dev.unruly.learn;

import java.sql.SQLException;
import org.duckdb.DuckDBAppender;

/// Counts what each caller did, in bounded memory: a caller's counts leave it as a row when another
/// caller needs their place, so that one may have several rows, which add up.
final class Callers {

    static final String TABLE =
            """
            CREATE TABLE callers (
                person BIGINT, hits INTEGER, embedded TINYINT, robots TINYINT, scans INTEGER,
                pages INTEGER, errors INTEGER, declared TINYINT)
            """;

    private static final int PLACES_BITS = 16;

    /// The numbers of one place: person; hits and scans; pages and errors; flags; the page that was
    /// asked for last, plus one; when.
    private static final int STRIDE = 6;

    private static final long UPPER = 1L << 32;
    private static final int MOST = 1 << 30;
    private static final int EMBEDDED = 1;
    private static final int ROBOTS = 2;
    private static final int DECLARED = 4;

    private final long[] places = new long[STRIDE * (1 << PLACES_BITS)];
    private final DuckDBAppender rows;

    Callers(DuckDBAppender rows) {
        this.rows = rows;
    }

    /// Counts a request.
    ///
    /// @param kind and `mark`: of [Marks]
    void count(long person, int kind, int mark, int status, boolean declared) throws SQLException {
        int place = place(person);
        if (places[place] != person || (int) places[place + 1] == MOST) {
            leave(place);
            places[place] = person;
        }
        boolean wished = kind == Marks.PAGE || kind == Marks.CALL;
        boolean refused = status >= 400 && status < 500 && status != 499 && status != 429;
        places[place + 1] += mark == Marks.SCAN ? 1 + UPPER : 1;
        places[place + 2] +=
                wished && refused ? 1 + UPPER : wished || kind == Marks.REDIRECT ? 1 : 0;
        places[place + 3] |=
                (kind == Marks.EMBEDDED && mark == Marks.PLAIN ? EMBEDDED : 0)
                        | (mark == Marks.ROBOTS ? ROBOTS : 0)
                        | (declared ? DECLARED : 0);
    }

    private static int place(long person) {
        return STRIDE * (int) (person >>> (64 - PLACES_BITS));
    }

    /// Notes which page a caller who was counted just now asked for.
    void sees(long person, int page, long atMillis) {
        int place = place(person);
        places[place + 4] = page + 1L;
        places[place + 5] = atMillis;
    }

    /// The page that a caller who was counted just now asked for last; −1: not within so long a
    /// time.
    int seen(long person, long atMillis, long withinMillis) {
        int place = place(person);
        return Math.abs(atMillis - places[place + 5]) <= withinMillis
                ? (int) places[place + 4] - 1
                : -1;
    }

    private void leave(int place) throws SQLException {
        long counts = places[place + 1];
        if (counts != 0) {
            long pages = places[place + 2];
            long flags = places[place + 3];
            rows.beginRow()
                    .append(places[place])
                    .append((int) counts)
                    .append((byte) (flags & EMBEDDED))
                    .append((byte) ((flags & ROBOTS) / ROBOTS))
                    .append((int) (counts >>> 32))
                    .append((int) pages)
                    .append((int) (pages >>> 32))
                    .append((byte) ((flags & DECLARED) / DECLARED))
                    .endRow();
            places[place + 1] = 0;
            places[place + 2] = 0;
            places[place + 3] = 0;
            places[place + 4] = 0;
        }
    }

    /// Makes rows of all that is left.
    void close() throws SQLException {
        for (int place = 0; place < places.length; place += STRIDE) {
            leave(place);
        }
        rows.close();
    }
}
